/* The form of a message: blocks are chosen from their pictures, parameters follow what is chosen.
   The fields that the form sends stay the truth: `blocks` holds names, `p.NAME` a parameter. */
import { el, given } from "./core.js";

const offered = given("offered");
const byName = new Map(offered.map((block) => [block.name, block]));
const field = document.getElementById("blocks");
const chooser = document.getElementById("chooser");
const params = document.getElementById("params");
const brand = document.getElementById("brand");
let names = field.value.split(/[\s,]+/).filter(Boolean);
const typed = new Map();

const picture = (name) => el("img", { src: `/studio/blocks/${name}.png`, alt: "", loading: "lazy" });
const icon = (says, sign, does, off = false) =>
  el("button", { type: "button", class: "little", "aria-label": says, title: says, disabled: off, onclick: does }, sign);

function choose(next, focus) {
  names = next;
  field.value = names.join(" ");
  drawChosen();
  drawParams();
  if (focus !== undefined) chooser.querySelector(`[data-at="${focus}"] button:not(:disabled)`)?.focus();
}

function moved(from, to) {
  const next = [...names];
  next.splice(to, 0, ...next.splice(from, 1));
  choose(next, to);
}

function chosenRow(name, at) {
  const row = el("li", { draggable: "true", dataset: { at } },
    el("span", { class: "number", "aria-hidden": "true" }, `${at + 1}`),
    byName.has(name) ? picture(name) : el("span", { class: "chip warn" }, "not published"),
    el("strong", {}, name),
    el("span", { class: "buttons" },
      icon(`Move ${name} up`, "↑", () => moved(at, at - 1), at === 0),
      icon(`Move ${name} down`, "↓", () => moved(at, at + 1), at === names.length - 1),
      icon(`Take ${name} out`, "×", () => choose(names.filter((_, place) => place !== at)))));
  row.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", name);
    event.dataTransfer.effectAllowed = "move";
    chooser.dataset.from = at;
  });
  row.addEventListener("dragover", (event) => (event.preventDefault(), row.classList.add("over")));
  row.addEventListener("dragleave", () => row.classList.remove("over"));
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    row.classList.remove("over");
    if (chooser.dataset.from !== undefined) moved(Number(chooser.dataset.from), at);
  });
  return row;
}

function drawChosen() {
  const rest = offered.filter((block) => !names.includes(block.name));
  const parts = [
    names.length
      ? el("ol", { class: "chosen", "aria-label": "Blocks of the email, in order" }, names.map(chosenRow))
      : el("p", { class: "muted" }, "No block is chosen yet. Choose them in the order in which the email shows them."),
    rest.length ? el("h3", {}, "Add a block") : null,
    el("div", { class: "offer" }, rest.map((block) =>
      el("button", { type: "button", "aria-label": `Add ${block.name}`, onclick: () => choose([...names, block.name]) },
        el("span", { class: "shown" }, picture(block.name)),
        el("span", { class: "says" }, block.name,
          el("span", { class: "muted small" }, ` ${block.width} × ${block.height}`))))),
  ];
  chooser.replaceChildren(...parts.filter(Boolean));
}

function input(param, value) {
  const attributes = { id: `p-${param.name}`, name: `p.${param.name}` };
  if (param.kind !== "flag") {
    const box = el("input", { ...attributes, placeholder: param.default, inputmode: param.kind === "number" ? "decimal" : null });
    box.value = value;
    return box;
  }
  const otherwise = `as the block says (${param.default === "true" ? "yes" : "no"})`;
  const box = el("select", attributes, el("option", { value: "" }, otherwise),
    el("option", { value: "true" }, "yes"), el("option", { value: "false" }, "no"));
  box.value = value;
  return box;
}

/** Write the fields of the chosen blocks' parameters, keeping what was typed. */
function drawParams() {
  for (const each of params.querySelectorAll("[name]")) typed.set(each.name, each.value);
  const found = new Map();
  for (const name of names) {
    for (const param of byName.get(name)?.params ?? []) {
      if (!found.has(param.name)) found.set(param.name, { param, blocks: [] });
      found.get(param.name).blocks.push(name);
    }
  }
  // What the server said of a field stays with it until the fields are others.
  const shown = [...params.querySelectorAll("[data-param]")].map((each) => each.dataset.param);
  if (shown.join() === [...found.keys()].join()) return;
  params.replaceChildren(...[...found.values()].map(({ param, blocks }) =>
    el("div", { class: "field", dataset: { param: param.name } },
      el("label", { for: `p-${param.name}` }, param.name),
      input(param, typed.get(`p.${param.name}`) ?? ""),
      el("small", {}, `${param.kind}, read by ${blocks.join(", ")}`))));
}

if (offered.length || names.length) {
  document.getElementById("written").hidden = true;
  choose(names);
}
brand.addEventListener("change", () => {
  document.getElementById("zone").textContent = brand.selectedOptions[0].dataset.zone;
});
