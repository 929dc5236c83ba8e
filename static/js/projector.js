// The projector: slides turn in place, so that the full screen stays; type is as large as fits; keys place a card.
const stage = document.querySelector("[data-stage]");
const said = document.querySelector("[data-live-said]");
const wall = window.matchMedia("(min-width: 900px) and (min-aspect-ratio: 1)"); // as in projector.css
const TYPES = [1, 2, 3, 4, 5]; // data-type: 0 is the largest
const A_CARD = 25; // what a card takes beside its words, in letters
const ALL = (selector) => [...stage.querySelectorAll(selector)];
const ONE = (selector) => stage.querySelector(selector);

// Type and columns

const overflows = (list) => list.scrollHeight > list.clientHeight + 1;

// Columns in which more is said become wider, up to three and a half times the emptiest.
function share(levels) {
  const columns = [...levels.children];
  const letters = columns.map((column) =>
    [...column.querySelectorAll(".wall-words")].reduce((sum, words) => sum + words.textContent.length + A_CARD, 0),
  );
  const mean = letters.reduce((sum, count) => sum + count, 0) / letters.length;
  const widths = letters.map((count) => Math.min(2.6, Math.max(0.8, Math.sqrt(count / mean))));
  levels.style.gridTemplateColumns = widths.map((width) => `minmax(0, ${width.toFixed(2)}fr)`).join(" ");
  columns.forEach((column, place) => {
    const list = column.querySelector("[data-cards]");
    list.classList.toggle("two", widths[place] > 1.6 && list.children.length > 3);
  });
}

function shareEvenly(levels) {
  levels.style.gridTemplateColumns = "";
  for (const list of levels.querySelectorAll(".two")) list.classList.remove("two");
}

function fitTitle() {
  const title = ONE("[data-title]");
  if (!title) return;
  title.classList.remove("long", "longest");
  const lines = () => Math.round(title.clientHeight / parseFloat(getComputedStyle(title).lineHeight));
  if (wall.matches && lines() > 1) title.classList.add("long");
  if (wall.matches && lines() > 2) title.classList.replace("long", "longest");
}

function fit() {
  const slide = ONE("[data-slide]");
  const levels = ONE("[data-levels]");
  const lists = ALL("[data-cards]");
  const waiting = ALL("[data-waiting]");
  const fits = (type) => {
    slide.dataset.type = type;
    return !lists.some(overflows);
  };
  if (levels) shareEvenly(levels);
  for (const list of [...lists, ...waiting]) list.classList.remove("more");
  slide.classList.remove("crowded");
  delete slide.dataset.type;
  fitTitle();
  if (wall.matches && !(fits(0) && !waiting.some(overflows)) && !fits(1)) {
    if (levels) share(levels);
    // Smaller type first; before the smallest, less of what waits, so that the columns have more room.
    if (!TYPES.slice(0, -1).some(fits)) {
      slide.classList.add("crowded");
      TYPES.some(fits);
    }
  }
  for (const list of [...lists, ...waiting]) {
    if (overflows(list)) list.tabIndex = 0; // to be scrolled with the keyboard
    else list.removeAttribute("tabindex");
    showMore(list);
  }
}

// A mark at the foot of a list that goes on below.
function showMore(list) {
  list.classList.toggle("more", list.scrollTop + list.clientHeight < list.scrollHeight - 2);
}
stage.addEventListener("scroll", ({ target }) => showMore(target), { capture: true, passive: true });

// Turning

let turning = false;

function show(html) {
  stage.innerHTML = html;
  const { address, live, pulse } = ONE("[data-slide]").dataset;
  stage.dataset.liveUrl = live;
  stage.dataset.livePulse = pulse;
  return address;
}

async function fetchSlide(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!response.ok || response.redirected) throw new Error(response.status);
  return response.text();
}

async function turn(live, { push = true } = {}) {
  if (turning) return;
  turning = true;
  try {
    const address = show(await fetchSlide(live));
    if (push) window.history.pushState({ live }, "", address);
    chosen = null;
    said.replaceChildren();
  } catch {
    said.replaceChildren(said.dataset.liveUnsent);
  } finally {
    turning = false;
  }
}

function turnTo(name) {
  const link = ONE(`[data-turn="${name}"]`);
  if (link) turn(link.dataset.live);
}

// Choosing and placing what waits

let chosen = null; // {id, place} of the card that has, or last had, the focus

const cards = () => ALL("[data-place]");

function choose(card) {
  card?.focus();
  card?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = cards();
  if (!all.length) return scroll(by);
  const now = all.indexOf(document.activeElement.closest("[data-place]"));
  choose(all[now === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by))]);
}

function scroll(by) {
  for (const list of ALL("[data-cards], [data-waiting]")) list.scrollBy(0, by * list.clientHeight * 0.8);
}

// What live.js brings in is fitted anew, and who was choosing goes on at the card that took the place of the one gone.
new MutationObserver(() => {
  fit();
  if (!chosen || document.activeElement !== document.body) return;
  const same = document.getElementById(chosen.id);
  choose(same?.matches("[data-place]") ? same : cards()[Math.min(chosen.place, cards().length - 1)]);
}).observe(stage, { subtree: true, childList: true, attributeFilter: ["data-pulse"] });

// What is said of an act comes with a button to undo it: without leaving the wall either.
new MutationObserver(() => {
  for (const form of said.querySelectorAll("form")) form.dataset.liveForm = "";
}).observe(said, { childList: true });

stage.addEventListener("focusin", ({ target }) => {
  const card = target.closest("[data-place]");
  if (card) chosen = { id: card.id, place: cards().indexOf(card) };
});

stage.addEventListener("click", (event) => {
  const link = event.target.closest("[data-turn]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  turn(link.dataset.live);
});

// Keys, by their place on the board: on a Thai one the keys of 1 to 5 and of F write other letters.

const KEYS = {
  ArrowLeft: () => turnTo("previous"),
  ArrowRight: () => turnTo("next"),
  PageUp: () => turnTo("previous"),
  PageDown: () => turnTo("next"),
  Home: () => turnTo("first"),
  End: () => turnTo("last"),
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  KeyF: fullScreen,
  KeyZ: () => said.querySelector("form button")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const level = event.code.match(/^(?:Digit|Numpad)([1-5])$/)?.[1];
  const card = document.activeElement.closest("[data-place]");
  if (event.code === "Enter" && event.target === card) card.querySelector("[data-enter]")?.click();
  else if (level && card) card.querySelector(`button[value="${level}"]`)?.click(); // live.js sends it
  else if (level && cards().length) choose(cards()[0]); // nothing is chosen yet: now it is seen where
  else if (KEYS[event.code]) KEYS[event.code]();
  else return;
  event.preventDefault();
});

// Full screen

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {}); // where the browser does not let us: nothing
}

const fullScreenButton = document.querySelector("[data-full-screen]");
fullScreenButton.hidden = !document.fullscreenEnabled;
fullScreenButton.addEventListener("click", fullScreen);

document.querySelector("[data-keys]").hidden = false;
window.history.replaceState({ live: stage.dataset.liveUrl }, "");
window.addEventListener("popstate", ({ state }) => state?.live && turn(state.live, { push: false }));
window.addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
