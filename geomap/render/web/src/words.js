/** Words of the interface, in the language chosen. */

/** @type {Record<string, any>} */
let UI = {};
let uiLang = "fr";

/** A word by its path, with `{0}` … replaced. @param {string} path @param {...any} values */
function t(path, ...values) {
  /** @type {any} */
  let found = UI[uiLang];
  for (const key of path.split(".")) found = found && Object.prototype.hasOwnProperty.call(found, key) ? found[key] : undefined;
  if (typeof found !== "string") return path.slice(path.lastIndexOf(".") + 1).replace(/_/g, " ");
  // Replaced in one pass: a value is words, never a pattern.
  return spaced(found).replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)] ?? ""));
}

/** French marks stay with the word they follow. @param {string} words */
function spaced(words) {
  return uiLang === "fr" ? words.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0") : words;
}

/** Whether there is such a word. @param {string} path */
function hasWord(path) {
  /** @type {any} */
  let found = UI[uiLang];
  for (const key of path.split(".")) found = found && Object.prototype.hasOwnProperty.call(found, key) ? found[key] : undefined;
  return typeof found === "string";
}

/** "1 incident", "2 incidents". @param {string} path @param {number} count */
function plural(path, count) {
  const form = new Intl.PluralRules(uiLang).select(count) === "one" ? "one" : "other";
  return t(`${path}_${form}`, number(count));
}

/** @param {number} value */
function number(value) {
  return new Intl.NumberFormat(uiLang).format(value);
}

/** A name of a country in the interface language. @param {string} code */
function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code || "")) return code || "";
  try {
    return new Intl.DisplayNames([uiLang], { type: "region" }).of(code) || code;
  } catch {
    return code;
  }
}

/** @type {Record<string, Record<string, string>>} */
let REASONS = {};

/** A reason as a sentence. @param {string[] | null | undefined} reason */
function reasonWords(reason) {
  if (!reason || !reason.length) return "";
  const table = REASONS[uiLang] || {};
  const template = Object.prototype.hasOwnProperty.call(table, reason[0]) ? table[reason[0]] : null;
  if (template === null) return reason.join(" ");
  return template.replace(/\{(\d)\}/g, (whole, i) => (Number(i) + 1 < reason.length ? reason[Number(i) + 1] : whole));
}
