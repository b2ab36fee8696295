/* A map to look at and to choose a place on: the world that comes with Opentime, no tiles from outside.

   const map = createMap(parent, {lat, lon, km, height, label, onChange, markers});
   map.set(lat, lon)         moves the pin, and the view when the pin is out of it
   map.mark(markers)         [{lat, lon, label, href, kind}], kind: "good", "closed" or nothing
   map.fit()                 shows everything that stands on the map
   map.look(lat, lon, km)    chooses the view

   With `onChange(lat, lon)` there is a pin: it is dragged, put by a click, moved by the arrow keys.
   Styles: map.css. */

import { ask, askJson, complain, debounce, el } from "./core.js";

const EARTH_KM = 6371.0088;
const LEAST_KM = 5;
const radians = (value) => (value * Math.PI) / 180;
const degrees = (value) => (value * 180) / Math.PI;
const turned = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const stretched = (lat) => Math.log(Math.tan(Math.PI / 4 + radians(clamp(lat, -85, 85)) / 2));
const unstretched = (tilt) => degrees(Math.atan(Math.sinh(tilt)));
const reachOf = (view) => (view.width / view.km) * EARTH_KM * Math.cos(radians(view.lat));
/** Kilometres across, of a view that goes once around the Earth. */
const mostKm = (lat) => 2 * Math.PI * EARTH_KM * Math.cos(radians(lat));

/** The pixel of a place on Mercator's map, as the server draws it. */
export function pixel(view, lat, lon) {
  const reach = reachOf(view);
  return [view.width / 2 + reach * radians(turned(lon - view.lon)), view.height / 2 - reach * (stretched(lat) - stretched(view.lat))];
}

/** The place of a pixel: [lat, lon] in degrees. */
export function place(view, x, y) {
  const reach = reachOf(view);
  return [unstretched(stretched(view.lat) + (view.height / 2 - y) / reach), turned(view.lon + degrees((x - view.width / 2) / reach))];
}

/** Longitudes that run on over the date line, around one of them. */
const unbroken = (places, middle) => places.map((each) => middle + turned(each.lon - middle));

/** A view that shows all places, none of them at its edge. */
export function around(places, width, height) {
  let lons = unbroken(places, places[0].lon);
  // Half the world and more is shown the way atlases do, Europe in the middle.
  if (Math.max(...lons) - Math.min(...lons) > 180) lons = unbroken(places, 10);
  const tilts = places.map((each) => stretched(each.lat));
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...tilts), Math.max(...tilts)];
  const lat = unstretched((south + north) / 2);
  const reach = Math.min((width * 0.88) / Math.max(radians(east - west), 1e-6), (height * 0.8) / Math.max(north - south, 1e-6));
  return { lat, lon: turned((west + east) / 2), km: clamp((width * EARTH_KM * Math.cos(radians(lat))) / reach, 60, mostKm(lat)) };
}

export function createMap(parent, { lat, lon, km, height = 360, label = "Map", onChange, markers = [] } = {}) {
  const picture = el("img", { alt: "", draggable: "false" });
  const layer = el("div", { class: "layer" });
  const frame = el("div", { class: "frame", role: "group", "aria-label": label, style: { height: `${height}px` } }, picture, layer,
    el("div", { class: "zoom" },
      el("button", { type: "button", class: "little", "aria-label": "Nearer", onclick: () => zoom(0.5) }, "+"),
      el("button", { type: "button", class: "little", "aria-label": "Farther", onclick: () => zoom(2) }, "−")),
    el("small", { class: "owed" }, "Natural Earth, GeoNames"));
  parent.append(el("div", { class: "map" }, frame));

  const has = (value) => typeof value === "number" && Number.isFinite(value);
  let pin = onChange && has(lat) && has(lon) ? { lat, lon } : null;
  let shown = markers;
  let cities = [];
  let drawn = ""; // the object URL of the picture that is shown
  let waits = null;
  const view = { lat: has(lat) ? lat : 25, lon: has(lon) ? lon : 5, km: km ?? (has(lat) ? 300 : 20000), width: 0, height };

  function places() {
    return pin ? [pin, ...shown] : shown;
  }

  function at(node, where) {
    const found = pixel(view, where.lat, where.lon);
    if (found[0] < -30 || found[1] < -30 || found[0] > view.width + 30 || found[1] > view.height + 30) return null;
    node.style.setProperty("left", `${found[0].toFixed(1)}px`);
    node.style.setProperty("top", `${found[1].toFixed(1)}px`);
    return node;
  }

  function arrange() {
    const held = layer.querySelector(".pin") === document.activeElement;
    layer.style.removeProperty("transform");
    picture.style.removeProperty("transform");
    const names = apart(cities.map((city) => [city, pixel(view, city.lat, city.lon)]))
      .map((city) => at(el("span", { class: "city" }, city.name), city));
    const marks = shown.map((each) => at(
      each.href
        ? el("a", { class: `mark ${each.kind ?? ""}`, href: each.href, title: each.label, "aria-label": each.label })
        : el("span", { class: `mark ${each.kind ?? ""}`, title: each.label }), each));
    layer.replaceChildren(...[...names, ...marks].filter(Boolean));
    if (pin) {
      const node = at(el("button", { type: "button", class: "pin", "aria-label": said(), title: "Drag, or use the arrow keys" }), pin);
      if (node) layer.append(node);
      if (node && held) node.focus({ preventScroll: true });
    }
  }

  const said = () => `Chosen place: ${pin.lat.toFixed(4)}, ${pin.lon.toFixed(4)}`;

  const load = debounce(async () => {
    if (!view.width) return;
    waits?.abort();
    waits = new AbortController();
    const asked = new URLSearchParams({
      lat: view.lat.toFixed(5), lon: view.lon.toFixed(5), km: view.km.toFixed(2), width: view.width, height: view.height,
      density: devicePixelRatio > 1 ? 2 : 1, dark: matchMedia("(prefers-color-scheme: dark)").matches ? 1 : 0,
    });
    try {
      const signal = waits.signal;
      const [body, found] = await Promise.all([
        ask(`/studio/map.png?${asked}`, { signal }).then((answer) => answer.blob()),
        askJson(`/studio/map.json?${asked}`, { signal }),
      ]);
      if (drawn) URL.revokeObjectURL(drawn);
      drawn = URL.createObjectURL(body);
      picture.src = drawn;
      await picture.decode().catch(() => {});
      cities = found.cities;
      arrange();
    } catch (error) {
      complain(error);
    }
  }, 60);

  /** Look at a place; the map ends where Mercator's stretches too far. */
  function look(lat, lon, km = view.km) {
    view.lat = clamp(lat, -75, 75);
    view.lon = turned(lon);
    view.km = clamp(km, LEAST_KM, mostKm(view.lat));
  }

  function zoom(factor, x = view.width / 2, y = view.height / 2) {
    const next = clamp(view.km * factor, LEAST_KM, mostKm(view.lat));
    if (next === view.km) return;
    const scale = view.km / next;
    const [held, turn] = place(view, x, y);
    view.km = next;
    const [left, top] = pixel(view, held, turn);
    look(...place(view, view.width / 2 + left - x, view.height / 2 + top - y), view.km);
    arrange();
    // Until the new picture is there, the one that is shown is stretched.
    picture.style.setProperty("transform-origin", `${x}px ${y}px`);
    picture.style.setProperty("transform", `scale(${scale})`);
    load();
  }

  function move(where, tells) {
    pin = { lat: clamp(where[0], -90, 90), lon: turned(where[1]) };
    arrange();
    if (tells) onChange(Number(pin.lat.toFixed(5)), Number(pin.lon.toFixed(5)));
  }

  const within = (event) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  frame.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest("a, .zoom")) return;
    const start = within(event);
    const isPin = event.target.classList.contains("pin");
    if (isPin) event.target.focus();
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    let last = start;
    let moved = false;
    const drag = (next) => {
      last = within(next);
      moved ||= Math.hypot(last[0] - start[0], last[1] - start[1]) > 4;
      if (isPin) move(place(view, ...last), false);
      else if (moved) for (const node of [picture, layer]) node.style.setProperty("transform", `translate(${last[0] - start[0]}px, ${last[1] - start[1]}px)`);
    };
    const end = () => {
      frame.removeEventListener("pointermove", drag);
      if (isPin) return move(place(view, ...last), true);
      if (!moved) return onChange && move(place(view, ...last), true);
      // The scale on the map stays, so the kilometres across change with the latitude.
      const reach = reachOf(view);
      look(...place(view, view.width / 2 - (last[0] - start[0]), view.height / 2 - (last[1] - start[1])));
      view.km = clamp((view.width * EARTH_KM * Math.cos(radians(view.lat))) / reach, LEAST_KM, mostKm(view.lat));
      load();
    };
    frame.addEventListener("pointermove", drag);
    frame.addEventListener("lostpointercapture", end, { once: true });
  });

  // A page is scrolled with the wheel; with Ctrl, or two fingers, the map comes nearer.
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.3 : 1 / 1.3, ...within(event));
  }, { passive: false });

  frame.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "+" || event.key === "-") return zoom(event.key === "+" ? 0.5 : 2);
    if (!step || !event.target.classList.contains("pin")) return;
    event.preventDefault();
    const [x, y] = pixel(view, pin.lat, pin.lon);
    const far = event.shiftKey ? 20 : 2;
    move(place(view, x + step[0] * far, y + step[1] * far), true);
  });

  const map = {
    set(nextLat, nextLon) {
      if (!has(nextLat) || !has(nextLon)) return;
      move([nextLat, nextLon], false);
      const found = pixel(view, nextLat, nextLon);
      if (found[0] < 0 || found[1] < 0 || found[0] > view.width || found[1] > view.height) map.look(nextLat, nextLon);
    },
    mark(next) {
      shown = next;
      arrange();
    },
    fit() {
      if (!places().length || !view.width) return;
      Object.assign(view, around(places(), view.width, view.height));
      load();
    },
    look(nextLat, nextLon, nextKm) {
      look(nextLat, nextLon, nextKm ?? Math.min(view.km, 300));
      load();
    },
  };
  let fits = !km && !pin && shown.length > 0;
  new ResizeObserver(() => {
    view.width = Math.round(frame.clientWidth);
    view.height = Math.round(frame.clientHeight);
    if (fits) map.fit();
    fits = false;
    arrange(); // what stands on it need not wait for the picture
    load();
  }).observe(frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", load);
  return map;
}

/** The cities whose names do not stand on one another, the largest first. */
function apart(found) {
  const taken = [];
  return found.filter(([city, at]) => {
    const wide = city.name.length * 7 + 12;
    if (taken.some(([x, y, other]) => Math.abs(x - at[0]) < (wide + other) / 2 && Math.abs(y - at[1]) < 20)) return false;
    taken.push([...at, wide]);
    return true;
  }).map(([city]) => city);
}
