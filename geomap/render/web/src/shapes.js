/** Lines, areas, discs and rings: found, and drawn to scale. */

/** Shapes drawn as such at once; with more, the smaller are counted with the marks. */
const WIDE_MAX = 250;

/**
 * Lines, areas, discs and rings that pass and are in view: those drawn to scale as `shapes`, the widest
 * first (what is small lies on top and stays in reach); the others as `small`, with their copy of the world.
 * @param {View} view @returns {{shapes: any[], small: {groups: Group[], copies: number[], rows: number}}}
 */
function findShapes(view) {
  const { scale, ox, oy, width, height } = view;
  /** @type {any[]} */
  const shapes = [];
  /** @type {{groups: Group[], copies: number[], rows: number}} */
  const small = { groups: [], copies: [], rows: 0 };
  const keep = (/** @type {Group} */ group, /** @type {number} */ copy) => {
    small.groups.push(group);
    small.copies.push(copy);
    small.rows += group.pass.length;
  };
  for (const group of D.groups) {
    const [left, top, right, bottom] = group.box;
    const y0 = top * scale - oy, y1 = bottom * scale - oy;
    if (y1 < 0 || y0 > height) continue;
    const size = Math.max(right - left, bottom - top) * scale;
    for (const copy of view.copies) {
      const x0 = (left + copy) * scale - ox, x1 = (right + copy) * scale - ox;
      if (x1 < 0 || x0 > width) continue;
      const rows = passing(group);
      if (!rows.length) break;
      if (size < TARGET && group.kind !== RING) keep(group, copy);
      else shapes.push({ group, rows, kind: group.kind, shape: group.shape, screen: [x0, y0, x1, y1], copy, x: (group.x + copy) * scale - ox, y: group.y * scale - oy, r: group.half * scale, size });
    }
  }
  shapes.sort((a, b) => b.size - a.size);
  for (const entry of shapes.splice(WIDE_MAX)) keep(entry.group, entry.copy);
  return { shapes, small };
}

/** The looks of a group, one a layer; of very many incidents the first tell. @param {any} group @returns {Look[]} */
function looksOf(group) {
  if (group.looks) return group.looks;
  const looks = new Map();
  for (const row of group.pass.slice(0, 400)) {
    const look = lookOf(row);
    const key = look.layer + "," + look.grey;
    if (!looks.has(key)) looks.set(key, look);
  }
  return (group.looks = [...looks.values()]);
}

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
  const looks = looksOf(entry.group);
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
