/** What stands on the map at one spot: a symbol, a stack of one place, a cluster of a cell. */

const CELL = 56;
const SINGLES = 1500;
const RADIUS = 10;
const TARGET = 24;

/**
 * @typedef {{x: number, y: number, r: number, rows: number[] | null, count: number, cell: number[] | null, layers: Uint32Array | null, look: Look | null, bracket?: boolean}} Mark
 * rows: null for a cluster whose rows are found again from `cell` (x0, y0, x1, y1 in world units)
 */

/** Rows of points that pass and are in view. @param {View} view @param {(row: number, x: number, y: number) => void} visit */
function eachVisible(view, visit) {
  const { x, y, points, boxes } = D;
  const fail = R.fail;
  const { scale, ox, oy, width, height } = view;
  const k = scale / WORLD;
  const pad = RADIUS * 2;
  for (const copy of view.copies) {
    const shift = copy * scale - ox;
    for (let b = 0; b * BLOCK < points; b++) {
      const at = b * 4;
      if (boxes[at] * k + shift > width + pad || boxes[at + 2] * k + shift < -pad || boxes[at + 1] * k - oy > height + pad || boxes[at + 3] * k - oy < -pad) continue;
      for (let i = b * BLOCK, end = Math.min(points, i + BLOCK); i < end; i++) {
        if (fail[i]) continue;
        const px = x[i] * k + shift;
        if (px < -pad || px > width + pad) continue;
        const py = y[i] * k - oy;
        if (py < -pad || py > height + pad) continue;
        visit(i, px, py);
      }
    }
  }
}

/** @param {View} view @returns {Mark[]} */
function findMarks(view) {
  const small = drawn.small;
  /** @type {number[]} */
  const rows = [];
  /** @type {number[]} */
  const at = [];
  let tooMany = small.rows > SINGLES;
  if (!tooMany) {
    try {
      eachVisible(view, (row, x, y) => {
        if (rows.length >= SINGLES) throw SINGLES;
        rows.push(row);
        at.push(x, y);
      });
    } catch (reason) {
      if (reason !== SINGLES) throw reason;
      tooMany = true;
    }
  }
  if (tooMany) return clusterMarks(view, small).concat(extraSites(view));
  return apart(singleMarks(rows, at).concat(small.groups.map((/** @type {Group} */ group, /** @type {number} */ i) => smallMark(view, group, small.copies[i])), extraSites(view)));
}

/**
 * Marks that would lie on each other become one with a count, until none does.
 * @param {Mark[]} marks
 * @returns {Mark[]}
 */
function apart(marks) {
  for (let before = Infinity; marks.length < before; ) {
    before = marks.length;
    /** @type {Map<string, Mark[]>} */
    const cells = new Map();
    /** @type {Mark[]} */
    const kept = [];
    for (const mark of marks) {
      const cx = Math.floor(mark.x / CELL), cy = Math.floor(mark.y / CELL);
      let near = null;
      for (let x = cx - 1; x <= cx + 1 && !near; x++) {
        for (let y = cy - 1; y <= cy + 1 && !near; y++) {
          near = (cells.get(x + "," + y) || []).find((other) => Math.hypot(other.x - mark.x, other.y - mark.y) < 0.8 * (other.r + mark.r)) || null;
        }
      }
      if (near) {
        join(near, mark);
        continue;
      }
      kept.push(mark);
      const key = cx + "," + cy;
      const cell = cells.get(key);
      if (cell) cell.push(mark);
      else cells.set(key, [mark]);
    }
    marks = kept;
  }
  return marks;
}

/** Take another mark's rows in; what both have is counted once. @param {Mark} mark @param {Mark} other */
function join(mark, other) {
  const own = /** @type {number[]} */ (mark.rows);
  const rows = [...new Set([...own, .../** @type {number[]} */ (other.rows)])];
  if (rows.length === own.length) return;
  const weight = (rows.length - own.length) / rows.length;
  mark.x += (other.x - mark.x) * weight;
  mark.y += (other.y - mark.y) * weight;
  mark.rows = rows;
  mark.count = rows.length;
  mark.bracket = false;
  mark.look = null;
  mark.r = 11 + 3.3 * Math.log10(rows.length);
  mark.layers = new Uint32Array(D.v.layers.length);
  for (const row of rows) mark.layers[layerOf(row)]++;
}

/** Symbols; those at one position are one mark with a count. @param {number[]} rows @param {number[]} at @returns {Mark[]} */
function singleMarks(rows, at) {
  /** @type {Map<string, Mark>} */
  const byPlace = new Map();
  rows.forEach((row, i) => {
    const key = Math.round(at[2 * i] * 2) + "," + Math.round(at[2 * i + 1] * 2);
    const mark = byPlace.get(key);
    if (mark) {
      /** @type {number[]} */ (mark.rows).push(row);
      mark.count++;
    } else byPlace.set(key, { x: at[2 * i], y: at[2 * i + 1], r: RADIUS, rows: [row], count: 1, cell: null, layers: null, look: null });
  });
  const marks = [...byPlace.values()];
  for (const mark of marks) {
    const list = /** @type {number[]} */ (mark.rows);
    list.sort((a, b) => D.start[a] - D.start[b] || D.order[a] - D.order[b]);
    mark.look = lookOf(list.find((row) => !(D.flags[row] & BACKGROUND)) ?? list[0]);
  }
  return marks;
}

/** Counts in a grid that stands still on the earth; every other row is half a cell aside. @param {View} view @param {{groups: Group[], copies: number[]}} small shapes counted with the points @returns {Mark[]} */
function clusterMarks(view, small) {
  const { scale, ox, oy, width, height } = view;
  const k = scale / WORLD;
  const firstRow = Math.floor(oy / CELL) - 1;
  const firstColumn = Math.floor(ox / CELL) - 1;
  const columns = Math.ceil(width / CELL) + 4;
  const lines = Math.ceil(height / CELL) + 4;
  const layerCount = D.v.layers.length;
  const counts = new Uint32Array(columns * lines);
  const sumX = new Float64Array(columns * lines);
  const sumY = new Float64Array(columns * lines);
  const some = new Uint32Array(columns * lines);
  const layers = new Uint32Array(columns * lines * layerCount);
  const { x, y, points, boxes, type, layerOfType } = D;
  const fail = R.fail;
  for (const copy of view.copies) {
    const shift = copy * scale - ox;
    for (let b = 0; b * BLOCK < points; b++) {
      const at = b * 4;
      if (boxes[at] * k + shift > width || boxes[at + 2] * k + shift < 0 || boxes[at + 1] * k - oy > height || boxes[at + 3] * k - oy < 0) continue;
      for (let i = b * BLOCK, end = Math.min(points, i + BLOCK); i < end; i++) {
        if (fail[i]) continue;
        const px = x[i] * k + shift;
        const py = y[i] * k - oy;
        if (px < 0 || px > width || py < 0 || py > height) continue;
        const line = Math.floor((py + oy) / CELL);
        const column = Math.floor((px + ox) / CELL - (line & 1) * 0.5);
        const cell = (line - firstRow) * columns + column - firstColumn;
        counts[cell]++;
        sumX[cell] += px;
        sumY[cell] += py;
        some[cell] = i;
        layers[cell * layerCount + layerOfType[type[i]]]++;
      }
    }
  }
  // The last small shape of a cell, and how many of its incidents are of small shapes.
  const shape = new Int32Array(columns * lines);
  small.groups.forEach((group, i) => {
    const px = (group.middle[0] + small.copies[i]) * scale - ox, py = group.middle[1] * scale - oy;
    if (px < 0 || px > width || py < 0 || py > height) return;
    const line = Math.floor((py + oy) / CELL);
    const column = Math.floor((px + ox) / CELL - (line & 1) * 0.5);
    const cell = (line - firstRow) * columns + column - firstColumn;
    const count = group.pass.length;
    counts[cell] += count;
    sumX[cell] += px * count;
    sumY[cell] += py * count;
    shape[cell] = i + 1;
    for (let layer = 0; layer < layerCount; layer++) layers[cell * layerCount + layer] += group.layers[layer];
  });
  /** @type {Mark[]} */
  const marks = [];
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell];
    if (!count) continue;
    const line = Math.floor(cell / columns) + firstRow;
    const left = ((cell % columns) + firstColumn + (line & 1) * 0.5) * CELL - ox;
    const top = line * CELL - oy;
    const only = shape[cell] ? small.groups[shape[cell] - 1] : null;
    if (only && only.pass.length === count) {
      marks.push(smallMark(view, only, small.copies[shape[cell] - 1]));
      continue;
    }
    if (count === 1) {
      marks.push({ x: sumX[cell], y: sumY[cell], r: RADIUS, rows: [some[cell]], count: 1, cell: null, layers: null, look: lookOf(some[cell]) });
      continue;
    }
    const r = Math.min(CELL / 2 - 1.5, 10 + 3.3 * Math.log10(count));
    // Kept inside its cell, so that two rings never touch.
    const mx = Math.min(left + CELL - r, Math.max(left + r, sumX[cell] / count));
    const my = Math.min(top + CELL - r, Math.max(top + r, sumY[cell] / count));
    const world = [(left + ox) / k, (top + oy) / k, (left + CELL + ox) / k, (top + CELL + oy) / k];
    marks.push({ x: mx, y: my, r, rows: null, count, cell: world, layers: layers.slice(cell * layerCount, (cell + 1) * layerCount), look: null });
  }
  return marks;
}

/** Rows of a cluster's cell. @param {Mark} mark @returns {number[]} */
function rowsOfMark(mark) {
  if (mark.rows) return mark.rows;
  const [x0, y0, x1, y1] = /** @type {number[]} */ (mark.cell).map((v) => v);
  const copy = Math.floor((x0 + x1) / 2 / WORLD) * WORLD;
  /** @type {number[]} */
  const rows = [];
  for (let i = 0; i < D.points; i++) if (!R.fail[i] && D.x[i] + copy >= x0 && D.x[i] + copy < x1 && D.y[i] >= y0 && D.y[i] < y1) rows.push(i);
  drawn.small.groups.forEach((/** @type {Group} */ group, /** @type {number} */ i) => {
    const x = (group.middle[0] + drawn.small.copies[i]) * WORLD, y = group.middle[1] * WORLD;
    if (x >= x0 && x < x1 && y >= y0 && y < y1) for (const row of group.pass) rows.push(row);
  });
  return rows;
}

/** An area too small to see keeps a target and a bracket that no point has. @param {View} view @param {Group} group @param {number} copy @returns {Mark} */
function smallMark(view, group, copy) {
  const rows = group.pass;
  const x = (group.middle[0] + copy) * view.scale - view.ox, y = group.middle[1] * view.scale - view.oy;
  return { x, y, r: RADIUS * 0.62, rows, count: rows.length, cell: null, layers: null, look: lookOf(rows[0]), bracket: true };
}

/** Further sites of incidents that have several. @param {View} view @returns {Mark[]} */
function extraSites(view) {
  /** @type {Mark[]} */
  const marks = [];
  for (const site of D.sites) {
    const y = site.y * view.scale - view.oy;
    if (y < -20 || y > view.height + 20) continue;
    for (const copy of view.copies) {
      const x = (site.x + copy) * view.scale - view.ox;
      if (x < -20 || x > view.width + 20) continue;
      const pass = site.rows.filter((/** @type {number} */ row) => !R.fail[row]);
      if (pass.length) marks.push({ x, y, r: RADIUS, rows: pass, count: pass.length, cell: null, layers: null, look: lookOf(pass[0]) });
    }
  }
  return marks;
}
