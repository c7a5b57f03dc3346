/**
 * Gunzip: the browser's own where there is one, a small inflate of ours where there is none.
 * RFC 1951 and RFC 1952.
 */

/** What a block holds: gzip, or the bytes after a zero byte. @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
async function unpacked(bytes) {
  if (bytes[0] === 0) return bytes.subarray(1);
  if (typeof DecompressionStream === "undefined") return inflateGzip(bytes);
  const stream = new Blob([/** @type {BlobPart} */ (bytes)])
    .stream()
    .pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} bytes @returns {Uint8Array} */
function inflateGzip(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) throw new Error("not gzip");
  const flags = bytes[3];
  let at = 10;
  if (flags & 4) at += 2 + bytes[at] + (bytes[at + 1] << 8);
  for (const flag of [8, 16]) if (flags & flag) while (bytes[at++] !== 0);
  if (flags & 2) at += 2;
  const end = bytes.length;
  const size = bytes[end - 4] | (bytes[end - 3] << 8) | (bytes[end - 2] << 16) | (bytes[end - 1] << 24);
  return inflate(bytes, at, size >>> 0);
}

/**
 * @param {Uint8Array} input
 * @param {number} at first byte of the DEFLATE data
 * @param {number} size bytes it gives
 * @returns {Uint8Array}
 */
function inflate(input, at, size) {
  const out = new Uint8Array(size);
  let to = 0;
  let hold = 0;
  let held = 0;
  const LENGTH = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  /** @param {number} count */
  function bits(count) {
    while (held < count) {
      hold |= input[at++] << held;
      held += 8;
    }
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  }

  /** Canonical Huffman code as counts by length and symbols in order. @param {number[]} lengths */
  function code(lengths) {
    const counts = new Uint16Array(16);
    for (const length of lengths) counts[length]++;
    counts[0] = 0;
    const offsets = new Uint16Array(16);
    for (let i = 1; i < 16; i++) offsets[i] = offsets[i - 1] + counts[i - 1];
    const symbols = new Uint16Array(lengths.length);
    lengths.forEach((length, symbol) => {
      if (length) symbols[offsets[length]++] = symbol;
    });
    return { counts, symbols };
  }

  /** @param {{counts: Uint16Array, symbols: Uint16Array}} table */
  function symbol(table) {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      value |= bits(1);
      const count = table.counts[length];
      if (value - first < count) return table.symbols[index + value - first];
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new Error("bad code");
  }

  for (let last = 0; !last; ) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      hold = held = 0;
      const length = input[at] | (input[at + 1] << 8);
      at += 4;
      out.set(input.subarray(at, at + length), to);
      at += length;
      to += length;
      continue;
    }
    let literals;
    let distances;
    if (kind === 1) {
      const fixed = [];
      for (let i = 0; i < 288; i++) fixed.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
      literals = code(fixed);
      distances = code(new Array(30).fill(5));
    } else {
      const literalCount = bits(5) + 257;
      const distanceCount = bits(5) + 1;
      const codeCount = bits(4) + 4;
      const lengths = new Array(19).fill(0);
      for (let i = 0; i < codeCount; i++) lengths[ORDER[i]] = bits(3);
      const table = code(lengths);
      /** @type {number[]} */
      const all = [];
      while (all.length < literalCount + distanceCount) {
        const value = symbol(table);
        if (value < 16) all.push(value);
        else {
          const what = value === 16 ? all[all.length - 1] : 0;
          let times = value === 16 ? 3 + bits(2) : value === 17 ? 3 + bits(3) : 11 + bits(7);
          while (times--) all.push(what);
        }
      }
      literals = code(all.slice(0, literalCount));
      distances = code(all.slice(literalCount));
    }
    for (;;) {
      const value = symbol(literals);
      if (value === 256) break;
      if (value < 256) {
        out[to++] = value;
        continue;
      }
      let length = LENGTH[value - 257] + bits(LENGTH_BITS[value - 257]);
      const step = symbol(distances);
      const extra = step < 4 ? 0 : (step >> 1) - 1;
      const distance = step < 4 ? step + 1 : ((2 + (step & 1)) << extra) + 1 + bits(extra);
      while (length--) {
        out[to] = out[to - distance];
        to++;
      }
    }
  }
  return out;
}
