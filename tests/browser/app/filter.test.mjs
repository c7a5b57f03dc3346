import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./load.mjs";

/** An app with `n` rows made by a fixed rule; the last tenth is in the drawer. */
function filled(n = 500) {
  const app = load();
  const column = (f) => Uint32Array.from({ length: n }, (_, i) => f(i));
  Object.assign(app.D, {
    n, mapped: Math.floor(n * 0.9), t0: 28_000_000, unit: 1, durations: Float64Array.from([0, 1440, 10080, 60 * 24 * 90]),
    v: { types: ["fire", "flood", "bombing"], layers: ["accidents", "natural", "conflict"], layerByType: {}, statuses: ["reported", "claimed"], precisions: ["exact", "site"], realis: ["actual", "future"] },
    type: column((i) => i % 3), status: column((i) => i % 2), precision: column((i) => (i >> 1) % 2), grade: column((i) => i % 7), flags: column((i) => (i % 5 === 0 ? 2 : 0)), realis: column((i) => Number(i % 11 === 0)),
    time: column((i) => (i % 13 === 0 ? 0 : i % 17 === 0 ? 2 : i % 19 === 0 ? 3 : 1)), start: column((i) => ((i * 7919) % 400) * 1440), duration: column((i) => 1 + (i % 3)),
    sources: column((i) => i % 4), actors: column(() => 0), order: column((i) => i % 50), killed: column((i) => i % 9), hurt: column(() => 0), layerOfType: Uint8Array.from([0, 1, 2]),
    lists: { sources: [[0], [1], [0, 1], []], actors: [[]], documents: [] },
  });
  app.initFilter();
  return app;
}

const all = (app) => Array.from({ length: app.D.n }, (_, i) => i);

test("each question is one bit, and may be asked again alone", () => {
  const app = filled();
  app.F.types[0] = 0;
  app.applyFilter(app.BY_TYPE);
  app.F.statuses[1] = 0;
  app.applyFilter(app.BY_STATUS);
  app.F.types[0] = 1;
  app.applyFilter(app.BY_TYPE);
  app.count();
  const wanted = all(app).filter((i) => app.D.status[i] === 0);
  assert.deepEqual(all(app).filter((i) => !app.R.fail[i]), wanted);
  assert.equal(app.R.shown, wanted.filter((i) => i < app.D.mapped).length);
  assert.equal(app.R.drawer, wanted.filter((i) => i >= app.D.mapped).length);
});

test("a choice is counted under all the others", () => {
  const app = filled();
  app.F.types[2] = 0;
  app.F.statuses[0] = 0;
  app.applyFilter(app.BY_TYPE);
  app.applyFilter(app.BY_STATUS);
  app.count();
  for (let type = 0; type < 3; type++) assert.equal(app.R.counts.types[type], all(app).filter((i) => app.D.type[i] === type && app.D.status[i] === 1).length);
  for (let status = 0; status < 2; status++) assert.equal(app.R.counts.statuses[status], all(app).filter((i) => app.D.status[i] === status && app.D.type[i] !== 2).length);
});

test("a window of time takes what overlaps it, and says what lies in it wholly", () => {
  const app = filled();
  const { D, F } = app;
  F.window = [D.t0 + 100 * 1440, D.t0 + 120 * 1440];
  F.undated = false;
  app.applyFilter(app.BY_TIME);
  for (const i of all(app)) {
    const from = D.t0 + D.start[i], to = from + D.durations[D.duration[i]];
    const overlaps = D.time[i] === 1 ? from < F.window[1] && to > F.window[0] : D.time[i] === 2 ? from + 1 > F.window[0] : D.time[i] === 3 ? from < F.window[1] : false;
    assert.equal(app.R.fail[i] === 0, overlaps, `row ${i}`);
    if (D.time[i] === 1) assert.equal(app.isWholly(i), from >= F.window[0] && to <= F.window[1]);
  }
});

test("tolls and sources", () => {
  const app = filled();
  Object.assign(app.F, { toll: "killed", tollMin: 5 });
  app.applyFilter(app.BY_TOLL);
  assert.deepEqual(all(app).filter((i) => !app.R.fail[i]), all(app).filter((i) => app.D.killed[i] >= 6));
  app.clearFilter();
  app.F.source = 1;
  app.applyFilter(app.BY_SOURCE);
  assert.deepEqual(all(app).filter((i) => !app.R.fail[i]), all(app).filter((i) => i % 4 === 1 || i % 4 === 2));
  assert.ok(app.isFiltered());
  app.clearFilter();
  assert.ok(!app.isFiltered());
});

test("rows are listed as told: by time, then document, then place in the text; undated last", () => {
  const app = filled();
  const { D } = app;
  const rows = plain(app.listedRows(true));
  assert.equal(rows.length, D.mapped);
  const rank = (i) => [D.time[i] === 0 ? 1 : 0, D.time[i] === 0 ? 0 : D.start[i]];
  for (let k = 1; k < rows.length; k++) {
    const [a, b] = [rank(rows[k - 1]), rank(rows[k])];
    assert.ok(a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]));
  }
});

test("a large map is listed in the same order by time", () => {
  const app = filled(60_000);
  const rows = plain(app.toldOrder());
  assert.equal(new Set(rows).size, 60_000);
  const { D } = app;
  for (let k = 1; k < rows.length; k++) {
    const [a, b] = [rows[k - 1], rows[k]];
    assert.ok(D.time[b] === 0 || (D.time[a] !== 0 && D.start[a] <= D.start[b]));
  }
});

for (const [days, step] of [[30, "day"], [600, "week"], [3000, "month"], [40_000, "year"], [400_000, "decade"], [1_100_000, "century"]]) {
  test(`a span of ${days} days is cut by the ${step}, each incident counted once`, () => {
    const app = filled(400);
    app.D.t0 = app.minutesOf(900, 3, 7);
    app.D.start = Uint32Array.from({ length: 400 }, (_, i) => Math.floor((i / 399) * days) * 1440);
    app.D.duration = app.D.duration.map(() => 1);
    app.makeBins();
    app.countBins();
    assert.equal(app.T.step, step);
    assert.ok(app.T.bins.length < 160);
    for (let b = 1; b < app.T.bins.length; b++) assert.ok(app.T.bins[b] > app.T.bins[b - 1]);
    const dated = all(app).filter((i) => app.D.time[i] === 1).length;
    assert.ok(Math.abs(app.T.counts.reduce((a, b) => a + b, 0) - dated) < 1e-6);
  });
}

test("without a date there is no histogram", () => {
  const app = filled(10);
  app.D.time = new Uint32Array(10);
  app.makeBins();
  app.countBins();
  assert.deepEqual(plain(app.T.bins), []);
});
