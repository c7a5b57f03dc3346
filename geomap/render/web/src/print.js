/** The printed page: the map as it is seen, with numbers, and under it the incidents with their words. */

/** Rows printed at most. */
const PRINTED = 500;
/** Number in the printed list by row, while printing. @type {Map<number, number> | null} */
let numberOfRow = null;
/** The view on the screen, to go back to. @type {any} */
let viewBefore = null;

/** "3, 5" for the rows of a mark in print; nothing on the screen. @param {number[]} rows */
function printNumbers(rows) {
  if (!numberOfRow) return "";
  const known = numberOfRow;
  const numbers = rows.map((row) => known.get(row) || 0).filter(Boolean).sort((a, b) => a - b);
  return numbers.length > 4 ? numbers.slice(0, 3).join(", ") + "…" : numbers.join(", ");
}

/**
 * Lay the page out for paper; what was in view stays in view. Called before the page is laid out
 * for paper and again when it is: only then the map has its size.
 */
function beginPrint() {
  if (!viewBefore) {
    viewBefore = { center: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds() };
    numberOfRow = new Map([...listedRows(true)].slice(0, PRINTED).map((row, i) => [row, i + 1]));
    for (const key of document.querySelectorAll(".gm-key")) key.setAttribute("open", "");
    map.options.zoomSnap = 0;
    fillPrint();
  }
  keptPalette = null;
  forgetSprites();
  map.invalidateSize({ animate: false, pan: false });
  map.fitBounds(viewBefore.bounds, { animate: false });
  layer.draw();
}

function endPrint() {
  if (!viewBefore) return;
  const { center, zoom } = viewBefore;
  viewBefore = null;
  numberOfRow = null;
  map.options.zoomSnap = 0.25;
  for (const key of document.querySelectorAll(".gm-key")) key.removeAttribute("open");
  map.invalidateSize({ animate: false });
  map.setView(center, zoom, { animate: false });
  restyle();
}

let printTimer = 0;
/** On a small map the list stands ready, for a browser's own print command waits for nothing. */
function fillPrintSoon() {
  if (D.n > 5000) return;
  window.clearTimeout(printTimer);
  printTimer = window.setTimeout(fillPrint, 400);
}

/** Print once the list is there. */
async function printPage() {
  await fillPrint();
  window.print();
}

/** The incidents shown, numbered as on the map, then those it cannot show. */
async function fillPrint() {
  const version = R.version + uiLang;
  if (ui.printed === version) return;
  const listed = await Promise.all([...listedRows(true)].slice(0, PRINTED).map(printEntry));
  const unlisted = await Promise.all([...listedRows(false)].slice(0, PRINTED).map(printEntry));
  const rest = R.shown - listed.length;
  fill(
    ui.print,
    el("h2", null, plural("incidents", R.shown)),
    el("ol", null, listed),
    rest > 0 && el("p", null, t("about.more", number(rest))),
    unlisted.length > 0 && el("h2", null, t("tab.drawer")),
    unlisted.length > 0 && el("ol", null, unlisted),
  );
  ui.printed = version;
}

/** @param {number} row */
async function printEntry(row) {
  const record = await readRecord(row);
  const status = D.v.statuses[D.status[row]];
  const facts = [placeOf(row), whenText(row, record), status !== "reported" && t("status." + status), record.x && reasonWords(record.x)].filter(Boolean);
  const quotes = (record.q || []).filter((/** @type {any} */ q) => q.length > 3);
  return el(
    "li",
    null,
    el("strong", null, headlineOf(row, record)),
    el("span", { class: "gm-print-facts" }, facts.join(" · ")),
    quotes.map((/** @type {any} */ q, /** @type {number} */ i) => {
      const last = !quotes[i + 1] || quotes[i + 1][0] !== q[0];
      return [el("blockquote", { lang: documentOf(record, q[0]).l || null, dir: "auto" }, markedQuote(q[3], q[6] || [])), last && el("span", { class: "gm-print-cite" }, citation(record, q))];
    }),
  );
}
