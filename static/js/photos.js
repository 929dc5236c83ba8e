// Sends photos one after the other, so that a lost connection costs one photo and not all of them.
//
// form[data-photos]  with data-busy ({number}, {total}) and data-lost ({left}); [data-photos-said] in it gets the words.
const PATIENCE = 120_000; // milliseconds for one photo
const RETRY = 10_000;

for (const form of document.querySelectorAll("form[data-photos]")) {
  const said = form.querySelector("[data-photos-said]");
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button.btn-primary");
  let left = [];
  let total = 0;
  let isSending = false;
  const refused = [];

  form.addEventListener("submit", (event) => {
    if (!input.files.length || isSending) return isSending && event.preventDefault();
    event.preventDefault();
    left = [...input.files];
    total = left.length;
    send();
  });
  window.addEventListener("online", () => left.length && send());
  window.addEventListener("beforeunload", (event) => left.length && event.preventDefault());

  async function send() {
    if (isSending) return;
    isSending = true;
    button.disabled = true;
    try {
      while (left.length) {
        say(form.dataset.busy, { number: total - left.length + 1, total });
        refused.push(...(await sendOne(left[0])));
        left.shift();
      }
      finish();
    } catch {
      say(form.dataset.lost, { left: left.length });
      setTimeout(send, RETRY);
    } finally {
      isSending = false;
    }
  }

  async function sendOne(file) {
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, file);
    const headers = { "X-Keep": "sending" };
    const answer = await fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return (await answer.json()).refused;
    if (answer.status >= 500) throw new Error(answer.status);
    left = []; // signed out, or the record is approved by now: the page itself will say so
    window.location.reload();
    return [];
  }

  function finish() {
    if (!refused.length) return window.location.reload();
    button.disabled = false;
    input.value = "";
    said.className = "error";
    said.replaceChildren(...refused.splice(0).flatMap((words) => [words, document.createElement("br")]));
  }

  function say(words, values) {
    said.className = "info";
    said.textContent = words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }
}
