/* Uploads: files chosen or dropped, one after the other, each with its progress and what was refused. */
import { el, toast } from "./core.js";

const drop = document.getElementById("drop");
const files = document.getElementById("files");
const list = document.getElementById("uploads");
const most = Number(drop.dataset.most);

/** Send one file; fetch cannot tell how far it is. */
function send(file, name, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/studio/assets/upload?name=${encodeURIComponent(name)}`);
    request.setRequestHeader("x-csrf-token", document.querySelector('meta[name="csrf"]').content);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      const said = request.response ?? {};
      if (request.status < 300) resolve(said);
      else reject(new Error(said.detail ?? `The server answered ${request.status}.`));
    });
    request.addEventListener("error", () => reject(new Error("The connection broke off. Try again.")));
    request.send(file);
  });
}

async function one(file) {
  const bar = el("progress", { max: 1, value: 0, "aria-label": `Upload of ${file.name}` });
  const row = el("li", {}, el("span", {}, file.name), bar);
  list.append(row);
  try {
    if (file.size > most) throw new Error(`It has ${file.size.toLocaleString("en")} bytes; keep it to ${most.toLocaleString("en")}.`);
    const name = drop.dataset.name ?? file.name;
    const kept = await send(file, name, (part) => { bar.value = part; });
    bar.replaceWith(el("span", { class: "muted" }, kept.is_new ? "Kept." : "Replaced."));
    return true;
  } catch (error) {
    bar.replaceWith(el("span", { class: "wrong" }, error.message));
    return false;
  }
}

async function all(chosen) {
  list.replaceChildren();
  files.disabled = true;
  let isWhole = true;
  for (const file of chosen) isWhole = (await one(file)) && isWhole;
  files.disabled = false;
  files.value = "";
  // What was refused stays to be read.
  if (isWhole) window.location.reload();
  else if (chosen.length > 1) toast("Load the page again to see those that were kept.");
}

files.addEventListener("change", () => files.files.length && all([...files.files]));
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const dropped = [...event.dataTransfer.files];
  if (dropped.length) all(drop.dataset.name ? dropped.slice(0, 1) : dropped);
});
