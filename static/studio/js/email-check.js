/* The check of an email: a file is read into the box, and a problem leads to its line. */
import { complain } from "./core.js";

const box = document.getElementById("email");
const file = document.getElementById("file");
const MOST = 2 * 1024 * 1024; // characters, as the server takes

async function read(chosen) {
  if (chosen.size > MOST) throw new Error(`${chosen.name} is over 2 MiB. Save it without attachments.`);
  try {
    // A byte order mark is no part of the email.
    box.value = new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer());
  } catch {
    throw new Error(`${chosen.name} is not UTF-8. On the command line, opentime check takes it.`);
  }
}

file.addEventListener("change", () => {
  if (file.files.length) read(file.files[0]).catch(complain);
});
box.addEventListener("dragover", (event) => event.preventDefault());
box.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  read(event.dataTransfer.files[0]).catch(complain);
});

document.addEventListener("click", (event) => {
  const number = Number(event.target.closest("[data-line]")?.dataset.line);
  if (!number) return;
  const lines = box.value.split("\n");
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  box.focus();
  box.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  box.scrollTop = (number - 3) * parseFloat(getComputedStyle(box).lineHeight);
  box.scrollIntoView({ block: "center" });
});
