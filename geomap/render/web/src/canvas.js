/** One frame of the map: marks from the rows that pass, then everything in its order. */

const CELL = 56;
const SINGLES = 1500;
const RADIUS = 10;
const TARGET = 24;

/**
 * @typedef {{x: number, y: number, r: number, rows: number[] | null, count: number, cell: number[] | null, layers: Uint32Array | null, look: Look | null, bracket?: boolean}} Mark
 * rows: null for a cluster whose rows are found again from `cell` (x0, y0, x1, y1 in world units)
 */

/** What was drawn last, for clicks and for tests. @type {any} */
const drawn = { marks: [], shapes: [], view: null };

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
  const small = smallShapes(view);
  /** @type {number[]} */
  const rows = [];
  /** @type {number[]} */
  const at = [];
  let tooMany = small.length > SINGLES;
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
  const marks = tooMany ? clusterMarks(view) : singleMarks(rows, at);
  return marks.concat(small, extraSites(view));
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

/** Counts in a grid that stands still on the earth; every other row is half a cell aside. @param {View} view @returns {Mark[]} */
function clusterMarks(view) {
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
  /** @type {Mark[]} */
  const marks = [];
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell];
    if (!count) continue;
    const line = Math.floor(cell / columns) + firstRow;
    const left = ((cell % columns) + firstColumn + (line & 1) * 0.5) * CELL - ox;
    const top = line * CELL - oy;
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
  return rows;
}

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

/** Areas too small to see keep a target and a bracket that no point has. @param {View} view @returns {Mark[]} */
function smallShapes(view) {
  /** @type {Mark[]} */
  const marks = [];
  for (const entry of drawn.shapes) {
    if (sizeOf(entry.screen) >= TARGET || entry.kind === RING) continue;
    const rows = entry.rows;
    marks.push({ x: (entry.screen[0] + entry.screen[2]) / 2, y: (entry.screen[1] + entry.screen[3]) / 2, r: RADIUS * 0.62, rows, count: rows.length, cell: null, layers: null, look: lookOf(rows[0]), bracket: true });
  }
  return marks;
}

/** Further sites of incidents that have several. @param {View} view @returns {Mark[]} */
function extraSites(view) {
  /** @type {Mark[]} */
  const marks = [];
  for (const [index, rows] of D.rowsOfShape) {
    const shape = D.shapes[index];
    for (const part of shape.parts) {
      if (part.kind !== 0) continue;
      for (const copy of view.copies) {
        const x = (part.rings[0][0] + copy) * view.scale - view.ox;
        const y = part.rings[0][1] * view.scale - view.oy;
        const pass = rows.filter((/** @type {number} */ row) => !R.fail[row]);
        if (pass.length && x > -20 && y > -20 && x < view.width + 20 && y < view.height + 20) marks.push({ x, y, r: RADIUS, rows: pass, count: pass.length, cell: null, layers: null, look: lookOf(pass[0]) });
      }
    }
  }
  return marks;
}

/** @param {View} view */
function drawFrame(view) {
  const { ctx, ratio } = view;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, view.width, view.height);
  drawBase(view);
  drawn.view = view;
  drawn.shapes = findShapes(view);
  drawn.marks = findMarks(view);
  for (const entry of drawn.shapes) if (sizeOf(entry.screen) >= TARGET || entry.kind === RING) drawShape(view, entry);
  const taken = new Taken();
  for (const mark of drawn.marks) taken.add([mark.x - mark.r - 3, mark.y - mark.r - 3, mark.x + mark.r + 3, mark.y + mark.r + 3]);
  for (const element of document.querySelectorAll(".gm-map .gm-over")) {
    const a = element.getBoundingClientRect();
    const b = ctx.canvas.getBoundingClientRect();
    if (a.width) taken.add([a.left - b.left, a.top - b.top, a.right - b.left, a.bottom - b.top]);
  }
  drawUncertainty(view);
  if (showNamed) drawNamed(view, taken);
  drawLabels(view, taken);
  for (const mark of drawn.marks) drawMark(view, mark);
  drawSelection(view);
}

/** Circles to scale round points whose place is not exact. @param {View} view */
function drawUncertainty(view) {
  const { ctx, scale, p } = view;
  const marks = drawn.marks.filter((/** @type {Mark} */ mark) => mark.rows && !mark.bracket);
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
      ctx.globalAlpha = look.faded ? 0.04 : 0.1;
      ctx.fillStyle = colour;
      ctx.fill("evenodd");
      ctx.globalAlpha = look.faded ? 0.3 : 0.75;
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
  if (entry.rows.length < 2) return;
  const { ctx, p } = view;
  const x = Math.max(18, Math.min(view.width - 18, entry.screen[2]));
  const y = Math.max(18, Math.min(view.height - 18, entry.screen[1]));
  if (entry.screen[2] < 0 || entry.screen[1] > view.height) return;
  badge(ctx, p, x, y, "×" + number(entry.rows.length));
  entry.tag = [x, y];
}

/** @param {CanvasRenderingContext2D} ctx @param {Palette} p @param {number} x @param {number} y @param {string} words @param {boolean} [solid] */
function badge(ctx, p, x, y, words, solid = true) {
  ctx.font = `600 10.5px ${SANS}`;
  const width = Math.max(15, widthOf(ctx, words) + 7);
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - 7.5, width, 15, 7.5);
  ctx.fillStyle = solid ? p.ink : p.paper;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = solid ? p.halo : p.ink;
  ctx.stroke();
  ctx.fillStyle = solid ? p.paper : p.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y + 0.5);
}

/** @param {View} view @param {Mark} mark */
function drawMark(view, mark) {
  const { ctx, p, ratio } = view;
  if (mark.layers) {
    drawCluster(view, mark);
    return;
  }
  const look = /** @type {Look} */ (mark.look);
  const rows = /** @type {number[]} */ (mark.rows);
  if (mark.bracket) {
    const a = 11;
    ctx.lineWidth = 4;
    for (const [colour, width] of /** @type {[string, number][]} */ ([[p.halo, 4.5], [p.outline, 1.8]])) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.beginPath();
      for (const side of [-1, 1]) {
        ctx.moveTo(mark.x + side * (a - 4), mark.y - a);
        ctx.lineTo(mark.x + side * a, mark.y - a);
        ctx.lineTo(mark.x + side * a, mark.y + a);
        ctx.lineTo(mark.x + side * (a - 4), mark.y + a);
      }
      ctx.stroke();
    }
  }
  const image = sprite(look, mark.r, p, ratio);
  const size = image.width / ratio;
  ctx.drawImage(image, mark.x - size / 2, mark.y - size / 2, size, size);
  if (mark.count > 1) badge(ctx, p, mark.x + mark.r + 3, mark.y - mark.r - 1, number(mark.count));
  else {
    const row = rows[0];
    const killed = D.killed[row] - 1;
    const hurt = D.hurt[row] - 1;
    if (killed > 0) badge(ctx, p, mark.x + mark.r + 3, mark.y - mark.r - 1, "†" + number(killed));
    else if (hurt > 0) badge(ctx, p, mark.x + mark.r + 3, mark.y - mark.r - 1, number(hurt), false);
  }
}

/** @param {View} view @param {Mark} mark */
function drawCluster(view, mark) {
  const { ctx, p } = view;
  const { x, y, r, count } = mark;
  const layers = /** @type {Uint32Array} */ (mark.layers);
  ctx.beginPath();
  ctx.arc(x, y, r + 1, 0, 2 * Math.PI);
  ctx.fillStyle = p.halo;
  ctx.fill();
  let angle = -Math.PI / 2;
  for (let i = 0; i < layers.length; i++) {
    if (!layers[i]) continue;
    const next = angle + (layers[i] / count) * 2 * Math.PI;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.arc(x, y, r, angle, next);
    ctx.closePath();
    ctx.fillStyle = layerColour(i);
    ctx.fill();
    angle = next;
  }
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = p.outline;
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, r - 4.5, 0, 2 * Math.PI);
  ctx.fillStyle = p.paper;
  ctx.fill();
  ctx.fillStyle = p.ink;
  ctx.font = `600 ${r > 18 ? 11.5 : 10}px ${SANS}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(shortNumber(count), x, y + 0.5);
}

/** 950, 1,2k, 12k. @param {number} value */
function shortNumber(value) {
  if (value < 1000) return String(value);
  const thousands = value / 1000;
  return new Intl.NumberFormat(uiLang, { maximumFractionDigits: thousands < 10 ? 1 : 0 }).format(thousands) + "k";
}

let showNamed = false;

/** Names of places that the texts name and nothing struck. @param {View} view @param {Taken} taken */
function drawNamed(view, taken) {
  const { ctx, scale, ox, oy, p } = view;
  ctx.font = `italic 11px ${SANS}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const [lon, lat, name] of D.lists.named) {
    for (const copy of view.copies) {
      const x = ((lon + 180) / 360 + copy) * scale - ox;
      const y = worldY(lat) * scale - oy;
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      ctx.strokeStyle = p.grey;
      ctx.lineWidth = 1;
      ctx.beginPath();
      ctx.moveTo(x - 3, y);
      ctx.lineTo(x + 3, y);
      ctx.moveTo(x, y - 3);
      ctx.lineTo(x, y + 3);
      ctx.stroke();
      const box = [x + 4, y - 7, x + 10 + widthOf(ctx, name), y + 7];
      if (!taken.isFree(box)) continue;
      taken.add(box);
      ctx.lineWidth = 3;
      ctx.strokeStyle = p.land;
      ctx.strokeText(name, x + 6, y);
      ctx.fillStyle = p.grey;
      ctx.fillText(name, x + 6, y);
    }
  }
}

/** The ring round what is open. @param {View} view */
function drawSelection(view) {
  if (selected < 0 || selected >= D.mapped) return;
  const { ctx, p } = view;
  const entry = drawn.shapes.find((/** @type {any} */ e) => e.rows.includes(selected) && sizeOf(e.screen) >= TARGET);
  if (entry) {
    tracePath(view, entry);
    ctx.lineWidth = entry.kind === LINE ? 11 : 6;
    ctx.globalAlpha = 0.35;
    ctx.strokeStyle = p.accent;
    ctx.stroke();
    ctx.globalAlpha = 1;
    return;
  }
  for (const copy of view.copies) {
    const x = (D.x[selected] / WORLD + copy) * view.scale - view.ox;
    const y = (D.y[selected] / WORLD) * view.scale - view.oy;
    ctx.beginPath();
    ctx.arc(x, y, RADIUS + 9, 0, 2 * Math.PI);
    ctx.lineWidth = 6;
    ctx.strokeStyle = p.halo;
    ctx.stroke();
    ctx.lineWidth = 3;
    ctx.strokeStyle = p.accent;
    ctx.stroke();
  }
}

/** Everything under a position, nearest and smallest first. @param {number} x @param {number} y @returns {{rows: number[], cluster: Mark | null}} */
function hitTest(x, y) {
  const near = drawn.marks
    .map((/** @type {Mark} */ mark) => ({ mark, d: Math.hypot(mark.x - x, mark.y - y) }))
    .filter((/** @type {any} */ hit) => hit.d <= Math.max(TARGET / 2, hit.mark.r + 2))
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.d - b.d);
  if (near.length && near[0].mark.layers) return { rows: [], cluster: near[0].mark };
  /** @type {number[]} */
  const rows = [];
  const add = (/** @type {number[]} */ list) => list.forEach((row) => rows.includes(row) || rows.push(row));
  for (const hit of near) if (!hit.mark.layers) add(hit.mark.rows);
  const view = drawn.view;
  const { ctx, ratio } = view;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (const entry of [...drawn.shapes].reverse()) {
    if (entry.tag && Math.hypot(entry.tag[0] - x, entry.tag[1] - y) < 14) add(entry.rows);
    tracePath(view, entry);
    ctx.lineWidth = TARGET / 1.6;
    const line = entry.kind === LINE || entry.kind === RING;
    if (line ? ctx.isPointInStroke(x, y) : ctx.isPointInPath(x, y, "evenodd") || ctx.isPointInStroke(x, y)) add(entry.rows);
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { rows, cluster: null };
}
