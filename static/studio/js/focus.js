/* The focus of a picture: a point that is dragged or moved by keys; the crops follow. */
import { debounce } from "./core.js";

const picture = document.getElementById("focus");
const form = document.getElementById("at");

if (picture) begin();

function begin() {
  const point = picture.querySelector(".point");
  const { x, y } = form.elements;
  const clamp = (value) => Math.min(100, Math.max(0, Math.round(value)));

  const crop = debounce(() => {
    for (const each of document.querySelectorAll(".crop")) {
      const query = new URLSearchParams({
        name: picture.dataset.name, w: each.dataset.w, h: each.dataset.h, x: x.value, y: y.value, v: picture.dataset.digest,
      });
      each.src = `/studio/assets/shown.png?${query}`;
    }
  }, 120);

  function place(left, top, isNew = true) {
    x.value = clamp(left);
    y.value = clamp(top);
    picture.style.setProperty("--x", `${x.value}%`);
    picture.style.setProperty("--y", `${y.value}%`);
    document.getElementById("yaml").textContent =
      `picture: {asset: ${JSON.stringify(picture.dataset.name)}, focus: [${x.value}, ${y.value}], box: [0, 0, 600, 240]}`;
    if (isNew) crop();
  }

  const at = (event) => {
    const box = picture.getBoundingClientRect();
    place((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  };
  picture.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    point.focus();
    at(event);
  });
  picture.addEventListener("pointermove", (event) => event.buttons && at(event));
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (!move) return;
    event.preventDefault();
    place(Number(x.value) + move[0], Number(y.value) + move[1]);
  });
  form.addEventListener("input", () => place(Number(x.value), Number(y.value)));
  form.addEventListener("submit", (event) => event.preventDefault());
  place(Number(x.value), Number(y.value), false);
}
