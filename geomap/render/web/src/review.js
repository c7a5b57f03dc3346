/** Review mode: an analyst's decisions, kept in the page and saved as `corrections.toml`. */

/**
 * One decision, with the keys of the file.
 * @typedef {Record<string, string | number[] | Record<string, string>>} Decision
 */

/** @type {Decision[]} */
const decisions = [];
let decisionsSaved = 0;
let reviewer = "";
/** The field a click on the map fills, while one waits for it. @type {any} */
let picking = null;

/** What can be decided, in the order of the menu. */
const ACTIONS = ["accept", "reject", "move", "retype", "redate", "rename", "merge", "name-means"];

/** The incident that waits for the other one of a merge. @type {{row: number, record: Rec} | null} */
let mergeFirst = null;

/** A correction is found again by whole quotes; a page that was given short ones cannot make them. @param {Rec} record */
function canReview(record) {
  const quote = (record.q || [])[0];
  return Boolean(quote && quote.length > 3 && quote[2] === 0);
}

/** The button of a card that opens the form. @param {number} row @param {Rec} record */
function reviewButton(row, record) {
  if (!canReview(record)) return null;
  return el("button", { type: "button", class: "gm-link", "aria-expanded": "false", onclick: (/** @type {any} */ event) => openReview(row, record, event.currentTarget) }, t("review.correct"));
}

/** @param {number} row @param {Rec} record @param {HTMLElement} button */
function openReview(row, record, button) {
  const open = card.querySelector(".gm-review");
  if (open) {
    open.remove();
    button.setAttribute("aria-expanded", "false");
    return;
  }
  button.setAttribute("aria-expanded", "true");
  const form = reviewForm(row, record, () => {
    form.remove();
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
  card.querySelector(".gm-card-foot").before(form);
  form.querySelector("select").focus();
}

/** @param {number} row @param {Rec} record @param {() => void} close */
function reviewForm(row, record, close) {
  const action = el("select", { class: "gm-select", id: "gm-review-do", onchange: () => writeFields() }, ACTIONS.map((name) => el("option", { value: name }, t("review.do." + name))));
  const fields = el("div", { class: "gm-review-fields" });
  const author = el("input", { class: "gm-number", id: "gm-review-author", value: reviewer, maxLength: 80 });
  const reason = el("input", { class: "gm-number", id: "gm-review-reason", maxLength: 300 });
  const fault = el("p", { class: "gm-review-fault", role: "alert", hidden: true });
  /** @type {() => Record<string, any> | string} */
  let read = () => ({});
  const writeFields = () => {
    picking = null;
    const made = reviewFields(action.value, row, record);
    fill(fields, made.nodes);
    read = made.read;
    fault.hidden = true;
  };
  const keep = (/** @type {Event} */ event) => {
    event.preventDefault();
    const told = read();
    if (typeof told === "string") {
      fault.textContent = told;
      fault.hidden = false;
      return;
    }
    reviewer = author.value.trim();
    keepDecision(decisionOf(action.value, record, told, reason.value.trim()));
    close();
  };
  const labelled = (/** @type {string} */ word, /** @type {any} */ field) => el("label", { class: "gm-review-row", for: field.id }, el("span", null, t("review." + word)), field);
  writeFields();
  return el("form", { class: "gm-part gm-review", onsubmit: keep }, el("h3", null, t("review.title")), labelled("what", action), fields, labelled("reason", reason), labelled("author", author), fault, el("p", null, el("button", { type: "submit", class: "gm-button" }, t("review.keep")), " ", el("button", { type: "button", class: "gm-link", onclick: () => { picking = null; close(); } }, t("review.cancel"))));
}

/**
 * The fields of an action, and what they say: keys of the decision, or a sentence on what is wrong.
 * @param {string} action @param {number} row @param {Rec} record
 * @returns {{nodes: any, read: () => Record<string, any> | string}}
 */
function reviewFields(action, row, record) {
  const input = (/** @type {string} */ id, /** @type {string} */ value) => el("input", { class: "gm-number", id: "gm-review-" + id, value });
  const labelled = (/** @type {string} */ word, /** @type {any} */ field) => el("label", { class: "gm-review-row", for: field.id }, el("span", null, t("review." + word)), field);
  const where = record.l || {};
  if (action === "move") {
    const position = input("position", "");
    const name = input("name", where.n || "");
    const pick = el("button", { type: "button", class: "gm-link", onclick: () => {
      picking = position;
      announce(t("review.pick_now"));
    } }, t("review.pick"));
    return { nodes: [labelled("position", position), pick, labelled("name", name)], read: () => readPosition(position.value, name.value) };
  }
  if (action === "retype") {
    const types = Object.keys(UI[uiLang].type);
    const choice = el("select", { class: "gm-select", id: "gm-review-type" }, types.map((type) => el("option", { value: type, selected: type === typeOf(row) }, t("type." + type))));
    return { nodes: labelled("type", choice), read: () => ({ to: choice.value }) };
  }
  if (action === "redate") {
    const date = input("date", (record.w || {}).e || "");
    return { nodes: labelled("date", date), read: () => (isEdtf(date.value.trim()) ? { to: date.value.trim() } : t("review.fault_date")) };
  }
  if (action === "rename") {
    const title = input("headline", record.h || "");
    return { nodes: labelled("headline", title), read: () => (title.value.trim() ? { to: title.value.trim() } : t("review.fault_empty")) };
  }
  if (action === "merge") {
    const first = mergeFirst && mergeFirst.row !== row ? mergeFirst : null;
    if (!first) {
      mergeFirst = { row, record };
      return { nodes: el("p", null, t("review.merge_first")), read: () => t("review.merge_first") };
    }
    return { nodes: el("p", null, t("review.merge_with", first.record.h || "")), read: () => {
      mergeFirst = null;
      return { with: { document: documentId(first.record), quote: first.record.q[0][3] } };
    } };
  }
  if (action === "name-means") {
    const name = input("name", wordsOfPlace(record) || where.n || "");
    const id = input("place", "");
    return { nodes: [labelled("name_text", name), labelled("place", id)], read: () => (name.value.trim() && /^\w+:\S+$/.test(id.value.trim()) ? { name: name.value.trim(), means: id.value.trim() } : t("review.fault_place")) };
  }
  return { nodes: null, read: () => ({}) };
}

/** The words that name the place in the first quote. @param {Rec} record */
function wordsOfPlace(record) {
  const [, , , exact, , , marks] = record.q[0];
  if (!marks || !marks.length) return "";
  return [...exact].slice(marks[0][0], marks[0][1]).join("");
}

/** "28.8, 45.3" (longitude first, as everywhere) or a place's id. @param {string} words @param {string} name */
function readPosition(words, name) {
  const told = words.trim();
  if (/^[A-Za-z]+:\S+$/.test(told)) return { to: told };
  const match = /^(-?\d+(?:\.\d+)?)[,;\s]+(-?\d+(?:\.\d+)?)$/.exec(told);
  const lon = match ? Number(match[1]) : NaN;
  const lat = match ? Number(match[2]) : NaN;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return t("review.fault_position");
  return name.trim() ? { to: [lon, lat], name: name.trim() } : { to: [lon, lat] };
}

/** Dates and intervals of EDTF as people write them; the program that reads the file checks the rest. @param {string} words */
function isEdtf(words) {
  const date = "\\d{3}[\\dX](?:-\\d{2}(?:-\\d{2}(?:T\\d{2}:\\d{2}Z?)?)?)?[?~%]?";
  return new RegExp(`^(?:${date}|(?:${date}|\\.\\.)/(?:${date}|\\.\\.))$`).test(words);
}

/** @param {Rec} record */
function documentId(record) {
  return documentOf(record, record.q[0][0]).id || "";
}

/** @param {string} action @param {Rec} record @param {Record<string, any>} told @param {string} reason @returns {Decision} */
function decisionOf(action, record, told, reason) {
  const [, , , exact, prefix, suffix] = record.q[0];
  const known = action === "name-means" ? { document: documentId(record) } : { document: documentId(record), quote: exact, prefix, suffix, type: typeOf(selected), place: (record.l || {}).n };
  /** @type {Record<string, any>} */
  const decision = { do: action, ...known, ...told, author: reviewer, date: today(), reason };
  for (const [key, value] of Object.entries(decision)) if (value === "" || value === undefined || value === null) delete decision[key];
  return decision;
}

/** The analyst's day: the one clock in the page, and it dates a decision, not the map. */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @param {Decision} decision */
function keepDecision(decision) {
  decisions.push(decision);
  showDecisions();
  announce(plural("review.kept", decisions.length));
}

/** The button that saves the file: there once something was decided. */
function showDecisions() {
  if (!ui.review) {
    ui.review = el("button", { type: "button", class: "gm-button gm-review-save gm-over", onclick: saveDecisions });
    ui.tools.after(ui.review);
    window.addEventListener("beforeunload", (event) => {
      if (decisions.length > decisionsSaved) event.preventDefault();
    });
  }
  ui.review.hidden = decisions.length === 0;
  ui.review.textContent = plural("review.save", decisions.length);
}

function saveDecisions() {
  save(new Blob([decisionsToml(decisions)], { type: "application/toml" }), "corrections.toml");
  decisionsSaved = decisions.length;
}

/** The decisions as the text of a file that geomap reads. @param {Decision[]} all */
function decisionsToml(all) {
  const value = (/** @type {any} */ v) => {
    if (Array.isArray(v)) return `[${v.map((n) => (Number.isInteger(n) ? n.toFixed(1) : String(n))).join(", ")}]`;
    if (typeof v === "object") return `{ ${Object.entries(v).map(([k, inner]) => `${k} = ${tomlText(/** @type {string} */ (inner))}`).join(", ")} }`;
    return tomlText(v);
  };
  return all.map((decision) => "[[correction]]\n" + Object.entries(decision).map(([key, v]) => `${key} = ${value(v)}\n`).join("")).join("\n");
}

/** A TOML basic string. @param {string} words */
function tomlText(words) {
  /** @type {Record<string, string>} */
  const short = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  // eslint-disable-next-line no-control-regex
  return '"' + String(words).replace(/["\\\n\r\t]/g, (c) => short[c]).replace(/[\x00-\x1f\x7f-\x9f]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")) + '"';
}

/** A click on the map that a form waits for; true when it was taken. @param {any} event */
function takePick(event) {
  if (!picking || !picking.isConnected) return false;
  const at = event.latlng.wrap();
  picking.value = `${at.lng.toFixed(5)}, ${at.lat.toFixed(5)}`;
  picking.focus();
  picking = null;
  return true;
}
