/** Names on the map: they touch neither each other nor a symbol, and wait until there is room. */

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif';
const SERIF = 'Charter, "Bitstream Charter", "Charis SIL", "Iowan Old Style", "Palatino Linotype", "P052", "TeX Gyre Pagella", Georgia, "Noto Serif", "DejaVu Serif", serif';

/** Kinds of labels, in the order of the page. */
const COUNTRY_NAME = 0, WATER_NAME = 1, TOWN_NAME = 2, TERRITORY_NAME = 3, RIVER_NAME = 4;

/** @type {Map<string, number>} */
const widths = new Map();

/** @param {CanvasRenderingContext2D} ctx @param {string} text */
function widthOf(ctx, text) {
  const key = ctx.font + text;
  let width = widths.get(key);
  if (width === undefined) {
    width = ctx.measureText(text).width;
    if (widths.size > 4000) widths.clear();
    widths.set(key, width);
  }
  return width;
}

/** Boxes already taken on the screen, in cells, so that a test looks at neighbours only. */
class Taken {
  constructor() {
    /** @type {Map<number, number[][]>} */
    this.cells = new Map();
  }
  /** @param {number[]} box */
  *keys(box) {
    for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++) for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) yield x * 100003 + y;
  }
  /** @param {number[]} box */
  add(box) {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }
  /** @param {number[]} box */
  isFree(box) {
    for (const key of this.keys(box)) for (const o of this.cells.get(key) || []) if (box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1]) return false;
    return true;
  }
}

/** Population from which a town is named at a zoom. @param {number} zoom */
function townMinimum(zoom) {
  const steps = [[4, 4e6], [5, 1.2e6], [6, 4e5], [7, 1.5e5], [8, 5e4], [9, 1.5e4], [10, 4000]];
  for (const [limit, population] of steps) if (zoom < limit) return population;
  return 0;
}

/**
 * Names that do not touch each other nor a symbol.
 * @param {View} view
 * @param {Taken} taken
 */
function drawLabels(view, taken) {
  if (D.tiled) return;
  const { ctx, scale, ox, oy, zoom } = view;
  const column = uiLang === "fr" ? 4 : 5;
  const least = townMinimum(zoom);
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const label of D.labels) {
    const [kind, lon, lat, weight] = label;
    if (kind === TOWN_NAME && (weight < least || zoom < 3.5)) continue;
    if ((kind === COUNTRY_NAME || kind === TERRITORY_NAME) && (zoom > 8.5 || zoom < 1.75)) continue;
    if (kind === RIVER_NAME) {
      if (zoom >= 5.5 && D.detail[2]) drawRiverName(view, taken, D.detail[2].parts[weight], String(label[column]));
      continue;
    }
    for (const copy of view.copies) {
      const x = ((lon + 180) / 360 + copy) * scale - ox;
      const y = worldY(lat) * scale - oy;
      if (x < -40 || y < -10 || x > view.width + 40 || y > view.height + 10) continue;
      if (kind === TOWN_NAME) drawTownName(view, taken, String(label[column]), x, y, weight);
      else drawAreaName(view, taken, kind, String(label[column]), x, y, (2000 * weight * scale) / metresPerWorld(worldY(lat)));
    }
  }
  ctx.letterSpacing = "0px";
}

/** Set the type of a kind of label. @param {View} view @param {number} kind @param {number} size */
function setType(view, kind, size) {
  const { ctx } = view;
  if (kind === COUNTRY_NAME) {
    ctx.font = `600 ${size}px ${SANS}`;
    ctx.letterSpacing = "1.4px";
  } else if (kind === TERRITORY_NAME) {
    ctx.font = `italic 400 ${size}px ${SANS}`;
    ctx.letterSpacing = "0.4px";
  } else {
    ctx.font = `italic ${size + 1.5}px ${SERIF}`;
    ctx.letterSpacing = "0.7px";
  }
}

/**
 * The name of a country, a territory or a water, once it is wide enough to hold it; on two lines when that fits better.
 * @param {View} view @param {Taken} taken @param {number} kind @param {string} words
 * @param {number} x @param {number} y @param {number} room its width in pixels
 */
function drawAreaName(view, taken, kind, words, x, y, room) {
  const { ctx, p } = view;
  if (room < 22) return;
  setType(view, kind, room > 420 ? 13 : room > 190 ? 11.5 : 10);
  if (kind === COUNTRY_NAME) words = words.toLocaleUpperCase(uiLang);
  let lines = [words];
  let width = widthOf(ctx, words);
  if (width > room * 0.72 && words.includes(" ")) {
    lines = halves(ctx, words);
    width = Math.max(...lines.map((line) => widthOf(ctx, line)));
  }
  // Names may reach a little over their edges; more would name the neighbour.
  if (width > room * (kind === WATER_NAME ? 0.95 : 1.3)) return;
  const step = 14;
  const top = y - ((lines.length - 1) * step) / 2;
  const box = [x - width / 2 - 4, top - 8, x + width / 2 + 4, top + (lines.length - 1) * step + 8];
  if (box[0] < 0 || box[2] > view.width || !taken.isFree(box)) return;
  taken.add(box);
  const ground = kind === WATER_NAME ? p.sea : p.land;
  const ink = kind === WATER_NAME ? p.sealabel : p.label;
  lines.forEach((line, i) => haloText(view, line, x - widthOf(ctx, line) / 2, top + i * step, ground, ink));
}

/** Words on two lines of about the same length. @param {CanvasRenderingContext2D} ctx @param {string} words */
function halves(ctx, words) {
  const parts = words.split(" ");
  let best = [words];
  let least = Infinity;
  for (let i = 1; i < parts.length; i++) {
    const lines = [parts.slice(0, i).join(" "), parts.slice(i).join(" ")];
    const width = Math.max(widthOf(ctx, lines[0]), widthOf(ctx, lines[1]));
    if (width < least) {
      least = width;
      best = lines;
    }
  }
  return best;
}

/** @param {View} view @param {string} words @param {number} x left @param {number} y middle @param {string} ground @param {string} ink */
function haloText(view, words, x, y, ground, ink) {
  const { ctx } = view;
  ctx.textAlign = "left";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = ground;
  ctx.globalAlpha = 0.9;
  ctx.strokeText(words, x, y);
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink;
  ctx.fillText(words, x, y);
}

/**
 * A town's dot and its name, at the first free side of four.
 * @param {View} view @param {Taken} taken @param {string} words @param {number} x @param {number} y @param {number} population
 */
function drawTownName(view, taken, words, x, y, population) {
  const { ctx, p } = view;
  const large = population > 1e6;
  ctx.font = `${large ? 600 : 400} ${large ? 12.5 : 11.5}px ${SANS}`;
  ctx.letterSpacing = "0px";
  const dot = [x - 3, y - 3, x + 3, y + 3];
  if (!taken.isFree(dot)) return;
  const width = widthOf(ctx, words);
  const spots = [[x + 6, y], [x - 6 - width, y], [x - width / 2, y - 11], [x - width / 2, y + 12]];
  const spot = spots.find(([left, middle]) => left > 2 && left + width < view.width - 2 && taken.isFree([left - 2, middle - 7, left + width + 2, middle + 7]));
  if (!spot) return;
  taken.add(dot);
  taken.add([spot[0] - 2, spot[1] - 7, spot[0] + width + 2, spot[1] + 7]);
  haloText(view, words, spot[0], spot[1], p.land, p.label);
  ctx.beginPath();
  ctx.arc(x, y, large ? 2.3 : 1.9, 0, 2 * Math.PI);
  ctx.fillStyle = p.land;
  ctx.fill();
  ctx.lineWidth = 1.1;
  ctx.strokeStyle = p.label;
  ctx.stroke();
}

/** A river's name along its straightest stretch in view. @param {View} view @param {Taken} taken @param {Part | undefined} part @param {string} words */
function drawRiverName(view, taken, part, words) {
  if (!part) return;
  const { ctx, p } = view;
  setType(view, RIVER_NAME, 10);
  const width = widthOf(ctx, words);
  for (const copy of view.copies) {
    if (!seen(view, partBox(part), copy)) continue;
    const spot = straightest(view, part, copy, width + 10);
    if (!spot) continue;
    const { x, y, angle } = spot;
    const boxes = [];
    for (let at = -width / 2; at <= width / 2; at += 12) {
      const cx = x + Math.cos(angle) * at, cy = y + Math.sin(angle) * at;
      boxes.push([cx - 8, cy - 8, cx + 8, cy + 8]);
    }
    if (boxes.some((box) => !taken.isFree(box))) continue;
    boxes.forEach((box) => taken.add(box));
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    haloText(view, words, -width / 2, -6, p.land, p.sealabel);
    ctx.restore();
  }
}

/**
 * Middle and angle of the straightest stretch of a length, in view.
 * @param {View} view @param {Part} part @param {number} copy @param {number} length
 */
function straightest(view, part, copy, length) {
  const { scale, ox, oy, width, height } = view;
  const shift = copy * scale - ox;
  let best = null;
  let least = 1.06; // a bend of more than this would leave the name in the air
  for (const ring of part.rings) {
    let first = 0;
    let along = 0;
    for (let last = 2; last < ring.length; last += 2) {
      along += Math.hypot(ring[last] - ring[last - 2], ring[last + 1] - ring[last - 1]) * scale;
      while (along > length && first < last - 2) {
        const ax = ring[first] * scale + shift, ay = ring[first + 1] * scale - oy;
        const bx = ring[last] * scale + shift, by = ring[last + 1] * scale - oy;
        const x = (ax + bx) / 2, y = (ay + by) / 2;
        const bend = along / Math.hypot(bx - ax, by - ay);
        if (bend < least && x > 40 && y > 20 && x < width - 40 && y < height - 20) {
          least = bend;
          let angle = Math.atan2(by - ay, bx - ax);
          if (angle > Math.PI / 2) angle -= Math.PI;
          if (angle < -Math.PI / 2) angle += Math.PI;
          best = { x, y, angle };
        }
        along -= Math.hypot(ring[first + 2] - ring[first], ring[first + 3] - ring[first + 1]) * scale;
        first += 2;
      }
    }
  }
  return best;
}
