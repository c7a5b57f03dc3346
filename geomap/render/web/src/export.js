/** The incidents shown, as GeoJSON, CSV or KML, made in the page. */

/** @param {number} row @param {Rec} record */
function properties(row, record) {
  const document_ = (record.q || []).map((/** @type {any} */ q) => documentOf(record, q[0]))[0] || {};
  const where = record.l || {};
  const dated = D.time[row] !== UNDATED;
  return {
    id: record.i,
    layer: D.v.layers[layerOf(row)],
    type: typeOf(row),
    headline: record.h || null,
    status: D.v.statuses[D.status[row]],
    polarity: D.flags[row] & NEGATED ? "negated" : "affirmed",
    realis: D.v.realis[D.realis[row]],
    recency: D.flags[row] & BACKGROUND ? "background" : "current",
    when: record.w ? { start: record.w.s ?? null, end: record.w.t ?? null, edtf: record.w.e ?? null, precision: record.w.p, basis: record.w.b, quote: record.w.q ?? null } : { start: dated ? isoOf(startOf(row)) : null, end: dated ? isoOf(endOf(row) - 1) : null },
    where: { name: inLanguage(where.nn || where.n) || placeOf(row) || null, place_id: where.id || null, country: where.c || null, precision: D.v.precisions[D.precision[row]], radius_m: D.radii[D.radius[row]] || null, geometry_kind: kindOf(row), disputed: where.di || null },
    actors: (record.a || []).map((/** @type {any} */ a) => ({ role: a[0], name: a[1], type: a[2], country: a[3], claim: a[4] })),
    casualties: (record.k || []).map((/** @type {any} */ k) => ({ kind: k[0], group: k[1], low: k[2], best: k[3], high: k[4], qualifier: k[5], quote: k[6], claim: k[7], subset_of: k[8], superseded: Boolean(k[9]) })),
    claims: (record.s || []).map((/** @type {any} */ s) => ({ id: s[0], source: s[1], source_role: s[2], side: s[3], channel: s[4], stance: s[5], hedge: s[6], attribution: s[7] })),
    quotes: (record.q || []).map((/** @type {any} */ q) => ({ document: documentOf(record, q[0]).id || null, start: q[1], end: quoteEnd(q), exact: q[3] ?? null, prefix: q[4] ?? null, suffix: q[5] ?? null })),
    why_not: record.x ? reasonWords(record.x) : null,
    document: { id: document_.id || null, title: document_.t || null, outlet: document_.o || null, url: document_.u || null, date: document_.d || null },
  };
}

/** @param {number} row */
function kindOf(row) {
  const kind = D.kind[row];
  return kind === POINT ? "point" : kind === LINE ? "line" : kind === DRAWER ? null : "area";
}

/** @param {number} minutes */
function isoOf(minutes) {
  const date = new Date(minutes * 60000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 16);
}

/** @param {number} value */
const degrees = (value) => Math.round(value * 1e7) / 1e7;

/** What is drawn of a row, as GeoJSON geometry; an area known only by its radius is a circle of it. @param {number} row @returns {any} */
function geometryOf(row) {
  const kind = D.kind[row];
  if (kind === DRAWER) return null;
  const lon = degrees(D.lon[row] / D.scale);
  const lat = degrees(D.lat[row] / D.scale);
  const shape = D.shape[row] ? D.shapes[D.shape[row] - 1] : null;
  const pieces = [];
  if (kind === POINT) pieces.push({ type: "Point", coordinates: [lon, lat] });
  if (kind === DISC || kind === RING) pieces.push(circle(lon, lat, D.radii[D.radius[row]]));
  for (const part of shape ? shape.parts : []) {
    const rings = part.rings.map(ringDegrees);
    if (part.kind === 0) pieces.push({ type: "Point", coordinates: rings[0][0] });
    else if (part.kind === 1) pieces.push({ type: "LineString", coordinates: rings[0] });
    else pieces.push({ type: "Polygon", coordinates: rings.map(closedRing) });
  }
  if (pieces.length === 1) return pieces[0];
  const types = new Set(pieces.map((piece) => piece.type));
  if (types.size === 1 && pieces.length) return { type: "Multi" + pieces[0].type, coordinates: pieces.map((piece) => piece.coordinates) };
  return { type: "GeometryCollection", geometries: pieces };
}

/** @param {Float64Array} ring */
function ringDegrees(ring) {
  const out = [];
  for (let i = 0; i < ring.length; i += 2) out.push([Math.round((ring[i] * 360 - 180) * 1e5) / 1e5, Math.round(latOfWorldY(ring[i + 1]) * 1e5) / 1e5]);
  return out;
}

/** Closed, and turned as RFC 7946 asks: the outer counter-clockwise, holes clockwise. @param {number[][]} ring @param {number} index */
function closedRing(ring, index) {
  const first = ring[0];
  const last = ring[ring.length - 1];
  const closed = first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
  let area = 0;
  for (let i = 1; i < closed.length; i++) area += closed[i - 1][0] * closed[i][1] - closed[i][0] * closed[i - 1][1];
  return area > 0 === (index === 0) ? closed : closed.reverse();
}

/** @param {number} lon @param {number} lat @param {number} metres */
function circle(lon, lat, metres) {
  const ring = [];
  const dLat = metres / 111195;
  const dLon = dLat / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  for (let i = 0; i < 64; i++) {
    const a = (i * Math.PI) / 32;
    ring.push([degrees(Math.max(-180, Math.min(180, lon + dLon * Math.cos(a)))), degrees(Math.max(-90, Math.min(90, lat + dLat * Math.sin(a))))]);
  }
  ring.push(ring[0]);
  return { type: "Polygon", coordinates: [ring] };
}

/** A cell that no spreadsheet takes for a formula. @param {unknown} value */
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[=+\-@\t\r]/.test(text) && typeof value !== "number") text = "'" + text;
  return /[",\n\r;]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

/** @param {unknown} value */
function xmlText(value) {
  // Characters XML has no way to write are replaced.
  // eslint-disable-next-line no-control-regex
  const text = String(value ?? "").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

const CSV_COLUMNS = ["id", "layer", "type", "headline", "status", "start", "end", "edtf", "date_precision", "place", "country", "lon", "lat", "geometry_kind", "place_precision", "radius_m", "killed", "hurt", "quote", "document", "url"];

/** @param {number} row @param {any} p properties */
function csvLine(row, p) {
  const point = D.kind[row] === POINT;
  const told = (/** @type {number} */ stored) => (stored ? stored - 1 : null);
  return [p.id, p.layer, p.type, p.headline, p.status, p.when.start, p.when.end, p.when.edtf, p.when.precision, p.where.name, p.where.country, point ? degrees(D.lon[row] / D.scale) : null, point ? degrees(D.lat[row] / D.scale) : null, p.where.geometry_kind, p.where.precision, p.where.radius_m, told(D.killed[row]), told(D.hurt[row]), p.quotes.map((/** @type {any} */ q) => q.exact).filter(Boolean).join(" […] "), p.document.title || p.document.id, p.document.url]
    .map(csvCell)
    .join(",");
}

/** @param {any} geometry @returns {string} */
function kmlGeometry(geometry) {
  const list = (/** @type {number[][]} */ points) => points.map((c) => c[0] + "," + c[1]).join(" ");
  if (!geometry) return "";
  if (geometry.type === "Point") return `<Point><coordinates>${list([geometry.coordinates])}</coordinates></Point>`;
  if (geometry.type === "LineString") return `<LineString><coordinates>${list(geometry.coordinates)}</coordinates></LineString>`;
  if (geometry.type === "Polygon") {
    const [outer, ...holes] = geometry.coordinates;
    const ring = (/** @type {number[][]} */ c) => `<LinearRing><coordinates>${list(c)}</coordinates></LinearRing>`;
    return `<Polygon><outerBoundaryIs>${ring(outer)}</outerBoundaryIs>${holes.map((/** @type {number[][]} */ h) => `<innerBoundaryIs>${ring(h)}</innerBoundaryIs>`).join("")}</Polygon>`;
  }
  const parts = geometry.type === "GeometryCollection" ? geometry.geometries : geometry.coordinates.map((/** @type {any} */ coordinates) => ({ type: geometry.type.slice(5), coordinates }));
  return `<MultiGeometry>${parts.map(kmlGeometry).join("")}</MultiGeometry>`;
}

/** @param {number} row @param {any} p */
function placemark(row, p) {
  const quotes = p.quotes.map((/** @type {any} */ q) => q.exact).filter(Boolean).join("\n");
  const when = p.when.start || p.when.end;
  const span = when ? `<TimeSpan>${p.when.start ? `<begin>${xmlText(p.when.start)}</begin>` : ""}${p.when.end ? `<end>${xmlText(p.when.end)}</end>` : ""}</TimeSpan>` : "";
  const data = [["id", p.id], ["layer", p.layer], ["type", p.type], ["status", p.status], ["edtf", p.when.edtf], ["place", p.where.name], ["precision", p.where.precision]];
  return `<Placemark id="i-${xmlText(p.id)}"><name>${xmlText(p.headline || p.type)}</name><description>${xmlText(quotes)}</description>${span}<ExtendedData>${data.map(([k, v]) => `<Data name="${k}"><value>${xmlText(v)}</value></Data>`).join("")}</ExtendedData>${kmlGeometry(geometryOf(row))}</Placemark>`;
}

/**
 * The text of an export as parts, so that a million rows need not be one string.
 * @param {"geojson" | "csv" | "kml"} format
 * @param {Iterable<number>} rows
 */
async function exportParts(format, rows) {
  /** @type {string[]} */
  const parts = [];
  if (format === "geojson") parts.push('{"type":"FeatureCollection","features":[\n');
  else if (format === "csv") parts.push("\ufeff" + CSV_COLUMNS.join(",") + "\r\n");
  else parts.push(`<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>${xmlText(D.meta.title)}</name>\n`);
  let first = true;
  for (const row of rows) {
    const p = properties(row, await readRecord(row));
    if (format === "geojson") parts.push((first ? "" : ",\n") + JSON.stringify({ type: "Feature", id: p.id, geometry: geometryOf(row), properties: p }));
    else if (format === "csv") parts.push(csvLine(row, p) + "\r\n");
    else parts.push(placemark(row, p) + "\n");
    first = false;
  }
  if (format === "geojson") parts.push("\n]}\n");
  else if (format === "kml") parts.push("</Document></kml>\n");
  return parts;
}

/** @param {"geojson" | "csv" | "kml"} format @param {boolean} [drawer] */
async function exportShown(format, drawer) {
  // In the order of the file, so that each chunk is opened once.
  const rows = Uint32Array.from(listedRows(!drawer)).sort();
  announce(t("export.working"));
  const parts = await exportParts(format, rows);
  const types = { geojson: "application/geo+json", csv: "text/csv;charset=utf-8", kml: "application/vnd.google-earth.kml+xml" };
  save(new Blob(parts, { type: types[format] }), `geomap.${format}`);
  announce(plural("export.done", rows.length));
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const href = URL.createObjectURL(blob);
  const a = el("a", { href, download: name, class: "gm-away" });
  document.body.appendChild(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(href), 20000);
}
