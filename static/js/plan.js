// Moves a row of the agenda without the page jumping: posts the button's form, then takes the new page's content.
const content = document.querySelector("#content");

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (event.target.id !== "move" || !button) return;
  event.preventDefault();
  const body = new FormData(event.target, button);
  const top = button.getBoundingClientRect().top;
  content.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(button.formAction, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const changed = page.querySelector("#content");
    if (!answer.ok || !page.querySelector("#move") || !changed) throw new Error(answer.status);
    content.replaceChildren(...changed.childNodes);
    keepPlace(button, top);
  } catch {
    window.location.reload();
  } finally {
    content.removeAttribute("aria-busy");
  }
});

// Focus stays on the button that was pressed, at the same height; at the end of the agenda, on the row's other one.
function keepPlace(button, top) {
  const [same, other] = ["=", "!="].map((sign) =>
    [...content.querySelectorAll(`button[form="move"]`)].find(
      (found) =>
        found.getAttribute("formaction") === button.getAttribute("formaction") &&
        (found.value === button.value) === (sign === "="),
    ),
  );
  const next = same && !same.disabled ? same : other;
  if (!next) return;
  window.scrollBy(0, next.getBoundingClientRect().top - top);
  next.focus({ preventScroll: true });
}
