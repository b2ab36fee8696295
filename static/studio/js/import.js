/* One import: how far it is, and names for columns that become attributes. */

import { askJson } from "./core.js";

const panel = document.getElementById("progress");
if (panel) follow();

async function follow() {
  const put = (id, number) => { document.getElementById(id).textContent = number.toLocaleString("en-US"); };
  for (let failures = 0; failures < 30;) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    try {
      const { state, counts } = await askJson(`/studio/imports/${panel.dataset.key}/state`);
      failures = 0;
      document.getElementById("bar").value = counts.read;
      put("rows", counts.rows);
      put("good", counts.rows - counts.bad);
      put("bad", counts.bad);
      if (state !== "running") return location.replace(location.pathname);
    } catch {
      failures += 1; // the server may be starting anew
    }
  }
}

document.getElementById("mapping")?.addEventListener("change", (event) => {
  if (event.target.tagName !== "SELECT" || !event.target.name.startsWith("target-")) return;
  const row = event.target.closest("tr");
  row.classList.toggle("left", !event.target.value);
  const named = row.querySelector(".named");
  if (!named) return;
  named.hidden = event.target.value !== "attribute";
  const input = named.querySelector("input");
  if (!named.hidden && !input.value) {
    input.value = row.querySelector("th input").value.toLowerCase().replace(/\W+/g, "_").replace(/^_+|_+$/g, "");
  }
});
