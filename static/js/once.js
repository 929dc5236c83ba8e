// A form[data-once] is sent once, however often its button is tapped; going back to the page allows it again.
// While there is no connection it stays where it is, with what was typed: main[data-unsent] says so beside it.
// Sent all the same it would leave the browser's own page of errors, and the way back from there loses the words.

function sayUnsent(form, button) {
  document.querySelector("[data-once-said]")?.remove();
  const said = document.createElement("p");
  said.className = "warn";
  said.role = "alert";
  said.dataset.onceSaid = "";
  said.textContent = document.querySelector("main[data-unsent]")?.dataset.unsent ?? "";
  const foot = button?.closest(".actions");
  if (foot) foot.before(said);
  else form.after(said);
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
