/* The form that publishes: asks for a time only when one is wanted, and says what the button does. */

const form = document.querySelector("[data-publishes]");

function show() {
  const isLater = form.elements.when.value === "later";
  form.querySelector(".later").classList.toggle("unused", !isLater);
  form.elements.at.required = isLater;
  form.elements.zone.required = isLater;
  form.querySelector("button.main").textContent = isLater ? "Schedule" : "Publish";
}

if (form) {
  form.addEventListener("change", show);
  // Nobody publishes twice by pressing twice.
  form.addEventListener("submit", () => queueMicrotask(() => (form.querySelector("button.main").disabled = true)));
  window.addEventListener("pageshow", () => (form.querySelector("button.main").disabled = false));
  show();
}
