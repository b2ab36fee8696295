/* One store: its place on a map, its hours in a grid, rows for more attributes. */

import { hoursEditor } from "./hours.js";
import { createMap } from "./map.js";
import { growing } from "./rows.js";

const form = document.getElementById("store");
const isLocked = form.querySelector("fieldset").disabled;
const parent = document.getElementById("map");
const [lat, lon] = [form.elements.lat, form.elements.lon];

const degrees = (input, most) => {
  const value = Number(input.value.trim().replace(",", "."));
  return input.value.trim() && Number.isFinite(value) && Math.abs(value) <= most ? value : undefined;
};

const map = createMap(parent, {
  lat: degrees(lat, 90),
  lon: degrees(lon, 180),
  km: degrees(lat, 90) === undefined ? undefined : 120,
  label: parent.dataset.label,
  markers: isLocked && degrees(lat, 90) !== undefined ? [{ lat: degrees(lat, 90), lon: degrees(lon, 180), label: "The store", kind: "good" }] : [],
  onChange: isLocked ? undefined : (north, east) => {
    [lat.value, lon.value] = [north, east];
  },
});
for (const input of [lat, lon]) {
  input.addEventListener("change", () => map.set(degrees(lat, 90), degrees(lon, 180)));
}

growing(form.querySelector("[data-rows]"));
hoursEditor({
  grid: document.getElementById("grid"),
  text: form.elements.hours,
  zone: form.elements.tz,
  week: document.getElementById("week"),
  isLocked,
});
