/** The histogram of time, its brush, and what plays it. */

/** @type {any} */
const T = { bins: [], from: 0, to: 0, counts: null, playing: 0 };
const BIN_MAX = 140;

/** Edges of bins over all dated rows, by day, week, month, year, decade or century. */
function makeBins() {
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < D.n; i++) {
    const kind = D.time[i];
    if (kind === UNDATED) continue;
    const a = startOf(i);
    const b = endOf(i);
    if (a < first) first = a;
    if (b > last) last = b;
  }
  T.bins = [];
  T.version = -1;
  if (first === Infinity) return;
  const days = (last - first) / MINUTES_PER_DAY;
  T.step = days <= BIN_MAX ? "day" : days <= BIN_MAX * 7 ? "week" : days <= BIN_MAX * 30 ? "month" : days <= BIN_MAX * 365 ? "year" : days <= BIN_MAX * 3650 ? "decade" : "century";
  let at = floorBin(first);
  T.bins.push(at);
  while (at < last) {
    at = nextBin(at);
    T.bins.push(at);
  }
  T.from = T.bins[0];
  T.to = T.bins[T.bins.length - 1];
  const count = Math.ceil((T.to - T.from) / MINUTES_PER_DAY);
  const byDay = (T.binOfDay = new Uint16Array(count + 1));
  for (let b = 0; b + 1 < T.bins.length; b++) {
    byDay.fill(b, Math.floor((T.bins[b] - T.from) / MINUTES_PER_DAY), Math.ceil((T.bins[b + 1] - T.from) / MINUTES_PER_DAY));
  }
  byDay[count] = Math.max(0, T.bins.length - 2);
}

/** @param {number} minutes */
function floorBin(minutes) {
  const p = partsOfMinutes(minutes);
  if (T.step === "day") return minutesOf(p.y, p.m, p.d);
  if (T.step === "week") {
    const day = Math.floor(minutes / MINUTES_PER_DAY);
    return (day - ((((day + 3) % 7) + 7) % 7)) * MINUTES_PER_DAY; // 1970-01-01 was a Thursday
  }
  if (T.step === "month") return minutesOf(p.y, p.m, 1);
  const years = T.step === "year" ? 1 : T.step === "decade" ? 10 : 100;
  return minutesOf(Math.floor(p.y / years) * years, 1, 1);
}

/** @param {number} minutes */
function nextBin(minutes) {
  const p = partsOfMinutes(minutes);
  if (T.step === "day") return minutes + MINUTES_PER_DAY;
  if (T.step === "week") return minutes + 7 * MINUTES_PER_DAY;
  if (T.step === "month") return minutesOf(p.y, p.m + 1, 1);
  return minutesOf(p.y + (T.step === "year" ? 1 : T.step === "decade" ? 10 : 100), 1, 1);
}

/** @param {number} y @param {number} m @param {number} d */
function minutesOf(y, m, d) {
  const date = new Date(Date.UTC(2000, m - 1, d));
  date.setUTCFullYear(y + Math.floor((m - 1) / 12));
  return date.getTime() / 60000;
}

/** Counts by bin and layer of the rows that pass all questions but that of time. */
function countBins() {
  const layerCount = D.v.layers.length;
  const bins = Math.max(0, T.bins.length - 1);
  const counts = (T.counts = new Float64Array(bins * layerCount));
  if (!bins) return;
  const { n, start, time, duration, durations, unit, t0, type, layerOfType } = D;
  const fail = R.fail;
  const { binOfDay, from } = T;
  const lengths = durations;
  for (let i = 0; i < n; i++) {
    if ((fail[i] & ~BY_TIME) !== 0 || time[i] !== DATED) continue;
    const begins = t0 + start[i] * unit - from;
    const length = lengths[duration[i]];
    const layer = layerOfType[type[i]];
    const first = binOfDay[Math.floor(begins / MINUTES_PER_DAY)];
    if (length <= MINUTES_PER_DAY && begins % MINUTES_PER_DAY === 0) {
      counts[first * layerCount + layer]++;
      continue;
    }
    // Over several bins an incident is spread: one in all.
    const ends = begins + Math.max(1, length);
    const last = binOfDay[Math.min(binOfDay.length - 1, Math.floor((ends - 1) / MINUTES_PER_DAY))];
    if (first === last) {
      counts[first * layerCount + layer]++;
      continue;
    }
    for (let b = first; b <= last; b++) {
      const a = Math.max(begins, T.bins[b] - from);
      const z = Math.min(ends, T.bins[b + 1] - from);
      counts[b * layerCount + layer] += Math.max(0, z - a) / (ends - begins);
    }
  }
}

/** @param {any} host */
function buildTimeline(host) {
  if (T.bins.length < 2) {
    host.hidden = true;
    return;
  }
  host.hidden = false;
  T.canvas = el("canvas", { class: "gm-histogram", "aria-hidden": "true" });
  T.brush = el("div", { class: "gm-brush" });
  T.handles = ["from", "to"].map((side) => el("div", { class: "gm-handle gm-handle-" + side, role: "slider", tabIndex: 0, "aria-label": t("time." + side), "aria-valuemin": 0, "aria-valuemax": T.bins.length - 1, "aria-valuenow": 0, onkeydown: (/** @type {KeyboardEvent} */ e) => handleKeys(side, e) }));
  T.caption = el("output", { class: "gm-time-caption" });
  T.track = el("div", { class: "gm-track" }, T.canvas, T.brush, T.handles);
  T.play = el("button", { type: "button", class: "gm-round", "aria-label": t("time.play"), "aria-pressed": "false", onclick: togglePlay }, playIcon(false));
  const presets = el("select", { class: "gm-select gm-presets", "aria-label": t("time.presets"), onchange: () => {
    preset(presets.value);
    presets.value = "";
  } }, [["", "time.presets"], ["all", "time.all"], ["1", "time.day"], ["7", "time.week"], ["30", "time.month"], ["365", "time.year"]].map(([value, word]) => el("option", { value }, t(word))));
  fill(host, T.play, el("div", { class: "gm-time-middle" }, el("div", { class: "gm-time-head" }, T.caption, el("span", { class: "gm-time-step" }, t("time.by_" + T.step)), presets), T.track));
  dragBrush(T.track);
  new ResizeObserver(drawTimeline).observe(T.track);
  countBins();
  drawTimeline();
}

function drawTimeline() {
  if (!T.canvas || T.bins.length < 2) return;
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const width = T.track.clientWidth;
  const height = T.track.clientHeight;
  if (!width) return;
  T.canvas.width = width * ratio;
  T.canvas.height = height * ratio;
  const ctx = T.canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  const p = colours();
  const layerCount = D.v.layers.length;
  const bins = T.bins.length - 1;
  const base = height - 15;
  let top = 0;
  for (let b = 0; b < bins; b++) {
    let sum = 0;
    for (let l = 0; l < layerCount; l++) sum += T.counts[b * layerCount + l];
    top = Math.max(top, sum);
  }
  const gap = width / bins > 4 ? 1 : 0;
  for (let b = 0; b < bins; b++) {
    const x = timeX(T.bins[b], width);
    const w = Math.max(1, Math.min(26, timeX(T.bins[b + 1], width) - x - gap));
    let y = base;
    for (let l = 0; l < layerCount; l++) {
      const count = T.counts[b * layerCount + l];
      if (!count) continue;
      const h = Math.max(1.2, (count / Math.max(1, top)) * (base - 4));
      y -= h;
      ctx.fillStyle = layerColour(l);
      ctx.fillRect(x, y, w, h);
      if (w > 5 && h > 3) {
        ctx.lineWidth = 0.8;
        ctx.strokeStyle = p.outline;
        ctx.strokeRect(x + 0.4, y + 0.4, w - 0.8, h - 0.8);
      }
    }
  }
  ctx.strokeStyle = p.muted;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(0, base + 0.5);
  ctx.lineTo(width, base + 0.5);
  ctx.stroke();
  drawTicks(ctx, p, width, base);
  placeBrush();
}

/** @param {CanvasRenderingContext2D} ctx @param {Palette} p @param {number} width @param {number} base */
function drawTicks(ctx, p, width, base) {
  ctx.font = `10px ${SANS}`;
  ctx.fillStyle = p.muted;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  let free = -Infinity;
  for (let b = 0; b + 1 < T.bins.length; b++) {
    const words = tickWords(T.bins[b]);
    const x = timeX(T.bins[b], width);
    const w = ctx.measureText(words).width;
    if (x < free || x + w > width) continue;
    ctx.fillText(words, x + 1, base + 3);
    free = x + w + 14;
  }
}

/** @param {number} minutes */
function tickWords(minutes) {
  const p = partsOfMinutes(minutes);
  if (T.step === "day" || T.step === "week") return formatDay(p, { day: "numeric", month: "short" });
  if (T.step === "month") return formatDay(p, { month: "short", year: "numeric" });
  return String(p.y);
}

/** @param {number} minutes @param {number} width */
const timeX = (minutes, width) => ((minutes - T.from) / (T.to - T.from)) * width;

/** The bin edge nearest to a place on the track. @param {number} x @param {number} width */
function edgeAt(x, width) {
  const minutes = T.from + (x / width) * (T.to - T.from);
  let best = 0;
  for (let i = 1; i < T.bins.length; i++) if (Math.abs(T.bins[i] - minutes) < Math.abs(T.bins[best] - minutes)) best = i;
  return best;
}

/** Index of the edge a side of the window is at. @param {string} side */
function edgeOf(side) {
  if (!F.window) return side === "from" ? 0 : T.bins.length - 1;
  const wanted = F.window[side === "from" ? 0 : 1];
  let best = 0;
  for (let i = 1; i < T.bins.length; i++) if (Math.abs(T.bins[i] - wanted) < Math.abs(T.bins[best] - wanted)) best = i;
  return best;
}

/** @param {number} from index of an edge @param {number} to */
function setWindow(from, to) {
  const last = T.bins.length - 1;
  from = Math.max(0, Math.min(last - 1, from));
  to = Math.max(from + 1, Math.min(last, to));
  F.window = from === 0 && to === last ? null : [T.bins[from], T.bins[to]];
  changed(BY_TIME);
}

function placeBrush() {
  if (!T.track) return;
  const width = T.track.clientWidth;
  const from = edgeOf("from");
  const to = edgeOf("to");
  const x0 = timeX(F.window ? F.window[0] : T.from, width);
  const x1 = timeX(F.window ? F.window[1] : T.to, width);
  T.brush.style.left = x0 + "px";
  T.brush.style.width = Math.max(2, x1 - x0) + "px";
  T.brush.classList.toggle("gm-whole", !F.window);
  [x0, x1].forEach((x, i) => (T.handles[i].style.left = x + "px"));
  const words = F.window ? windowWords(F.window[0], F.window[1]) : t("time.everything", windowWords(T.from, T.to));
  T.caption.textContent = words;
  T.handles[0].setAttribute("aria-valuenow", String(from));
  T.handles[1].setAttribute("aria-valuenow", String(to));
  T.handles[0].setAttribute("aria-valuetext", dayOfMinutes(T.bins[from]));
  T.handles[1].setAttribute("aria-valuetext", dayOfMinutes(T.bins[to] - 1));
}

/** @param {string} side @param {KeyboardEvent} event */
function handleKeys(side, event) {
  const last = T.bins.length - 1;
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -last, End: last };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const from = edgeOf("from");
  const to = edgeOf("to");
  if (side === "from") setWindow(Math.min(to - 1, Math.max(0, from + step)), to);
  else setWindow(from, Math.max(from + 1, Math.min(last, to + step)));
}

/** Drag to brush, drag the brush to move it, drag a handle to widen it. @param {any} track */
function dragBrush(track) {
  /** @type {any} */
  let drag = null;
  track.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    const box = track.getBoundingClientRect();
    const x = event.clientX - box.left;
    const from = edgeOf("from");
    const to = edgeOf("to");
    const near = (/** @type {number} */ edge) => Math.abs(timeX(T.bins[edge], box.width) - x) < 12;
    const mode = near(from) ? "from" : near(to) ? "to" : F.window && x > timeX(T.bins[from], box.width) && x < timeX(T.bins[to], box.width) ? "move" : "new";
    drag = { mode, from, to, start: edgeAt(x, box.width), box };
    track.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  track.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!drag) {
      sayBin(track, event);
      return;
    }
    const at = edgeAt(Math.max(0, Math.min(drag.box.width, event.clientX - drag.box.left)), drag.box.width);
    if (drag.mode === "from") setWindow(Math.min(at, drag.to - 1), drag.to);
    else if (drag.mode === "to") setWindow(drag.from, Math.max(at, drag.from + 1));
    else if (drag.mode === "move") {
      const shift = Math.max(-drag.from, Math.min(T.bins.length - 1 - drag.to, at - drag.start));
      setWindow(drag.from + shift, drag.to + shift);
    } else if (at !== drag.start) setWindow(Math.min(at, drag.start), Math.max(at, drag.start));
  });
  const end = () => (drag = null);
  track.addEventListener("pointerup", end);
  track.addEventListener("pointercancel", end);
  track.addEventListener("dblclick", () => {
    F.window = null;
    changed(BY_TIME);
  });
}

/** What a bin holds, as the track's own hint. @param {any} track @param {PointerEvent} event */
function sayBin(track, event) {
  const box = track.getBoundingClientRect();
  const minutes = T.from + ((event.clientX - box.left) / box.width) * (T.to - T.from);
  const after = T.bins.findIndex((/** @type {number} */ edge) => edge > minutes);
  if (after < 1) return;
  const layers = D.v.layers.length;
  let sum = 0;
  for (let l = 0; l < layers; l++) sum += T.counts[(after - 1) * layers + l];
  track.title = t("time.bin", windowWords(T.bins[after - 1], T.bins[after]), plural("incidents", Math.round(sum * 10) / 10));
}

/** Days before the newest text, or all. @param {string} value */
function preset(value) {
  if (value === "all") F.window = null;
  else if (value) {
    const end = newestMinute();
    F.window = [end - Number(value) * MINUTES_PER_DAY, end];
  } else return;
  changed(BY_TIME);
}

/** The end of the day of the newest text; of the newest incident when no text has a date. */
function newestMinute() {
  let newest = -Infinity;
  for (const document_ of D.lists.documents) {
    const p = isoParts(document_.d);
    if (!p) continue;
    // A text of a month or a year may be as new as its last day.
    newest = Math.max(newest, p.parts >= 3 ? minutesOf(p.y, p.m, p.d) + MINUTES_PER_DAY : p.parts === 2 ? minutesOf(p.y, p.m + 1, 1) : minutesOf(p.y + 1, 1, 1));
  }
  return newest === -Infinity ? T.to : newest;
}

function togglePlay() {
  if (T.playing) stopPlay();
  else {
    const last = T.bins.length - 1;
    const width = F.window ? edgeOf("to") - edgeOf("from") : 1;
    let from = F.window && edgeOf("to") < last ? edgeOf("from") : -1;
    const step = () => {
      from++;
      if (from + width > last) {
        stopPlay();
        return;
      }
      setWindow(from, from + width);
    };
    T.playing = window.setInterval(step, 800);
    T.play.setAttribute("aria-pressed", "true");
    T.play.setAttribute("aria-label", t("time.pause"));
    fill(T.play, playIcon(true));
    step();
  }
}

function stopPlay() {
  window.clearInterval(T.playing);
  T.playing = 0;
  T.play.setAttribute("aria-pressed", "false");
  T.play.setAttribute("aria-label", t("time.play"));
  fill(T.play, playIcon(false));
}

/** @param {boolean} pause */
const playIcon = (pause) => icon(pause ? "pause" : "play");
