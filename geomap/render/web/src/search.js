/** Full-text search: which chunks can hold the words, then those chunks, in two workers. */

let searchToken = 0;
/** @type {Worker[] | null} */
let workers = null;

/**
 * Runs in a worker; named functions are joined to its source. The words of the dictionary are folded
 * once, and asked once a query which pieces of it they hold.
 */
function searchWorker() {
  /** @type {string[] | null} */
  let dictionary = null;
  /** @type {string[] | null} */
  let folded = null;
  let asked = "";
  /** @type {Wanted | null} */
  let wanted = null;
  self.onmessage = async (event) => {
    if (event.data.dictionary) {
      dictionary = event.data.dictionary;
      folded = event.data.dictionary.map(foldText);
      return;
    }
    const { id, query, buffer, length, terms } = event.data;
    /** @type {number[]} */
    let hits = [];
    try {
      const bytes = await unpacked(bytesFromLetters(new Uint8Array(buffer, 0, length)));
      if (dictionary && folded) {
        if (!wanted || asked !== terms.join(" ")) {
          asked = terms.join(" ");
          wanted = wantedPieces(terms, folded);
        }
        hits = searchCoded(bytes, dictionary, folded, wanted, terms);
      } else hits = matchRecords(parseLines(textFromBytes(bytes)), terms, foldText);
    } catch (error) {
      // A chunk that is not whole (a file cut short) holds nothing that could be found.
      console.warn(error);
    }
    // The memory of the characters goes back, to be filled again.
    self.postMessage({ id, query, hits, buffer }, { transfer: [buffer] });
  };
}

/** @typedef {{pieces: string[], numbers: boolean, full: number, marks: Int32Array}} Wanted marks: by code, one bit a piece that its word holds */

const ROW_ENDS = -1, SPELT_OUT = -2, DIGITS = -3;

/**
 * Runs of letters and of digits in the terms. A run of letters stands inside one word, a run of digits
 * in words of up to three that follow each other; a row without them need not be decoded.
 * @param {string[]} terms @param {string[]} folded @returns {Wanted}
 */
function wantedPieces(terms, folded) {
  const pieces = terms.flatMap((term) => term.match(/\p{L}+|[0-9]+/gu) || []).slice(0, 30);
  const numbers = pieces.some((piece) => /^[0-9]/.test(piece));
  const marks = new Int32Array(folded.length + 1);
  folded.forEach((word, i) => (marks[i + 1] = numbers && /^[0-9]+$/.test(word) ? DIGITS : heldBy(word, pieces)));
  marks[0] = SPELT_OUT;
  marks[1] = ROW_ENDS;
  return { pieces, numbers, full: 2 ** pieces.length - 1, marks };
}

/** One bit a piece that a word holds. @param {string} word @param {string[]} pieces */
function heldBy(word, pieces) {
  let held = 0;
  for (let i = 0; i < pieces.length; i++) if (word.includes(pieces[i])) held |= 1 << i;
  return held;
}

/**
 * Rows of a coded chunk that hold every term. Codes are read, not decoded: only rows whose words hold
 * all pieces are. The first code of the dictionary ends a row.
 * @param {Uint8Array} bytes @param {string[]} dictionary @param {string[]} folded
 * @param {Wanted} wanted @param {string[]} terms @returns {number[]}
 */
function searchCoded(bytes, dictionary, folded, wanted, terms) {
  const { pieces, full, marks } = wanted;
  const decoder = new TextDecoder();
  const hits = [];
  const end = bytes.length;
  let row = 0, start = 0, held = 0, at = 0;
  let digits = "", digitsEnd = -1;
  const matches = (/** @type {number} */ to) => held === full && matchRow(bytes.subarray(start, to), dictionary, folded, terms);
  while (at < end) {
    const begin = at;
    let byte = bytes[at++];
    let code = byte & 127;
    if (byte < 128) {
      byte = bytes[at++];
      code = (code << 7) | (byte & 127);
      if (byte < 128) code = ((code << 7) | (bytes[at++] & 127)) + 16512;
      else code += 128;
    }
    const mark = marks[code];
    // Most words hold nothing of the query: this is the whole of the work for them.
    if (mark === 0) continue;
    if (mark > 0) {
      held |= mark;
      continue;
    }
    if (mark === ROW_ENDS) {
      if (matches(begin)) hits.push(row);
      row++;
      start = at;
      held = 0;
      digitsEnd = -1;
      continue;
    }
    let word = "";
    if (mark === SPELT_OUT) {
      let size = 0, shift = 0;
      do {
        byte = bytes[at++];
        size |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      const from = at;
      at += size;
      if (held === full || cannotHold(bytes, from, at, wanted)) continue;
      word = foldText(decoder.decode(bytes.subarray(from, at)));
    } else word = folded[code - 1];
    if (mark === DIGITS || /^[0-9]+$/.test(word)) {
      digits = begin === digitsEnd ? digits + word : word;
      digitsEnd = at;
      word = digits;
    }
    held |= heldBy(word, pieces);
  }
  if (start < end && matches(end)) hits.push(row);
  return hits;
}

/**
 * True for a word in plain letters that holds the beginning of no piece: most words spelt out, which
 * then need not be decoded.
 * @param {Uint8Array} bytes @param {number} from @param {number} to @param {Wanted} wanted
 */
function cannotHold(bytes, from, to, { pieces, numbers }) {
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte > 127 || (numbers && byte > 47 && byte < 58)) return false;
    const letter = byte > 64 && byte < 91 ? byte + 32 : byte;
    for (let k = 0; k < pieces.length; k++) {
      const piece = pieces[k];
      if (letter === piece.charCodeAt(0) && (piece.length === 1 || (i + 1 < to && (bytes[i + 1] > 127 || (bytes[i + 1] | 32) === piece.charCodeAt(1))))) return false;
    }
  }
  return true;
}

/** @param {Uint8Array} bytes one coded row @param {string[]} dictionary @param {string[]} folded @param {string[]} terms */
function matchRow(bytes, dictionary, folded, terms) {
  try {
    return matchRecords([JSON.parse(decodeTokens(bytes, folded, foldText))], terms, (words) => words).length > 0;
  } catch {
    // Folding may turn a letter into a quotation mark; then the text as it is decides.
    return matchRecords([JSON.parse(decodeTokens(bytes, dictionary))], terms, foldText).length > 0;
  }
}

/** Rows (within a chunk) whose words hold every term. @param {Rec[]} records @param {string[]} terms @param {(words: string) => string} fold @returns {number[]} */
function matchRecords(records, terms, fold) {
  const hits = [];
  for (let i = 0; i < records.length; i++) {
    const words = fold(searchableText(records[i]));
    if (terms.every((term) => words.includes(term))) hits.push(i);
  }
  return hits;
}

/** The words of a record that a search looks into. @param {Rec} record @returns {string} */
function searchableText(record) {
  const parts = [record.h];
  for (const q of record.q || []) if (q.length > 3) parts.push(q[3]);
  if (record.l) parts.push(record.l.n, ...Object.values(record.l.nn || {}));
  for (const a of record.a || []) parts.push(a[1]);
  for (const s of record.s || []) parts.push(s[1]);
  return parts.filter(Boolean).join("\n");
}

async function startWorkers() {
  if (workers) return workers;
  const source = [
    `const ROW_ENDS = ${ROW_ENDS}, SPELT_OUT = ${SPELT_OUT}, DIGITS = ${DIGITS};`,
    "const LETTERS = " + JSON.stringify(LETTERS) + ";",
    "const LETTER_PATTERN = " + LETTER_PATTERN + ";",
    ...[unpacked, inflateGzip, inflate, letterValues, bytesFromLetters, textFromBytes, decodeTokens, parseLines, foldText, wantedPieces, heldBy, cannotHold, searchCoded, matchRow, matchRecords, searchableText].map(String),
    "(" + searchWorker + ")();",
  ].join("\n");
  try {
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const dictionary = await readDictionary();
    const count = Math.max(2, Math.min(4, navigator.hardwareConcurrency - 1 || 2));
    workers = Array.from({ length: count }, () => new Worker(address));
    if (dictionary) for (const worker of workers) worker.postMessage({ dictionary });
  } catch {
    workers = [];
  }
  return workers;
}

/** @returns {Promise<{words: string[], offsets: Uint32Array, bytes: Uint8Array} | null>} */
async function openIndex() {
  if (D.index !== undefined) return D.index;
  await new Promise((go) => (document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", go) : go(null)));
  const [words, bytes] = await Promise.all([readBlock("words"), readBlock("chunks")]);
  if (!words || !bytes) return (D.index = null);
  const list = textFromBytes(words).split("\n");
  const offsets = new Uint32Array(list.length);
  let at = 0;
  for (let i = 0; i < list.length; i++) {
    offsets[i] = at;
    let count = 0, shift = 1, byte;
    do {
      byte = bytes[at++];
      count += (byte & 127) * shift;
      shift *= 128;
    } while (byte > 127);
    while (count > 0) if (bytes[at++] < 128) count--;
  }
  return (D.index = { words: list, offsets, bytes });
}

/** Chunks that can hold every term; null means all. @param {string[]} terms @param {number} total @returns {Promise<number[]>} */
async function candidateChunks(terms, total) {
  const all = Array.from({ length: total }, (_, i) => i);
  const index = await openIndex();
  if (!index) return all;
  let possible = new Uint8Array(total).fill(1);
  for (const term of terms) {
    // Only a run of letters is inside one word of the list; digits were cut into threes.
    const pieces = term.match(/\p{L}+/gu) || [];
    for (const piece of pieces) {
      const found = new Uint8Array(total);
      let everywhere = false;
      for (let i = 0; i < index.words.length && !everywhere; i++) {
        if (!index.words[i].includes(piece)) continue;
        everywhere = addChunks(index, i, found);
      }
      if (!everywhere) possible = possible.map((v, i) => v & found[i]);
    }
  }
  return all.filter((i) => possible[i]);
}

/** @param {any} index @param {number} word @param {Uint8Array} found @returns {boolean} true when the word is everywhere */
function addChunks(index, word, found) {
  const { bytes } = index;
  let at = index.offsets[word];
  const next = () => {
    let value = 0, scale = 1, byte;
    do {
      byte = bytes[at++];
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  };
  let count = next();
  if (!count) return true;
  let chunk = 0;
  while (count--) {
    chunk += next();
    found[chunk] = 1;
  }
  return false;
}

/** Look for a query; what is found appears as it is found. @param {string} query @returns {Promise<void>} */
async function search(query) {
  const token = ++searchToken;
  F.query = query;
  const terms = foldText(query).split(/\s+/).filter(Boolean);
  if (!terms.length) {
    F.query = "";
    F.hits = null;
    changed(BY_QUERY);
    markFound();
    return;
  }
  const size = D.meta.chunk;
  const total = Math.ceil(D.n / size);
  const wanted = await candidateChunks(terms, total);
  if (token !== searchToken) return;
  const hits = (F.hits = new Uint8Array(D.n));
  if (!wanted.length) {
    changed(BY_QUERY);
    return;
  }
  let done = 0;
  let next = performance.now() + 600;
  ui.searching(true);
  const take = (/** @type {number} */ chunk, /** @type {number[]} */ found) => {
    for (const i of found) hits[chunk * size + i] = 1;
    done++;
    if (done < wanted.length && performance.now() > next) {
      // What is found so far; on a slow machine less often, so that the search comes first.
      const start = performance.now();
      applyFilter(BY_QUERY);
      layer.draw();
      next = performance.now() + Math.max(600, 10 * (performance.now() - start));
    }
  };
  const pool = wanted.length > 2 ? await startWorkers() : [];
  if (pool.length) await searchInWorkers(pool, wanted, terms, token, take);
  else {
    for (const chunk of wanted) {
      if (token !== searchToken) return;
      take(chunk, matchRecords(await readChunk(chunk), terms, foldText));
    }
  }
  if (token !== searchToken) return;
  ui.searching(false);
  changed(BY_QUERY);
  markFound();
}

/** @param {Worker[]} pool @param {number[]} wanted @param {string[]} terms @param {number} token @param {(chunk: number, hits: number[]) => void} take */
function searchInWorkers(pool, wanted, terms, token, take) {
  const encoder = new TextEncoder();
  let at = 0;
  let open = 0;
  return new Promise((resolve) => {
    /** @param {Worker} worker @param {ArrayBuffer} [buffer] memory that may be filled again */
    const feed = async (worker, buffer) => {
      if (token !== searchToken || at >= wanted.length) {
        if (!open) resolve(null);
        return;
      }
      const chunk = wanted[at++];
      open++;
      await whenThere("t" + chunk);
      const text = blockText("t" + chunk) || "!";
      if (!buffer || buffer.byteLength < text.length) buffer = new ArrayBuffer(Math.ceil(text.length * 1.25));
      const length = encoder.encodeInto(text, new Uint8Array(buffer)).written;
      worker.postMessage({ id: chunk, query: token, buffer, length, terms }, [buffer]);
    };
    for (const worker of pool) {
      worker.onmessage = (event) => {
        // The answer to an earlier query may come late.
        if (event.data.query !== token) return;
        open--;
        if (token === searchToken) take(event.data.id, event.data.hits);
        feed(worker, event.data.buffer);
      };
      worker.onerror = () => {
        open--;
        feed(worker);
      };
      feed(worker);
      feed(worker);
    }
  });
}
