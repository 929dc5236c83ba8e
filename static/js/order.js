// Puts rows in order without loading the page anew: by dragging a row's handle with a mouse or a finger, and by its
// buttons ▲▼, which also work without this script. Each move is posted as "this row after that one".
//
// [data-order-url]  the region: where moves are posted; data-said and data-failed are what it says of them.
// [data-order]      a list in it; its children are rows, [data-row], each with its own [data-handle] and [name=steps].
//
// When all moves are stored, the document gets the event "order:stored"; who puts in new lists, sends "order:fresh".
const said = document.querySelector("[data-order-said]");
const failed = document.querySelector("[data-order-failed]");
const EDGE = 80; // pixels from the top and bottom of the screen in which the page scrolls along

const stored = new Map(); // each list's rows as the server last knew them
let sending = Promise.resolve(); // one move after the other, in the order in which they were made
let waiting = 0; // how many of them
let isTold = true; // whether "order:stored" has been sent for the last of them
let drag = null;

const region = () => document.querySelector("[data-order-url]");

function takeLists() {
  stored.clear();
  for (const list of region()?.querySelectorAll("[data-order]") ?? []) stored.set(list, [...list.children]);
  for (const handle of region()?.querySelectorAll("[data-handle]") ?? []) handle.hidden = false;
}
takeLists();
document.addEventListener("order:fresh", takeLists);

// A row that the address names is unfolded, also where the browser does not do so by itself.
const named = document.getElementById(window.location.hash.slice(1));
if (named?.closest("details:not([open])")) {
  named.closest("details").open = true;
  named.scrollIntoView({ block: "center" });
}

// A row's own buttons, not those of rows within it.
function stepsOf(row) {
  return [...row.querySelectorAll("[name=steps]")].filter((button) => button.closest("[data-row]") === row);
}

function show(list) {
  const rows = [...list.children];
  rows.forEach((row, place) => {
    const [up, down] = stepsOf(row);
    up.disabled = place === 0;
    down.disabled = place === rows.length - 1;
  });
}

function say(row) {
  const rows = [...row.parentElement.children];
  said.textContent = region().dataset.said.replace("{place}", rows.indexOf(row) + 1).replace("{all}", rows.length);
}

function send(list, row) {
  const { orderUrl, failed: message } = region().dataset;
  const order = [...list.children];
  const body = new FormData();
  body.set("kind", list.dataset.order);
  body.set("row", row.dataset.row);
  body.set("after", row.previousElementSibling?.dataset.row ?? "");
  body.set("csrfmiddlewaretoken", document.querySelector("#move [name=csrfmiddlewaretoken]").value);
  waiting += 1;
  isTold = false;
  sending = sending.then(async () => {
    const refused = await post(orderUrl, body, message);
    waiting -= 1;
    if (refused) {
      list.append(...(stored.get(list) ?? []));
      show(list);
    } else stored.set(list, order);
    failed.textContent = refused;
    failed.hidden = !refused;
    if (refused) failed.scrollIntoView({ block: "nearest" });
    tell(row);
  });
}

// Why a move was not stored, in words; "" where it was.
async function post(url, body, message) {
  try {
    const answer = await fetch(url, { method: "POST", body, keepalive: true });
    if (answer.ok && !answer.redirected) return "";
    if (answer.status === 409) return (await answer.json()).message;
  } catch {
    // No connection: the message says so.
  }
  return message;
}

function tell(row) {
  if (isTold || waiting || drag) return;
  isTold = true;
  document.dispatchEvent(new CustomEvent("order:stored", { detail: { row } }));
}

// Only the others move, never the row itself: focus stays on its button, and a finger stays on its handle.
function swap(row, direction) {
  if (direction < 0) row.after(row.previousElementSibling);
  else row.before(row.nextElementSibling);
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const row = button?.name === "steps" && button.closest("[data-row]");
  if (!row) return;
  event.preventDefault();
  const direction = Number(button.value);
  if (!(direction < 0 ? row.previousElementSibling : row.nextElementSibling)) return;
  const top = button.getBoundingClientRect().top;
  swap(row, direction);
  window.scrollBy(0, button.getBoundingClientRect().top - top);
  show(row.parentElement);
  if (button.disabled) stepsOf(row).find((other) => !other.disabled)?.focus({ preventScroll: true });
  say(row);
  send(row.parentElement, row);
});

// Who goes on while a move is on its way waits for it: the next page shows it, and a refusal is read here. A second tap
// does not wait.
let goesOn = null;
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  const opensHere = link && !link.target && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey);
  if (!waiting || !opensHere || event.defaultPrevented || link === goesOn) return;
  event.preventDefault();
  goesOn = link;
  while (waiting) await sending;
  if (failed.hidden && link === goesOn) link.click();
  goesOn = null;
});

function follow() {
  const { row, y } = drag;
  for (let other = row.nextElementSibling; other && y > middle(other); other = row.nextElementSibling) swap(row, 1);
  for (let other = row.previousElementSibling; other && y < middle(other); other = row.previousElementSibling) swap(row, -1);
}

function middle(row) {
  const box = row.getBoundingClientRect();
  return box.top + box.height / 2;
}

function scrollAlong() {
  if (!drag) return;
  const step = drag.y < EDGE ? -8 : drag.y > window.innerHeight - EDGE ? 8 : 0;
  if (step) {
    window.scrollBy(0, step);
    follow();
  }
  requestAnimationFrame(scrollAlong);
}

function drop(keeps) {
  const { row, list, order } = drag;
  drag = null;
  row.classList.remove("dragged");
  if (!keeps) list.append(...order);
  show(list);
  if (keeps && order.some((other, place) => other !== list.children[place])) {
    say(row);
    send(list, row);
  } else tell(row);
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button !== 0 || drag) return;
  event.preventDefault();
  const row = handle.closest("[data-row]");
  const list = row.parentElement;
  handle.setPointerCapture(event.pointerId);
  drag = { row, list, order: [...list.children], pointer: event.pointerId, y: event.clientY };
  row.classList.add("dragged");
  requestAnimationFrame(scrollAlong);
});
document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== drag?.pointer) return;
  drag.y = event.clientY;
  follow();
});
document.addEventListener("pointerup", (event) => {
  if (event.pointerId === drag?.pointer) drop(true);
});
document.addEventListener("pointercancel", (event) => {
  if (event.pointerId === drag?.pointer) drop(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) drop(false);
});
