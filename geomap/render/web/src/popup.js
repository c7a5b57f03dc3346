/** The card of an incident: its words, who says so, when, where, and why here. */

/** @type {any} */
let card = null;
/** @type {number[]} */
let cardRows = [];
let cardIndex = 0;
/** @type {Element | null} */
let returnFocus = null;

/**
 * Open the card of some incidents.
 * @param {number[]} rows
 * @param {{index?: number, focus?: boolean, pan?: boolean}} [options]
 */
async function openCard(rows, options = {}) {
  if (!rows.length) return;
  if (card.hidden && options.focus !== false) returnFocus = document.activeElement;
  cardRows = rows;
  cardIndex = options.index || 0;
  await showCard(options.focus !== false, options.pan !== false);
}

/** @param {boolean} focus @param {boolean} pan */
async function showCard(focus, pan) {
  const row = cardRows[cardIndex];
  selected = row;
  const record = await readRecord(row);
  if (selected !== row) return;
  card.lang = uiLang;
  fill(card, cardHead(row, record), el("div", { class: "gm-card-body" }, cardBody(row, record)));
  card.hidden = false;
  markFound();
  document.body.classList.add("gm-has-card");
  if (pan) panTo(row);
  redraw();
  markListed();
  if (focus) card.querySelector("h2").focus({ preventScroll: false });
  writeState(record.i);
}

/** @param {boolean} [keepFocus] */
function closeCard(keepFocus) {
  if (card.hidden) return;
  card.hidden = true;
  document.body.classList.remove("gm-has-card");
  selected = -1;
  redraw();
  markListed();
  writeState();
  if (!keepFocus && returnFocus instanceof HTMLElement && returnFocus.isConnected) returnFocus.focus();
  returnFocus = null;
}

/** @param {number} step */
function pageCard(step) {
  cardIndex = (cardIndex + step + cardRows.length) % cardRows.length;
  showCard(true, true);
}

/** The incident after or before in the list. @param {number} step */
function stepList(step) {
  const rows = listedRows(selected < 0 || isDrawn(selected));
  if (!rows.length) return;
  const at = rows.indexOf(selected);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : (at + step + rows.length) % rows.length;
  openCard([rows[next]], { focus: true });
}

/** Move the map only when what is open is out of sight or under the card. @param {number} row */
function panTo(row) {
  if (!isDrawn(row)) return;
  const view = drawn.view;
  if (!view) return;
  const kind = D.kind[row];
  const shape = kind === LINE || kind === AREA ? D.shapes[D.shape[row] - 1] : null;
  const bounds = map.getBounds();
  if (shape) {
    const box = [[latOfWorldY(shape.box[3]), shape.box[0] * 360 - 180], [latOfWorldY(shape.box[1]), shape.box[2] * 360 - 180]];
    if (!bounds.intersects(box)) map.fitBounds(box, { ...mapPadding(), maxZoom: 9, animate: !stillness() });
    return;
  }
  const at = L.latLng(D.lat[row] / D.scale, D.lon[row] / D.scale);
  const point = map.latLngToContainerPoint(at);
  const free = freeOfCard();
  if (point.x > free.left + 40 && point.x < free.right - 60 && point.y > free.top + 30 && point.y < free.bottom - 20) return;
  const wanted = L.point((free.left + free.right) / 2, (free.top + free.bottom) / 2);
  const middle = map.getSize().divideBy(2);
  map.panTo(map.unproject(map.project(at).subtract(wanted).add(middle)), { animate: !stillness() });
}

/** The part of the map, in its pixels, that neither the open card nor the timeline covers. */
function freeOfCard() {
  const home = map.getContainer().getBoundingClientRect();
  const covered = card.getBoundingClientRect();
  const free = { left: 0, top: 0, right: home.width, bottom: home.height - (ui.timeline.hidden ? 0 : 104) };
  if (card.hidden) return free;
  const beside = covered.left - home.left;
  const above = covered.top - home.top;
  // A card beside the map, or a sheet over its lower part.
  if (beside > 140) free.right = beside;
  else if (above > 90) free.bottom = Math.min(free.bottom, above);
  return free;
}

const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @param {number} row @param {Rec} record */
function cardHead(row, record) {
  const pager =
    cardRows.length > 1 &&
    el(
      "div",
      { class: "gm-pager", role: "group", "aria-label": t("card.same_place") },
      iconButton("prev", t("card.previous"), () => pageCard(-1)),
      el("span", { class: "gm-count" }, t("card.of", number(cardIndex + 1), number(cardRows.length))),
      iconButton("next", t("card.next"), () => pageCard(1)),
    );
  return el(
    "header",
    { class: "gm-card-head" },
    isDrawn(row) && symbolIcon(lookOf(row), 26),
    el("p", { class: "gm-kicker" }, el("span", { class: "gm-kicker-layer" }, t("layer." + D.v.layers[layerOf(row)])), t("type." + typeOf(row)), record.b ? " · " + termWords("subtype", record.b) : ""),
    pager,
    iconButton("close", t("card.close"), () => closeCard()),
  );
}

/** @param {number} row @param {Rec} record */
function cardBody(row, record) {
  const where = record.l || {};
  return [
    el("h2", { id: "gm-card-title", tabIndex: -1, ...headlineLang(record) }, headlineOf(row, record)),
    el("p", { class: "gm-when" }, el("strong", null, whenText(row, record)), basisText(record.w)),
    where.n && el("p", { class: "gm-where" }, el("strong", null, inLanguage(where.nn || where.n)), placeContext(where)),
    chips(row, record),
    record.x && el("p", { class: "gm-whynot" }, t("card.why_not") + " ", reasonWords(record.x)),
    quotesPart(record),
    tollsPart(record),
    claimsPart(record),
    actorsPart(record),
    itemsPart(record),
    herePart(row, record),
    linksPart(record),
    footPart(row, record),
  ];
}

/** @param {number} row @param {Rec} record */
function whenText(row, record) {
  if (record.w) return whenWords(record.w);
  return D.time[row] === UNDATED ? t("undated") : windowWords(startOf(row), endOf(row));
}

/** Tolls a headline tells, the gravest first. */
const TOLD = ["killed", "missing", "injured_critical", "injured_severe", "injured", "injured_light", "hospitalised", "abducted", "arrested", "evacuated", "displaced"];

/**
 * The headline in the interface language: as it was made when that is the text's own language or an
 * analyst's, else made again of the same fields.
 * @param {number} row @param {Rec} record
 */
function headlineOf(row, record) {
  if (record.h && (headlineStays(record) || quoteLang(record) === uiLang)) return spaced(record.h);
  /** Lowest and highest count by kind: contradictory ones are told as a span. @type {Map<string, any[][]>} */
  const byKind = new Map();
  for (const toll of record.k || []) {
    const counted = toll[3] ?? toll[2] ?? toll[4];
    if (toll[9] || !counted || toll[8] || (toll[10] && toll[10] !== "actual") || !TOLD.includes(toll[0])) continue;
    byKind.set(toll[0], [...(byKind.get(toll[0]) || []), toll]);
  }
  const tolls = TOLD.filter((kind) => byKind.has(kind)).slice(0, 2).map((kind) => {
    const told = /** @type {any[][]} */ (byKind.get(kind));
    const counts = told.map((toll) => toll[3] ?? toll[2] ?? toll[4]);
    const low = Math.min(...counts), high = Math.max(...counts);
    return (low < high ? number(low) + "–" + number(high) : tollNumber(told[0])) + " " + termWords("toll", kind);
  });
  const place = placeOf(row) || (record.l && inLanguage(record.l.nn || record.l.n));
  const rest = [place, ...tolls].filter(Boolean).join(", ");
  const type = termWords("told", typeOf(row));
  return rest ? t("card.headline", type, rest) : type;
}

/** A corrected headline is somebody's words. @param {Rec} record */
const headlineStays = (record) => Boolean(record.cb && record.cb.length) || !quoteLang(record);

/** The language of a headline that is not in the page's. @param {Rec} record */
const headlineLang = (record) => (record.h && headlineStays(record) && quoteLang(record) ? { lang: quoteLang(record) } : {});

/** How the date is known. @param {any} when */
function basisText(when) {
  if (!when) return "";
  if (when.q) return " " + t("basis." + when.b, when.q);
  return hasWord(`basis.${when.b}_plain`) ? " " + t(`basis.${when.b}_plain`) : "";
}

/** @param {any} where */
function placeContext(where) {
  const parts = [where.fa && classWords(where.fa), where.c && countryName(where.c)].filter(Boolean);
  return parts.length ? ", " + parts.join(", ") : "";
}

/** A closed word in the interface language, or as it came. @param {string} list @param {string} word */
function termWords(list, word) {
  return hasWord(`${list}.${word}`) ? t(`${list}.${word}`) : String(word).replace(/_/g, " ");
}

/** What was hit, used or followed: a class of things, or a type of incident. @param {string} word */
const classWords = (word) => (hasWord("type." + word) && !hasWord("class." + word) ? t("type." + word) : termWords("class", word));

/** @param {number} row @param {Rec} record */
function chips(row, record) {
  const status = D.v.statuses[D.status[row]];
  const realis = D.v.realis[D.realis[row]];
  const flags = D.flags[row];
  const words = [
    ["gm-chip gm-s-" + status, t("status." + status)],
    realis !== "actual" && ["gm-chip", t("realis." + realis)],
    flags & BACKGROUND && ["gm-chip", t("state.background")],
    flags & SERIES && realis !== "iterative" && ["gm-chip", t("state.series")],
    flags & NEGATED && ["gm-chip", t("negated")],
    record.g && record.g[0] && ["gm-chip gm-plain", t("grade." + record.g[0].slice(-1))],
  ];
  return el("ul", { class: "gm-chips" }, words.filter(Boolean).map((/** @type {any} */ w) => el("li", { class: w[0] }, w[1])));
}

/** @param {string} title @param {...any} content */
function part(title, ...content) {
  return el("section", { class: "gm-part" }, el("h3", null, title), content);
}

/** @param {Rec} record */
function quotesPart(record) {
  const quotes = record.q || [];
  const withWords = quotes.filter((/** @type {any} */ q) => q.length > 3);
  if (!withWords.length) {
    if (!quotes.length) return null;
    return el("p", { class: "gm-cite" }, t("card.no_quotes"), " ", citation(record, quotes[0]));
  }
  return withWords.map((/** @type {any} */ q, /** @type {number} */ i) => {
    const [document_, , , exact, prefix, suffix, marks] = q;
    const lang = documentOf(record, document_).l;
    const before = el("span", { class: "gm-context", hidden: true }, prefix);
    const after = el("span", { class: "gm-context", hidden: true }, suffix);
    const toggle =
      (prefix || suffix) &&
      el("button", { type: "button", class: "gm-link", "aria-expanded": "false", onclick: (/** @type {any} */ event) => {
        const open = before.hidden;
        before.hidden = after.hidden = !open;
        event.currentTarget.setAttribute("aria-expanded", String(open));
      } }, t("card.context"));
    const next = withWords[i + 1];
    const cite = !next || next[0] !== document_;
    return [
      el("blockquote", { class: "gm-quote", lang: lang || null, dir: "auto" }, before, el("span", { class: "gm-exact" }, markedQuote(exact, marks || [])), after),
      el("p", { class: "gm-cite" }, cite && el("span", { class: "gm-cite-source" }, citation(record, q)), toggle, copyButton(exact)),
    ];
  });
}

/** Where a quote ends, in code points. @param {any} q @returns {number} */
function quoteEnd(q) {
  return q[2] || q[1] + (q.length > 3 ? [...q[3]].length : 0);
}

/** Outlet, title, date and position of a quote. @param {Rec} record @param {any} q */
function citation(record, q) {
  const document_ = documentOf(record, q[0]);
  const title = document_.t || document_.s || document_.id;
  const parts = [document_.o && el("span", null, document_.o), title && (document_.u ? link(document_.u, title) : el("cite", null, title)), document_.d && el("span", null, dateWords(document_.d)), el("span", null, t("card.characters", number(q[1]), number(quoteEnd(q))))].filter(Boolean);
  return parts.flatMap((node, i) => (i ? [" · ", node] : [node]));
}

/** @param {string} words */
function copyButton(words) {
  return el("button", { type: "button", class: "gm-link", onclick: () => copyText(words) }, t("card.copy_quote"));
}

/** @param {string} words */
async function copyText(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const area = el("textarea", { value: words, class: "gm-away", "aria-hidden": "true" });
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce(t("copied"));
}

/** A count in words: "au moins 24". @param {any[]} toll */
function tollNumber(toll) {
  const [, , low, best, high, qualifier] = toll;
  const n = (/** @type {any} */ v) => (v === null || v === undefined ? "" : number(v));
  if (qualifier === "between" && low !== null && high !== null) return t("qualifier.between", n(low), n(high));
  if (best === 0 && high === 0) return t("qualifier.none");
  if (qualifier === "exact" && best !== null) return n(best);
  const value = best ?? low ?? high;
  return hasWord("qualifier." + qualifier) ? t("qualifier." + qualifier, n(value)) : n(value);
}

/** @param {Rec} record */
function tollsPart(record) {
  const tolls = record.k || [];
  if (!tolls.length) return null;
  const sources = Object.fromEntries((record.s || []).map((/** @type {any} */ s) => [s[0], s]));
  const items = tolls.map((/** @type {any} */ toll) => {
    const claim = sources[toll[7]];
    const who = claim && claim[2] !== "newsroom" ? t("card.says", claim[1]) : t("card.newsroom");
    const subset = toll[8] ? " " + t("card.among", termWords("toll", toll[8])) : "";
    return el(
      "li",
      { class: toll[9] ? "gm-old" : null },
      el("strong", null, tollNumber(toll)),
      " ",
      termWords("toll", toll[0]),
      toll[1] && toll[1] !== "persons" ? ` (${termWords("group", toll[1])})` : "",
      subset,
      toll[10] && toll[10] !== "actual" ? " " + t("realis." + toll[10]) : "",
      toll[9] ? " " + t("card.superseded") : "",
      el("span", { class: "gm-source" }, " — ", who),
      toll[6] && el("q", { class: "gm-small-quote", lang: quoteLang(record) }, toll[6]),
    );
  });
  return part(t("card.toll"), el("ul", { class: "gm-list" }, items));
}

/** @param {Rec} record */
function quoteLang(record) {
  const first = (record.q || [])[0];
  return first ? documentOf(record, first[0]).l || null : null;
}

/** @param {Rec} record */
function claimsPart(record) {
  const claims = record.s || [];
  if (!claims.length) return null;
  const items = claims.map((/** @type {any} */ claim) => {
    const [, source, role, side, channel, stance, hedge, words] = claim;
    if (role === "newsroom") return el("li", null, t("card.newsroom"));
    return el(
      "li",
      null,
      el("strong", null, source),
      // A named source without a known role is not "an unnamed source".
      role && role !== "unattributed" ? ", " + termWords("source_role", role) : "",
      side ? ` (${countryName(side)})` : "",
      stance && stance !== "asserts" ? ` — ${termWords("stance", stance)}` : "",
      channel ? ", " + t("card.channel", channel) : "",
      hedge ? ` — ${termWords("hedge", hedge)}` : "",
      words && el("q", { class: "gm-small-quote", lang: quoteLang(record) }, words),
    );
  });
  return part(t("card.who"), el("ul", { class: "gm-list" }, items));
}

/** @param {Rec} record */
function actorsPart(record) {
  const actors = record.a || [];
  if (!actors.length) return null;
  const items = actors.map((/** @type {any} */ a) =>
    el("li", null, el("span", { class: "gm-term" }, termWords("actor_role", a[0])), " ", el("strong", null, a[1]), a[2] ? ", " + termWords("actor_type", a[2]) : "", a[3] ? ` (${countryName(a[3])})` : ""),
  );
  return part(t("card.actors"), el("ul", { class: "gm-list" }, items));
}

/** @param {Rec} record */
function itemsPart(record) {
  const items = [];
  for (const [key, title] of [["m", "means"], ["t", "targets"], ["c", "consequences"], ["n", "interceptions"], ["z", "measures"]]) {
    for (const item of record[key] || []) {
      const value = item[2] === null || item[2] === undefined ? "" : ` ${number(item[2])}${item[3] ? " " + item[3] : ""}${item[4] ? " / " + number(item[4]) : ""}`;
      items.push(el("li", null, el("span", { class: "gm-term" }, t("card." + title)), " ", classWords(item[0]), value, item[1] && el("q", { class: "gm-small-quote", lang: quoteLang(record) }, item[1])));
    }
  }
  return items.length ? part(t("card.details"), el("ul", { class: "gm-list" }, items)) : null;
}

/** Metres in words. @param {number} metres */
function distanceWords(metres) {
  const unit = metres < 1000 ? "meter" : "kilometer";
  const value = metres < 1000 ? Math.round(metres) : metres < 10000 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000);
  return new Intl.NumberFormat(uiLang, { style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** Where, how exactly, and why there. @param {number} row @param {Rec} record */
function herePart(row, record) {
  const where = record.l;
  if (!where) return null;
  const precision = D.v.precisions[D.precision[row]];
  const radius = D.radii[D.radius[row]];
  const others = (where.ca || []).filter((/** @type {any} */ c) => c[0] !== where.id);
  const chosen = (where.ca || []).find((/** @type {any} */ c) => c[0] === where.id);
  const pair = (/** @type {string} */ title, /** @type {any[]} */ ...value) => [el("dt", null, title), el("dd", null, value)];
  const disputed = where.di || {};
  return part(
    t("card.here"),
    el(
      "dl",
      { class: "gm-facts" },
      pair(t("card.precision"), t("precision." + precision), radius > 0 && isDrawn(row) ? ` (${t("card.radius", distanceWords(radius))})` : ""),
      where.q && pair(t("card.words"), el("q", { lang: quoteLang(record) }, where.q)),
      where.f && pair(t("card.formula"), where.f),
      where.rr && pair(t("card.role"), reasonWords(where.rr)),
      where.co && where.co.length > 0 && pair(t("card.within"), where.co.join(", ")),
      where.di && pair(t("card.disputed"), [disputed.de_jure && t("card.de_jure", countryName(disputed.de_jure)), disputed.control_per_text && t("card.control_text", disputed.control_per_text), controlRecord(disputed.control_per_record)].filter(Boolean).join(" ; ")),
      D.meta.blurKm && pair(t("card.blurred"), t("blur", number(D.meta.blurKm))),
      chosen && pair(t("card.chosen"), candidateWords(chosen, inLanguage(where.nn))),
      others.length > 0 && pair(t("card.runners"), el("ul", { class: "gm-list" }, others.map((/** @type {any} */ c) => el("li", null, candidateWords(c))))),
    ),
  );
}

/** Who holds a disputed place, per the gazetteer's record. @param {any} control */
function controlRecord(control) {
  if (!control) return "";
  const list = Array.isArray(control) ? control : [control];
  const words = list.map((entry) => (typeof entry === "string" ? (/^[A-Z]{2}$/.test(entry) ? countryName(entry) : entry) : [countryName(entry.country), termWords("territory", entry.status || ""), entry.since || ""].filter(Boolean).join(" "))).filter(Boolean);
  return words.length ? t("card.control_record", words.join(", ")) : "";
}

/** @param {any} c candidate @param {string} [known] its name in the interface language */
function candidateWords(c, known) {
  const [, name, country, , , , probability, , reasons] = c;
  const percent = new Intl.NumberFormat(uiLang, { style: "percent", maximumFractionDigits: 0 }).format(probability);
  const why = (reasons || []).map(reasonWords).filter(Boolean).join(" ; ");
  return `${known || name}${country ? ", " + countryName(country) : ""} — ${percent}${why ? " : " + why : ""}`;
}

/** @param {Rec} record */
function linksPart(record) {
  /** @type {any[]} */
  const entries = [];
  const add = (/** @type {string} */ word, /** @type {string} */ id) => entries.push(el("li", null, t("card." + word), " ", el("button", { type: "button", class: "gm-link", onclick: async () => {
    const row = await rowOfId(id);
    if (row >= 0) openCard([row]);
  } }, id)));
  if (record.po) add("part_of", record.po);
  if (record.ab) add("about", record.ab);
  for (const id of record.me || []) add("member", id);
  const others = Math.max(record.o || 0, (record.sa || []).length);
  const same = others ? el("li", null, t("card.same_as", number(others))) : null;
  const corrected = record.cb && record.cb.length ? el("li", null, t("card.corrected", record.cb.join(", "))) : null;
  return entries.length || same || corrected ? el("ul", { class: "gm-list gm-links" }, entries, same, corrected) : null;
}

/** @param {number} row @param {Rec} record */
function footPart(row, record) {
  const permalink = () => location.href.split("#")[0] + "#" + stateHash(record.i);
  return el(
    "footer",
    { class: "gm-card-foot" },
    el("code", { title: t("card.id") }, record.i),
    el("button", { type: "button", class: "gm-link", onclick: () => copyText(permalink()) }, t("card.permalink")),
    isDrawn(row) && el("button", { type: "button", class: "gm-link", onclick: () => zoomTo(row) }, t("card.zoom")),
    reviewButton(row, record),
  );
}

/** @param {number} row */
function zoomTo(row) {
  const kind = D.kind[row];
  const shape = kind === LINE || kind === AREA ? D.shapes[D.shape[row] - 1] : null;
  if (shape) map.fitBounds([[latOfWorldY(shape.box[3]), shape.box[0] * 360 - 180], [latOfWorldY(shape.box[1]), shape.box[2] * 360 - 180]], { ...mapPadding(), animate: !stillness() });
  else map.setView([D.lat[row] / D.scale, D.lon[row] / D.scale], Math.max(map.getZoom(), 9), { animate: !stillness() });
}
