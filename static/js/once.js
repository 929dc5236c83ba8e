// A form[data-once] is sent once, however often its button is tapped; going back to the page allows it again.
// While there is no connection it stays where it is, with what was typed: main[data-unsent] says so above the button.
// Sent all the same it would leave the browser's own page of errors, and the way back from there loses the words.

function sayUnsent(form, button) {
  form.querySelector("[data-once-said]")?.remove();
  const said = document.createElement("p");
  said.className = "warn";
  said.role = "alert";
  said.dataset.onceSaid = "";
  said.textContent = document.querySelector("main[data-unsent]")?.dataset.unsent ?? "";
  if (button && form.contains(button)) (button.closest(".actions") ?? button).before(said);
  else form.append(said);
  window.addEventListener("online", () => said.remove(), { once: true });
}

document.addEventListener("submit", (event) => {
  const { dataset } = event.target;
  if (!("once" in dataset)) return;
  if (!navigator.onLine) {
    event.preventDefault();
    sayUnsent(event.target, event.submitter);
    return;
  }
  if (dataset.once === "sent") event.preventDefault();
  dataset.once = "sent";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) form.dataset.once = "";
});
