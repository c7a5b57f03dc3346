/** Text: folding for search, code points to UTF-16, and elements made of text nodes only. */

/** @type {Record<string, string>} */
const LETTERS = { œ: "oe", æ: "ae", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", ı: "i", ħ: "h", ŋ: "n", "’": "'", "ʼ": "'", "‘": "'" };
const LETTER_PATTERN = /[œæøłđðþßıħŋ’ʼ‘]/g;

/** The fold of `search.py`: no case, no accents, one apostrophe. @param {string} text */
function foldText(text) {
  const lower = text.toLowerCase();
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  const letters = (/** @type {string} */ s) => s.replace(LETTER_PATTERN, (c) => LETTERS[c]);
  return letters(letters(lower).normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase());
}

/** UTF-16 offset of a code point offset. @param {string} text @param {number} points */
function utf16Offset(text, points) {
  let at = 0;
  for (let i = 0; i < points && at < text.length; i++) {
    const unit = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    at += unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000 ? 2 : 1;
  }
  return at;
}

/**
 * An element. Properties are set, never parsed; children are nodes or text.
 * @param {string} tag
 * @param {Record<string, any> | null} [properties] `class`, `on…`, `aria-…`, `data-…` or a property
 * @param {...any} children
 * @returns {any}
 */
function el(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style") Object.assign(element.style, value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "list")
      element.setAttribute(name, value === true ? "true" : String(value));
    else /** @type {any} */ (element)[name] = value;
  }
  append(element, children);
  return element;
}

/** @param {Node} parent @param {any} child */
function append(parent, child) {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) child.forEach((each) => append(parent, each));
  else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
}

/** @param {Element} element @param {...any} children */
function fill(element, ...children) {
  while (element.firstChild) element.removeChild(element.firstChild);
  append(element, children);
}

/** An address that may be followed: http or https only. @param {unknown} address */
function safeUrl(address) {
  if (typeof address !== "string") return null;
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that tells its target nothing; the text alone when it may not be followed. */
function link(/** @type {unknown} */ address, /** @type {string} */ words) {
  const href = safeUrl(address);
  if (!href) return document.createTextNode(words);
  return el("a", { href, rel: "noopener noreferrer nofollow", target: "_blank" }, words);
}

/**
 * A quote as nodes, its marked stretches in `<mark>`. Marks are in code points.
 * @param {string} exact
 * @param {number[][]} marks
 */
function markedQuote(exact, marks) {
  const nodes = [];
  let done = 0;
  for (const [from, to] of [...marks].sort((a, b) => a[0] - b[0])) {
    const start = utf16Offset(exact, from);
    const end = utf16Offset(exact, to);
    if (start < done || end <= start) continue;
    nodes.push(exact.slice(done, start), el("mark", null, exact.slice(start, end)));
    done = end;
  }
  nodes.push(exact.slice(done));
  return nodes;
}
