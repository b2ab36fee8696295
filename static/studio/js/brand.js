/* The brand kit: pickers beside the fields, contrast, a sample that follows, rows as they are needed. */
import { ask, debounce, el } from "./core.js";

const form = document.getElementById("kit");
const sample = document.getElementById("sample");
const says = document.getElementById("sample-says");
const HEX = /^#[0-9a-f]{6}([0-9a-f]{2})?$/i;

/** Relative luminance of #rrggbb (WCAG 2). */
function luminance(color) {
  const parts = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const rows = () => [...form.querySelectorAll(".row.color")].map((row) => ({
  row,
  name: row.querySelector('[name$=".name"]'),
  value: row.querySelector('[name$=".value"]'),
}));

function paint() {
  const all = rows();
  const paper = all.find(({ name }) => name.value === "paper")?.value.value ?? "#ffffff";
  for (const { row, name, value } of all) {
    const swatch = row.querySelector(".swatch");
    const says = row.querySelector(".contrast");
    const isColor = HEX.test(value.value);
    value.setAttribute("aria-invalid", String(Boolean(value.value) && !isColor));
    swatch.style.setProperty("--shown", isColor ? value.value : "transparent");
    const picker = swatch.querySelector("input");
    if (isColor && picker) picker.value = value.value.slice(0, 7);
    const ratio = isColor && HEX.test(paper) && name.value !== "paper" ? contrast(value.value, paper) : 0;
    says.textContent = ratio ? `${ratio.toFixed(1)} : 1` : "";
    // Grounds and lines are no text: only what is written with is called low.
    says.classList.toggle("low", ratio > 0 && ratio < 4.5 && /ink|muted|alert|good|bad$/.test(name.value));
  }
}

function addPicker({ row, name, value }) {
  const picker = el("input", { type: "color", "aria-label": `Pick the colour ${name.value || "of this row"}`, tabindex: "0" });
  picker.addEventListener("input", () => {
    // What lets through keeps how much.
    value.value = picker.value + (HEX.test(value.value) && value.value.length === 9 ? value.value.slice(7) : "");
    value.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const swatch = row.querySelector(".swatch");
  swatch.removeAttribute("aria-hidden");
  swatch.append(picker);
}

/** Once the last row of a table has a name, there is an empty one below it. */
function grow(table) {
  const last = table.lastElementChild;
  if (!last?.querySelector('[name$=".name"]').value) return;
  const next = last.cloneNode(true);
  const at = table.children.length;
  for (const each of next.querySelectorAll("[name]")) {
    each.name = each.name.replace(/\.\d+\./, `.${at}.`);
    each.id = each.name;
    if (each.tagName === "INPUT") each.value = "";
  }
  for (const label of next.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/\.\d+\./, `.${at}.`);
  for (const gone of next.querySelectorAll("img, .swatch > input")) gone.remove();
  table.append(next);
  if (next.matches(".color")) addPicker(rows().at(-1));
}

let drawing;
const draw = debounce(async () => {
  drawing?.abort();
  // A colour that is not written to its end is nothing to draw yet.
  if (rows().some(({ name, value }) => name.value.trim() && !HEX.test(value.value.trim()))) return;
  drawing = new AbortController();
  sample.setAttribute("aria-busy", "true");
  try {
    const answer = await ask("/studio/brand/sample", { body: new URLSearchParams(new FormData(form)), signal: drawing.signal });
    const former = sample.src;
    sample.src = URL.createObjectURL(await answer.blob());
    if (former.startsWith("blob:")) URL.revokeObjectURL(former);
    says.textContent = "Drawn as an open would draw it, with what is not saved yet.";
  } catch (error) {
    if (error.name !== "AbortError") says.textContent = error.message;
  }
  sample.removeAttribute("aria-busy");
}, 250);

form.addEventListener("input", (event) => {
  document.getElementById("unsaved").hidden = false;
  const table = event.target.closest(".rows");
  if (table) grow(table);
  paint();
  draw();
});
form.addEventListener("change", (event) => {
  const row = event.target.closest(".row.font");
  if (!row || event.target.tagName !== "SELECT") return;
  row.querySelector("img")?.remove();
  const name = form.elements.name.value;
  const query = new URLSearchParams({ name, family: event.target.value });
  row.append(el("img", { src: `/studio/brand/type.png?${query}`, width: 270, height: 30, alt: `A line in ${event.target.value}` }));
});

for (const each of rows()) addPicker(each);
for (const each of document.querySelectorAll("[data-color]")) {
  each.querySelector(".swatch").style.setProperty("--shown", each.dataset.color);
}
paint();
