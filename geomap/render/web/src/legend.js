/** The legend, which is the filter: layers and their types, statuses and the rest, with live counts. */

/** Fast paths to the elements whose counts change. @type {(() => void)[]} */
let countUpdaters = [];

/** @param {number} layer */
const typesOfLayer = (layer) => D.v.types.map((/** @type {string} */ _, /** @type {number} */ i) => i).filter((/** @type {number} */ i) => D.layerOfType[i] === layer);

/** Layers that have incidents at all; the others only make noise. @param {boolean} [onMap] on the map alone */
function usedLayers(onMap = false) {
  if (!D.usedTypes) {
    D.usedTypes = new Uint32Array(D.v.types.length);
    D.mappedTypes = new Uint32Array(D.v.types.length);
    for (let i = 0; i < D.n; i++) {
      D.usedTypes[D.type[i]]++;
      if (i < D.mapped) D.mappedTypes[D.type[i]]++;
    }
  }
  const used = onMap ? D.mappedTypes : D.usedTypes;
  return D.v.layers.map((/** @type {string} */ _, /** @type {number} */ i) => i).filter((/** @type {number} */ layer) => typesOfLayer(layer).some((/** @type {number} */ type) => used[type]));
}

/** The small legend over the map. @param {any} host */
function buildLegend(host) {
  const rows = usedLayers(true).map((/** @type {number} */ layer) => layerRow(layer, false));
  const body = el("div", { class: "gm-legend-body", id: "gm-legend-body" }, el("ul", { class: "gm-tree" }, rows), statusKey());
  // On a narrow screen the map comes first.
  body.hidden = ui.legendOpen === undefined ? window.innerWidth <= 820 : !ui.legendOpen;
  const toggle = el("button", { type: "button", class: "gm-legend-title", "aria-expanded": String(!body.hidden), "aria-controls": "gm-legend-body", onclick: () => {
    const open = body.hidden;
    body.hidden = !open;
    ui.legendOpen = open;
    toggle.setAttribute("aria-expanded", String(open));
    redraw();
  } }, t("legend.title"));
  fill(host, toggle, body);
}

/** How status, precision and time are drawn. */
function statusKey() {
  const layer = usedLayers()[0] ?? 0;
  const sample = (/** @type {Look} */ look, /** @type {string} */ word) => el("li", null, symbolIcon(look, 26), el("span", null, word));
  const details = el(
    "details",
    { class: "gm-key" },
    el("summary", null, t("legend.how")),
    el(
      "ul",
      null,
      sample({ layer }, t("legend.reported")),
      sample({ layer, hollow: true }, t("legend.claimed")),
      sample({ layer, hollow: true, struck: true }, t("legend.denied")),
      sample({ layer, dashed: true }, t("legend.planned")),
      sample({ layer, grey: true }, t("legend.background")),
      sample({ layer, faded: true }, t("legend.faded")),
      sample({ layer, inferred: true }, t("legend.inferred")),
      el("li", null, keyCanvas("circle", layer), el("span", null, t("legend.circle"))),
      el("li", null, keyCanvas("area", layer), el("span", null, t("legend.area"))),
      el("li", null, keyCanvas("line", layer), el("span", null, t("legend.line"))),
      el("li", null, keyCanvas("border", layer), el("span", null, t("legend.border"))),
      el("li", null, keyCanvas("badge", layer), el("span", null, t("legend.badge"))),
    ),
  );
  details.addEventListener("toggle", redraw);
  return details;
}

/** @param {string} what @param {number} layer */
function keyCanvas(what, layer) {
  const canvas = el("canvas", { class: "gm-icon", width: 78, height: 78, "aria-hidden": "true", style: { width: "26px", height: "26px" } });
  const ctx = canvas.getContext("2d");
  const p = palette();
  ctx.scale(3, 3);
  ctx.translate(3, 3);
  const colour = layerColour(layer);
  ctx.strokeStyle = colour;
  if (what === "circle") {
    ctx.setLineDash([3, 3]);
    ctx.lineWidth = 1.3;
    ctx.beginPath();
    ctx.arc(10, 10, 8, 0, 7);
    ctx.stroke();
  } else if (what === "area") {
    ctx.beginPath();
    ctx.rect(2, 4, 16, 12);
    const pattern = ctx.createPattern(hatchTile(layerHatch(layer), colour, 0, 3), "repeat");
    pattern.setTransform(new DOMMatrix([1 / 3, 0, 0, 1 / 3, 0, 0]));
    ctx.fillStyle = pattern;
    ctx.fill();
    ctx.stroke();
  } else if (what === "line") {
    for (const [c, w] of [[p.outline, 4.4], [colour, 2.8]]) {
      ctx.strokeStyle = c;
      ctx.lineWidth = w;
      ctx.beginPath();
      ctx.moveTo(1, 14);
      ctx.quadraticCurveTo(8, 2, 19, 8);
      ctx.stroke();
    }
  } else if (what === "border") {
    ctx.setLineDash([4, 3]);
    ctx.strokeStyle = p.border;
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    ctx.moveTo(1, 13);
    ctx.lineTo(19, 7);
    ctx.stroke();
  } else badge(ctx, p, 10, 10, "†2");
  return canvas;
}

/** A layer's box, symbol, name and count; with its types under it when `deep`. @param {number} layer @param {boolean} deep */
function layerRow(layer, deep) {
  const types = typesOfLayer(layer);
  const name = t("layer." + D.v.layers[layer]);
  const counter = el("span", { class: "gm-count" });
  const box = checkbox(name, () => types.some((/** @type {number} */ i) => F.types[i]), (/** @type {boolean} */ on) => {
    types.forEach((/** @type {number} */ i) => (F.types[i] = Number(on)));
    changed(BY_TYPE);
  }, () => types.every((/** @type {number} */ i) => F.types[i]));
  countUpdaters.push(() => {
    counter.textContent = number(types.reduce((/** @type {number} */ sum, /** @type {number} */ i) => sum + (deep ? R.counts.types : R.mappedTypes)[i], 0));
    box.sync();
  });
  const only = onlyButton(name, () => {
    F.types.fill(0);
    types.forEach((/** @type {number} */ i) => (F.types[i] = 1));
    changed(BY_TYPE);
  });
  const label = el("label", { class: "gm-check" }, box.input, symbolIcon({ layer }, 22), el("span", { class: "gm-name" }, name), counter);
  if (!deep) return el("li", null, label, only);
  const under = types.filter((/** @type {number} */ i) => D.usedTypes[i]).map((/** @type {number} */ i) => choiceRow(t("type." + D.v.types[i]), F.types, i, () => R.counts.types[i], BY_TYPE));
  return el("li", null, label, only, under.length > 0 && el("ul", { class: "gm-tree" }, under));
}

/** @param {string} name @param {() => void} choose */
function onlyButton(name, choose) {
  return el("button", { type: "button", class: "gm-only", "aria-label": t("filter.only_of", name), onclick: choose }, t("filter.only"));
}

/**
 * @param {string} name
 * @param {() => boolean} isOn
 * @param {(on: boolean) => void} set
 * @param {() => boolean} [isAll]
 */
function checkbox(name, isOn, set, isAll) {
  const input = el("input", { type: "checkbox", checked: isOn(), onchange: () => set(input.checked) });
  return {
    input,
    sync() {
      input.checked = isOn();
      input.indeterminate = isOn() && isAll !== undefined && !isAll();
    },
  };
}

/** One choice of a list of codes. @param {string} name @param {Uint8Array} choices @param {number} code @param {() => number} total @param {number} bit */
function choiceRow(name, choices, code, total, bit) {
  const counter = el("span", { class: "gm-count" });
  const box = checkbox(name, () => choices[code] > 0, (/** @type {boolean} */ on) => {
    choices[code] = Number(on);
    changed(bit);
  });
  countUpdaters.push(() => {
    counter.textContent = number(total());
    box.sync();
  });
  return el("li", null, el("label", { class: "gm-check" }, box.input, el("span", { class: "gm-name" }, name), counter), onlyButton(name, () => {
    choices.fill(0);
    choices[code] = 1;
    changed(bit);
  }));
}

/** A list of choices under a title; codes nothing has are left out. @param {string} title @param {string[]} names @param {Uint8Array} choices @param {string} key @param {number} bit @param {Column} column */
function choiceGroup(title, names, choices, key, bit, column) {
  const used = new Uint32Array(names.length);
  for (let i = 0; i < D.n; i++) used[column[i]]++;
  const rows = names.map((name, code) => (used[code] ? choiceRow(name, choices, code, () => R.counts[key][code], bit) : null)).filter(Boolean);
  if (rows.length < 2) return null;
  return group(title, el("ul", { class: "gm-tree" }, rows));
}

/** @param {string} title @param {...any} content */
function group(title, ...content) {
  return el("fieldset", { class: "gm-group" }, el("legend", null, title), content);
}

/** The whole tree of filters. @param {any} host */
function buildFilters(host) {
  const documents = D.lists.documents;
  const parts = [
    el("p", { class: "gm-filter-top" }, el("button", { type: "button", class: "gm-button", onclick: clearAll }, t("filter.all"))),
    group(t("filter.layers"), el("ul", { class: "gm-tree gm-layers" }, usedLayers().map((/** @type {number} */ layer) => layerRow(layer, true)))),
    choiceGroup(t("filter.status"), D.v.statuses.map((/** @type {string} */ s) => t("status." + s)), F.statuses, "statuses", BY_STATUS, D.status),
    choiceGroup(t("filter.state"), STATES.map((s) => t("state." + s)), F.states, "states", BY_STATE, D.state),
    choiceGroup(t("filter.precision"), D.v.precisions.map((/** @type {string} */ p) => t("precision." + p)), F.precisions, "precisions", BY_PRECISION, D.precision),
    choiceGroup(t("filter.grade"), ["0", "1", "2", "3", "4", "5", "6"].map((g) => t("grade." + g)), F.grades, "grades", BY_GRADE, D.grade),
    timeChoices(),
    tollChoices(),
    documents.length > 1 && pickOne(t("filter.source"), documents.map((/** @type {any} */ d) => [d.o, d.t || d.s || d.id, d.n ? plural("sources", d.n) : d.d && dateWords(d.d)].filter(Boolean).join(" · ")), "source", BY_SOURCE),
    D.lists.actorNames.length > 1 && pickOne(t("filter.actor"), D.lists.actorNames, "actor", BY_ACTOR),
    D.lists.named.length > 0 && group(t("filter.more"), namedToggle()),
  ];
  fill(host, parts);
}

function timeChoices() {
  const row = (/** @type {string} */ word, /** @type {string} */ field, /** @type {number[]} */ kinds) => {
    const counter = el("span", { class: "gm-count" });
    const box = checkbox(word, () => F[field], (/** @type {boolean} */ on) => {
      F[field] = on;
      changed(BY_TIME);
    });
    countUpdaters.push(() => {
      counter.textContent = number(kinds.reduce((sum, kind) => sum + R.counts.times[kind], 0));
      box.sync();
    });
    return el("li", null, el("label", { class: "gm-check" }, box.input, el("span", { class: "gm-name" }, word), counter));
  };
  return group(t("filter.time"), el("ul", { class: "gm-tree" }, row(t("filter.undated"), "undated", [UNDATED]), row(t("filter.open"), "open", [OPEN_START, OPEN_END])));
}

function tollChoices() {
  const select = el("select", { class: "gm-select", id: "gm-toll", onchange: () => {
    F.toll = select.value;
    changed(BY_TOLL);
  } }, ["", "any", "killed", "hurt"].map((value) => el("option", { value }, t("filter.toll_" + (value || "all")))));
  const least = el("input", { type: "number", class: "gm-number", id: "gm-toll-min", min: 0, max: 1000000, value: 1, onchange: () => {
    F.tollMin = Math.max(0, Math.min(1e6, Number(least.value) || 0));
    changed(BY_TOLL);
  } });
  countUpdaters.push(() => {
    select.value = F.toll;
    if (document.activeElement !== least) least.value = String(F.tollMin);
  });
  return group(t("filter.toll"), el("div", { class: "gm-inline" }, el("label", { for: "gm-toll", class: "gm-away" }, t("filter.toll")), select, el("label", { for: "gm-toll-min" }, t("filter.at_least")), least));
}

/** One of a long list, typed or picked. @param {string} title @param {string[]} names @param {string} field @param {number} bit */
function pickOne(title, names, field, bit) {
  const id = "gm-pick-" + field;
  const options = names.map((name, i) => ({ name, i })).sort((a, b) => a.name.localeCompare(b.name, uiLang));
  const set = (/** @type {number} */ value) => {
    F[field] = value;
    changed(bit);
  };
  if (names.length <= 200) {
    const select = el("select", { class: "gm-select", id, onchange: () => set(Number(select.value)) }, el("option", { value: -1 }, t("filter.any")), options.map((o) => el("option", { value: o.i }, o.name)));
    countUpdaters.push(() => (select.value = String(F[field])));
    return group(title, el("label", { for: id, class: "gm-away" }, title), select);
  }
  const data = el("datalist", { id: id + "-list" });
  const input = el("input", { class: "gm-select", id, list: id + "-list", placeholder: t("filter.any"), oninput: () => {
    const typed = foldText(input.value);
    fill(data, typed.length > 1 ? options.filter((o) => foldText(o.name).includes(typed)).slice(0, 30).map((o) => el("option", { value: o.name })) : []);
    const exact = names.indexOf(input.value);
    if (exact >= 0 || !input.value) set(input.value ? exact : -1);
  } });
  countUpdaters.push(() => {
    if (document.activeElement !== input) input.value = F[field] < 0 ? "" : names[F[field]];
  });
  return group(title, el("label", { for: id, class: "gm-away" }, title), input, data);
}

function namedToggle() {
  const input = el("input", { type: "checkbox", checked: showNamed, onchange: () => {
    showNamed = input.checked;
    redraw();
    writeState();
  } });
  countUpdaters.push(() => (input.checked = showNamed));
  return el("label", { class: "gm-check" }, input, el("span", { class: "gm-name" }, t("filter.named")), el("span", { class: "gm-count" }, number(D.lists.named.length)));
}

function clearAll() {
  clearFilter();
  ui.search.value = "";
  count();
  refreshAll();
}
