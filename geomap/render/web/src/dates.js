/** Dates in words, with the precision they were told with and nothing more. */

const MINUTES_PER_DAY = 1440;

/** @param {string | undefined} iso @returns {{y: number, m: number, d: number, h: number, min: number, parts: number} | null} */
function isoParts(iso) {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?/.exec(iso || "");
  if (!found) return null;
  const [y, m, d, h, min] = found.slice(1, 6).map((x) => (x === undefined ? -1 : Number(x)));
  return { y, m, d, h, min, parts: m < 0 ? 1 : d < 0 ? 2 : h < 0 ? 3 : 5 };
}

/** @param {{y: number, m: number, d: number}} p @param {Intl.DateTimeFormatOptions} options */
function formatDay(p, options) {
  const date = new Date(Date.UTC(2000, Math.max(0, p.m - 1), Math.max(1, p.d)));
  date.setUTCFullYear(p.y);
  const words = new Intl.DateTimeFormat(uiLang === "en" ? "en-GB" : uiLang, { timeZone: "UTC", ...options }).format(date);
  return uiLang === "fr" ? words.replace(/^1 /, "1er ") : words;
}

/** One ISO date in words. @param {string | undefined} iso */
function dateWords(iso) {
  const p = isoParts(iso);
  if (!p) return "";
  if (p.parts === 1) return String(p.y);
  if (p.parts === 2) return formatDay(p, { month: "long", year: "numeric" });
  const day = formatDay(p, { day: "numeric", month: "long", year: "numeric" });
  if (p.parts === 3) return day;
  return t("date.at", day, timeWords(p));
}

/** @param {{h: number, min: number}} p */
function timeWords(p) {
  const two = String(p.min).padStart(2, "0");
  return uiLang === "fr" ? `${p.h} h ${two}` : `${String(p.h).padStart(2, "0")}:${two}`;
}

/** "de octobre" is no French. @param {string} words */
function elided(words) {
  return uiLang === "fr" ? words.replace(/\bde (?=[aeiouyéèâ])/gi, (de) => `${de[0]}'`) : words;
}

/** Whole months as the month, whole years as the year: what a range of days says too. @param {string} from @param {string} to @returns {[string, string]} */
function wholePeriod(from, to) {
  const a = isoParts(from);
  const b = isoParts(to);
  if (!a || !b || a.parts !== 3 || b.parts !== 3 || a.d !== 1) return [from, to];
  const last = new Date(Date.UTC(2000, 0, 1));
  last.setUTCFullYear(b.y, b.m, 0);
  if (b.d !== last.getUTCDate()) return [from, to];
  return a.m === 1 && b.m === 12 ? [from.slice(0, 4), to.slice(0, 4)] : [from.slice(0, 7), to.slice(0, 7)];
}

/** "12 au 13 septembre 2023", without saying twice what both share. @param {string} from @param {string} to */
function rangeWords(from, to) {
  [from, to] = wholePeriod(from, to);
  const a = isoParts(from);
  const b = isoParts(to);
  if (!a || !b) return dateWords(from || to);
  if (a.parts < 3 || b.parts < 3) {
    const sameYear = a.parts === 2 && b.parts === 2 && a.y === b.y && a.m !== b.m;
    const first = sameYear ? formatDay(a, { month: "long" }) : dateWords(from.slice(0, 10));
    const last = dateWords(to.slice(0, 10));
    if (first === last) return first;
    const path = a.parts < 3 ? (b.parts < 3 ? "date.span" : "date.span_to_day") : "date.range_to_month";
    return elided(t(path, first, last));
  }
  if (a.y === b.y && a.m === b.m && a.d === b.d) return dateWords(from.slice(0, 10));
  return t("date.range", firstDayWords(a, b), dateWords(to.slice(0, 10)));
}

/** The first of two days without the month and the year it shares with the second. @param {{y: number, m: number, d: number}} a @param {{y: number, m: number, d: number}} b */
function firstDayWords(a, b) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = a.y !== b.y ? { day: "numeric", month: "long", year: "numeric" } : a.m !== b.m ? { day: "numeric", month: "long" } : { day: "numeric" };
  const words = formatDay(a, options);
  return uiLang === "fr" && words === "1" ? "1er" : words;
}

/** A word for a day, or the like for a month or a year. @param {string} path @param {string} iso @param {string} [more] */
function dayOrPeriod(path, iso, more) {
  const p = isoParts(iso);
  return elided(t(p && p.parts >= 3 ? path : `${path}_period`, dateWords(iso.slice(0, 10)), more));
}

/** 19 as "XIXe", "19th". @param {number} n */
function ordinalWords(n) {
  /** @type {Record<string, string>} */
  const ends = { one: "st", two: "nd", few: "rd" };
  if (uiLang !== "fr") return n + (ends[new Intl.PluralRules("en", { type: "ordinal" }).select(n)] || "th");
  const roman = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
  return "X".repeat(Math.floor(n / 10)) + roman[n % 10] + (n === 1 ? "er" : "e");
}

/** One date of EDTF in words: "vers 1850", "années 1990", "XIXe siècle". @param {string} edtf */
function edtfWords(edtf) {
  const century = /^(\d\d)XX/.exec(edtf);
  if (century) return t("date.century", ordinalWords(Number(century[1]) + 1));
  const decade = /^(\d{3})X/.exec(edtf);
  if (decade) return t("date.decade", `${Number(decade[1])}0`);
  const iso = edtf.replace(/[~?%]/g, "");
  const words = dateWords(iso) + (/T.*Z$/.test(iso) ? " GMT" : "");
  return words && /[~%]/.test(edtf) ? dayOrPeriod("date.about", iso) : words;
}

/** What EDTF says, in words; the empty string when it is none that geomap writes. @param {any} when */
function edtfRangeWords(when) {
  const edtf = String(when.e || "");
  if (!/^[\dX~?%.,/[\]{}:TZ+-]*$/.test(edtf)) return "";
  const set = /^([[{])(.+)[\]}]$/.exec(edtf);
  if (set) {
    const members = set[2].split(",");
    const last = members.pop() || "";
    const b = isoParts(last);
    const first = members.map((m) => {
      const a = isoParts(m);
      return a && b && a.parts === 3 && b.parts === 3 ? firstDayWords(a, b) : edtfWords(m);
    });
    return t(set[1] === "[" ? "date.either" : "date.both", first.join(", "), edtfWords(last));
  }
  const [from, to] = edtf.split("/");
  if (to === undefined) return edtfWords(from);
  if (from === "..") return dayOrPeriod("date.until", to);
  if (to === "..") return dayOrPeriod("date.from", from);
  if (when.o) return dayOrPeriod(/[~%]/.test(from) ? "date.ongoing_about" : "date.ongoing", from.replace(/[~?%]/g, ""), dateWords(to));
  if (/[~%]/.test(edtf)) return elided(t("date.span", edtfWords(from), edtfWords(to)));
  return rangeWords(from, to);
}

/**
 * When an incident was, in words.
 * @param {any} when the record's `w`
 * @returns {string}
 */
function whenWords(when) {
  if (!when) return t("undated");
  const from = when.s;
  const to = when.t;
  if (when.p === "part_of_day" && when.d && from && to) {
    // A night has two dates; the other parts of a day have one.
    const days = when.d === "night" ? rangeWords(from.slice(0, 10), to.slice(0, 10)) : dateWords(from.slice(0, 10));
    const night = when.d === "night" && from.slice(0, 10) !== to.slice(0, 10);
    return t(night ? "date.night_range" : `date.part.${when.d}`, days);
  }
  if (when.p === "hour" && from && to) {
    const a = isoParts(from);
    const b = isoParts(to);
    if (a && b && a.parts === 5 && b.parts === 5 && from.slice(0, 10) === to.slice(0, 10)) {
      return t("date.between", dateWords(from.slice(0, 10)), timeWords(a), timeWords(b)) + (/Z$/.test(from) ? " GMT" : "");
    }
  }
  if (when.p === "week" && from && to) return t("date.week", rangeWords(from, to));
  const told = edtfRangeWords(when);
  if (told) return told;
  if (!from && !to) return when.u ? t("date.for", durationWords(when.u)) : when.q ? t("date.unknown_quote", when.q) : t("undated");
  if (!from) return dayOrPeriod("date.until", to);
  if (!to) return dayOrPeriod("date.from", from);
  if (when.p === "minute" || when.p === "second") return dateWords(from);
  return rangeWords(from, to);
}

/** @param {string} duration ISO 8601 */
function durationWords(duration) {
  const found = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!found) return duration;
  const units = ["year", "month", "week", "day", "hour", "minute", "second"];
  return units
    .map((unit, i) => (found[i + 1] ? new Intl.NumberFormat(uiLang, { style: "unit", unit, unitDisplay: "long" }).format(Number(found[i + 1])) : ""))
    .filter(Boolean)
    .join(" ");
}

/** Minutes since 1970 (local, no zone) to parts of a date. @param {number} minutes */
function partsOfMinutes(minutes) {
  const date = new Date(minutes * 60000);
  return { y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate(), h: date.getUTCHours(), min: date.getUTCMinutes() };
}

/** A day in words from minutes. @param {number} minutes @param {boolean} [short] */
function dayOfMinutes(minutes, short) {
  return formatDay(partsOfMinutes(minutes), { day: "numeric", month: short ? "short" : "long", year: "numeric" });
}

/** A window of time in words; `to` is exclusive. @param {number} from @param {number} to */
function windowWords(from, to) {
  const a = partsOfMinutes(from);
  const b = partsOfMinutes(to - 1);
  const iso = (/** @type {{y: number, m: number, d: number}} */ p) => `${String(p.y).padStart(4, "0")}-${String(p.m).padStart(2, "0")}-${String(p.d).padStart(2, "0")}`;
  return rangeWords(iso(a), iso(b));
}
