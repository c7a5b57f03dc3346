import assert from "node:assert/strict";
import test from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { bytes, given, load, plain } from "./load.mjs";

test("blocks of the page come back as the bytes they were made of", () => {
  const app = load();
  for (const { text, bytes: wanted } of Object.values(given.blocks)) {
    const packed = app.bytesFromLetters(new TextEncoder().encode(text));
    assert.deepEqual(gunzipSync(packed), Buffer.from(wanted, "base64"));
    assert.deepEqual(plain(app.inflateGzip(packed)), plain(bytes(wanted)));
  }
});

test("a block that is not packed is its bytes after a zero byte", async () => {
  const app = load();
  assert.deepEqual(plain(await app.unpacked(new Uint8Array([0, 31, 139, 8]))), [31, 139, 8]);
  assert.deepEqual(plain(await app.unpacked(new Uint8Array(gzipSync(Buffer.from([0, 1]))))), [0, 1]);
});

test("our own inflate reads stored, fixed and dynamic blocks of any length", () => {
  const app = load();
  let state = 1;
  for (let size = 0; size < 70000; size = size * 2 + 1) {
    const data = Uint8Array.from({ length: size }, () => ((state = (state * 1103515245 + 12345) >>> 0) >>> 28) + (size % 97));
    for (const options of [{ level: 0 }, { level: 1 }, { level: 9 }, { strategy: 4 }, { strategy: 2 }]) {
      assert.deepEqual(Buffer.from(app.inflateGzip(new Uint8Array(gzipSync(data, options)))), Buffer.from(data));
    }
  }
  assert.throws(() => app.inflateGzip(new Uint8Array([1, 2, 3])), /not gzip/);
});

test("columns come back plane by plane, positions from their differences", () => {
  const app = load();
  assert.deepEqual(plain(app.unshuffle(bytes(given.column.shuffled), 4)), given.column.values);
  assert.deepEqual(plain(app.undelta(app.unshuffle(bytes(given.degrees.shuffled), 4))), given.degrees.values);
  assert.deepEqual(plain(app.unshuffle(new Uint8Array([1, 2, 3, 4]), 2)), [0x301, 0x402]);
});

test("latitude to the square world and back, poles held at its edges", () => {
  const app = load();
  for (const lat of [-85, -45.5, 0, 12.3, 66, 85]) assert.ok(Math.abs(app.latOfWorldY(app.worldY(lat)) - lat) < 1e-9);
  assert.ok(Math.abs(app.worldY(90)) < 1e-9 && Math.abs(app.worldY(-90) - 1) < 1e-9);
});

test("records stand a line each, coded or not", () => {
  const app = load();
  const dictionary = ["\n", ...given.dictionary.split("\n")];
  const text = app.decodeTokens(bytes(given.coded), dictionary);
  assert.deepEqual(JSON.parse(JSON.stringify(app.parseLines(text))), given.rows);
  assert.deepEqual(plain(app.parseLines("")), []);
});
