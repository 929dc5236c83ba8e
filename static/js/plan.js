// After a row of the agenda has moved (order.js), the times, gaps and warnings of the plan follow: they are taken from
// the page as the server has it now. Where somebody else has changed the rows meanwhile, the whole agenda is.
//
// [data-follows][id]  follows from the rows' order.   [data-order][id]  the agenda.   data-stale  what to say offline.
const said = document.querySelector("[data-order-said]");
const failed = document.querySelector("[data-order-failed]");

document.addEventListener("order:stored", async ({ detail: { row } }) => {
  const agenda = document.querySelector("[data-order]");
  const before = rowsOf(agenda);
  const page = await load();
  const fresh = page?.getElementById(agenda.id);
  if (rowsOf(agenda) !== before) return; // moved again: the times of that move come after this one's
  if (!fresh) {
    failed.textContent = document.querySelector("[data-order-url]").dataset.stale;
    failed.hidden = false;
    return;
  }
  if (rowsOf(fresh) !== before) {
    agenda.replaceChildren(...fresh.children);
    document.dispatchEvent(new CustomEvent("order:fresh"));
  }
  for (const old of document.querySelectorAll("[data-follows]")) {
    const now = page.getElementById(old.id);
    if (now) {
      old.replaceChildren(...now.childNodes);
      old.hidden = now.hidden;
    }
  }
  const clock = document.getElementById(`time-${row.dataset.row}`)?.querySelector("b");
  if (clock) said.textContent += ` · ${clock.textContent}`;
});

function rowsOf(agenda) {
  return [...agenda.querySelectorAll("[id^=row-]")].map((row) => row.id).join(" ");
}

// The page as it is now, or null.
async function load() {
  try {
    const answer = await fetch(window.location.pathname);
    if (answer.ok && !answer.redirected) return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // No connection.
  }
  return null;
}
