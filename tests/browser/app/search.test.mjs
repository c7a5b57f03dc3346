import assert from "node:assert/strict";
import test from "node:test";
import { bytes, given, load, plain } from "./load.mjs";

test("the page folds words as Python does", () => {
  const app = load();
  for (const [text, folded] of Object.entries(given.folds)) assert.equal(app.foldText(text), folded);
});

test("a search of codes finds the rows that a search of words finds", () => {
  const app = load();
  const dictionary = ["\n", ...given.dictionary.split("\n")];
  const folded = dictionary.map(app.foldText);
  const queries = [
    "oeuvre", "d'elodie", "été", "2024", "024", "12024", "1202", "36", "36 morts", "president", "présidente", "kiev president", "+336", "33612345678",
    '"entre', "a\\b", "＂large", "large", "suivante", "ⴰⵣ", "½", "1⁄2", "ete", "<script>", "tab", "1 000", "000 000", "fin", "xxxx", "titre 3", "zaporijia titre", "nulle part", "é", "-", "r1", "0", "9999",
  ];
  for (const query of queries) {
    const terms = app.foldText(query).split(/\s+/).filter(Boolean);
    const wanted = app.matchRecords(given.rows, terms, app.foldText);
    const found = app.searchCoded(bytes(given.coded), dictionary, folded, app.wantedPieces(terms, folded), terms);
    assert.deepEqual(plain(found), plain(wanted), query);
  }
});

test("what is no word of the incident is not searched", () => {
  const app = load();
  // A facility, an offset and a key of the record are not among the words.
  assert.deepEqual(plain(app.matchRecords([{ q: [[0, 2024, 0, "un mot"]], l: { fa: "usine" } }], ["2024"], app.foldText)), []);
  assert.deepEqual(plain(app.matchRecords([{ q: [[0, 2024, 0, "un mot"]] }], ["mot"], app.foldText)), [0]);
});
