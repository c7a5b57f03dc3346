/** The words a search found, where they stand: in the open card, and in a line under each row of the list. */

/** A longer text is looked through from its beginning only. */
const LOOKED_THROUGH = 20000;
/** UTF-16 units shown before and after what was found. */
const AROUND = 48;

/** Words asked for, folded. */
const askedTerms = () => (F.hits ? foldText(F.query).split(/\s+/).filter(Boolean) : []);

/**
 * Stretches of a text, in UTF-16, that hold a term, whatever its case and accents.
 * @param {string} text @param {string[]} terms @returns {[number, number][]} in order, without overlaps
 */
function stretchesOf(text, terms) {
  // Letter by letter, since folding changes lengths.
  let folded = "";
  /** @type {number[]} */
  const origin = [];
  let at = 0;
  for (const letter of text.slice(0, LOOKED_THROUGH)) {
    const plain = foldText(letter);
    for (let i = 0; i < plain.length; i++) origin.push(at);
    folded += plain;
    at += letter.length;
  }
  origin.push(at);
  /** @type {[number, number][]} */
  const found = [];
  for (const term of terms) for (let i = folded.indexOf(term); i >= 0; i = folded.indexOf(term, i + term.length)) found.push([origin[i], origin[i + term.length]]);
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.filter(([from, to], i) => to > from && (i === 0 || from >= found[i - 1][1]));
}

/** What was found in a record, with some words around it; nothing when only its other fields hold it. @param {Rec} record */
function foundLine(record) {
  const terms = askedTerms();
  if (!terms.length) return null;
  for (const quote of record.q || []) {
    if (quote.length < 4) continue;
    const words = /** @type {string} */ (quote[3]);
    const [first] = stretchesOf(words, terms);
    if (!first) continue;
    const space = words.indexOf(" ", Math.max(0, first[0] - AROUND));
    const from = first[0] <= AROUND ? 0 : space >= 0 && space < first[0] ? space + 1 : first[0];
    const end = words.lastIndexOf(" ", first[1] + AROUND);
    const to = first[1] + AROUND >= words.length ? words.length : end > first[1] ? end : first[1];
    const line = words.slice(from, to);
    const nodes = [];
    let done = 0;
    for (const [a, b] of stretchesOf(line, terms)) {
      nodes.push(line.slice(done, a), el("mark", { class: "gm-hit" }, line.slice(a, b)));
      done = b;
    }
    return el("span", { class: "gm-row-quote gm-found", lang: quoteLang(record), dir: "auto" }, from > 0 && "… ", nodes, line.slice(done), to < words.length && " …");
  }
  return null;
}

/** Mark what was found in the open card, where the browser can do it without touching the words. */
function markFound() {
  const registry = /** @type {any} */ (CSS).highlights;
  if (!registry) return;
  const terms = askedTerms();
  const ranges = [];
  if (terms.length) {
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement || !node.parentElement.closest(".gm-quote")) continue;
      for (const [from, to] of stretchesOf(node.nodeValue || "", terms)) {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        ranges.push(range);
      }
    }
  }
  registry.set("gm-found", new /** @type {any} */ (window).Highlight(...ranges));
}
