/* The sending platform of a message's page: choosing one shows its merge tags at once. */
const form = document.getElementById("provider");

form.addEventListener("change", (event) => {
  // Another platform's field is called otherwise.
  if (event.target.id === "esp") form.elements.field.value = "";
  form.requestSubmit();
});
