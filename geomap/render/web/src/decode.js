/** Printable bytes, typed columns and streams of shapes, as `encode.py` and `shapes.py` write them. */

/** The 91 characters of `encode.py`: printable ASCII without & < and backslash. @returns {Uint8Array} */
function letterValues() {
  const values = new Uint8Array(128);
  let next = 0;
  for (let c = 33; c < 127; c++) if (c !== 38 && c !== 60 && c !== 92) values[c] = next++;
  return values;
}

/** Bytes of pairs of characters, 13 bits a pair; the first character counts the padding. @param {Uint8Array} letters @returns {Uint8Array} */
function bytesFromLetters(letters) {
  const values = letterValues();
  const padding = values[letters[0]];
  const pairs = (letters.length - 1) >> 1;
  const bytes = new Uint8Array((pairs * 13) >> 3);
  let hold = 0;
  let held = 0;
  let to = 0;
  for (let i = 1; i < letters.length; i += 2) {
    hold = (hold << 13) | (values[letters[i]] * 91 + values[letters[i + 1]]);
    held += 13;
    while (held >= 8) {
      held -= 8;
      bytes[to++] = hold >>> held;
    }
    hold &= (1 << held) - 1;
  }
  return bytes.subarray(0, bytes.length - padding);
}

/** The characters of a data block; null when the page has none of that name. @param {string} name */
function blockText(name) {
  const element = document.getElementById("gm-" + name);
  if (!element) return null;
  // The one text node of a script is read as it is; textContent may copy it.
  const only = element.childNodes.length === 1 ? element.firstChild : null;
  return only instanceof Text ? only.data : element.textContent || "";
}

/** The bytes of a data block; null when the page has none of that name. @param {string} name */
async function readBlock(name) {
  const text = blockText(name);
  return text === null ? null : unpacked(bytesFromLetters(new TextEncoder().encode(text)));
}

/** @param {string} name @returns {Promise<any>} */
async function readJson(name) {
  const bytes = await readBlock(name);
  return bytes && JSON.parse(textFromBytes(bytes));
}

/**
 * Text from codes of its tokens (`coder.py`): end-tagged dense codes; code 0 spells a token out.
 * @param {Uint8Array} bytes
 * @param {string[]} dictionary
 * @param {(token: string) => string} [change] done to each token spelt out
 * @returns {string}
 */
function decodeTokens(bytes, dictionary, change) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const parts = [];
  const before = [0, 128, 16512];
  let at = 0;
  while (at < bytes.length) {
    let value = 0;
    let length = 0;
    for (;;) {
      const byte = bytes[at++];
      value = (value << 7) | (byte & 127);
      if (byte > 127) break;
      length++;
    }
    const rank = value + before[length];
    if (rank) {
      parts.push(dictionary[rank - 1]);
      continue;
    }
    let size = 0;
    let shift = 0;
    let byte;
    do {
      byte = bytes[at++];
      size |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    const token = decoder.decode(bytes.subarray(at, at + size));
    parts.push(change ? change(token) : token);
    at += size;
  }
  return parts.join("");
}

/** Values of JSON a line each: no JSON holds a line break of its own. @param {string} text @returns {any[]} */
function parseLines(text) {
  return JSON.parse("[" + text.replaceAll("\n", ",") + "]");
}

/** A first U+FEFF is a character of the source, not a mark of ours. @param {Uint8Array} bytes */
function textFromBytes(bytes) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/**
 * A column stored plane by plane, in the narrowest type it had.
 * @param {Uint8Array} bytes
 * @param {number} size bytes a value
 * @returns {Uint8Array | Uint16Array | Uint32Array}
 */
function unshuffle(bytes, size) {
  if (size === 1) return bytes;
  const count = bytes.length / size;
  if (size === 2) {
    const out = new Uint16Array(count);
    for (let i = 0; i < count; i++) out[i] = bytes[i] | (bytes[count + i] << 8);
    return out;
  }
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i++) out[i] = bytes[i] | (bytes[count + i] << 8) | (bytes[2 * count + i] << 16) | (bytes[3 * count + i] << 24);
  return out;
}

/** Zig-zag differences to values. @param {Uint32Array} steps @returns {Int32Array} */
function undelta(steps) {
  const out = new Int32Array(steps.length);
  let value = 0;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    value = (value + ((step >>> 1) ^ -(step & 1))) | 0;
    out[i] = value;
  }
  return out;
}

/**
 * @typedef {{kind: number, rings: Float64Array[]}} Part rings hold x, y in world units (0..1)
 * @typedef {{parts: Part[], box: number[]}} Shape box is x0, y0, x1, y1 in world units
 */

/**
 * @param {Uint8Array} bytes
 * @param {number} quantum degrees a step
 * @returns {Shape[]}
 */
function decodeShapes(bytes, quantum) {
  let at = 0;
  function next() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
  function signed() {
    const value = next();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }
  let lon = 0;
  let lat = 0;
  const shapes = [];
  for (let s = next(); s > 0; s--) {
    const parts = [];
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let p = next(); p > 0; p--) {
      const kind = next();
      const rings = [];
      for (let r = next(); r > 0; r--) {
        const count = next();
        const ring = new Float64Array(count * 2);
        for (let i = 0; i < count; i++) {
          lon += signed();
          lat += signed();
          const x = (lon * quantum + 180) / 360;
          const y = worldY(lat * quantum);
          ring[2 * i] = x;
          ring[2 * i + 1] = y;
          if (x < box[0]) box[0] = x;
          if (x > box[2]) box[2] = x;
          if (y < box[1]) box[1] = y;
          if (y > box[3]) box[3] = y;
        }
        rings.push(ring);
      }
      parts.push({ kind, rings });
    }
    shapes.push({ parts, box });
  }
  return shapes;
}

const LAT_MAX = 85.0511287798066;

/** Web Mercator, the world from 0 (north) to 1. @param {number} lat */
function worldY(lat) {
  const clamped = lat > LAT_MAX ? LAT_MAX : lat < -LAT_MAX ? -LAT_MAX : lat;
  const sine = Math.sin((clamped * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @param {number} y */
function latOfWorldY(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
