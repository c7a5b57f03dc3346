import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { load } from "./load.mjs";

const DAY = { s: "2024-05-14", t: "2024-05-14", p: "day" };
const WHEN = [
  [DAY, "14 mai 2024", "14 May 2024"],
  [{ s: "2024-05-01", t: "2024-05-01", p: "day" }, "1er mai 2024", "1 May 2024"],
  [{ s: "2024-05", t: "2024-05", p: "month" }, "mai 2024", "May 2024"],
  [{ s: "2024", t: "2024", p: "year" }, "2024", "2024"],
  [{ s: "0999", t: "0999", p: "year" }, "999", "999"],
  [{ s: "2024-05-13T18:00", t: "2024-05-14T09:00", p: "part_of_day", d: "night" }, "nuit du 13 au 14 mai 2024", "night of 13 to 14 May 2024"],
  [{ s: "2024-05-14T05:30", t: "2024-05-14T05:30", p: "minute" }, "14 mai 2024 à 5 h 30", "14 May 2024 at 05:30"],
  [{ s: "2024-05-12", t: "2024-05-14", p: "days" }, "du 12 au 14 mai 2024", "12 to 14 May 2024"],
  [{ s: "2024-04-30", t: "2024-05-02", p: "days" }, "du 30 avril au 2 mai 2024", "30 April to 2 May 2024"],
  [{ s: "2023-12-30", t: "2024-01-02", p: "days" }, "du 30 décembre 2023 au 2 janvier 2024", "30 December 2023 to 2 January 2024"],
];

test("dates in words, no more precise than they were told", () => {
  const fr = load("fr");
  const en = load("en");
  for (const [when, french, english] of WHEN) {
    assert.equal(fr.whenWords(when).replace(/[\u202f\u00a0]/g, " "), french);
    assert.equal(en.whenWords(when).replace(/[\u202f\u00a0]/g, " "), english);
  }
});

test("dates in words as the table says that holds for the commands too", () => {
  const table = readFileSync(new URL("../../gold/date_words.tsv", import.meta.url), "utf8").trim().split("\n").slice(1);
  const fr = load("fr");
  const en = load("en");
  for (const line of table) {
    const [e, s, to, p, d, ongoing, french, english] = line.split("\t");
    const when = { e, s: s || undefined, t: to || undefined, p, d: d || undefined, o: Boolean(ongoing) };
    assert.equal(fr.whenWords(when).replace(/[\u202f\u00a0]/g, " "), french);
    assert.equal(en.whenWords(when).replace(/[\u202f\u00a0]/g, " "), english);
  }
});

test("a date that is not known is said to be so, an open side is named", () => {
  const app = load("fr");
  assert.equal(app.whenWords(null), app.t("undated"));
  assert.match(app.whenWords({ t: "2024-05-14" }), /14 mai 2024/);
  assert.match(app.whenWords({ s: "2024-05-14" }), /14 mai 2024/);
  assert.notEqual(app.whenWords({ s: "2024-05-14" }), app.whenWords({ t: "2024-05-14" }));
  assert.match(app.whenWords({ q: "naguère" }), /naguère/);
  assert.match(app.whenWords({ u: "P3D" }), /3\sjours/);
  for (const e of ["{{7*7}}", "a/b", "/", "../", "[", "[,]", "{x..y}", "2024-99-99", "\u202e"]) assert.equal(typeof app.whenWords({ e, p: "unknown" }), "string");
  assert.match(app.whenWords({ e: "{{7*7}}", q: "naguère" }), /naguère/);
});

test("a window of time is said by its first and last day", () => {
  const app = load("en");
  const day = 24 * 60;
  assert.equal(app.windowWords(app.minutesOf(2024, 2, 28), app.minutesOf(2024, 2, 29) + day), "28 to 29 February 2024");
});

test("values in a word are words, never patterns", () => {
  const app = load("fr");
  assert.match(app.whenWords({ q: "{0} $& $1 {1}" }), /\{0\} \$& \$1 \{1\}/);
  assert.equal(app.t("__proto__.polluted"), "polluted");
  assert.equal(app.t("constructor"), "constructor");
});

test("code points become places in a string", () => {
  const app = load();
  assert.equal(app.utf16Offset("a😀b", 2), 3);
  assert.equal(app.utf16Offset("😀😀", 9), 4);
  assert.equal(app.utf16Offset("\ud800x", 1), 1);
});

test("only addresses of the web are followed", () => {
  const app = load();
  for (const bad of ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//x.org", "x", "", null, 7, {}]) assert.equal(app.safeUrl(bad), null);
  assert.equal(app.safeUrl("https://x.org/a b"), "https://x.org/a%20b");
});
