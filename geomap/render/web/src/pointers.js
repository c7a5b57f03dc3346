/** Signs at the edge of the map for incidents that lie outside of what is in view. */

/** From this many incidents on the edges are not counted at every step. */
const POINTER_ROWS = 50000;
/** side: arrow */
const SIDES = { north: "↑", east: "→", south: "↓", west: "←" };

/** A button for each side something lies on. */
function drawPointers() {
  const view = drawn.view;
  if (!view || D.mapped > POINTER_ROWS || numberOfRow) {
    fill(ui.pointers);
    return;
  }
  /** @type {Record<string, number[]>} */
  const outside = { north: [], east: [], south: [], west: [] };
  const middle = (view.ox + view.width / 2) / view.scale;
  for (let row = 0; row < D.mapped; row++) {
    if (R.fail[row]) continue;
    // The copy of the world nearest to the middle of the view.
    const x = D.x[row] / WORLD;
    const px = (x + Math.round(middle - x)) * view.scale - view.ox;
    const py = (D.y[row] / WORLD) * view.scale - view.oy;
    if (px >= 0 && py >= 0 && px <= view.width && py <= view.height) continue;
    const dx = (px - view.width / 2) / view.width;
    const dy = (py - view.height / 2) / view.height;
    const shape = D.shape[row] ? D.shapes[D.shape[row] - 1] : null;
    if (shape && view.copies.some((/** @type {number} */ copy) => seen(view, shape.box, copy))) continue;
    outside[Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? "east" : "west") : dy > 0 ? "south" : "north"].push(row);
  }
  const key = Object.values(outside).map((rows) => rows.length).join() + uiLang;
  if (ui.pointed === key) return;
  ui.pointed = key;
  fill(
    ui.pointers,
    Object.entries(SIDES).map(([side, arrow]) => {
      const rows = outside[side];
      if (!rows.length) return null;
      const words = t("pointer." + side, plural("incidents", rows.length));
      return el("button", { type: "button", class: "gm-pointer gm-" + side, "aria-label": words, title: words, onclick: () => showOutside(side) }, el("span", null, number(rows.length)), " ", el("span", { "aria-hidden": "true" }, arrow));
    }),
  );
  ui.outside = outside;
}

/** Go to what lies on a side; to the incident itself when it is one. @param {string} side */
function showOutside(side) {
  const rows = ui.outside[side];
  // The sign goes away once what it points at is in view; the map takes its focus.
  if (ui.pointers.contains(document.activeElement)) map.getContainer().focus({ preventScroll: true });
  const box = L.latLngBounds([]);
  for (const row of rows) box.extend([D.lat[row] / D.scale, D.lon[row] / D.scale]);
  const here = map.getCenter().lng;
  const turn = Math.round((here - box.getCenter().lng) / 360) * 360;
  map.fitBounds([[box.getSouth(), box.getWest() + turn], [box.getNorth(), box.getEast() + turn]], { ...mapPadding(), maxZoom: Math.min(8, map.getZoom()), animate: !stillness() });
  announce(t("pointer." + side, plural("incidents", rows.length)));
}
