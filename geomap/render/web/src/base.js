/** Sea, land, borders and names: the basemap, drawn under the incidents. */

/** From this zoom on, the boxes of detail are drawn in place of the coarse world. */
const DETAIL_ZOOM = 4.25;

/**
 * @typedef {{ctx: CanvasRenderingContext2D, width: number, height: number, scale: number, ox: number, oy: number, zoom: number, ratio: number, p: Palette, copies: number[], bare?: boolean}} View
 * scale: pixels a world; ox, oy: world pixel of the top left corner; copies: worlds seen (0 is ours); bare: without what lies over the map
 */

/** Screen box of a shape in a copy of the world; null when it is not seen. @param {View} view @param {number[]} box @param {number} copy */
function seen(view, box, copy) {
  const x0 = (box[0] + copy) * view.scale - view.ox;
  const x1 = (box[2] + copy) * view.scale - view.ox;
  const y0 = box[1] * view.scale - view.oy;
  const y1 = box[3] * view.scale - view.oy;
  return x1 < 0 || y1 < 0 || x0 > view.width || y0 > view.height ? null : [x0, y0, x1, y1];
}

/**
 * Trace a ring; points closer than a pixel to the last are skipped.
 * @param {View} view @param {Float64Array} ring @param {number} copy @param {boolean} close
 */
function traceRing(view, ring, copy, close) {
  const { ctx, scale, ox, oy } = view;
  const shift = copy * scale - ox;
  let lastX = NaN;
  let lastY = NaN;
  for (let i = 0; i < ring.length; i += 2) {
    const x = ring[i] * scale + shift;
    const y = ring[i + 1] * scale - oy;
    const end = i === ring.length - 2;
    if (i && !end && Math.abs(x - lastX) < 0.7 && Math.abs(y - lastY) < 0.7) continue;
    if (i) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    lastX = x;
    lastY = y;
  }
  if (close) ctx.closePath();
}

/** Coast of a ring without the edges where the data was cut. @param {View} view @param {Float64Array} ring @param {number} copy @param {number[]} cut */
function traceCoast(view, ring, copy, cut) {
  const { ctx, scale, ox, oy } = view;
  const shift = copy * scale - ox;
  const tiny = 3e-6;
  const on = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ edge) => Math.abs(a - edge) < tiny && Math.abs(b - edge) < tiny;
  let pen = false;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
    if (on(ax, bx, cut[0]) || on(ax, bx, cut[2]) || on(ay, by, cut[1]) || on(ay, by, cut[3])) {
      pen = false;
      continue;
    }
    if (!pen) ctx.moveTo(ax * scale + shift, ay * scale - oy);
    ctx.lineTo(bx * scale + shift, by * scale - oy);
    pen = true;
  }
}

/** @param {View} view */
function drawBase(view) {
  const { ctx, p } = view;
  if (D.tiled) return;
  ctx.fillStyle = p.sea;
  ctx.fillRect(0, 0, view.width, view.height);
  drawGraticule(view);
  if (!D.cuts) D.cuts = D.meta.boxes.map((/** @type {number[]} */ b) => [(b[0] + 180) / 360, worldY(b[3]), (b[2] + 180) / 360, worldY(b[1])]);
  const fine = view.zoom >= DETAIL_ZOOM && D.cuts.length > 0;
  for (const copy of view.copies) {
    ctx.save();
    if (fine) {
      clipTo(view, copy, false);
    }
    drawLand(view, D.world, copy, [[0, 0, 1, 1]]);
    ctx.restore();
    if (!fine) continue;
    ctx.save();
    clipTo(view, copy, true);
    drawLand(view, D.detail, copy, D.cuts);
    ctx.restore();
  }
}

/** Clip to the boxes of detail, or to all but them. @param {View} view @param {number} copy @param {boolean} inside */
function clipTo(view, copy, inside) {
  const { ctx, scale, ox, oy } = view;
  ctx.beginPath();
  if (!inside) ctx.rect(0, 0, view.width, view.height);
  for (const [x0, y0, x1, y1] of D.cuts) {
    ctx.rect((x0 + copy) * scale - ox, y0 * scale - oy, (x1 - x0) * scale, (y1 - y0) * scale);
  }
  ctx.clip("evenodd");
}

/** @param {View} view @param {Shape[]} shapes land, lines @param {number} copy @param {number[][]} cuts */
function drawLand(view, shapes, copy, cuts) {
  const { ctx, p } = view;
  const [land, lines, rivers] = shapes;
  if (!land) return;
  if (!D.partBoxes) D.partBoxes = new Map();
  const shown = land.parts.filter((part) => seen(view, partBox(part), copy));
  ctx.beginPath();
  for (const part of shown) for (const ring of part.rings) traceRing(view, ring, copy, true);
  ctx.fillStyle = p.land;
  ctx.fill("evenodd");
  if (rivers) drawRivers(view, rivers, copy);
  ctx.beginPath();
  for (const part of shown) {
    const box = partBox(part);
    const cut = cuts.find((c) => box[0] >= c[0] - 1e-5 && box[2] <= c[2] + 1e-5 && box[1] >= c[1] - 1e-5 && box[3] <= c[3] + 1e-5) || [-1, -1, -1, -1];
    for (const ring of part.rings) traceCoast(view, ring, copy, cut);
  }
  ctx.strokeStyle = p.coast;
  ctx.lineWidth = 0.9;
  ctx.lineJoin = "round";
  ctx.stroke();
  for (const style of [1, 2]) {
    ctx.beginPath();
    for (const part of lines.parts) if (part.kind === style && seen(view, partBox(part), copy)) traceRing(view, part.rings[0], copy, false);
    ctx.setLineDash(style === 2 ? [5, 3.5] : []);
    ctx.lineWidth = view.zoom < 4 ? 0.7 : 1;
    ctx.strokeStyle = p.border;
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** Rivers, rounded at their points; short ones only when near. @param {View} view @param {Shape} rivers @param {number} copy */
function drawRivers(view, rivers, copy) {
  const { ctx, scale, ox, oy, zoom, p } = view;
  const shift = copy * scale - ox;
  ctx.beginPath();
  for (const part of rivers.parts) {
    const box = partBox(part);
    if (!seen(view, box, copy) || Math.max(box[2] - box[0], box[3] - box[1]) * scale < 60) continue;
    for (const ring of part.rings) {
      ctx.moveTo(ring[0] * scale + shift, ring[1] * scale - oy);
      for (let i = 2; i < ring.length - 2; i += 2) {
        const x = ring[i] * scale + shift, y = ring[i + 1] * scale - oy;
        ctx.quadraticCurveTo(x, y, (x + ring[i + 2] * scale + shift) / 2, (y + ring[i + 3] * scale - oy) / 2);
      }
      ctx.lineTo(ring[ring.length - 2] * scale + shift, ring[ring.length - 1] * scale - oy);
    }
  }
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.lineWidth = zoom < 5.5 ? 0.9 : zoom < 7 ? 1.3 : 1.8;
  ctx.strokeStyle = p.river;
  ctx.stroke();
  ctx.lineCap = "butt";
}

/** @param {Part} part @returns {number[]} */
function partBox(part) {
  let box = D.partBoxes.get(part);
  if (!box) {
    box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of part.rings) for (let i = 0; i < ring.length; i += 2) {
      box[0] = Math.min(box[0], ring[i]);
      box[2] = Math.max(box[2], ring[i]);
      box[1] = Math.min(box[1], ring[i + 1]);
      box[3] = Math.max(box[3], ring[i + 1]);
    }
    D.partBoxes.set(part, box);
  }
  return box;
}

/** @param {View} view */
function drawGraticule(view) {
  const { ctx, scale, ox, oy } = view;
  const step = view.zoom < 3 ? 30 : view.zoom < 5 ? 10 : view.zoom < 7 ? 5 : 1;
  ctx.beginPath();
  const west = Math.floor(((ox / scale) * 360 - 180) / step) * step;
  const east = ((ox + view.width) / scale) * 360 - 180;
  for (let lon = west; lon <= east; lon += step) {
    const x = Math.round(((lon + 180) / 360) * scale - ox) + 0.5;
    ctx.moveTo(x, 0);
    ctx.lineTo(x, view.height);
  }
  for (let lat = -80; lat <= 80; lat += step) {
    const y = Math.round(worldY(lat) * scale - oy) + 0.5;
    if (y < 0 || y > view.height) continue;
    ctx.moveTo(0, y);
    ctx.lineTo(view.width, y);
  }
  ctx.strokeStyle = view.p.graticule;
  ctx.lineWidth = 1;
  ctx.stroke();
}
