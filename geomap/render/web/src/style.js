/** Colours, symbols and hatchings, for light and dark. */

/** @type {any} */
let STYLE = null;

/** @typedef {Record<string, string>} Palette */

/** @returns {Palette} */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const names = ["sea", "land", "coast", "border", "ink", "muted", "paper", "halo", "outline", "graticule", "river", "grey", "label", "sealabel", "accent"];
  /** @type {Palette} */
  const colours = {};
  for (const name of names) colours[name] = style.getPropertyValue("--" + name).trim();
  return colours;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;
}

/** @param {number} layer index */
function layerColour(layer) {
  const entry = D.meta.style.layers[D.v.layers[layer]];
  return isDark() ? entry.dark : entry.colour;
}

/** @param {number} layer index */
const layerShape = (layer) => D.meta.style.layers[D.v.layers[layer]].shape;
/** @param {number} layer index */
const layerHatch = (layer) => D.meta.style.layers[D.v.layers[layer]].hatch;

/**
 * The outline of a layer's symbol round 0, 0.
 * @param {CanvasRenderingContext2D | Path2D} path
 * @param {string} shape
 * @param {number} r radius
 */
function symbolPath(path, shape, r) {
  const line = (/** @type {number[][]} */ points) => {
    points.forEach(([x, y], i) => (i ? path.lineTo(x * r, y * r) : path.moveTo(x * r, y * r)));
    path.closePath();
  };
  if (shape === "circle") {
    path.moveTo(r * 0.92, 0);
    path.arc(0, 0, r * 0.92, 0, 2 * Math.PI);
    path.closePath();
  } else if (shape === "square") line([[-0.84, -0.84], [0.84, -0.84], [0.84, 0.84], [-0.84, 0.84]]);
  else if (shape === "triangle") line([[0, -1.08], [1.05, 0.82], [-1.05, 0.82]]);
  else if (shape === "chevron") line([[0, -1.02], [1.02, -0.1], [1.02, 0.86], [0, 0.0], [-1.02, 0.86], [-1.02, -0.1]]);
  else if (shape === "cross") {
    const a = 0.38;
    const b = 1.02;
    line([[-a, -b], [a, -b], [a, -a], [b, -a], [b, a], [a, a], [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]);
  } else if (shape === "drop") {
    path.moveTo(0, -1.15 * r);
    path.bezierCurveTo(0.3 * r, -0.62 * r, 0.86 * r, -0.16 * r, 0.86 * r, 0.3 * r);
    path.arc(0, 0.3 * r, 0.86 * r, 0, Math.PI);
    path.bezierCurveTo(-0.86 * r, -0.16 * r, -0.3 * r, -0.62 * r, 0, -1.15 * r);
    path.closePath();
  } else {
    const points = [];
    for (let i = 0; i < 16; i++) {
      const angle = (i * Math.PI) / 8 - Math.PI / 2;
      const radius = i % 2 ? 0.56 : 1.14;
      points.push([Math.cos(angle) * radius, Math.sin(angle) * radius]);
    }
    line(points);
  }
}

/**
 * @typedef {{layer: number, hollow?: boolean, dashed?: boolean, struck?: boolean, grey?: boolean, faded?: boolean, inferred?: boolean, series?: boolean}} Look
 */

/** How a row's symbol looks. @param {number} row @returns {Look} */
function lookOf(row) {
  const status = D.v.statuses[D.status[row]];
  const realis = D.v.realis[D.realis[row]];
  return {
    layer: layerOf(row),
    hollow: status === "claimed" || status === "denied",
    struck: status === "denied",
    dashed: status === "planned" || status === "alert" || realis === "future" || realis === "intended",
    grey: (D.flags[row] & BACKGROUND) !== 0,
    inferred: (D.flags[row] & INFERRED) !== 0,
    series: (D.flags[row] & SERIES) !== 0,
    faded: !isWholly(row),
  };
}

/**
 * Draw a symbol with its halo and outline.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Look} look
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {Palette} p
 */
function drawSymbol(ctx, look, x, y, r, p) {
  const colour = look.grey ? p.grey : layerColour(look.layer);
  const path = new Path2D();
  symbolPath(path, layerShape(look.layer), r);
  ctx.save();
  ctx.translate(x, y);
  ctx.lineJoin = "round";
  ctx.strokeStyle = p.halo;
  ctx.lineWidth = 5;
  ctx.stroke(path);
  if (look.faded) ctx.globalAlpha = 0.5;
  ctx.fillStyle = look.hollow || look.dashed ? p.paper : colour;
  if (!look.faded || look.hollow) ctx.fill(path);
  else {
    ctx.globalAlpha = 0.28;
    ctx.fill(path);
  }
  ctx.globalAlpha = 1;
  if (look.dashed) ctx.setLineDash([3, 2.4]);
  ctx.strokeStyle = look.hollow || look.dashed ? p.outline : p.outline;
  ctx.lineWidth = 1.6;
  ctx.stroke(path);
  ctx.setLineDash([]);
  if (look.hollow || look.dashed) {
    // The colour stands inside the dark line, so that a pale one keeps its contrast.
    ctx.save();
    ctx.clip(path);
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(3.4, r * 0.44);
    if (look.dashed) ctx.setLineDash([3, 2.4]);
    ctx.stroke(path);
    ctx.restore();
    ctx.strokeStyle = p.outline;
    ctx.lineWidth = 1.3;
    if (look.dashed) ctx.setLineDash([3, 2.4]);
    ctx.stroke(path);
    ctx.setLineDash([]);
  }
  if (look.struck) {
    ctx.strokeStyle = p.outline;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(-r * 1.25, r * 1.25);
    ctx.lineTo(r * 1.25, -r * 1.25);
    ctx.stroke();
  }
  if (look.inferred) {
    ctx.font = `600 ${Math.round(r * 1.2)}px system-ui, sans-serif`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineWidth = 3;
    ctx.strokeStyle = p.halo;
    ctx.strokeText("?", r * 1.35, -r * 1.1);
    ctx.fillStyle = p.ink;
    ctx.fillText("?", r * 1.35, -r * 1.1);
  }
  ctx.restore();
}

/** A canvas with one symbol, for lists and legends. @param {Look} look @param {number} [size] */
function symbolIcon(look, size = 22) {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const canvas = el("canvas", { class: "gm-icon", width: size * ratio, height: size * ratio, "aria-hidden": "true", style: { width: size + "px", height: size + "px" } });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  drawSymbol(ctx, look, size / 2, size / 2, size * 0.31, palette());
  return canvas;
}

/** @type {Map<string, HTMLCanvasElement>} */
const sprites = new Map();

/** A symbol drawn once and kept. @param {Look} look @param {number} r @param {Palette} p @param {number} ratio */
function sprite(look, r, p, ratio) {
  const key = [look.layer, look.hollow, look.dashed, look.struck, look.grey, look.faded, look.inferred, r, ratio, isDark()].join();
  let canvas = sprites.get(key);
  if (!canvas) {
    const half = Math.ceil(r * 1.7 + 6);
    canvas = document.createElement("canvas");
    canvas.width = canvas.height = half * 2 * ratio;
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.scale(ratio, ratio);
    drawSymbol(ctx, look, half, half, r, p);
    sprites.set(key, canvas);
  }
  return canvas;
}

/** @type {Map<string, HTMLCanvasElement>} */
const hatches = new Map();

/** A tile of a layer's hatching. @param {string} kind @param {string} colour @param {number} shift @param {number} ratio */
function hatchTile(kind, colour, shift, ratio) {
  const key = [kind, colour, shift, ratio].join();
  let canvas = hatches.get(key);
  if (canvas) return canvas;
  const size = 16;
  canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * ratio;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.scale(ratio, ratio);
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.lineCap = "square";
  const strokes = (/** @type {number[][][]} */ lines) => {
    ctx.beginPath();
    for (const line of lines) line.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.stroke();
  };
  const s = shift;
  if (kind === "slash") strokes([-16, 0, 16].flatMap((o) => [[[o + s, 16], [o + 16 + s, 0]], [[o + 8 + s, 16], [o + 24 + s, 0]]]));
  else if (kind === "backslash") strokes([-16, 0, 16].map((o) => [[o + s, 0], [o + 16 + s, 16]]));
  else if (kind === "horizontal") strokes([[[0, 4 + s], [16, 4 + s]], [[0, 12 + s], [16, 12 + s]]]);
  else if (kind === "grid") strokes([[[0, 8], [16, 8]], [[8, 0], [8, 16]]]);
  else if (kind === "chevron") strokes([[[0, 8 + s], [4, 4 + s], [8, 8 + s], [12, 4 + s], [16, 8 + s]], [[0, 16 + s], [4, 12 + s], [8, 16 + s], [12, 12 + s], [16, 16 + s]]]);
  else if (kind === "wave") {
    ctx.beginPath();
    for (const y of [4, 12]) {
      ctx.moveTo(0, y + s);
      ctx.bezierCurveTo(4, y - 5 + s, 4, y - 5 + s, 8, y + s);
      ctx.bezierCurveTo(12, y + 5 + s, 12, y + 5 + s, 16, y + s);
    }
    ctx.stroke();
  } else {
    for (const [x, y] of [[4, 4], [12, 12]]) {
      ctx.beginPath();
      ctx.arc(x, y + s / 2, 1.9, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
  hatches.set(key, canvas);
  return canvas;
}

/** Forget what was drawn in other colours. */
function forgetSprites() {
  sprites.clear();
  hatches.clear();
}
