/** The map as a picture to print or send: what is in view, with title, legend, scale and credit. */

const EDGE = 20;

async function exportPicture() {
  const view = drawn.view;
  const rows = legendRows(view);
  const canvas = el("canvas", { width: view.width * view.ratio, height: (view.height + 74 + rows.height) * view.ratio });
  const ctx = canvas.getContext("2d");
  ctx.scale(view.ratio, view.ratio);
  ctx.fillStyle = view.p.paper;
  ctx.fillRect(0, 0, view.width, view.height + 74 + rows.height);
  pictureTitle(ctx, view);
  ctx.drawImage(bareMap(view), 0, 62, view.width, view.height);
  pictureScale(ctx, view, 62 + view.height - 14);
  pictureLegend(ctx, view, rows, 62 + view.height + 20);
  canvas.toBlob((/** @type {Blob | null} */ blob) => blob && save(blob, "geomap.png"));
}

/** The map drawn again without what lies over it on the page. @param {View} view */
function bareMap(view) {
  const canvas = el("canvas", { width: view.width * view.ratio, height: view.height * view.ratio });
  drawFrame({ ...view, ctx: canvas.getContext("2d"), bare: true });
  layer.draw();
  return canvas;
}

/** @param {CanvasRenderingContext2D} ctx @param {View} view */
function pictureTitle(ctx, view) {
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = view.p.ink;
  ctx.font = `600 21px ${SERIF}`;
  ctx.fillText(fitted(ctx, ui.header.querySelector("h1").textContent, view.width - 2 * EDGE), EDGE, 30);
  ctx.fillStyle = view.p.muted;
  ctx.font = `13px ${SANS}`;
  ctx.fillText(fitted(ctx, [subtitle(), summaryWords()].filter(Boolean).join(" · "), view.width - 2 * EDGE), EDGE, 50);
}

/** As many of the words as there is room for. @param {CanvasRenderingContext2D} ctx @param {string} words @param {number} width */
function fitted(ctx, words, width) {
  if (ctx.measureText(words).width <= width) return words;
  const points = [...words];
  while (points.length && ctx.measureText(points.join("") + "…").width > width) points.length = Math.floor(points.length * 0.9);
  return points.join("") + "…";
}

/** Layers in view of the legend, laid out in lines. @param {View} view */
function legendRows(view) {
  const { ctx } = view;
  ctx.save();
  ctx.font = `12.5px ${SANS}`;
  ctx.letterSpacing = "0px";
  let x = EDGE, y = 0;
  const entries = usedLayers(true).map((/** @type {number} */ layerIndex) => {
    const count = typesOfLayer(layerIndex).reduce((/** @type {number} */ sum, /** @type {number} */ type) => sum + R.mappedTypes[type], 0);
    const words = `${t("layer." + D.v.layers[layerIndex])} ${number(count)}`;
    const width = 26 + ctx.measureText(words).width + 22;
    if (x > EDGE && x + width > view.width - EDGE) {
      x = EDGE;
      y += 24;
    }
    const entry = { layer: layerIndex, words, x, y };
    x += width;
    return entry;
  });
  ctx.restore();
  return { entries, height: y + 44 };
}

/** @param {CanvasRenderingContext2D} ctx @param {View} view @param {any} rows @param {number} top */
function pictureLegend(ctx, view, rows, top) {
  ctx.textBaseline = "middle";
  for (const { layer: layerIndex, words, x, y } of rows.entries) {
    drawSymbol(ctx, { layer: layerIndex }, x + 9, top + y, 7.5, view.p);
    ctx.font = `12.5px ${SANS}`;
    ctx.textAlign = "left";
    ctx.fillStyle = view.p.ink;
    ctx.fillText(words, x + 26, top + y + 0.5);
  }
  ctx.font = `11px ${SANS}`;
  ctx.fillStyle = view.p.muted;
  const credit = ["geomap", D.meta.tiles && D.meta.tiles.credit, t("credit"), D.meta.blurKm && t("blur", number(D.meta.blurKm))].filter(Boolean).join(" · ");
  ctx.fillText(fitted(ctx, credit, view.width - 2 * EDGE), EDGE, top + rows.height - 20);
}

/** A bar of a round length. @param {CanvasRenderingContext2D} ctx @param {View} view @param {number} y */
function pictureScale(ctx, view, y) {
  const metres = metresPerWorld((view.oy + view.height / 2) / view.scale) / view.scale;
  const most = metres * 130;
  const step = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * step).find((n) => n <= most) || step;
  const words = distanceWords(length);
  ctx.strokeStyle = ctx.fillStyle = view.p.ink;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(EDGE, y - 6);
  ctx.lineTo(EDGE, y);
  ctx.lineTo(EDGE + length / metres, y);
  ctx.lineTo(EDGE + length / metres, y - 6);
  ctx.stroke();
  ctx.font = `11px ${SANS}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillText(words, EDGE + 5, y - 4);
}
