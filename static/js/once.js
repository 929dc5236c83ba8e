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

// On the machine that runs the site itself browsers tell of no connection too, where it has no network: so ask.
const reached = new WeakSet();
async function ask(form, button) {
  try {
    await fetch("/healthz", { cache: "no-store" });
    reached.add(form);
    form.requestSubmit(button);
  } catch {
    sayUnsent(form, button);
  }
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!("once" in form.dataset) || event.defaultPrevented) return;
  if (!navigator.onLine && !reached.delete(form)) {
    event.preventDefault();
    ask(form, submitter);
    return;
  }
  if (form.dataset.once === "sent") event.preventDefault();
  form.dataset.once = "sent";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) form.dataset.once = "";
});
