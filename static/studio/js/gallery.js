/* Finds starters while one types; without it the form asks the server for the same. */
const box = document.getElementById("q");
const cards = [...document.querySelectorAll(".starters li")];
const none = document.getElementById("none");

function find() {
  const words = box.value.trim().toLowerCase().split(/\s+/);
  for (const card of cards) card.hidden = !words.every((word) => card.dataset.words.includes(word));
  none.classList.toggle("unseen", cards.some((card) => !card.hidden));
}

// What the server left out cannot be found here: then the form is sent as ever.
if (!new URLSearchParams(location.search).get("q")) box.addEventListener("input", find);
