/* A file is sent with its progress shown; then its page shows what its columns are taken for. */

import { toast } from "./core.js";

const form = document.getElementById("upload");
const [sending, bar, sent] = ["sending", "bar", "sent"].map((id) => document.getElementById(id));
const button = form.querySelector("button");

// fetch does not tell how much of a body was sent, so this is the one place with the older way.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const file = form.elements.file.files[0];
  if (!file) return;
  const request = new XMLHttpRequest();
  request.open("POST", `/studio/imports?${new URLSearchParams({ kind: form.elements.kind.value, name: file.name })}`);
  request.setRequestHeader("x-csrf-token", document.querySelector('meta[name="csrf"]').content);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.responseType = "json";
  request.upload.addEventListener("progress", (step) => {
    bar.max = step.total || file.size || 1;
    bar.value = step.loaded;
    sent.textContent = step.loaded < step.total ? `${megabytes(step.loaded)} of ${megabytes(step.total)} sent` : "Sent. Its beginning is being read.";
  });
  request.addEventListener("load", () => {
    if (request.status === 200) return location.assign(request.response.to);
    failed(request.response?.detail ?? `The server answered ${request.status}.`);
  });
  request.addEventListener("error", () => failed("The connection was lost. Upload the file again."));
  button.disabled = true;
  sending.hidden = false;
  request.send(file);
});

function failed(message) {
  button.disabled = false;
  sending.hidden = true;
  toast(message, { kind: "bad" });
}

const megabytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;

// A file may also be dropped on the form.
form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over-file");
});
form.addEventListener("dragleave", () => form.classList.remove("over-file"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over-file");
  if (event.dataTransfer.files.length) form.elements.file.files = event.dataTransfer.files;
});
