/** The page round the map: header, search, tabs, buttons; and the colophon. */

/** Parts of the page others need. @type {any} */
const ui = { tab: "list", searching: () => {} };

const ICONS = {
  prev: "M10 3 5 8l5 5",
  next: "m6 3 5 5-5 5",
  close: "m4 4 8 8M12 4l-8 8",
  play: "M5 3.2v9.6L13 8z",
  pause: "M5 3v10M11 3v10",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  full: "m9.5 6.5 4-4M10 2.5h3.5V6M6.5 9.5l-4 4M6 13.5H2.5V10",
  theme: "M8 2.2a5.8 5.8 0 1 0 0 11.6zM8 2.2a5.8 5.8 0 0 1 0 11.6",
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9m3.3 7.8 3.2 3.2",
  print: "M4.5 6V2.5h7V6M4.5 11.5h-2v-5h11v5h-2M4.5 9.5h7v4h-7z",
};

/** A drawn icon, hidden from readers. @param {keyof typeof ICONS} name */
function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "gm-svg" + (name === "play" ? " gm-filled" : ""));
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.appendChild(path);
  return svg;
}

/** @param {keyof typeof ICONS} name @param {string} words @param {(event: any) => void} action */
function iconButton(name, words, action) {
  return el("button", { type: "button", class: "gm-round gm-tool-" + name, "aria-label": words, title: words, onclick: action }, icon(name));
}

/** Say something once to those who listen. @param {string} words */
function announce(words) {
  if (ui.live) ui.live.textContent = words;
}

/** The page's parts round Leaflet's element, which folium made. @param {HTMLElement} mapElement */
function buildPage(mapElement) {
  const root = document.getElementById("geomap");
  ui.live = el("div", { class: "gm-away", role: "status", "aria-live": "polite" });
  ui.header = el("header", { class: "gm-header" });
  ui.search = el("input", { type: "search", class: "gm-search", id: "gm-search", autocomplete: "off", spellcheck: false, oninput: () => searchSoon() });
  ui.tabs = el("div", { class: "gm-tabs", role: "tablist" });
  ui.list = el("div", { class: "gm-pane", id: "gm-list", role: "tabpanel", tabIndex: 0 });
  ui.filters = el("div", { class: "gm-pane gm-filters", id: "gm-filters", role: "tabpanel", tabIndex: 0 });
  ui.drawer = el("div", { class: "gm-pane", id: "gm-drawer", role: "tabpanel", tabIndex: 0 });
  ui.about = el("div", { class: "gm-pane gm-about", id: "gm-about", role: "tabpanel", tabIndex: 0 });
  ui.searchLabel = el("label", { for: "gm-search", class: "gm-away" });
  ui.summary = el("p", { class: "gm-summary" });
  ui.reset = el("button", { type: "button", class: "gm-link gm-reset", hidden: true, onclick: clearAll });
  ui.panel = el("aside", { class: "gm-panel" }, ui.header, el("div", { class: "gm-searchbox" }, icon("search"), ui.searchLabel, ui.search), el("div", { class: "gm-status" }, ui.summary, ui.reset), ui.tabs, ui.list, ui.filters, ui.drawer, ui.about);
  ui.legend = el("section", { class: "gm-legend gm-over" });
  ui.tools = el("div", { class: "gm-tools gm-over" });
  ui.scale = el("div", { class: "gm-scale" });
  ui.timeline = el("section", { class: "gm-timeline gm-over" });
  ui.ring = el("div", { class: "gm-ring", hidden: true, "aria-hidden": "true" });
  ui.credit = el("p", { class: "gm-credit" });
  ui.pointers = el("div", { class: "gm-pointers" });
  ui.tip = el("div", { class: "gm-tip", hidden: true, "aria-hidden": "true" });
  card = el("section", { class: "gm-card gm-over", role: "dialog", "aria-labelledby": "gm-card-title", hidden: true });
  ui.map = el("main", { class: "gm-map" }, mapElement, ui.ring, ui.tip, ui.pointers, ui.legend, ui.tools, card, el("div", { class: "gm-foot gm-over" }, ui.scale, ui.credit), ui.timeline);
  ui.print = el("section", { class: "gm-print", "aria-hidden": "true" });
  fill(/** @type {Element} */ (root), ui.panel, ui.map, ui.live, ui.print);
  ui.lists = [makeList(ui.list, true), makeList(ui.drawer, false)];
  ui.searching = (/** @type {boolean} */ on) => ui.search.classList.toggle("gm-busy", on);
  for (const element of [ui.legend, ui.tools, card, ui.timeline]) {
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
  }
}

/** Everything with words in it, again: at the start and when the language changes. */
function writeWords() {
  document.documentElement.lang = uiLang;
  countUpdaters = [];
  const other = Object.keys(UI).filter((lang) => lang !== uiLang);
  const title = D.meta.title === UI[D.meta.lang].untitled ? t("untitled") : D.meta.title;
  fill(
    ui.header,
    el("div", { class: "gm-brand" }, el("span", null, "geomap"), el("span", { class: "gm-brand-buttons" }, other.map((lang) => el("button", { type: "button", class: "gm-link", lang, onclick: () => setLanguage(lang) }, UI[lang].language)), iconButton("theme", t("tool.theme"), toggleTheme))),
    // A title without end scrolls, and can then be reached by keys.
    el("h1", { class: title.length > 160 ? "gm-title gm-long" : "gm-title", dir: "auto", ...(title.length > 160 ? { tabIndex: 0 } : {}) }, title),
    el("p", { class: "gm-sub" }, subtitle()),
  );
  ui.panel.setAttribute("aria-label", t("panel"));
  ui.searchLabel.textContent = t("search.label");
  ui.search.placeholder = t("search.placeholder");
  ui.reset.textContent = t("filter.all");
  const skip = document.querySelector(".gm-skip");
  if (skip) skip.textContent = t("skip");
  fill(
    ui.tabs,
    [["list", "tab.list"], ["filters", "tab.filters"], ["drawer", "tab.drawer"], ["about", "tab.about"]].map(([name, word]) =>
      el("button", { type: "button", role: "tab", id: "gm-tab-" + name, "aria-controls": "gm-" + name, "aria-selected": String(ui.tab === name), tabIndex: ui.tab === name ? 0 : -1, onclick: () => showTab(name), onkeydown: tabKeys }, t(word), name === "drawer" && el("span", { class: "gm-tab-count" })),
    ),
  );
  ui.tabs.setAttribute("aria-label", t("panel"));
  for (const name of ["list", "filters", "drawer", "about"]) ui[name].setAttribute("aria-labelledby", "gm-tab-" + name);
  ui.legend.setAttribute("aria-label", t("legend.title"));
  buildLegend(ui.legend);
  buildFilters(ui.filters);
  buildTools();
  buildTimeline(ui.timeline);
  ui.timeline.setAttribute("aria-label", t("time.title"));
  buildAbout(ui.about);
  fill(ui.credit, D.meta.tiles ? D.meta.tiles.credit + " · " : "", t("credit"), D.meta.blurKm ? " · " + t("blur", number(D.meta.blurKm)) : "", el("span", { class: "gm-credit-more" }, " · ", el("button", { type: "button", class: "gm-link", onclick: () => showTab("about", true) }, t("tab.about"))));
  layer.canvas.setAttribute("aria-label", t("map.canvas"));
  map.getContainer().setAttribute("aria-label", t("map.label"));
  ui.legend.hidden = D.mapped === 0;
}

/** Dates and sources in a line. */
function subtitle() {
  const documents = D.lists.documents;
  const parts = [];
  if (T.bins.length > 1) {
    let first = Infinity;
    let last = -Infinity;
    for (let i = 0; i < D.n; i++) {
      if (D.time[i] !== DATED || D.flags[i] & BACKGROUND) continue;
      first = Math.min(first, startOf(i));
      last = Math.max(last, endOf(i));
    }
    if (first !== Infinity) parts.push(windowWords(first, last));
  }
  if (D.meta.documents > 1) parts.push(plural("sources", D.meta.documents));
  else if (documents.length === 1 && documents[0].o) parts.push(documents[0].o);
  return parts.join(" · ");
}

/** @param {string} name @param {boolean} [focus] */
function showTab(name, focus) {
  ui.tab = name;
  for (const each of ["list", "filters", "drawer", "about"]) {
    const button = document.getElementById("gm-tab-" + each);
    ui[each].hidden = each !== name;
    if (!button) continue;
    button.setAttribute("aria-selected", String(each === name));
    button.tabIndex = each === name ? 0 : -1;
    if (each === name && focus) button.focus();
  }
  ui.lists.forEach(refreshList);
  writeState();
}

/** @param {KeyboardEvent} event */
function tabKeys(event) {
  const names = ["list", "filters", "drawer", "about"];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  showTab(names[(names.indexOf(ui.tab) + step + names.length) % names.length], true);
}

function buildTools() {
  fill(
    ui.tools,
    iconButton("plus", t("tool.zoom_in"), () => map.zoomIn()),
    iconButton("minus", t("tool.zoom_out"), () => map.zoomOut()),
    iconButton("fit", t("tool.fit"), fitShown),
    document.fullscreenEnabled && iconButton("full", t("tool.fullscreen"), toggleFullscreen),
    iconButton("print", t("tool.print"), printPage),
  );
}

function toggleFullscreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  restyle();
  writeState();
}

/** Draw everything in the colours that now hold. */
function restyle() {
  keptPalette = null;
  forgetSprites();
  writeWords();
  refreshAll();
}

/** @param {string} lang */
function setLanguage(lang) {
  uiLang = lang;
  writeWords();
  refreshAll();
  if (!card.hidden) showCard(false, false);
  writeState();
}

/** What this is, where it comes from, and how it was made. @param {any} host */
function buildAbout(host) {
  const documents = D.lists.documents;
  const dates = documents.map((/** @type {any} */ d) => d.d).filter(Boolean).sort();
  const source = (/** @type {any} */ d) => {
    const words = [d.o, d.t || d.s || d.id].filter(Boolean).join(", ");
    return el("li", null, link(d.u, words), d.n ? ", " + plural("sources", d.n) : d.d ? ", " + dateWords(d.d) : "");
  };
  const gazetteer = D.meta.gazetteer;
  const exports_ = [["geojson", "GeoJSON"], ["csv", "CSV"], ["kml", "KML"]].map(([format, name]) => el("button", { type: "button", class: "gm-button", onclick: () => exportShown(/** @type {any} */ (format)) }, name));
  fill(
    host,
    el("h2", null, t("about.export")),
    el("p", null, t("about.export_text")),
    el("p", { class: "gm-buttons" }, exports_, el("button", { type: "button", class: "gm-button", onclick: exportPicture }, t("about.picture"))),
    el("h2", null, t("about.method")),
    el("ul", { class: "gm-method" }, ["1", "2", "3", "4", "5"].map((line) => el("li", null, t("about.method_" + line)))),
    el("h2", null, t("about.sources")),
    dates.length > 0 && el("p", null, t("about.newest", dateWords(dates[dates.length - 1]))),
    el("ul", { class: "gm-sources" }, documents.slice(0, 200).map(source), documents.length > 200 && el("li", null, t("about.more", number(documents.length - 200)))),
    el("h2", null, t("about.boundaries")),
    el("p", null, t("about.policy_" + D.meta.boundaries.replace("-", "_"))),
    D.meta.boundaries !== "none" && el("details", null, el("summary", null, t("about.disputed")), el("ul", null, D.meta.disputed.map((/** @type {any} */ row) => el("li", null, el("strong", null, row[uiLang] || row.en), " — ", row.source)))),
    D.meta.blurKm && el("p", null, el("strong", null, t("blur", number(D.meta.blurKm)))),
    el("h2", null, t("about.credits")),
    el("ul", null, el("li", null, t("about.geomap", D.meta.version || "")), el("li", null, t("about.natural_earth")), gazetteer.version && el("li", null, t("about.gazetteer", gazetteer.version)), gazetteer.sources.map((/** @type {any} */ s) => el("li", null, link(s.address, s.name), [s.version, s.licence].filter(Boolean).map((x) => ", " + x).join(""))), el("li", null, t("about.leaflet"))),
    el("h2", null, t("about.keys")),
    el("p", null, t("about.keys_text")),
    el("label", { class: "gm-check" }, el("input", { type: "checkbox", checked: shortcuts, onchange: (/** @type {any} */ event) => (shortcuts = event.target.checked) }), el("span", { class: "gm-name" }, t("about.shortcuts"))),
  );
}
