/** Starts the app when folium has made its map, and keeps the page in step with the filter. */

/** @type {any} */
const publicFace = { attach, ready: null, state: null };

let searchTimer = 0;
let countTimer = 0;

/** Called by the shell's script with the Leaflet map. @param {any} leafletMap */
function attach(leafletMap) {
  map = leafletMap;
  drawDefaultPins();
  publicFace.ready = start().catch(failed);
}

/** Say plainly that the page could not be read. @param {any} error */
function failed(error) {
  console.error(error);
  const note = document.createElement("p");
  note.className = "gm-failed";
  note.setAttribute("role", "alert");
  note.textContent = "geomap: " + (error && error.message ? error.message : error);
  document.body.prepend(note);
  throw error;
}

async function start() {
  await loadData();
  initFilter();
  buildPage(map.getContainer());
  map.invalidateSize({ animate: false });
  if (D.meta.tiles) addTiles();
  map.eachLayer((/** @type {any} */ each) => (D.tiled = D.tiled || each instanceof L.GridLayer));
  layer = makeLayer();
  const placed = await readState();
  applyAllFilters();
  if (!placed) fitShown();
  makeBins();
  L.control.scale({ imperial: uiLang === "en", position: "bottomleft" }).addTo(map);
  const scale = map.getContainer().querySelector(".leaflet-control-scale");
  if (scale) ui.scale.appendChild(scale);
  listen();
  writeWords();
  showTab(ui.tab);
  refreshAll();
  layer.addTo(map);
  await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
  publicFace.firstMarks = performance.now();
  D.labels = (await readJson("labels")) || [];
  redraw();
  drawPointers();
  if (document.readyState === "loading") await new Promise((go) => document.addEventListener("DOMContentLoaded", go, { once: true }));
  REASONS = (await readJson("reasons")) || {};
  // Rows read before their reasons were there have them as codes.
  for (const list of ui.lists) list.version = -1;
  if (F.query) {
    ui.search.value = F.query;
    await search(F.query);
  }
  if (openId) {
    const row = await rowOfId(openId);
    if (row >= 0) await openCard([row], { focus: false, pan: !placed });
  }
  stateReady = true;
  ui.lists.forEach(refreshList);
  writeState(card.hidden ? "" : openId);
  publicFace.state = testFace();
}

function applyAllFilters() {
  for (const bit of [BY_TYPE, BY_STATUS, BY_PRECISION, BY_GRADE, BY_TIME, BY_SOURCE, BY_ACTOR, BY_TOLL, BY_STATE]) applyFilter(bit);
  count();
}

function addTiles() {
  L.tileLayer(D.meta.tiles.url, { maxZoom: D.meta.tiles.zoom, attribution: "" }).addTo(map);
}

/** A choice has changed: filter, draw at once, count right after. @param {number} bit @param {boolean} [quiet] */
function changed(bit, quiet) {
  applyFilter(bit);
  layer.draw();
  window.clearTimeout(countTimer);
  const rest = () => {
    count();
    refreshAll(bit, quiet);
  };
  // A small map counts at once; a large one lets the picture appear first.
  if (D.n < 20000) rest();
  else countTimer = window.setTimeout(rest, 0);
}

/** @param {number} [bit] @param {boolean} [quiet] */
function refreshAll(bit, quiet) {
  if (bit !== BY_TIME) countBins();
  drawTimeline();
  countUpdaters.forEach((update) => update());
  ui.summary.textContent = summaryWords();
  ui.reset.hidden = !isFiltered();
  const drawerCount = ui.tabs.querySelector(".gm-tab-count");
  if (drawerCount) drawerCount.textContent = number(R.drawer);
  if (!quiet) ui.lists.forEach(refreshList);
  redraw();
  drawPointers();
  if (bit !== undefined && !quiet) announceSoon();
  fillPrintSoon();
  writeState(openId);
}

function summaryWords() {
  const total = D.mapped;
  const shown = R.shown === total ? plural("incidents", R.shown) : t("summary.of", number(R.shown), plural("incidents", total));
  return D.n > D.mapped ? shown + ", " + plural("summary.unlocated", R.drawer) : shown;
}

let announceTimer = 0;
/** Once, when the reader has stopped choosing. */
function announceSoon() {
  window.clearTimeout(announceTimer);
  announceTimer = window.setTimeout(() => announce(summaryWords()), 500);
}

function searchSoon() {
  window.clearTimeout(searchTimer);
  searchTimer = window.setTimeout(() => search(ui.search.value), D.n > 20000 ? 250 : 80);
}

function listen() {
  map.on("click", (/** @type {any} */ event) => takePick(event) || clickAt(event.containerPoint.x, event.containerPoint.y));
  map.on("moveend", () => writeState(openId));
  map.on("moveend", () => requestAnimationFrame(drawPointers));
  const hovers = matchMedia("(hover: hover)");
  map.on("mousemove", (/** @type {any} */ event) => {
    const { x, y } = event.containerPoint;
    const hit = drawn.view && D.n < 200000 ? hitTest(x, y) : null;
    const under = hit && (hit.rows.length || hit.cluster);
    map.getContainer().style.cursor = under ? "pointer" : "";
    if (under && hovers.matches) showTip(x, y, hit);
    else hideTip();
  });
  map.on("mouseout movestart zoomstart", hideTip);
  map.getContainer().addEventListener("keydown", mapKeys);
  document.addEventListener("keydown", pageKeys);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  window.addEventListener("hashchange", async () => {
    stateReady = false;
    await readState();
    applyAllFilters();
    restyle();
    showTab(ui.tab);
    ui.search.value = F.query;
    await search(F.query);
    const row = openId ? await rowOfId(openId) : -1;
    if (row >= 0) await openCard([row], { focus: false, pan: false });
    else closeCard(true);
    stateReady = true;
  });
  window.addEventListener("beforeprint", beginPrint);
  window.addEventListener("afterprint", endPrint);
  matchMedia("print").addEventListener("change", (event) => (event.matches ? beginPrint() : endPrint()));
  new ResizeObserver(() => {
    const { clientWidth, clientHeight } = map.getContainer();
    const size = map.getSize();
    // Asked without need, Leaflet forgets the exact centre and the address would drift.
    if (viewBefore) beginPrint();
    else if (size.x !== clientWidth || size.y !== clientHeight) map.invalidateSize({ animate: false });
  }).observe(map.getContainer());
}

/** @param {number} x @param {number} y */
function clickAt(x, y) {
  const { rows, cluster } = hitTest(x, y);
  if (cluster) openCluster(cluster);
  else if (rows.length) openCard(rows, { focus: true });
  else closeCard(true);
}

/** Zoom into a cluster; at the deepest zoom, or when it is one spot, list what is in it. @param {Mark} cluster */
function openCluster(cluster) {
  const rows = rowsOfMark(cluster);
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const row of rows) {
    x0 = Math.min(x0, D.x[row]);
    x1 = Math.max(x1, D.x[row]);
    y0 = Math.min(y0, D.y[row]);
    y1 = Math.max(y1, D.y[row]);
  }
  const spread = Math.max(x1 - x0, y1 - y0) / WORLD;
  if (map.getZoom() >= map.getMaxZoom() || spread * 256 * 2 ** map.getMaxZoom() < 4) {
    openCard(rows, { focus: true });
    return;
  }
  const center = map.containerPointToLatLng([cluster.x, cluster.y]);
  const wanted = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1.5, Math.log2(Math.min(map.getSize().x, map.getSize().y) / 2 / (spread * 256))));
  map.setView(spread > 1e-6 ? [latOfWorldY((y0 + y1) / 2 / WORLD), ((x0 + x1) / 2 / WORLD) * 360 - 180 + Math.round((center.lng - (((x0 + x1) / 2 / WORLD) * 360 - 180)) / 360) * 360] : center, Math.min(wanted, map.getZoom() + 4), { animate: !stillness() });
  announce(clusterWords(cluster));
}

/** "47 incidents, surtout conflit armé". @param {Mark} cluster */
function clusterWords(cluster) {
  const layers = [.../** @type {Uint32Array} */ (cluster.layers)];
  const top = layers.indexOf(Math.max(...layers));
  return t("cluster", plural("incidents", cluster.count), t("layer." + D.v.layers[top]));
}

/** On the map: Enter opens what is in the middle. @param {KeyboardEvent} event */
function mapKeys(event) {
  if (event.key !== "Enter" || event.target !== map.getContainer()) return;
  const size = map.getSize();
  let best = null;
  let least = Infinity;
  for (const mark of drawn.marks) {
    const d = Math.hypot(mark.x - size.x / 2, mark.y - size.y / 2);
    if (d < least) {
      least = d;
      best = mark;
    }
  }
  if (best) clickAt(best.x, best.y);
  else clickAt(size.x / 2, size.y / 2);
}

/** Anywhere: Esc closes, n and p go through the list, / searches. @param {KeyboardEvent} event */
function pageKeys(event) {
  if (event.key === "Escape" && !card.hidden) {
    closeCard();
    return;
  }
  const typing = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.getAttribute("type") !== "checkbox";
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !shortcuts) return;
  if (event.key === "n") stepList(1);
  else if (event.key === "p") stepList(-1);
  else if (event.key === "/") {
    event.preventDefault();
    ui.search.focus();
  }
}

let shortcuts = true;

/** What tests may ask and do: one name, no globals. */
function testFace() {
  return {
    data: D,
    filter: F,
    result: R,
    drawn,
    rowsOfMark,
    drawnItems: async () => {
      const items = [];
      for (let row = 0; row < D.mapped; row++) if (!R.fail[row]) items.push({ id: (await readRecord(row)).i, kind: D.v.kinds[D.kind[row]] });
      return items;
    },
    listedIds: async (/** @type {boolean} */ mapped) => Promise.all([...listedRows(mapped)].map(async (row) => (await readRecord(row)).i)),
    record: readRecord,
    rowOfId,
    changed,
    search,
    openCard,
    clickAt,
    decisions,
    decisionsToml,
    exportParts: async (/** @type {any} */ format) => (await exportParts(format, listedRows(true))).join(""),
    inflate: inflateGzip,
    map: () => map,
    layer: () => layer,
    stateHash,
    setWindow,
    foldText,
    bins: T,
    clearAll,
    symbolPath,
    layerShape,
  };
}
