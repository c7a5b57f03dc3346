/** The whole state in the address: one writer, one reader, and every value checked. */

let stateReady = false;
/** @type {string} */
let openId = "";
let writing = 0;

/** What stands after the #. @param {string} [id] the open incident */
function stateHash(id) {
  const center = map.getCenter();
  const parts = [`m=${round(map.getZoom(), 2)}/${round(center.lat, 4)}/${round(center.lng, 4)}`];
  const add = (/** @type {string} */ key, /** @type {string} */ value) => value && parts.push(`${key}=${encodeURIComponent(value).replace(/%2C/g, ",")}`);
  const hidden = (/** @type {string[]} */ names, /** @type {Uint8Array} */ on) => names.filter((_, i) => !on[i]).join(",");
  if (F.window) add("t", F.window.map(isoOf).join("_"));
  add("y", hidden(D.v.types, F.types));
  add("s", hidden(D.v.statuses, F.statuses));
  add("p", hidden(D.v.precisions, F.precisions));
  add("g", hidden(["0", "1", "2", "3", "4", "5", "6"], F.grades));
  add("e", hidden(STATES, F.states));
  if (!F.undated) add("u", "0");
  if (!F.open) add("o", "0");
  add("q", F.query);
  if (F.source >= 0) add("src", String(D.lists.documents[F.source].id));
  if (F.actor >= 0) add("act", D.lists.actorNames[F.actor]);
  if (F.toll) add("k", F.toll + "," + F.tollMin);
  if (showNamed) add("n", "1");
  if (uiLang !== D.meta.lang) add("l", uiLang);
  const theme = document.documentElement.dataset.theme;
  if (theme) add("c", theme);
  if (ui.tab !== "list") add("tab", ui.tab);
  if (id) add("i", id);
  return parts.join("&");
}

/** @param {number} value @param {number} digits */
const round = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits;

/** The only place that writes the address. @param {string} [id] the incident now open; none closes it */
function writeState(id) {
  if (!stateReady) return;
  if (arguments.length) openId = id || "";
  else if (card.hidden) openId = "";
  if (writing) return;
  writing = window.setTimeout(() => {
    writing = 0;
    const hash = "#" + stateHash(openId);
    if (hash === location.hash) return;
    try {
      history.replaceState(null, "", hash);
    } catch {
      // Some browsers count how often a file does this; the state is then written a little later.
    }
  }, 120);
}

/** Read the address: numbers in their range, words among those known. @returns {Promise<boolean>} whether it set the view */
async function readState() {
  const hash = location.hash.slice(1, 8000);
  /** @type {Map<string, string>} */
  const values = new Map();
  for (const pair of hash.split("&")) {
    const at = pair.indexOf("=");
    if (at < 1) continue;
    try {
      values.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)));
    } catch {
      // A broken escape says nothing.
    }
  }
  const hide = (/** @type {string} */ key, /** @type {string[]} */ names, /** @type {Uint8Array} */ on) => {
    const hidden = new Set((values.get(key) || "").split(","));
    names.forEach((name, i) => (on[i] = hidden.has(name) ? 0 : 1));
  };
  hide("y", D.v.types, F.types);
  hide("s", D.v.statuses, F.statuses);
  hide("p", D.v.precisions, F.precisions);
  hide("g", ["0", "1", "2", "3", "4", "5", "6"], F.grades);
  hide("e", STATES, F.states);
  F.undated = values.get("u") !== "0";
  F.open = values.get("o") !== "0";
  F.window = readWindow(values.get("t"));
  F.source = D.lists.documents.findIndex((/** @type {any} */ d) => values.has("src") && d.id === values.get("src"));
  F.actor = values.has("act") ? D.lists.actorNames.indexOf(values.get("act")) : -1;
  const toll = (values.get("k") || "").split(",");
  F.toll = ["any", "killed", "hurt"].includes(toll[0]) ? toll[0] : "";
  F.tollMin = Math.max(0, Math.min(1e6, Math.floor(Number(toll[1])) || 0)) || 1;
  showNamed = values.get("n") === "1";
  const lang = values.get("l");
  uiLang = lang && Object.prototype.hasOwnProperty.call(UI, lang) ? lang : D.meta.lang;
  const theme = values.get("c");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  ui.tab = ["list", "filters", "drawer", "about"].includes(values.get("tab") || "") ? values.get("tab") : "list";
  F.query = (values.get("q") || "").slice(0, 500);
  openId = (values.get("i") || "").slice(0, 200);
  const view = /^(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,4}(?:\.\d+)?)$/.exec(values.get("m") || "");
  if (!view) return false;
  map.setView([Math.max(-85, Math.min(85, Number(view[2]))), Math.max(-540, Math.min(540, Number(view[3])))], Math.max(1, Math.min(18, Number(view[1]))), { animate: false });
  return true;
}

/** @param {string | undefined} text @returns {[number, number] | null} */
function readWindow(text) {
  const found = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})_(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})$/.exec(text || "");
  if (!found) return null;
  const [from, to] = found.slice(1).map((iso) => Date.parse(iso + "Z") / 60000);
  return from < to ? [from, to] : null;
}
