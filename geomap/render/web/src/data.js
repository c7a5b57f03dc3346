/** The findings as typed arrays, and the records behind them in chunks opened on demand. */

/**
 * @typedef {Uint8Array | Uint16Array | Uint32Array} Column
 * @typedef {Record<string, any>} Rec a record of `details.py`
 */

const DRAWER = 0, POINT = 1, LINE = 2, AREA = 3, DISC = 4, RING = 5;
const UNDATED = 0, DATED = 1, OPEN_START = 2, OPEN_END = 3;
const NEGATED = 1, BACKGROUND = 2, SERIES = 4, DISPUTED = 8, INFERRED = 16;
const WORLD = 4294967296;
const BLOCK = 4096;
const CHUNKS_KEPT = 32;

/** Everything read from the page; filled by `loadData`. @type {any} */
const D = {};

async function loadData() {
  const [meta, ui] = await Promise.all([readJson("meta"), readJson("ui")]);
  UI = ui;
  uiLang = meta.lang;
  D.meta = meta;
  D.v = meta.vocabulary;
  const c = meta.columns;
  Object.assign(D, { n: c.n, points: c.points, mapped: c.mapped, scale: c.scale, t0: c.t0, unit: c.unit });
  D.durations = Float64Array.from(c.durations);
  D.radii = Float64Array.from(c.radii);
  const names = ["kind", "type", "status", "realis", "precision", "grade", "flags", "place", "sources", "actors", "order", "time", "shape", "killed", "hurt", "start", "duration", "radius"];
  const columns = await Promise.all(names.map((name) => readColumn(name, c.bytes[name] || 0, c.n)));
  names.forEach((name, i) => (D[name] = columns[i]));
  const [lon, lat] = await Promise.all(["lon", "lat"].map(readDegrees));
  D.lon = lon;
  D.lat = lat;
  D.layerOfType = Uint8Array.from(D.v.types, (type) => D.v.layers.indexOf(D.v.layerByType[type]));
  project();
  const [world, detail, shapes, lists] = await Promise.all([readBlock("world"), readBlock("detail"), readBlock("shapes"), readJson("lists")]);
  D.world = decodeShapes(/** @type {Uint8Array} */ (world), 0.02);
  D.detail = decodeShapes(/** @type {Uint8Array} */ (detail), 0.002);
  D.shapes = decodeShapes(/** @type {Uint8Array} */ (shapes), meta.shapeQuantum);
  D.lists = lists;
  D.labels = [];
  groupRows();
}

/**
 * @typedef {{kind: number, shape: Shape | null, x: number, y: number, half: number, box: number[], middle: number[], rows: number[], applied: number, pass: number[], layers: Uint32Array, looks: Look[] | null}} Group
 * rows that are drawn as one shape: x, y, half, box and its middle in world units; pass and layers as of the filter numbered `applied`
 */

/** Rows of one line, one area, one disc or one ring together: an archive tells of the same places again and again. */
function groupRows() {
  /** @type {Map<number | string, Group>} */
  const groups = new Map();
  /** @type {Map<number, number[]>} */
  const byShape = new Map();
  for (let row = 0; row < D.mapped; row++) {
    if (D.shape[row]) {
      const rows = byShape.get(D.shape[row] - 1);
      if (rows) rows.push(row);
      else byShape.set(D.shape[row] - 1, [row]);
    }
    if (row < D.points) continue;
    const kind = D.kind[row];
    const shape = kind === LINE || kind === AREA ? D.shapes[D.shape[row] - 1] : null;
    const key = shape ? D.shape[row] : `${kind},${D.x[row]},${D.y[row]},${D.radius[row]}`;
    const group = groups.get(key);
    if (group) {
      group.rows.push(row);
      continue;
    }
    const x = D.x[row] / WORLD, y = D.y[row] / WORLD;
    const half = shape ? 0 : D.radii[D.radius[row]] / metresPerWorld(y);
    const box = shape ? shape.box : [x - half, y - half, x + half, y + half];
    groups.set(key, { kind, shape, x, y, half, box, middle: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2], rows: [row], applied: -1, pass: [], layers: new Uint32Array(D.v.layers.length), looks: null });
  }
  D.groups = [...groups.values()];
  /** Further sites of incidents that have several. @type {{x: number, y: number, rows: number[]}[]} */
  D.sites = [];
  for (const [index, rows] of byShape) for (const part of D.shapes[index].parts) if (part.kind === 0) D.sites.push({ x: part.rings[0][0], y: part.rings[0][1], rows });
}

/** The rows of a group that pass, and how many of each layer; found once a filter. @param {Group} group */
function passing(group) {
  if (group.applied !== R.applied) {
    group.applied = R.applied;
    group.pass = group.rows.filter((row) => !R.fail[row]);
    group.looks = null;
    group.layers.fill(0);
    for (const row of group.pass) group.layers[layerOf(row)]++;
  }
  return group.pass;
}

/** @param {string} name @param {number} size @param {number} count @returns {Promise<Column>} */
async function readColumn(name, size, count) {
  const bytes = size ? await readBlock("col-" + name) : null;
  return bytes ? unshuffle(bytes, size) : new Uint8Array(count);
}

/** @param {string} name */
async function readDegrees(name) {
  const bytes = await readBlock("col-" + name);
  return bytes ? undelta(/** @type {Uint32Array} */ (unshuffle(bytes, 4))) : new Int32Array(0);
}

/** Positions in world units (2^32 a world), and bounding boxes of blocks of rows. */
function project() {
  const { n, points, lon, lat, scale } = D;
  const x = (D.x = new Uint32Array(n));
  const y = (D.y = new Uint32Array(n));
  let last = NaN;
  let lastY = 0;
  for (let i = 0; i < n; i++) {
    const degrees = lon[i] / scale;
    x[i] = Math.min(WORLD - 1, ((degrees + 180) / 360) * WORLD);
    if (lat[i] !== last) {
      last = lat[i];
      lastY = Math.min(WORLD - 1, worldY(last / scale) * WORLD);
    }
    y[i] = lastY;
  }
  const count = Math.ceil(points / BLOCK);
  const boxes = (D.boxes = new Float64Array(count * 4));
  for (let b = 0; b < count; b++) {
    let x0 = WORLD, y0 = WORLD, x1 = 0, y1 = 0;
    for (let i = b * BLOCK, end = Math.min(points, i + BLOCK); i < end; i++) {
      if (x[i] < x0) x0 = x[i];
      if (x[i] > x1) x1 = x[i];
      if (y[i] < y0) y0 = y[i];
      if (y[i] > y1) y1 = y[i];
    }
    boxes.set([x0, y0, x1, y1], b * 4);
  }
}

/** @param {number} row */
const layerOf = (row) => D.layerOfType[D.type[row]];
/** Minutes since 1970 of a row's start. @param {number} row */
const startOf = (row) => D.t0 + D.start[row] * D.unit;
/** @param {number} row */
const endOf = (row) => startOf(row) + Math.max(1, D.durations[D.duration[row]]);
/** @param {number} row */
const placeOf = (row) => inLanguage(D.lists.places[D.place[row]]);
/** A name, or a name by language. @param {any} name @returns {string} */
const inLanguage = (name) => (name && typeof name === "object" ? name[uiLang] || Object.values(name)[0] : name) || "";
/** @param {number} row @returns {string} */
const typeOf = (row) => D.v.types[D.type[row]];
/** @param {number} row */
const isDrawn = (row) => row < D.mapped;

/** @type {Map<number, Promise<Rec[]>>} */
const chunks = new Map();

/** The records of a chunk; the last ones used are kept. @param {number} index @returns {Promise<Rec[]>} */
function readChunk(index) {
  let found = chunks.get(index);
  if (found) chunks.delete(index);
  else found = openChunk(index);
  chunks.set(index, found);
  if (chunks.size > CHUNKS_KEPT) chunks.delete(/** @type {number} */ (chunks.keys().next().value));
  return found;
}

/** @param {number} index @returns {Promise<Rec[]>} */
async function openChunk(index) {
  await whenThere("t" + index);
  const [bytes, dictionary] = await Promise.all([readBlock("t" + index), readDictionary()]);
  if (!bytes) return [];
  return parseLines(dictionary ? decodeTokens(bytes, dictionary) : textFromBytes(bytes));
}

/** A document of a record: the page lists some, an archive's stand in the records. @param {Rec} record @param {number} at its number @returns {any} */
const documentOf = (record, at) => (record.d || D.lists.documents)[at] || {};

/** The tokens behind the codes, the line break first; null on a small page, whose text is not coded. @returns {Promise<string[] | null>} */
function readDictionary() {
  if (!D.dictionary) {
    D.dictionary = D.meta.coded
      ? whenThere("dictionary").then(() => readBlock("dictionary")).then((bytes) => ["\n", ...textFromBytes(/** @type {Uint8Array} */ (bytes)).split("\n")])
      : Promise.resolve(null);
  }
  return D.dictionary;
}

/** Waits until the page, which may still be arriving, holds a block. @param {string} name */
async function whenThere(name) {
  while (document.readyState === "loading" && !document.getElementById("gm-" + name)) {
    await new Promise((go) => setTimeout(go, 30));
  }
}

/** @param {number} row @returns {Promise<Rec>} */
async function readRecord(row) {
  const size = D.meta.chunk;
  const records = await readChunk(Math.floor(row / size));
  const record = records[row % size] || {};
  if (record.i === undefined) record.i = "r" + row;
  return record;
}

/** FNV-1a of the id's UTF-8, as `columns.py` has it. @param {string} id */
function hashOf(id) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** The row of an id, or -1. @param {string} id */
async function rowOfId(id) {
  if (!D.meta.columns.ids) {
    const row = /^r\d{1,7}$/.test(id) ? Number(id.slice(1)) : -1;
    return row < D.n ? row : -1;
  }
  if (!D.ids) D.ids = unshuffle(/** @type {Uint8Array} */ (await readBlock("col-id")), 4);
  const wanted = hashOf(id);
  for (let row = 0; row < D.n; row++) {
    if (D.ids[row] === wanted && (await readRecord(row)).i === id) return row;
  }
  return -1;
}

/** Rows as told: by time, then document, then place in the text; undated last. */
function toldOrder() {
  if (D.told) return D.told;
  const { n, start, time, order, sources, lists } = D;
  const rows = new Uint32Array(n);
  if (n <= 50000) {
    for (let i = 0; i < n; i++) rows[i] = i;
    const first = lists.sources.map((/** @type {number[]} */ set) => set[0] || 0);
    rows.sort((a, b) => {
      const undated = Number(time[a] === UNDATED) - Number(time[b] === UNDATED);
      return undated || start[a] - start[b] || first[sources[a]] - first[sources[b]] || order[a] - order[b] || a - b;
    });
  } else {
    // start (32 bits) and row (20 bits) fit in a double: a native sort of numbers, no comparator.
    const keys = new Float64Array(n);
    const size = 2 ** Math.ceil(Math.log2(n));
    for (let i = 0; i < n; i++) keys[i] = (time[i] === UNDATED ? WORLD : start[i]) * size + i;
    keys.sort();
    for (let i = 0; i < n; i++) rows[i] = keys[i] % size;
  }
  return (D.told = rows);
}
