/* A field that finds while one types: a combobox with a list, by keys and by pointer. */
import { askJson, complain, debounce, el } from "../core.js";

let made = 0;

/** Make a field find: `ask(text)` is an address, `row(item)` what stands in the list, `take(item)` chooses. */
export function finder(input, { address, row, take, nothing }) {
  const list = el("ul", { class: "found", id: `found-${++made}`, role: "listbox", hidden: true, "aria-label": "Found" });
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  let items = [];
  let at = -1;
  let waits = null;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  }

  function mark(next) {
    at = next;
    [...list.children].forEach((node, index) => {
      node.setAttribute("aria-selected", String(index === at));
      if (index === at) {
        input.setAttribute("aria-activedescendant", node.id);
        node.scrollIntoView({ block: "nearest" });
      }
    });
  }

  function choose(item) {
    close();
    take(item);
  }

  function fill() {
    list.replaceChildren(...items.map((item, index) =>
      el("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); choose(item); } }, row(item))));
    if (!items.length) list.append(el("li", { class: "nothing", role: "option", "aria-disabled": "true" }, nothing));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  const find = debounce(async () => {
    waits?.abort();
    const text = input.value.trim();
    if (text.length < 2 || document.activeElement !== input) return close();
    waits = new AbortController();
    try {
      items = await askJson(address(text), { signal: waits.signal });
      if (document.activeElement === input) fill();
    } catch (error) {
      complain(error);
    }
  }, 160);

  input.addEventListener("input", find);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      return close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length && !list.hidden) {
      event.preventDefault();
      return mark((at + step + items.length) % items.length);
    }
    if (event.key === "Enter" && !list.hidden && items.length) {
      event.preventDefault();
      choose(items[Math.max(at, 0)]);
    }
  });
  return { close };
}
