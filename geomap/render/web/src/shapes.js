/** Lines, areas, discs and rings: found, and drawn to scale. */

/** Rows drawn as a line, an area, a disc or a ring that pass and are in view. @param {View} view */
function findShapes(view) {
  const found = [];
  /** @type {Map<string, any>} */
  const bySame = new Map();
  for (let row = D.points; row < D.mapped; row++) {
    if (R.fail[row]) continue;
    const kind = D.kind[row];
    const radius = D.radii[D.radius[row]];
    const x = D.x[row] / WORLD;
    const y = D.y[row] / WORLD;
    const shape = kind === LINE || kind === AREA ? D.shapes[D.shape[row] - 1] : null;
    const half = shape ? 0 : radius / metresPerWorld(y);
    const box = shape ? shape.box : [x - half, y - half, x + half, y + half];
    for (const copy of view.copies) {
      const screen = seen(view, box, copy);
      if (!screen) continue;
      const key = (shape ? "s" + D.shape[row] : [kind, D.x[row], D.y[row], radius].join()) + "/" + copy;
      const same = bySame.get(key);
      if (same) same.rows.push(row);
      else {
        const entry = { rows: [row], kind, shape, screen, copy, x: (x + copy) * view.scale - view.ox, y: y * view.scale - view.oy, r: half * view.scale };
        bySame.set(key, entry);
        found.push(entry);
      }
    }
  }
  // The widest first: what is small lies on top and stays in reach.
  return found.sort((a, b) => sizeOf(b.screen) - sizeOf(a.screen));
}

/** @param {number[]} box */
const sizeOf = (box) => Math.max(box[2] - box[0], box[3] - box[1]);

/** Metres that one world's width is at a height of the map. @param {number} y world unit */
function metresPerWorld(y) {
  return 40075016.7 * Math.cos((latOfWorldY(y) * Math.PI) / 180);
}

/** Circles to scale round points whose place is not exact. @param {View} view */
function drawUncertainty(view) {
  const { ctx, scale, p } = view;
  const marks = drawn.marks.filter((/** @type {Mark} */ mark) => mark.rows && mark.look && !mark.bracket);
  if (marks.length > 400) return;
  for (const mark of marks) {
    const row = mark.rows[0];
    if (D.kind[row] !== POINT) continue;
    const metres = D.radii[D.radius[row]];
    const r = (metres / metresPerWorld(D.y[row] / WORLD)) * scale;
    const always = ["vicinity", "offset"].includes(D.v.precisions[D.precision[row]]);
    if (r <= mark.r || (r <= 8 && !always) || r > 3000) continue;
    const colour = mark.look.grey ? p.grey : layerColour(mark.look.layer);
    ctx.beginPath();
    ctx.arc(mark.x, mark.y, r, 0, 2 * Math.PI);
    ctx.globalAlpha = 0.07;
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.globalAlpha = 0.9;
    ctx.setLineDash([4, 4]);
    ctx.lineWidth = 1.3;
    ctx.strokeStyle = colour;
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }
}

/** @param {View} view @param {any} entry */
function tracePath(view, entry) {
  const { ctx } = view;
  ctx.beginPath();
  if (!entry.shape) {
    ctx.arc(entry.x, entry.y, Math.max(1, entry.r), 0, 2 * Math.PI);
    return;
  }
  for (const part of entry.shape.parts) if (part.kind !== 0) for (const ring of part.rings) traceRing(view, ring, entry.copy, part.kind === 2);
}

/** One area, strip, line, disc or ring, with every incident on it. @param {View} view @param {any} entry */
function drawShape(view, entry) {
  const { ctx, p, ratio, ox, oy } = view;
  const looks = [];
  const seenLooks = new Set();
  for (const row of entry.rows) {
    const look = lookOf(row);
    const key = look.layer + "," + look.grey;
    if (!seenLooks.has(key)) {
      seenLooks.add(key);
      looks.push(look);
    }
  }
  tracePath(view, entry);
  if (entry.kind === LINE) {
    drawLineShape(view, entry, looks[0]);
    return;
  }
  if (entry.kind !== RING) {
    looks.slice(0, 3).forEach((look, i) => {
      const colour = look.grey ? p.grey : layerColour(look.layer);
      ctx.globalAlpha = look.faded ? 0.04 : 0.09;
      ctx.fillStyle = colour;
      ctx.fill("evenodd");
      ctx.globalAlpha = look.faded ? 0.25 : 0.6;
      const pattern = /** @type {CanvasPattern} */ (ctx.createPattern(hatchTile(layerHatch(look.layer), colour, i * 3, ratio), "repeat"));
      // The hatching stands still on the earth while the map is moved.
      pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, -ox % 16, -oy % 16]));
      ctx.fillStyle = pattern;
      ctx.fill("evenodd");
    });
  }
  ctx.globalAlpha = 1;
  ctx.lineJoin = "round";
  ctx.lineWidth = 4.5;
  ctx.strokeStyle = p.halo;
  ctx.stroke();
  looks.slice(0, 2).forEach((look, i) => {
    ctx.lineWidth = look.hollow ? 2 : 1.8;
    ctx.setLineDash(look.dashed ? [6, 4] : looks.length > 1 ? [9, 9] : []);
    ctx.lineDashOffset = i * 9;
    ctx.strokeStyle = look.grey ? p.grey : layerColour(look.layer);
    ctx.stroke();
  });
  ctx.setLineDash([]);
  ctx.lineDashOffset = 0;
  drawTag(view, entry, looks);
}

/** A line with its layer's shape repeated along it. @param {View} view @param {any} entry @param {Look} look */
function drawLineShape(view, entry, look) {
  const { ctx, p } = view;
  const colour = look.grey ? p.grey : layerColour(look.layer);
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.lineWidth = 7;
  ctx.strokeStyle = p.halo;
  ctx.stroke();
  ctx.lineWidth = 5;
  ctx.strokeStyle = p.outline;
  ctx.stroke();
  ctx.lineWidth = 3;
  ctx.strokeStyle = look.hollow || look.faded ? p.paper : colour;
  ctx.stroke();
  if (look.hollow || look.faded || look.dashed) {
    ctx.setLineDash([7, 5]);
    ctx.strokeStyle = colour;
    ctx.stroke();
    ctx.setLineDash([]);
  }
  ctx.lineCap = "butt";
  const spots = alongLine(view, entry, 84);
  for (const [x, y] of spots) drawSymbol(ctx, { ...look, hollow: look.hollow, inferred: false }, x, y, 5.2, p);
  entry.spots = spots;
  const numbers = printNumbers(entry.rows);
  if (numbers && spots.length) badge(ctx, p, spots[0][0] + 9, spots[0][1] - 9, numbers);
}

/** Positions along a line, evenly, first in the middle of the first stretch. @param {View} view @param {any} entry @param {number} step */
function alongLine(view, entry, step) {
  const { scale, ox, oy } = view;
  const shift = entry.copy * scale - ox;
  /** @type {number[][]} */
  const spots = [];
  let length = 0;
  for (const part of entry.shape.parts) for (const ring of part.rings) for (let i = 2; i < ring.length; i += 2) length += Math.hypot(ring[i] - ring[i - 2], ring[i + 1] - ring[i - 1]) * scale;
  const gap = Math.max(step, length / 200);
  let left = Math.min(gap, length) / 2;
  for (const part of entry.shape.parts) {
    for (const ring of part.rings) {
      for (let i = 2; i < ring.length; i += 2) {
        const ax = ring[i - 2] * scale + shift, ay = ring[i - 1] * scale - oy;
        const bx = ring[i] * scale + shift, by = ring[i + 1] * scale - oy;
        const d = Math.hypot(bx - ax, by - ay);
        while (left < d) {
          const x = ax + ((bx - ax) * left) / d, y = ay + ((by - ay) * left) / d;
          if (x > -20 && y > -20 && x < view.width + 20 && y < view.height + 20) spots.push([x, y]);
          left += gap;
        }
        left -= d;
      }
    }
  }
  return spots;
}

/** How many incidents share an area: a tag on its edge, never a symbol in its middle. @param {View} view @param {any} entry @param {Look[]} looks */
function drawTag(view, entry, looks) {
  const numbers = printNumbers(entry.rows);
  if (entry.rows.length < 2 && !numbers) return;
  const { ctx, p } = view;
  const x = Math.max(18, Math.min(view.width - 18, entry.screen[2]));
  const y = Math.max(18, Math.min(view.height - 18, entry.screen[1]));
  if (entry.screen[2] < 0 || entry.screen[1] > view.height) return;
  if (!numbers && drawn.marks.some((/** @type {Mark} */ mark) => Math.hypot(mark.x - x, mark.y - y) < mark.r + 14)) return;
  badge(ctx, p, x, y, numbers || "×" + number(entry.rows.length));
  entry.tag = [x, y];
}
