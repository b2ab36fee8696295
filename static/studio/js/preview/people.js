/* Who is previewed: personas are radio buttons; a subscriber that is found becomes one more of them. */
import { el } from "../core.js";
import { finder } from "./finder.js";

export function beginPeople(form, path, changed) {
  const input = document.getElementById("somebody");
  if (!input) return;
  const people = form.querySelector(".people");

  function take({ id, name }) {
    document.getElementById("named")?.remove();
    people.querySelector("legend").after(el("label", { id: "named" },
      el("input", { type: "radio", name: "as", value: id, checked: true }),
      el("span", {}, name || id, el("small", {}, name ? `${id}, a subscriber` : "A subscriber"))));
    input.value = "";
    changed();
  }

  finder(input, {
    address: (text) => `${path}/people?q=${encodeURIComponent(text)}`,
    row: ({ id, name, city }) => [name || id, el("small", {}, [name && id, city].filter(Boolean).join(", "))],
    take,
    nothing: "Nobody like that among those looked through. A whole key or id is always found.",
  });
  // Without a choice from the list, what is typed is taken as a key or an id.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || !input.value.trim()) return;
    event.preventDefault();
    take({ id: input.value.trim(), name: "" });
  });
}
