/** The app's scripts as one, as the page has them, with what they need of a browser. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

export const given = JSON.parse(readFileSync(process.env.GEOMAP_GIVEN, "utf8"));

/** Names of the app that tests use, read after loading. */
const NAMES = [
  "bytesFromLetters", "inflateGzip", "unpacked", "unshuffle", "undelta", "decodeTokens", "textFromBytes", "parseLines", "worldY", "latOfWorldY",
  "foldText", "wantedPieces", "searchCoded", "matchRecords", "utf16Offset", "safeUrl", "isoParts", "dateWords", "rangeWords", "whenWords", "durationWords", "windowWords",
  "D", "F", "R", "T", "initFilter", "applyFilter", "count", "listedRows", "clearFilter", "isFiltered", "isWholly", "toldOrder",
  "BY_TYPE", "BY_STATUS", "BY_TIME", "BY_QUERY", "BY_TOLL", "BY_SOURCE",
  "makeBins", "countBins", "floorBin", "nextBin", "minutesOf", "partsOfMinutes",
  "csvCell", "xmlText", "closedRing", "circle", "kmlGeometry", "readWindow", "isoOf", "t", "plural",
];

/** A fresh app: nothing is shared between tests. @param {string} [lang] */
export function load(lang = "fr") {
  const context = vm.createContext({
    TextDecoder, TextEncoder, URL, Blob, Response, DecompressionStream, console, Intl, performance,
    setTimeout, clearTimeout, requestAnimationFrame: setTimeout,
    window: { setTimeout, clearTimeout, addEventListener() {} },
    document: { addEventListener() {}, getElementById: () => null, readyState: "complete" },
    matchMedia: () => ({ matches: false, addEventListener() {} }),
  });
  const script = given.modules.map((name) => readFileSync(join(process.env.GEOMAP_WEB, "src", name + ".js"), "utf8")).join("\n");
  const face = vm.runInContext(`${script}\n;({ ${NAMES.join(", ")}, speak: (ui, lang) => { UI = ui; uiLang = lang; } })`, context, { filename: "app.js" });
  face.speak(given.ui, lang);
  return face;
}

/** @param {string} text base64 */
export const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
/** Arrays of another realm as plain ones, to be compared. @param {Iterable<number>} values */
export const plain = (values) => Array.from(values);
