/* The library by keyboard: "/" finds, "n" begins a block, Escape closes a menu; one menu at a time. */
const menus = [...document.querySelectorAll("details.menu-of")];

for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    for (const other of menus) if (other !== menu) other.open = false;
    menu.querySelector("input:not([type=hidden])")?.focus();
  });
}

document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const open = menus.find((menu) => menu.open);
  if (event.key === "Escape" && open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  const writes = event.target.closest("input, select, textarea");
  if (writes || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("q")?.focus();
  } else if (event.key === "n" && document.getElementById("new")) {
    event.preventDefault();
    document.getElementById("new").open = true;
  }
});

// A choice of the lists finds at once; the button is for whoever has no script.
document.querySelector(".finding")?.addEventListener("change", (event) => {
  if (event.target.matches("select")) event.currentTarget.requestSubmit();
});
