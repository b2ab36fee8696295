/* What every page of the studio shares: asking the server, building elements, saying what happened. */

export class Refusal extends Error {
  /** A problem document (RFC 9457) of the server: `status`, `errors` (field, detail, remedy). */
  constructor(status, document) {
    super(document.detail || document.title || `The server answered ${status}.`);
    this.status = status;
    this.errors = document.errors || [];
    this.document = document;
  }
}

const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/** Ask the server; returns the response, raises Refusal. An object is sent as JSON. */
export async function ask(url, { method, data, body, signal, headers = {} } = {}) {
  const sends = data !== undefined || body !== undefined;
  const response = await fetch(url, {
    method: method ?? (sends ? "POST" : "GET"),
    headers: {
      ...(sends ? { "x-csrf-token": csrf() } : {}),
      ...(data !== undefined ? { "content-type": "application/json" } : {}),
      ...headers,
    },
    body: data !== undefined ? JSON.stringify(data) : body,
    signal,
    credentials: "same-origin",
    redirect: "error",
  });
  if (!response.ok) throw new Refusal(response.status, await readable(response));
  return response;
}

/** Ask the server for JSON. */
export async function askJson(url, options) {
  return (await ask(url, options)).json();
}

async function readable(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

/** Build an element: el("p", {class: "muted", onclick: f}, "text", child). Texts are never markup. */
export function el(tag, attributes = {}, ...children) {
  const node = tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on") && typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (name === "style" && typeof value === "object") {
      for (const [property, what] of Object.entries(value)) node.style.setProperty(property, what);
    } else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name in node && !tag.startsWith("svg:") && typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Say what happened, for some seconds, and to screen readers. `kind`: good, bad or empty. */
export function toast(text, { kind = "", action, does } = {}) {
  const said = el("div", { class: `toast ${kind}` }, el("span", {}, text));
  if (action) said.append(el("button", { type: "button", class: "plain", onclick: () => (does(), said.remove()) }, action));
  said.append(el("button", { type: "button", class: "plain close", "aria-label": "Dismiss", onclick: () => said.remove() }, "×"));
  document.getElementById("toasts").append(said);
  setTimeout(() => said.remove(), kind === "bad" ? 12000 : 5000);
  return said;
}

/** Say a failure in the words of whoever refused. */
export function complain(error) {
  if (error.name === "AbortError") return;
  toast(error.message, { kind: "bad" });
}

/** Call `does` when `wait` ms have passed without another call. */
export function debounce(does, wait) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => does(...given), wait);
  };
}

/** Open a modal dialog with a title and children; resolves with what closed it ("" when dismissed). */
export function dialog(title, children, buttons = [{ value: "ok", says: "OK", main: true }]) {
  const form = el("form", { method: "dialog" }, el("h2", { id: "dialog-title" }, title), children,
    el("div", { class: "buttons" }, buttons.map((button) =>
      el("button", { value: button.value, class: button.main ? "main" : button.danger ? "danger" : "", formnovalidate: !button.main }, button.says))));
  const box = el("dialog", { "aria-labelledby": "dialog-title" }, form);
  document.body.append(box);
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => {
      box.remove();
      resolve({ value: box.returnValue, form: new FormData(form) });
    });
  });
}

/** Copy a text; says so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "hidden" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast("Copied.", { kind: "good" });
}

/** The data that the server put into a page: <script type="application/json" id="…">. */
export function given(id) {
  const node = document.getElementById(id);
  return node ? JSON.parse(node.textContent) : null;
}

/** Behaviour of every page: buttons that copy, forms that ask before they send, narrow menus and tabs. */
function begin() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(document.getElementById(button.dataset.copy).textContent);
  });
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset?.asks;
    if (question && !window.confirm(question)) event.preventDefault();
  });
  const working = document.getElementById("working-brand");
  working?.addEventListener("change", () => working.form.submit());
  // On a phone the row of tabs is wider than the screen: show the one that is open.
  for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
    tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 32;
  }
  const menu = document.querySelector("details.menu");
  const narrow = matchMedia("(max-width: 56rem)");
  const fold = () => menu && (menu.open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

begin();
