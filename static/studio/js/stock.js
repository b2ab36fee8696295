/* Levels are set in place: Enter or leaving the field saves, Escape takes the number back. */

import { askJson, toast } from "./core.js";

for (const form of document.querySelectorAll("form.set")) {
  const input = form.elements.quantity;
  const button = form.querySelector("button");
  let kept = input.value;
  button.hidden = true;

  async function save() {
    const asked = input.value.trim();
    if (asked === kept || input.readOnly) return;
    input.readOnly = true;
    try {
      const level = await askJson("/studio/stock/set", { data: { sku: form.elements.sku.value, store: form.elements.store.value, quantity: asked } });
      kept = input.value = String(level.quantity);
      input.removeAttribute("aria-invalid");
      const time = form.closest("tr").querySelector("time");
      time.textContent = "just now";
      time.nextElementSibling?.remove();
      toast(`${form.elements.sku.value} in ${form.elements.store.value}: ${level.quantity} units.`, { kind: "good" });
    } catch (error) {
      input.setAttribute("aria-invalid", "true");
      toast(error.message, { kind: "bad" });
    } finally {
      input.readOnly = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  input.addEventListener("change", save);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = kept;
    input.removeAttribute("aria-invalid");
  });
}
