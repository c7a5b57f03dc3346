/** The canvas as a Leaflet layer: it covers the view, moves with it and is drawn again after. */

/** @type {any} */
let map = null;
/** @type {any} */
let layer = null;
let selected = -1;
let frame = 0;

/** Leaflet's default pin is a picture by address; a user's own markers get one that is in the page. */
function drawDefaultPins() {
  const pin = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 36'><path d='M12 1C6 1 1 6 1 12c0 8 11 23 11 23s11-15 11-23c0-6-5-11-11-11z' fill='#3b4a6b' stroke='#fff' stroke-width='2'/><circle cx='12' cy='12' r='4.5' fill='#fff'/></svg>";
  const iconUrl = "data:image/svg+xml," + encodeURIComponent(pin);
  delete /** @type {any} */ (L.Icon.Default.prototype)._getIconUrl;
  L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl: iconUrl, shadowUrl: null, iconSize: [24, 36], iconAnchor: [12, 35], popupAnchor: [0, -32], tooltipAnchor: [12, -22] });
}

function makeLayer() {
  const IncidentLayer = L.Layer.extend({
    onAdd() {
      // Above tiles, below whatever folium layers of a user's are on the map.
      const pane = map.getPane("geomap") || map.createPane("geomap");
      pane.style.zIndex = "350";
      pane.appendChild(this.canvas);
      this.draw();
    },
    onRemove() {
      this.canvas.remove();
    },
    getEvents() {
      return { move: this.soon, moveend: this.soon, zoomend: this.soon, viewreset: this.soon, resize: this.soon, zoomanim: this.animate };
    },
    soon() {
      if (!frame) frame = requestAnimationFrame(() => this.draw());
    },
    animate(/** @type {any} */ event) {
      const scale = map.getZoomScale(event.zoom, this.zoom);
      const offset = map._latLngToNewLayerPoint(this.topLeft, event.zoom, event.center);
      L.DomUtil.setTransform(this.canvas, offset, scale);
    },
    draw() {
      if (frame) cancelAnimationFrame(frame);
      frame = 0;
      if (!map) return;
      const size = map.getSize();
      if (!size.x || !size.y) return;
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      const canvas = this.canvas;
      if (canvas.width !== Math.round(size.x * ratio) || canvas.height !== Math.round(size.y * ratio)) {
        canvas.width = Math.round(size.x * ratio);
        canvas.height = Math.round(size.y * ratio);
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      L.DomUtil.setTransform(canvas, map.containerPointToLayerPoint([0, 0]), 1);
      this.zoom = map.getZoom();
      this.topLeft = map.containerPointToLatLng([0, 0]);
      const bounds = map.getPixelBounds();
      const scale = 256 * 2 ** this.zoom;
      const copies = [];
      for (let copy = Math.floor(bounds.min.x / scale); copy <= Math.floor(bounds.max.x / scale); copy++) copies.push(copy);
      drawFrame({ ctx: canvas.getContext("2d"), width: size.x, height: size.y, scale, ox: bounds.min.x, oy: bounds.min.y, zoom: this.zoom, ratio, p: colours(), copies });
      drawn.count = (drawn.count || 0) + 1;
      hover(hovered);
    },
  });
  const made = new IncidentLayer();
  made.canvas = L.DomUtil.create("canvas", "gm-canvas leaflet-zoom-animated");
  made.canvas.setAttribute("role", "img");
  return made;
}

/** @type {Palette | null} */
let keptPalette = null;
/** @returns {Palette} */
function colours() {
  return keptPalette || (keptPalette = palette());
}

function redraw() {
  if (layer) layer.soon();
}

/** Corners of what passes, [[south, west], [north, east]]; null when nothing does. */
function boundsOfShown() {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  const seenX = [];
  for (let row = 0; row < D.mapped; row++) {
    if (R.fail[row]) continue;
    const kind = D.kind[row];
    const shape = kind === LINE || kind === AREA ? D.shapes[D.shape[row] - 1] : null;
    const x = D.x[row] / WORLD, y = D.y[row] / WORLD;
    const half = kind === DISC || kind === RING ? D.radii[D.radius[row]] / metresPerWorld(y) : 0;
    const box = shape ? shape.box : [x - half, y - half, x + half, y + half];
    if (box[0] < x0) x0 = box[0];
    if (box[2] > x1) x1 = box[2];
    if (box[1] < y0) y0 = box[1];
    if (box[3] > y1) y1 = box[3];
    if (seenX.length < 5000) seenX.push([box[0], box[2]]);
  }
  if (x0 === Infinity) return null;
  // Round the other side of the earth, when that is the shorter way to see all.
  if (x1 - x0 > 0.5 && seenX.length < 5000) {
    seenX.sort((a, b) => a[0] - b[0]);
    let reach = seenX[0][1], gap = 0, cut = 0;
    for (const [west, east] of seenX) {
      if (west - reach > gap) {
        gap = west - reach;
        cut = west;
      }
      reach = Math.max(reach, east);
    }
    if (gap > 1 - (x1 - x0) && gap > 0) {
      x0 = cut;
      x1 = Math.max(...seenX.filter(([west]) => west < cut).map(([, east]) => east)) + 1;
    }
  }
  return [[latOfWorldY(y1), x0 * 360 - 180], [latOfWorldY(y0), x1 * 360 - 180]];
}

function fitShown() {
  const bounds = boundsOfShown();
  const padding = mapPadding();
  if (!bounds) map.setView([25, 15], 2, { animate: false });
  else map.fitBounds(bounds, { ...padding, maxZoom: 8, animate: false });
}

/** Room that panels over the map take. */
function mapPadding() {
  const narrow = map.getSize().x < 620;
  return narrow ? { paddingTopLeft: [24, 64], paddingBottomRight: [72, 130] } : { paddingTopLeft: [48, 56], paddingBottomRight: [76, 128] };
}
