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

/** "12 au 13 septembre 2023", without saying twice what both share. @param {string} from @param {string} to */
function rangeWords(from, to) {
  const a = isoParts(from);
  const b = isoParts(to);
  if (!a || !b) return dateWords(from || to);
  if (a.parts < 3 || b.parts < 3) {
    const first = dateWords(from);
    const last = dateWords(to);
    return first === last ? first : t("date.range", first, last);
  }
  if (a.y === b.y && a.m === b.m && a.d === b.d) return dateWords(from.slice(0, 10));
  /** @type {Intl.DateTimeFormatOptions} */
  const options = a.y !== b.y ? { day: "numeric", month: "long", year: "numeric" } : a.m !== b.m ? { day: "numeric", month: "long" } : { day: "numeric" };
  return t("date.range", formatDay(a, options), dateWords(to.slice(0, 10)));
}

/**
 * When an incident was, in words.
 * @param {any} when the record's `w`
 * @returns {string}
 */
function whenWords(when) {
  if (!when || (!when.s && !when.t)) {
    if (when && when.u) return t("date.for", durationWords(when.u));
    return when && when.q ? t("date.unknown_quote", when.q) : t("undated");
  }
  const from = when.s;
  const to = when.t;
  if (!from) return t("date.until", dateWords(to));
  if (!to) return t("date.since", dateWords(from));
  if (when.o) return t("date.ongoing", dateWords(from), dateWords(to));
  if (when.p === "part_of_day" && when.d) {
    // A night has two dates; the other parts of a day have one.
    const days = when.d === "night" ? rangeWords(from.slice(0, 10), to.slice(0, 10)) : dateWords(from.slice(0, 10));
    const night = when.d === "night" && from.slice(0, 10) !== to.slice(0, 10);
    return t(night ? "date.night_range" : `date.part.${when.d}`, days);
  }
  if (when.p === "hour") {
    const a = isoParts(from);
    const b = isoParts(to);
    if (a && b && a.parts === 5 && b.parts === 5 && from.slice(0, 10) === to.slice(0, 10)) {
      return t("date.between", dateWords(from.slice(0, 10)), timeWords(a), timeWords(b));
    }
  }
  if (when.p === "minute" || when.p === "second") return dateWords(from);
  if (when.p === "week") return t("date.week", rangeWords(from, to));
  if (/^\d{3}X$/.test(when.e || "")) return t("date.decade", `${when.e.slice(0, 3)}0`);
  const both = /^[[{]/.test(when.e || "");
  if (both && from !== to) return t(when.e[0] === "[" ? "date.either" : "date.both", dateWords(from), dateWords(to));
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
