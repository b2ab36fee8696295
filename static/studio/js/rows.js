/* Rows of names and values: when the last one is written to, there is another. */

/** Let rows grow; `parent` holds rows of two inputs named attribute-N-name and attribute-N-value. */
export function growing(parent) {
  if (!parent) return;
  parent.addEventListener("input", () => {
    const last = parent.lastElementChild;
    if (![...last.querySelectorAll("input")].some((input) => input.value)) return;
    const number = parent.children.length;
    const row = last.cloneNode(true);
    for (const node of row.querySelectorAll("input, label")) {
      for (const name of ["id", "name", "for"]) {
        if (node.hasAttribute(name)) node.setAttribute(name, node.getAttribute(name).replace(/attribute-\d+/, `attribute-${number}`));
      }
      if (node.tagName === "INPUT") node.value = "";
    }
    parent.append(row);
  });
}
