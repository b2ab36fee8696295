/* What if: a slider beside each number, a way back for each, and what the fact is by itself. */
import { el } from "../core.js";

export function beginKnobs(form, changed) {
  const knobs = [...form.querySelectorAll("[data-knob]")].map((node) => knob(node, changed));
  const count = document.getElementById("if-now");

  function tell() {
    const set = knobs.filter((each) => each.isSet()).length;
    if (count) count.textContent = set ? `${set} supposed` : "";
  }

  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  return {
    seen() {
      for (const each of knobs) each.seen();
      tell();
    },
  };
}

function knob(node, changed) {
  const field = node.querySelector("input, select");
  const note = node.querySelector(".now");
  let slider = null;
  if (node.dataset.kind === "number") {
    slider = el("input", { type: "range", min: node.dataset.least, max: node.dataset.most, "aria-label": node.dataset.knob });
    field.before(slider);
    node.classList.add("slides");
    slider.addEventListener("input", () => {
      field.value = slider.value;
      mark();
      changed();
    });
  }
  const back = el("button", { type: "button", class: "plain" }, "Reset", el("span", { class: "hidden" }, ` ${node.dataset.knob}`));
  field.after(back);
  back.addEventListener("click", () => {
    field.value = "";
    mark();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });

  function mark() {
    node.classList.toggle("set", Boolean(field.value));
    if (slider && field.value) slider.value = field.value;
  }

  field.addEventListener("input", mark);
  field.addEventListener("change", mark);
  mark();
  return {
    isSet: () => Boolean(field.value),
    seen() {
      const said = document.querySelector(`#nows [data-name="${CSS.escape(node.dataset.knob)}"]`);
      if (!said) return;
      note.textContent = said.textContent;
      if (!slider) return;
      slider.max = Math.max(Number(said.dataset.most), Number(slider.max));
      if (!field.value) slider.value = said.textContent;
    },
  };
}
