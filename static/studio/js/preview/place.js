/* Where it is read: typed, found, or pointed at on the map. */
import { el, given } from "../core.js";
import { createMap } from "../map.js";
import { finder } from "./finder.js";

const KINDS = { store: "a store", city: "a city", postcode: "a postcode", address: "an address of the internet", point: "a point" };

export function beginPlace(form, changed) {
  const input = document.getElementById("from");
  const own = document.getElementById("own");
  const part = input.closest("details");
  const path = form.dataset.path;
  let map = null;
  let isPointed = false; // what is chosen comes from the map itself

  function said() {
    document.getElementById("place-now").textContent = input.value.trim() || "their own";
    own.hidden = !input.value.trim();
  }

  function take(text) {
    input.value = text;
    isPointed = false;
    said();
    changed();
  }

  /** The map is drawn when its part is first open: its picture costs the server some work. */
  function unfold(isBare) {
    if (map || !part.open) return;
    const { lat, lon } = document.querySelector("#stage .mail")?.dataset ?? {};
    const at = lat && isBare !== true ? { lat: Number(lat), lon: Number(lon) } : {};
    map = createMap(document.getElementById("map"), {
      ...at, km: 12000, height: 200, label: "Where it is read; click to choose",
      markers: given("stores").map(([lat, lon, label]) => ({ lat, lon, label })),
      onChange: (lat, lon) => {
        take(`${lat.toFixed(3)}, ${lon.toFixed(3)}`);
        isPointed = true;
      },
    });
  }

  finder(input, {
    address: (text) => `${path}/places?q=${encodeURIComponent(text)}`,
    row: ({ says, kind }) => [says, el("small", {}, KINDS[kind])],
    take: ({ text }) => take(text),
    nothing: "No place like that. Try a city, a postcode with a country (10115, DE), or coordinates.",
  });
  input.addEventListener("change", () => {
    isPointed = false;
    said();
  });
  own.addEventListener("click", () => {
    take("");
    // A map has a pin for good; without a place there is none.
    map = null;
    document.getElementById("map").replaceChildren();
    unfold(true);
    input.focus();
  });
  part.addEventListener("toggle", unfold);
  unfold();
  said();
  return {
    /** The server found what was typed: the pin stands there. */
    seen() {
      const { lat, lon } = document.querySelector("#stage .mail")?.dataset ?? {};
      if (map && lat && !isPointed) map.set(Number(lat), Number(lon));
    },
  };
}
