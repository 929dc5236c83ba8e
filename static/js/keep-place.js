// Sorting card after card: after each tap the page comes back with the next card where the last one was.
const KEY = "keep-place";

function keep(event) {
  const from = event.target.closest("[data-keep-place]");
  if (!from || (event.type === "click" && !event.target.closest("a[href]"))) return;
  const card = event.target.closest("article, li") ?? from;
  const kept = { path: location.pathname, top: card.getBoundingClientRect().top };
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}
document.addEventListener("submit", keep);
document.addEventListener("click", keep);

function putBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  const card = document.getElementById(location.hash.slice(1));
  if (!kept || kept.path !== location.pathname) return;
  sessionStorage.removeItem(KEY);
  if (!card) return;
  window.scrollBy({ top: card.getBoundingClientRect().top - kept.top, behavior: "instant" });
  card.focus({ preventScroll: true });
}
// After the browser has gone to the address's own place.
window.addEventListener("load", () => requestAnimationFrame(putBack));
