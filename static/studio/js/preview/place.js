/* Where it is read: typed, found, or pointed at on the map. */
import { el } from "../core.js";
import { createMap } from "../map.js";
import { finder } from "./finder.js";

const KINDS = { store: "a store", city: "a city", postcode: "a postcode", address: "an address of the internet", point: "a point" };

export function beginPlace(form, changed) {
  const input = document.getElementById("from");
  const own = document.getElementById("own");
  const part = input.closest("details");
  const path = form.dataset.path;
  let map = null;

  function said() {
    document.getElementById("place-now").textContent = input.value.trim() || "their own";
    own.hidden = !input.value.trim();
  }

  function take(text) {
    input.value = text;
    said();
    changed();
  }

  /** The map is drawn when its part is first open: its picture costs the server some work. */
  function unfold() {
    if (map || !part.open) return;
    const point = input.value.split(",").map(Number);
    const isPoint = point.length === 2 && point.every(Number.isFinite);
    const at = isPoint ? { lat: point[0], lon: point[1] } : {};
    map = createMap(document.getElementById("map"), {
      ...at, km: 12000, height: 200, label: "Where it is read; click to choose",
      onChange: (lat, lon) => take(`${lat.toFixed(3)}, ${lon.toFixed(3)}`),
    });
  }

  finder(input, {
    address: (text) => `${path}/places?q=${encodeURIComponent(text)}`,
    row: ({ says, kind }) => [says, el("small", {}, KINDS[kind])],
    take: ({ text, lat, lon }) => {
      take(text);
      if (map && typeof lat === "number") map.set(lat, lon);
    },
    nothing: "No place like that. Try a city, a postcode with a country (10115, DE), or coordinates.",
  });
  input.addEventListener("change", said);
  own.addEventListener("click", () => {
    take("");
    input.focus();
  });
  part.addEventListener("toggle", unfold);
  unfold();
  said();
}
