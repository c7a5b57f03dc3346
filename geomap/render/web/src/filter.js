/** What is shown: one bit a question in a column of failures, counted under all other questions. */

const BY_TYPE = 1, BY_STATUS = 2, BY_PRECISION = 4, BY_GRADE = 8, BY_TIME = 16, BY_QUERY = 32, BY_SOURCE = 64, BY_ACTOR = 128, BY_TOLL = 256, BY_STATE = 512;
const STATES = ["current", "background", "series", "forecast"];

/** The reader's choices. @type {any} */
const F = {
  types: new Uint8Array(0),
  statuses: new Uint8Array(0),
  precisions: new Uint8Array(0),
  grades: new Uint8Array(7).fill(1),
  states: new Uint8Array(4).fill(1),
  /** @type {[number, number] | null} minutes, end exclusive */
  window: null,
  undated: true,
  open: true,
  query: "",
  /** @type {Uint8Array | null} */
  hits: null,
  source: -1,
  actor: -1,
  /** "", "killed", "hurt", "any": incidents with such a count, at least `tollMin` */
  toll: "",
  tollMin: 1,
};

/** Results of the filter. @type {any} */
const R = { fail: new Uint16Array(0), shown: 0, drawer: 0, counts: {}, version: 0, applied: 0 };

function initFilter() {
  F.types = new Uint8Array(D.v.types.length).fill(1);
  F.statuses = new Uint8Array(D.v.statuses.length).fill(1);
  F.precisions = new Uint8Array(D.v.precisions.length).fill(1);
  R.fail = new Uint16Array(D.n);
  D.state = stateColumn();
  count();
}

/** 0 current, 1 told as background, 2 a series, 3 not yet or perhaps never. */
function stateColumn() {
  const { n, flags, realis, v } = D;
  const future = Uint8Array.from(v.realis, (/** @type {string} */ r) => Number(r === "future" || r === "intended" || r === "possible" || r === "hypothetical"));
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) out[i] = future[realis[i]] ? 3 : flags[i] & BACKGROUND ? 1 : flags[i] & SERIES ? 2 : 0;
  return out;
}

/** Answer one question again for every row. @param {number} bit */
function applyFilter(bit) {
  R.applied++;
  const fail = R.fail;
  const n = D.n;
  const keep = ~bit;
  if (bit === BY_TIME) applyTime(fail, keep);
  else if (bit === BY_QUERY) {
    const hits = F.hits;
    for (let i = 0; i < n; i++) fail[i] = (fail[i] & keep) | (hits && !hits[i] ? bit : 0);
  } else if (bit === BY_TOLL) {
    const { killed, hurt } = D;
    const kind = F.toll;
    const least = F.tollMin + 1;
    for (let i = 0; i < n; i++) {
      const good = kind === "" || (kind !== "hurt" && killed[i] >= least) || (kind !== "killed" && hurt[i] >= least);
      fail[i] = (fail[i] & keep) | (good ? 0 : bit);
    }
  } else {
    const [column, allowed] = allowedCodes(bit);
    for (let i = 0; i < n; i++) fail[i] = (fail[i] & keep) | (allowed[column[i]] ? 0 : bit);
  }
}

/** @param {number} bit @returns {[Column, Uint8Array]} */
function allowedCodes(bit) {
  if (bit === BY_TYPE) return [D.type, F.types];
  if (bit === BY_STATUS) return [D.status, F.statuses];
  if (bit === BY_PRECISION) return [D.precision, F.precisions];
  if (bit === BY_GRADE) return [D.grade, F.grades];
  if (bit === BY_STATE) return [D.state, F.states];
  const sets = bit === BY_SOURCE ? D.lists.sources : D.lists.actors;
  const wanted = bit === BY_SOURCE ? F.source : F.actor;
  const allowed = Uint8Array.from(sets, (/** @type {number[]} */ set) => Number(wanted < 0 || set.includes(wanted)));
  return [bit === BY_SOURCE ? D.sources : D.actors, allowed];
}

/** @param {Uint16Array} fail @param {number} keep */
function applyTime(fail, keep) {
  const { n, start, time, duration, durations, unit, t0 } = D;
  // The window in the column's own steps: whole numbers, no conversion a row.
  const from = F.window ? (F.window[0] - t0) / unit : -Infinity;
  const to = F.window ? (F.window[1] - t0) / unit : Infinity;
  const lengths = durations.map((/** @type {number} */ d) => Math.max(1, d) / unit);
  for (let i = 0; i < n; i++) {
    const kind = time[i];
    let good;
    if (kind === DATED) good = start[i] < to && start[i] + lengths[duration[i]] > from;
    else if (kind === UNDATED) good = F.undated;
    else if (kind === OPEN_START) good = F.open && start[i] + 1 > from;
    else good = F.open && start[i] < to;
    fail[i] = (fail[i] & keep) | (good ? 0 : BY_TIME);
  }
}

/** Whether a row lies in the window of time with all of its interval. @param {number} row */
function isWholly(row) {
  if (!F.window || D.time[row] === UNDATED) return true;
  if (D.time[row] === OPEN_START) return false;
  if (D.time[row] === OPEN_END) return false;
  return startOf(row) >= F.window[0] && endOf(row) <= F.window[1];
}

/** Count rows for every choice under all other questions; and the totals. */
function count() {
  const { n, mapped, type, status, precision, grade, state, time } = D;
  const fail = R.fail;
  const counts = {
    types: new Uint32Array(D.v.types.length),
    statuses: new Uint32Array(D.v.statuses.length),
    precisions: new Uint32Array(D.v.precisions.length),
    grades: new Uint32Array(7),
    states: new Uint32Array(4),
    times: new Uint32Array(4),
  };
  const { types, statuses, precisions, grades, states, times } = counts;
  let shown = 0;
  for (let i = 0; i < n; i++) {
    const f = fail[i];
    if (f & (f - 1)) continue; // fails two questions: no single choice brings it back
    if (f === 0) {
      if (i < mapped) shown++;
      types[type[i]]++;
      statuses[status[i]]++;
      precisions[precision[i]]++;
      grades[grade[i]]++;
      states[state[i]]++;
      times[time[i]]++;
    } else if (f === BY_TYPE) types[type[i]]++;
    else if (f === BY_STATUS) statuses[status[i]]++;
    else if (f === BY_PRECISION) precisions[precision[i]]++;
    else if (f === BY_GRADE) grades[grade[i]]++;
    else if (f === BY_STATE) states[state[i]]++;
    else if (f === BY_TIME) times[time[i]]++;
  }
  // On the map alone: what the legend over it counts.
  const mappedTypes = types.slice();
  let drawer = 0;
  for (let i = mapped; i < n; i++) {
    if (fail[i] === 0) drawer++;
    if (fail[i] === 0 || fail[i] === BY_TYPE) mappedTypes[type[i]]--;
  }
  Object.assign(R, { shown, drawer, counts, mappedTypes });
  R.version++;
  R.list = null;
}

/** Rows shown, as told. `mapped` true: on the map; false: in the drawer. @param {boolean} mapped */
function listedRows(mapped) {
  if (!R.list) R.list = {};
  const key = String(mapped);
  if (R.list[key]) return R.list[key];
  const told = toldOrder();
  const out = new Uint32Array(mapped ? R.shown : R.drawer);
  let to = 0;
  for (let i = 0; i < told.length; i++) {
    const row = told[i];
    if (R.fail[row] === 0 && row < D.mapped === mapped) out[to++] = row;
  }
  return (R.list[key] = out);
}

/** True when any choice hides something. */
function isFiltered() {
  const all = (/** @type {Uint8Array} */ choices) => choices.every(Boolean);
  return !(all(F.types) && all(F.statuses) && all(F.precisions) && all(F.grades) && all(F.states) && !F.window && F.undated && F.open && !F.query && F.source < 0 && F.actor < 0 && !F.toll);
}

/** Everything on again. */
function clearFilter() {
  for (const name of ["types", "statuses", "precisions", "grades", "states"]) F[name].fill(1);
  Object.assign(F, { window: null, undated: true, open: true, query: "", hits: null, source: -1, actor: -1, toll: "", tollMin: 1 });
  R.fail.fill(0);
  R.applied++;
}
