/** One frame of the map: marks and shapes from the rows that pass, then everything in its order. */

/** What was drawn last, for clicks and for tests. @type {any} */
const drawn = { marks: [], shapes: [], small: { groups: [], copies: [], rows: 0 }, view: null };

/** @param {View} view */
function drawFrame(view) {
  const { ctx, ratio } = view;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, view.width, view.height);
  drawBase(view);
  drawn.view = view;
  Object.assign(drawn, findShapes(view));
  drawn.marks = findMarks(view);
  for (const entry of drawn.shapes) drawShape(view, entry);
  const taken = new Taken();
  for (const mark of drawn.marks) taken.add([mark.x - mark.r - 3, mark.y - mark.r - 3, mark.x + mark.r + 3, mark.y + mark.r + 3]);
  for (const entry of drawn.shapes) {
    for (const [x, y] of entry.spots || []) taken.add([x - 7, y - 7, x + 7, y + 7]);
    if (entry.tag) taken.add([entry.tag[0] - 16, entry.tag[1] - 9, entry.tag[0] + 16, entry.tag[1] + 9]);
  }
  for (const element of view.bare ? [] : document.querySelectorAll(".gm-map .gm-over")) {
    const a = element.getBoundingClientRect();
    const b = ctx.canvas.getBoundingClientRect();
    if (a.width) taken.add([a.left - b.left, a.top - b.top, a.right - b.left, a.bottom - b.top]);
  }
  drawUncertainty(view);
  drawSiteNames(view, taken);
  if (showNamed) drawNamed(view, taken);
  drawLabels(view, taken);
  drawSelection(view);
  for (const mark of drawn.marks) drawMark(view, mark);
}

/** Marks beyond which their places are not named: names would say nothing any more. */
const NAMED_MARKS = 60;

/** The names of the places where something happened, beside their symbols. @param {View} view @param {Taken} taken */
function drawSiteNames(view, taken) {
  const { ctx, p } = view;
  for (const mark of drawn.marks) if (mark.look) taken.add([mark.x + mark.r - 7, mark.y - mark.r - 9, mark.x + mark.r + 20, mark.y - mark.r + 7]);
  if (drawn.marks.length > NAMED_MARKS) return;
  ctx.font = `600 12px ${SANS}`;
  ctx.letterSpacing = "0px";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const mark of drawn.marks) {
    const inside = mark.x > 0 && mark.y > 0 && mark.x < view.width && mark.y < view.height;
    const name = inside && mark.look && !mark.bracket ? placeOf(mark.rows[0]) : "";
    if (!name || name.length > 32) continue;
    const width = widthOf(ctx, name);
    const { x, y } = mark;
    const r = mark.rows.includes(selected) ? mark.r + 9 : mark.r;
    const spots = [[x + r + 6, y + 4], [x - r - 6 - width, y + 2], [x - r - width + 8, y - r - 12], [x - width / 2, y + r + 12], [x + r, y + r + 10], [x - width / 2, y - r - 26], [x - width / 2, y + r + 24]];
    const spot = spots.find(([left, middle]) => left > 2 && left + width < view.width - 2 && taken.isFree([left - 1, middle - 7, left + width + 2, middle + 7]));
    if (!spot) continue;
    taken.add([spot[0] - 3, spot[1] - 8, spot[0] + width + 3, spot[1] + 8]);
    haloText(view, name, spot[0], spot[1], p.halo, p.ink);
  }
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
  const numbers = printNumbers(rows);
  if (numbers) badge(ctx, p, mark.x + mark.r + 3, mark.y - mark.r - 1, numbers);
  else if (mark.count > 1) badge(ctx, p, mark.x + mark.r + 4, mark.y - mark.r - 1, "×" + number(mark.count));
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
  const numbers = mark.rows && printNumbers(mark.rows);
  if (numbers) badge(ctx, p, x + r + 4, y - r - 1, numbers);
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
  for (const [lon, lat, names] of D.lists.named) {
    const name = inLanguage(names);
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
      // The basemap's own dot and name of the place would only repeat it.
      taken.add([x - 4, y - 4, x + 4, y + 4]);
      const box = [x + 5, y - 7, x + 10 + widthOf(ctx, name), y + 7];
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
  const entry = drawn.shapes.find((/** @type {any} */ e) => e.rows.includes(selected));
  if (entry) {
    tracePath(view, entry);
    ctx.lineWidth = entry.kind === LINE ? 11 : 6;
    ctx.globalAlpha = 0.35;
    ctx.strokeStyle = p.accent;
    ctx.stroke();
    ctx.globalAlpha = 1;
    return;
  }
  const mark = drawn.marks.find((/** @type {Mark} */ m) => m.layers && m.rows && m.rows.includes(selected));
  for (const copy of view.copies) {
    const x = mark ? mark.x : (D.x[selected] / WORLD + copy) * view.scale - view.ox;
    const y = mark ? mark.y : (D.y[selected] / WORLD) * view.scale - view.oy;
    ctx.beginPath();
    ctx.arc(x, y, (mark ? mark.r : RADIUS) + 8, 0, 2 * Math.PI);
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
  const has = new Set();
  const add = (/** @type {number[]} */ list) => {
    for (const row of list) if (!has.has(row)) rows.push(row), has.add(row);
  };
  for (const hit of near) if (!hit.mark.layers) add(hit.mark.rows);
  const view = drawn.view;
  const { ctx, ratio } = view;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (const entry of [...drawn.shapes].reverse()) {
    if (entry.tag && Math.hypot(entry.tag[0] - x, entry.tag[1] - y) < 14) add(entry.rows);
    const [x0, y0, x1, y1] = entry.screen;
    if (x < x0 - TARGET || x > x1 + TARGET || y < y0 - TARGET || y > y1 + TARGET) continue;
    tracePath(view, entry);
    ctx.lineWidth = TARGET / 1.6;
    const line = entry.kind === LINE || entry.kind === RING;
    if (line ? ctx.isPointInStroke(x, y) : ctx.isPointInPath(x, y, "evenodd") || ctx.isPointInStroke(x, y)) add(entry.rows);
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { rows, cluster: null };
}
