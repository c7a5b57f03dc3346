import assert from "node:assert/strict";
import test from "node:test";
import { load, plain } from "./load.mjs";

test("no cell is a formula, every cell is one cell", () => {
  const app = load();
  for (const bad of ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"]) assert.match(app.csvCell(bad), /^"?'/);
  assert.equal(app.csvCell(-3.5), "-3.5");
  assert.equal(app.csvCell(null), "");
  assert.equal(app.csvCell('a"b,c'), '"a""b,c"');
  assert.equal(app.csvCell("a\nb"), '"a\nb"');
});

test("XML holds no mark-up of the text and no character it cannot write", () => {
  const app = load();
  assert.equal(app.xmlText('<b a="1">&\u0000\ufffe\ud800x</b>'), "&lt;b a=&quot;1&quot;&gt;&amp;\ufffd\ufffd\ufffdx&lt;/b&gt;");
  assert.equal(app.xmlText("😀"), "😀");
});

test("rings are closed and turned as RFC 7946 asks", () => {
  const app = load();
  const area = (ring) => ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0);
  const square = [[0, 0], [0, 1], [1, 1], [1, 0]];
  for (const ring of [square, [...square].reverse(), [...square, square[0]]]) {
    const outer = app.closedRing(ring.map((p) => [...p]), 0);
    assert.deepEqual(plain(outer[0]), plain(outer.at(-1)));
    assert.ok(area(outer) > 0);
    assert.ok(area(app.closedRing(ring.map((p) => [...p]), 1)) < 0);
  }
});

test("a circle stays on the earth", () => {
  const app = load();
  for (const [lon, lat] of [[0, 0], [180, 10], [-180, -89.9], [5, 90]]) {
    const [ring] = app.circle(lon, lat, 50_000).coordinates;
    assert.equal(ring.length, 65);
    for (const [x, y] of ring) assert.ok(Math.abs(x) <= 180 && Math.abs(y) <= 90);
  }
});

test("shapes of many parts become KML of many parts", () => {
  const app = load();
  assert.equal(app.kmlGeometry(null), "");
  const kml = app.kmlGeometry({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, { type: "MultiLineString", coordinates: [[[0, 0], [1, 1]]] }] });
  assert.equal(kml, "<MultiGeometry><Point><coordinates>1,2</coordinates></Point><MultiGeometry><LineString><coordinates>0,0 1,1</coordinates></LineString></MultiGeometry></MultiGeometry>");
});

test("a window in the address is two minutes in order, or nothing", () => {
  const app = load();
  assert.deepEqual(plain(app.readWindow("2024-01-01T00:00_2024-01-02T00:00")), [28401120, 28402560]);
  for (const bad of [undefined, "", "x_y", "2024-01-02T00:00_2024-01-01T00:00", "2024-99-01T00:00_2024-01-02T00:00"]) assert.equal(app.readWindow(bad), null);
  assert.equal(app.isoOf(28401120), "2024-01-01T00:00");
  assert.equal(app.isoOf(1e18), null);
});
