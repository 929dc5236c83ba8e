// Shows what others do without reloading by hand; docs/style.md, "Pages that stay up to date", has an example.
//
// [data-live-url][data-live-pulse]  the region: asked for with ?since=<pulse> while the page is looked at. The server answers
//     204 where nothing has changed, else with what stands in the region; the new pulse is in its [data-pulse].
// [id] in the region  stays the very element it is: with its focus, what is being typed in it, and open lists.
// [data-live-item][id]  is counted as new when it comes in, and has [data-live-new] for a while.
// [data-live-news]  gets the sentence about what came in, with {count}, as a link to the first of it.
// [data-live-said]  gets messages, and says that the connection is lost, back or over: data-live-lost, data-live-back,
//     data-live-ended; and that a form was not sent: data-live-unsent.
// form[data-live-form][id]  is sent without leaving the page. [data-one-line] in it is sent with Enter.

const EVERY = 4000; // milliseconds
const LONGEST = 60_000;
const PATIENCE = 20_000;
const NEWS_EVERY = 12_000;
const STAYS_NEW = 30_000;
const STAYS_SAID = 12_000;
const ITEMS = "[data-live-item][id]";

const said = document.querySelector("[data-live-said]");
const news = document.querySelector("[data-live-news]");
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const itemsOf = (region) => [...region.querySelectorAll(ITEMS)];

// Bringing a part of the page up to date

const OURS = ["open", "data-live-new"]; // set by the reader and by us, not by the server

function takeAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OURS.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!OURS.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

// Gives `old` the children of `fresh`. Those with an id stay wherever they stood; below an element that stays, so do
// others of the same kind in the same order.
function takeChildren(old, fresh, known, pairsOthers = true) {
  const others = pairsOthers ? [...old.childNodes].filter((child) => !child.id) : [];
  const children = [...fresh.childNodes].map((child) => {
    const stays = child.id ? known.get(child.id) : takeFirst(others, (other) => other.nodeName === child.nodeName);
    if (stays?.nodeName !== child.nodeName) return keepWithin(child, known);
    return takeAll(stays, child, known);
  });
  for (const child of [...old.childNodes]) if (!children.includes(child)) child.remove();
  children.forEach((child, place) => {
    if (old.childNodes[place] !== child) old.insertBefore(child, old.childNodes[place] ?? null);
  });
}

function takeAll(stays, fresh, known) {
  if (fresh.nodeType === Node.ELEMENT_NODE) {
    takeAttributes(stays, fresh);
    takeChildren(stays, fresh, known);
  } else if (stays.data !== fresh.data) stays.data = fresh.data;
  return stays;
}

// Into what is new may have moved what was elsewhere before.
function keepWithin(fresh, known) {
  for (const child of [...(fresh.children ?? [])]) {
    const stays = child.id && known.get(child.id);
    if (stays?.nodeName === child.nodeName) child.replaceWith(takeAll(stays, child, known));
    else keepWithin(child, known);
  }
  return fresh;
}

function takeFirst(list, fits) {
  const place = list.findIndex(fits);
  return place < 0 ? null : list.splice(place, 1)[0];
}

function bringUpToDate(part, fresh, { pairsOthers } = {}) {
  const known = new Map([...part.querySelectorAll("[id]")].map((element) => [element.id, element]));
  takeChildren(part, fresh, known, pairsOthers);
}

// What the reader looks at stays where it is on the screen, and they go on typing where they were.
function inPlace(region, change) {
  const focused = document.activeElement;
  const selection = [focused.selectionStart, focused.selectionEnd];
  const seen = lookedAt(region, focused);
  const top = seen?.getBoundingClientRect().top;
  change();
  if (focused.isConnected && focused !== document.activeElement) {
    focused.focus({ preventScroll: true });
    if (typeof selection[0] === "number") focused.setSelectionRange(...selection);
  }
  if (seen?.isConnected) window.scrollBy({ top: seen.getBoundingClientRect().top - top, behavior: "instant" });
}

function lookedAt(region, focused) {
  const isSeen = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  };
  if (focused !== region && region.contains(focused) && isSeen(focused)) return focused;
  return window.scrollY === 0 ? null : itemsOf(region).find(isSeen); // at the top one sees what comes in
}

// Returns what is new in the region. Answers may overtake each other: an older one changes nothing.
function renew(region, fresh) {
  const { pulse } = fresh.querySelector("[data-pulse]").dataset;
  if (Number(pulse) < Number(region.dataset.livePulse)) return [];
  const before = new Set(itemsOf(region).map((item) => item.id));
  inPlace(region, () => bringUpToDate(region, fresh, { pairsOthers: false }));
  region.dataset.livePulse = pulse;
  const fresher = itemsOf(region).filter((item) => !before.has(item.id));
  for (const item of fresher) {
    item.dataset.liveNew = "";
    setTimeout(() => delete item.dataset.liveNew, STAYS_NEW);
  }
  return fresher;
}

// Saying in words what happens

let isLost = false;

function say(...words) {
  said?.replaceChildren(...words.filter(Boolean));
}

function sayLost() {
  if (!isLost) say(said?.dataset.liveLost);
  isLost = true;
}

function sayFound() {
  if (isLost) say(said?.dataset.liveBack);
  isLost = false;
}

// One sentence for all that came in since the last one, so that a screen reader can be listened to.
let untold = [];
let isTold = false;

function tellOf(items) {
  untold.push(...items);
  untold = untold.filter((item) => item.isConnected);
  if (!news || isTold || !untold.length) return;
  const link = document.createElement("a");
  link.href = `#${untold[0].id}`;
  link.textContent = news.dataset.liveNews.replace("{count}", untold.length);
  link.addEventListener("click", () => link.remove());
  setTimeout(() => link.remove(), STAYS_NEW);
  news.replaceChildren(link);
  untold = [];
  isTold = true;
  setTimeout(() => {
    isTold = false;
    tellOf([]);
  }, NEWS_EVERY);
}

// Asking

function watch(region) {
  let wait = EVERY;
  let timer = null;

  async function ask() {
    clearTimeout(timer);
    const { liveUrl, livePulse } = region.dataset;
    const url = new URL(liveUrl, window.location);
    url.searchParams.set("since", livePulse);
    try {
      const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
      if (answer.redirected || [401, 403, 404].includes(answer.status)) return say(said?.dataset.liveEnded);
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      sayFound();
      wait = EVERY;
      if (html && region.dataset.liveUrl === liveUrl) tellOf(renew(region, parsed(html).body));
    } catch {
      if (wait > EVERY || !navigator.onLine) sayLost(); // a single miss is nothing to speak of
      wait = Math.min(wait * 2, LONGEST);
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : ask()));
  window.addEventListener("online", ask);
  window.addEventListener("offline", sayLost);
  plan();
}

document.querySelectorAll("[data-live-url]").forEach(watch);

// Sending a form: the answer is this page anew, of which we take the region, the form and the messages.

async function send(form, button) {
  form.dataset.liveForm = "sending";
  const { answer, page } = (await answerTo(form, button)) ?? {};
  form.dataset.liveForm = "";
  if (!answer) return say(said?.dataset.liveUnsent);
  const fresh = page.querySelector("[data-live-url]");
  if (answer.ok && fresh) return take(form, page, fresh, { isAccepted: answer.redirected });
  form.dataset.liveForm = "plain"; // the answer is another page: let the browser go there
  form.requestSubmit(button);
}

async function answerTo(form, button) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
    return { answer, page: parsed(await answer.text()) };
  } catch {
    return null; // nothing came back: what was typed stays where it is
  }
}

function take(form, page, fresh, { isAccepted }) {
  const region = document.querySelector("[data-live-url]");
  if (isAccepted) form.reset(); // else it comes back with what is to be put right
  const anew = page.getElementById(form.id);
  if (anew && !region.contains(form)) bringUpToDate(form, anew);
  renew(region, fresh);
  const told = [...page.querySelectorAll(".messages > *")];
  say(...told);
  for (const message of told.filter((each) => each.matches(".success") && !each.querySelector("a, form"))) {
    setTimeout(() => message.remove(), STAYS_SAID);
  }
  form.querySelector("[aria-invalid]")?.focus();
}

document.addEventListener("submit", (event) => {
  const { dataset } = event.target;
  if (!("liveForm" in dataset) || dataset.liveForm === "plain") return;
  event.preventDefault();
  if (dataset.liveForm !== "sending") send(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-one-line]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
