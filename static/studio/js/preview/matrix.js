/* The matrix: pointing at a picture marks the ones that are the same; no more people than fit. */

const cells = [...document.querySelectorAll(".matrix a[data-sign]")];
const mark = (sign) => cells.forEach((cell) => cell.classList.toggle("same", Boolean(sign) && cell.dataset.sign === sign));
for (const cell of cells) {
  for (const event of ["pointerenter", "focus"]) cell.addEventListener(event, () => mark(cell.dataset.sign));
  for (const event of ["pointerleave", "blur"]) cell.addEventListener(event, () => mark(""));
}

const boxes = [...document.querySelectorAll('#axes input[name="p"]')];
function bound() {
  const full = boxes.filter((box) => box.checked).length >= 4;
  for (const box of boxes) box.disabled = full && !box.checked;
}
for (const box of boxes) box.addEventListener("change", bound);
bound();
