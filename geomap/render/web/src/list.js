/** The list: what the map shows, in the order told; and the drawer of what it cannot show. */

const ROW_HEIGHT = 84;
/** From this many rows on, only those in sight are in the page. */
const REAL_ROWS = 300;

/** @param {any} host scrolling element @param {boolean} mapped */
function makeList(host, mapped) {
  const list = el("div", { class: "gm-rows" });
  host.appendChild(list);
  // A record is read when its row comes into sight: rows may lie in as many chunks as there are rows.
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      const fillRow = rowFillers.get(entry.target);
      if (fillRow) fillRow();
    }
  }, { root: null, rootMargin: "200px" });
  const state = { host, list, mapped, observer, first: -1, last: -1, version: -1, lang: "" };
  host.addEventListener("scroll", () => refreshVirtual(state), { passive: true });
  host.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => listKeys(state, event));
  return state;
}

/** What fills a row with its record. @type {WeakMap<Element, () => void>} */
const rowFillers = new WeakMap();

/** @param {any} state */
function refreshList(state) {
  // The list of a large map waits until the marks are seen.
  if (D.n > 20000 && !publicFace.firstMarks) return;
  if (state.host.hidden || !state.host.offsetParent) {
    state.version = -1;
    return;
  }
  const rows = listedRows(state.mapped);
  const key = R.version + uiLang + isDark();
  if (state.version === key) return;
  state.version = key;
  state.observer.disconnect();
  state.rows = rows;
  state.first = state.last = -1;
  if (!rows.length) {
    state.list.style.height = "";
    state.list.removeAttribute("role");
    fill(state.list);
    append(state.list, el("p", { class: "gm-empty" }, t(state.mapped ? (D.n === 0 ? "list.none" : "list.no_match") : D.n > D.mapped ? "list.no_match" : "list.all_located")));
    return;
  }
  // Rows under headings are one list a heading; those of a long list have none and are one list.
  if (rows.length <= REAL_ROWS) {
    state.list.removeAttribute("role");
    state.list.style.height = "";
    state.list.classList.remove("gm-virtual");
    fill(state.list, realRows(state, rows));
  } else {
    state.list.setAttribute("role", "list");
    state.list.style.height = rows.length * ROW_HEIGHT + "px";
    state.list.classList.add("gm-virtual");
    fill(state.list);
    refreshVirtual(state);
  }
}

/** All rows in lists, each under the day it is of (or, in the drawer, the reason it is there). @param {any} state @param {Uint32Array} rows */
function realRows(state, rows) {
  /** @type {any[]} */
  const nodes = [];
  /** @type {any} */
  let group = null;
  let heading = "";
  const ordered = state.mapped ? [...rows] : [...rows].sort((a, b) => drawerGroup(a) - drawerGroup(b));
  state.rows = ordered;
  ordered.forEach((row, i) => {
    const words = state.mapped ? dayHeading(row) : t("drawer." + DRAWER_GROUPS[drawerGroup(row)]);
    if (!group || words !== heading) {
      heading = words;
      group = el("div", { role: "list", "aria-label": words });
      nodes.push(el("h2", { class: "gm-day" }, words), group);
    }
    group.appendChild(rowElement(state, row, i, ordered.length));
  });
  return nodes;
}

const DRAWER_GROUPS = ["unlocated", "statements", "cancelled", "negated", "possible"];

/** Why a row is in the drawer. @param {number} row */
function drawerGroup(row) {
  if (D.flags[row] & NEGATED) return 3;
  if (D.v.statuses[D.status[row]] === "cancelled") return 2;
  const realis = D.v.realis[D.realis[row]];
  if (realis === "possible" || realis === "hypothetical") return 4;
  return typeOf(row) === "pledge_or_statement" ? 1 : 0;
}

/** @param {number} row */
function dayHeading(row) {
  if (D.time[row] === UNDATED) return t("undated");
  if (D.time[row] === OPEN_START) return t("date.until", dayOfMinutes(endOf(row) - 1));
  return dayOfMinutes(startOf(row));
}

/** @param {any} state @param {number} row @param {number} index @param {number} total */
function rowElement(state, row, index, total) {
  const status = D.v.statuses[D.status[row]];
  const title = el("span", { class: "gm-row-title" }, termWords("told", typeOf(row)));
  const quote = state.mapped ? null : el("span", { class: "gm-row-quote" });
  const when = el("span", null, D.time[row] === UNDATED ? t("undated") : windowWords(startOf(row), endOf(row)));
  const meta = el("span", { class: "gm-row-meta" }, placeOf(row) && el("span", { class: "gm-row-place" }, placeOf(row)), when, status !== "reported" && el("span", { class: "gm-row-status" }, t("status." + status)));
  const element = el(
    "div",
    { class: "gm-row", role: "listitem", "aria-setsize": total, "aria-posinset": index + 1, "data-row": row, onmouseenter: () => hover(row), onmouseleave: () => hover(-1) },
    el(
      "button",
      { type: "button", class: "gm-row-button", "aria-current": row === selected ? "true" : null, onclick: () => openCard([row], { focus: true }), onfocus: () => hover(row), onblur: () => hover(-1) },
      state.mapped ? symbolIcon(lookOf(row), 24) : el("span", { class: "gm-noplace", "aria-hidden": "true" }, "∅"),
      el(
        "span",
        { class: "gm-row-words" },
        title,
        meta,
        quote,
      ),
    ),
  );
  rowFillers.set(element, () => readRecord(row).then((record) => {
    fill(title, headlineOf(row, record));
    if (record.w) fill(when, whenWords(record.w));
    if (!quote) append(meta.parentNode, foundLine(record));
    else {
      const first = (record.q || []).find((/** @type {any} */ q) => q.length > 3);
      append(quote, [record.x && el("em", null, reasonWords(record.x)), first && el("q", { lang: quoteLang(record), dir: "auto" }, first[3])]);
    }
  }));
  state.observer.observe(element);
  return element;
}

/** Rows in sight and some beside, each at its place. @param {any} state */
function refreshVirtual(state) {
  if (!state.rows || state.rows.length <= REAL_ROWS) return;
  const top = state.host.scrollTop - state.list.offsetTop;
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - 4);
  const last = Math.min(state.rows.length, Math.ceil((top + state.host.clientHeight) / ROW_HEIGHT) + 4);
  if (first === state.first && last === state.last) return;
  const focused = document.activeElement instanceof HTMLElement && state.list.contains(document.activeElement) ? Number(/** @type {any} */ (document.activeElement.closest("[data-row]")).dataset.row) : -1;
  state.first = first;
  state.last = last;
  const nodes = [];
  for (let i = first; i < last; i++) {
    const node = rowElement(state, state.rows[i], i, state.rows.length);
    node.style.transform = `translateY(${i * ROW_HEIGHT}px)`;
    nodes.push(node);
  }
  fill(state.list, nodes);
  if (focused >= 0) {
    const again = state.list.querySelector(`[data-row="${focused}"] button`);
    if (again) again.focus({ preventScroll: true });
  }
}

/** Arrows go from row to row, Home and End to the ends. @param {any} state @param {KeyboardEvent} event */
function listKeys(state, event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity, PageDown: 8, PageUp: -8 };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  if (step === undefined || !state.rows || !state.rows.length) return;
  const current = document.activeElement && document.activeElement.closest("[data-row]");
  const at = current ? state.rows.indexOf(Number(/** @type {any} */ (current).dataset.row)) : -1;
  const to = Math.max(0, Math.min(state.rows.length - 1, at + step));
  event.preventDefault();
  focusRow(state, to);
}

/** @param {any} state @param {number} index */
function focusRow(state, index) {
  if (state.rows.length > REAL_ROWS) {
    const y = index * ROW_HEIGHT + state.list.offsetTop;
    const { scrollTop, clientHeight } = state.host;
    if (y < scrollTop || y + ROW_HEIGHT > scrollTop + clientHeight) state.host.scrollTop = y - clientHeight / 3;
    refreshVirtual(state);
  }
  const button = state.list.querySelector(`[data-row="${state.rows[index]}"] button`);
  if (button) button.focus();
}

/** Show which row is open. */
function markListed() {
  for (const button of document.querySelectorAll(".gm-row-button")) {
    const row = Number(/** @type {any} */ (button.parentElement).dataset.row);
    if (row === selected) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

let hovered = -1;
/** @param {number} row */
function hover(row) {
  hovered = row;
  const ring = ui.ring;
  if (row < 0 || !isDrawn(row) || !drawn.view) {
    ring.hidden = true;
    return;
  }
  const view = drawn.view;
  const x = (D.x[row] / WORLD) * view.scale - view.ox;
  const y = (D.y[row] / WORLD) * view.scale - view.oy;
  ring.hidden = x < 0 || y < 0 || x > view.width || y > view.height;
  ring.style.transform = `translate(${x}px, ${y}px)`;
}
