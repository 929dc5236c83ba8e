// Saves a form as one types, and loses nothing meanwhile; docs/style.md, "Saved as one types", has an example.
//
// form[data-keep][data-keep-user]  what is typed is kept on this phone under this name for this person, and sent to the
//     form's address a moment later with X-Keep: typing; kmnet/keeping.py answers. Sent by a button it goes with
//     X-Keep: sending, and the answer says where to go on. Where somebody else has signed in meanwhile, nothing is taken.
// [data-keep-later]  the form is sent by its button alone; what is typed is kept on this phone until then. Once the button
//     is pressed it is sent as soon as there is a connection, also after a reload and from other pages.
// [data-keep-label]  what the form is called where it is listed as waiting.
// [data-keep-said]  in the form, says in words where it stands: data-ready, data-local, data-offline, data-told,
//     data-stopped with data-again; data-mine and data-theirs name the two choices where somebody was quicker.
// [data-keep-shown=<name>]  gets what the answer shows under this name.
// [data-keep-waiting]  lists other forms that still wait on this phone, from its <template>: [data-keep-link] leads to
//     the form, [data-keep-words] shows what was typed, [data-keep-why] why it waits (data-later, data-offline, or
//     data-refused with what the server said), [data-keep-discard] takes it off this phone once data-sure is confirmed.
//
// One sending at a time: what was not answered is sent again as it was, before anything newer. If it had arrived
// after all, the server finds nothing changed by it; so nobody is told that they overtook themselves.

const PAUSE = 1200; // milliseconds after the last letter
const LONGEST_PAUSE = 5000;
const PATIENCE = 20_000;
const FIRST_RETRY = 4000;
const LONGEST_RETRY = 60_000;
const KEPT_DAYS = 60;
const PREFIX = "keep:";
const FOR_A_WHILE = [408, 425, 429]; // and whatever begins with 5

const isSeen = (name) => name === "seen" || name.endsWith("-seen");
const seenOf = (name, names) => names.find((seen) => isSeen(seen) && seen !== "seen" && name.startsWith(seen.slice(0, -4))) ?? "seen";
const same = (one, other) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

// What is kept on this phone: {base, typed, pending, button, later, words, action, url, label, at}, each of the first four
// {name: [values]}; a `later` form has something pending once its button was pressed.

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...kept, at: Date.now() }));
    return true;
  } catch {
    return false; // no room, or forbidden
  }
}

function keysOf(user) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${user}:`));
  } catch {
    return [];
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

// Reading and writing a form

function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && typeof value === "string") (values[name] ??= []).push(value);
  }
  return values;
}

// As the server sent the form: somebody may have typed before this script had come.
function sentValuesOf(form) {
  const values = {};
  const add = (name, value) => (values[name] ??= []).push(value);
  for (const control of form.elements) {
    const { name, type } = control;
    if (!name || name === "csrfmiddlewaretoken" || control.matches(":disabled, button, [type=submit], [type=file]")) continue;
    if (type === "radio" || type === "checkbox") control.defaultChecked && add(name, control.value);
    else if (type.startsWith("select")) {
      const chosen = [...control.options].filter((option) => option.defaultSelected);
      if (!chosen.length && type === "select-one" && control.options.length) chosen.push(control.options[0]);
      for (const option of chosen) add(name, option.value);
    } else add(name, control.defaultValue);
  }
  return values;
}

function put(form, name, values) {
  for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
    else if (control.type !== "submit") control.value = values[0] ?? "";
  }
}

// A value as the server tells it, as the browser would post it.
function asPosted(value) {
  if (typeof value === "boolean") return value ? ["on"] : [];
  return Array.isArray(value) ? value : [String(value ?? "")];
}

function changedNames(base, typed) {
  const names = new Set([...Object.keys(base), ...Object.keys(typed)]);
  return [...names].filter((name) => !isSeen(name) && !same(base[name], typed[name]));
}

// Returns what the server answered: {told} in JSON, or {stopped: words} where it will not take it. Throws where nothing
// came back, or it is out of order for a while.
async function post(action, values, kind, user) {
  const body = new FormData();
  for (const [name, all] of Object.entries(values)) for (const value of all) body.append(name, value);
  const answer = await fetch(action, {
    method: "POST",
    body,
    headers: { "X-Keep": kind, "X-Keep-User": user, "X-CSRFToken": token() },
    signal: AbortSignal.timeout?.(PATIENCE),
    keepalive: JSON.stringify(values).length < 15_000, // also when the page is left; browsers allow 64 KB
  });
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return { told: await answer.json() };
  if (answer.status >= 500 || FOR_A_WHILE.includes(answer.status)) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { stopped: (page.querySelector("[data-reason]") ?? page.querySelector("h1"))?.textContent.trim() ?? "" };
}

// Also where it is this very page, which shows something new.
function goOn(address) {
  const to = new URL(address, location.href);
  if (to.pathname + to.search !== location.pathname + location.search) return location.assign(to);
  history.replaceState(null, "", to);
  location.reload();
}

// What somebody has typed, to be read where the form cannot be opened.
function wordsOf(form, names) {
  const texts = [...form.elements].filter(({ name, type }) => names.includes(name) && ["text", "textarea"].includes(type));
  return texts.map(({ value }) => value.trim()).filter(Boolean);
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-keep-said]");
    this.isLater = "keepLater" in form.dataset;
    this.key = `${PREFIX}${form.dataset.keepUser}:${form.dataset.keep}`;
    this.kind = this.isLater ? "sending" : "typing";
    this.pending = null;
    this.button = {}; // the pressed button of a form that is sent by its button alone
    this.choice = null; // {names of seen: renewed} where somebody was quicker, until one has chosen
    this.isSending = false;
    this.isKept = true;
    this.isLeaving = false; // for a page that the server may have made before it got what is being sent
    this.wait = FIRST_RETRY;
    this.base = sentValuesOf(form);
    if (this.said && !this.said.textContent.trim()) this.say(this.said.dataset.ready, false);
    this.restore();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(event.submitter);
    });
    if (this.isChanged() && !this.pending) this.typed();
    window.addEventListener("online", () => this.send());
    window.addEventListener("pageshow", () => {
      this.isLeaving = false;
      this.send();
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    window.addEventListener("pagehide", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      this.isLeaving = true;
      if (!this.isKept && this.isChanged()) event.preventDefault();
    });
  }

  say(words, isLocal, link) {
    if (!this.said) return;
    this.said.classList.toggle("local", isLocal);
    if (this.said.textContent !== words || link) this.said.textContent = words;
    if (!link) return;
    const again = document.createElement("a");
    again.href = window.location.href;
    again.textContent = link;
    this.said.append(" ", again);
  }

  isChanged() {
    return changedNames(this.base, valuesOf(this.form)).length > 0;
  }

  // What an earlier visit left on this phone is put back, with what it had seen then: so nobody is overwritten unseen.
  restore() {
    const kept = read(this.key);
    if (!kept) return;
    const names = changedNames(kept.base, kept.typed);
    // What the page has no place for any more, as a person taken off a list, is sent or listed like other forms'.
    const isPlaced = (name) => this.form.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!names.every(isPlaced)) {
      if (write(`${this.key}:${Date.now()}`, kept)) forget(this.key);
      return;
    }
    const unsaved = names.filter((name) => !same(this.base[name], kept.typed[name]));
    if (!unsaved.length) return forget(this.key);
    const seens = Object.keys(this.base).filter(isSeen);
    for (const name of names) {
      put(this.form, name, kept.typed[name] ?? []);
      const seen = seenOf(name, seens);
      const wasNew = !kept.base[seen]?.[0]; // a row that is there by now: what stands in it as it did then, was seen
      if (kept.base[seen] && !(wasNew && same(this.base[name], kept.base[name]))) put(this.form, seen, kept.base[seen]);
    }
    this.pending = kept.pending;
    this.button = kept.button ?? {};
    this.say(this.said?.dataset.local ?? "", true);
    this.plan(0);
  }

  keep() {
    const typed = valuesOf(this.form);
    const kept = { base: this.base, typed, pending: this.pending, button: this.button, later: this.isLater };
    const words = wordsOf(this.form, changedNames(this.base, typed));
    const { action, dataset } = this.form;
    const url = location.pathname + location.search;
    this.isKept = write(this.key, { ...kept, words, action, url, label: dataset.keepLabel ?? document.title });
  }

  typed() {
    this.isLeaving = false;
    if (this.isLater) this.pending = null; // what was pressed is typed anew: it waits for the button again
    if (!this.isChanged() && !this.pending) {
      clearTimeout(this.timer);
      this.since = null;
      return forget(this.key);
    }
    this.keep();
    if (this.choice) return;
    this.say(navigator.onLine ? this.said?.dataset.local : this.said?.dataset.offline, true);
    this.since ??= Date.now();
    this.plan(Math.min(PAUSE, Math.max(0, this.since + LONGEST_PAUSE - Date.now())));
  }

  plan(milliseconds) {
    clearTimeout(this.timer);
    if (!this.isLater || this.pending) this.timer = setTimeout(() => this.send(), milliseconds);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.isSending || this.choice || (!this.pending && (this.isLater || !this.isChanged()))) return;
    this.since = null;
    this.pending ??= valuesOf(this.form);
    this.keep();
    if (await this.exchange(this.kind, this.button)) this.plan(0);
  }

  // Sends what is pending; returns whether there is more to send.
  async exchange(kind, button = {}) {
    this.isSending = true;
    try {
      const { told, stopped } = await post(this.form.action, { ...this.pending, ...button }, kind, this.form.dataset.keepUser);
      this.wait = FIRST_RETRY;
      if (told) return this.take(told, kind === "sending");
      this.pending = null;
      this.keep();
      this.say([this.said?.dataset.stopped, stopped].filter(Boolean).join(" "), true, this.said?.dataset.again);
    } catch {
      this.say(this.said?.dataset.offline ?? "", true);
      this.plan(this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_RETRY);
    } finally {
      this.isSending = false;
    }
    return false;
  }

  take(told, goesOn) {
    const sent = this.pending;
    this.pending = null;
    const seens = Object.keys(this.base).filter(isSeen);
    const refused = new Set(told.errors.map(({ seen }) => seen));
    for (const name of new Set([...Object.keys(sent), ...Object.keys(this.base)])) {
      if (isSeen(name) || refused.has(seenOf(name, seens))) continue;
      if (sent[name]) this.base[name] = sent[name];
      else delete this.base[name];
    }
    for (const [name, value] of Object.entries(told.values)) this.takeOver(name, value, sent);
    for (const [name, value] of Object.entries(told.seen)) {
      put(this.form, name, [value]);
      this.base[name] = [value];
    }
    for (const [name, text] of Object.entries(told.shown)) {
      for (const element of document.querySelectorAll(`[data-keep-shown="${name}"]`)) element.textContent = text;
    }
    this.tell(told);
    if (this.isChanged()) this.keep();
    else if (!this.isLeaving) forget(this.key);
    if (told.saved && goesOn) goOn(told.go);
    return told.saved && !goesOn && this.isChanged();
  }

  // What somebody else has put where nothing was typed here.
  takeOver(name, value, sent) {
    if (same(valuesOf(this.form)[name], sent[name])) put(this.form, name, asPosted(value));
    this.base[name] = asPosted(value);
  }

  tell(told) {
    for (const old of this.form.querySelectorAll("[data-keep-error]")) old.remove();
    this.choice = null;
    for (const error of told.errors) this.show(error, told.renewed);
    if (told.saved) this.say(told.said, false);
    else this.say(this.said?.dataset.told ?? "", true);
  }

  show({ field, said, now }, renewed) {
    const control = field ? this.form.querySelector(`[name="${CSS.escape(field)}"]`) : null; // of the form as a whole
    const place = control?.closest("[data-keep-field], .field, fieldset") ?? this.form;
    const told = document.createElement("div");
    told.dataset.keepError = "";
    told.className = "error";
    told.setAttribute("role", "alert");
    told.append(said);
    if (now !== undefined) {
      this.choice = renewed;
      told.append(this.chooser(told, this.said?.dataset.mine, () => {}));
      told.append(this.chooser(told, this.said?.dataset.theirs, () => put(this.form, field, asPosted(now))));
    }
    // Below what the field is called and told about, as where the page itself says what is wrong.
    const heads = place.querySelectorAll(":scope > :is(legend, label:not(.check), .help)");
    if (heads.length) heads[heads.length - 1].after(told);
    else place.prepend(told);
  }

  chooser(told, words, choose) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = words;
    button.addEventListener("click", () => {
      choose();
      told.remove();
      if (this.form.querySelector("[data-keep-error] button")) return;
      this.choose();
      this.typed();
      if (!this.isChanged()) this.say(this.said?.dataset.ready ?? "", false);
    });
    return button;
  }

  // Whoever goes on after having been told wants what now stands in the form.
  choose() {
    for (const [name, value] of Object.entries(this.choice ?? {})) {
      put(this.form, name, [value]);
      this.base[name] = [value];
    }
    this.choice = null;
  }

  async submit(submitter) {
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    clearTimeout(this.timer);
    this.choose();
    this.keep();
    while (this.isSending) await new Promise((done) => setTimeout(done, 100));
    const button = submitter?.name ? { [submitter.name]: [submitter.value] } : {};
    const isAnswered = !this.pending || this.isLater || (await this.exchange("typing"), !this.pending);
    if (isAnswered && !this.choice) {
      this.pending = valuesOf(this.form);
      if (this.isLater) this.button = button;
      this.keep();
      await this.exchange("sending", button);
    }
    this.form.querySelector("[data-keep-error]")?.scrollIntoView({ block: "center" });
    this.isSubmitting = false;
  }
}

const keepers = [...document.querySelectorAll("form[data-keep]")].map((form) => new Keeper(form));

// Forms of other pages that wait on this phone: sent too, and listed where they cannot be.

const refusals = {}; // {key: what the server said}

async function sendOthers(user, ours) {
  for (const key of keysOf(user).filter((each) => !ours.includes(each))) {
    const kept = read(key);
    if (!kept || Date.now() - kept.at > KEPT_DAYS * 86_400_000) forget(key);
    else if (!kept.later || kept.pending) await sendOther(key, kept, user);
  }
  const waiting = document.querySelector("[data-keep-waiting]");
  if (waiting) list(waiting, keysOf(user).filter((each) => !ours.includes(each)));
}

async function sendOther(key, kept, user) {
  const sent = kept.pending ?? kept.typed;
  try {
    const { told, stopped } = await post(kept.action, { ...sent, ...kept.button }, kept.later ? "sending" : "typing", user);
    if (!told?.saved) {
      refusals[key] = stopped || told?.errors.map(({ said }) => said).join(" ");
    } else if (same(sent, kept.typed)) {
      forget(key);
    } else {
      const seen = Object.fromEntries(Object.entries(told.seen).map(([name, value]) => [name, [value]]));
      const rest = { ...kept, base: { ...sent, ...seen }, typed: { ...kept.typed, ...seen }, pending: null };
      if (write(key, rest)) await sendOther(key, rest, user);
    }
  } catch {
    // it waits for a better moment
  }
}

function list(waiting, keys) {
  const items = waiting.querySelector("ul");
  for (const old of items.querySelectorAll("[data-keep-form]")) old.remove();
  for (const key of keys) items.append(itemOf(waiting, key, read(key)));
  waiting.hidden = !items.children.length;
}

function itemOf(waiting, key, { url, label, words, later, pending }) {
  const item = waiting.querySelector("template").content.firstElementChild.cloneNode(true);
  const part = (name) => item.querySelector(`[data-keep-${name}]`);
  item.dataset.keepForm = "";
  part("link").href = url;
  part("link").textContent = label;
  part("words").textContent = (words ?? []).join("\n");
  const { dataset } = part("why");
  const refusal = refusals[key] && `${dataset.refused} ${refusals[key]}`;
  part("why").textContent = refusal ?? (later && !pending ? dataset.later : dataset.offline);
  part("discard").addEventListener("click", () => {
    if (!window.confirm(part("discard").dataset.sure)) return;
    forget(key);
    item.remove();
    waiting.hidden = !waiting.querySelector("li");
  });
  return item;
}

const [{ dataset } = {}] = document.querySelectorAll("[data-keep-user]");
if (dataset) {
  const others = () => sendOthers(dataset.keepUser, keepers.map(({ key }) => key));
  window.addEventListener("online", others);
  others();
}
