// Keeps chosen photos, or a sound, on this phone until they are sent, one after the other: a lost connection costs none.
//
// form[data-photos][data-photos-label][data-photos-counted][data-keep-user]  photos chosen in it wait in
//     [data-photos-queue] for the button; once it is pressed they are sent as soon as there is a connection, also after a
//     reload and from other pages. Under its label [data-keep-waiting] of keep.js lists them, counted ({n}) in its words.
// [data-photos-queue]  with the words data-chosen, data-waiting, data-sending ({percent}), data-stopped and data-kept-not;
//     lists the photos from its <template>: [data-photos-name], [data-photos-state], [data-photos-discard]. How many are
//     left stands in [data-photos-said], in the words data-left ({n}); where none is left but what was refused, data-refused.

const PATIENCE = 60_000; // milliseconds in which nothing more of a photo goes out
const RETRY = 8000;
const KEPT_DAYS = 60;

const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

// What is kept on this phone: {id, user, action, url, label, counted, control, name, file, fields, at}; `fields`, the other fields
// of the form, are there once the button was pressed. A page says of a photo only what is kept of it by then: `keptAs`.

const keptAs = ({ fields }) => (fields ? "waiting" : "chosen");

let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("kmnet", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function within(mode, act) {
  const transaction = (await database()).transaction("photos", mode);
  const request = act(transaction.objectStore("photos"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error); // no room
  });
}

async function photosOf(user) {
  try {
    const oldest = Date.now() - KEPT_DAYS * 86_400_000;
    const all = await within("readonly", (photos) => photos.getAll());
    for (const { id } of all.filter(({ at }) => at < oldest)) await within("readwrite", (photos) => photos.delete(id));
    const theirs = all.filter((photo) => photo.user === user && photo.at >= oldest);
    return theirs.map((photo) => ({ ...photo, keptAs: keptAs(photo) }));
  } catch {
    return []; // forbidden
  }
}

async function keep(photo) {
  const { id, user, action, url, label, counted, control, name, file, fields, at } = photo;
  const kept = { user, action, url, label, counted, control, name, file, fields, at };
  try {
    photo.id = await within("readwrite", (photos) => photos.put(id ? { ...kept, id } : kept));
  } catch {
    photo.isOnThisPageAlone = true;
  }
  photo.keptAs = keptAs(kept);
}

// The file itself may be gone from the phone's gallery by the time it is sent.
async function copied(file) {
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  } catch {
    return file;
  }
}

// What was refused is listed once more after the page was loaded again to show what was kept.

const SHOWN_AGAIN = "kmnet-photos-refused";

function takeRefused(user, action) {
  try {
    const left = JSON.parse(sessionStorage.getItem(SHOWN_AGAIN) ?? "null");
    sessionStorage.removeItem(SHOWN_AGAIN);
    return left?.user === user && left.action === action ? left.refused.map((refused) => ({ refused })) : [];
  } catch {
    return []; // forbidden
  }
}

function leaveRefused(user, action, photos) {
  if (!photos.length) return true;
  try {
    sessionStorage.setItem(SHOWN_AGAIN, JSON.stringify({ user, action, refused: photos.map(({ refused }) => refused) }));
    return true;
  } catch {
    return false;
  }
}

async function forget(photo) {
  if (photo.id) await within("readwrite", (photos) => photos.delete(photo.id)).catch(() => {});
}

// Sends one photo. Returns {refused: [why]} where the server has looked at it, or {stopped: why} where it takes none.
// Throws where nothing came back, or the server is out of order for a while.
function post(photo, tell) {
  const body = new FormData();
  for (const [name, value] of Object.entries(photo.fields)) body.append(name, value);
  body.append(photo.control, photo.file, photo.name);
  const request = new XMLHttpRequest(); // fetch does not tell how far it is
  request.open("POST", photo.action);
  const headers = { "X-Keep": "sending", "X-Keep-User": photo.user, "X-CSRFToken": token() };
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  return new Promise((resolve, reject) => {
    let timer = setTimeout(() => request.abort(), PATIENCE);
    request.upload.onprogress = ({ loaded, total }) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), PATIENCE);
      tell(Math.floor((100 * loaded) / total));
    };
    request.onload = () => resolve(request);
    request.onerror = request.onabort = () => reject(new Error("lost"));
    request.onloadend = () => clearTimeout(timer);
    request.send(body);
  }).then(() => answered(request, photo));
}

function answered(request, photo) {
  if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) return JSON.parse(request.responseText);
  if (request.status >= 500) throw new Error(request.status);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const why = (page.querySelector("[data-reason]") ?? page.querySelector("h1"))?.textContent.trim() ?? "";
  return [400, 413].includes(request.status) ? { refused: [`${photo.name}: ${why}`] } : { stopped: why };
}

class Photos {
  constructor(form) {
    this.form = form;
    this.user = form.dataset.keepUser;
    this.input = form.querySelector("input[type=file]");
    this.queue = form.querySelector("[data-photos-queue]");
    this.waiting = [];
    this.keeping = Promise.resolve();
    this.isSending = false;
    this.input.addEventListener("change", () => this.choose());
    form.addEventListener("submit", (event) => {
      if (!this.waiting.length) return; // the server says that one is missing
      event.preventDefault();
      this.press();
    });
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.some(({ id, refused }) => !id && !refused)) event.preventDefault();
    });
    this.restore();
  }

  async restore() {
    const kept = (await photosOf(this.user)).filter(({ action }) => action === this.form.action);
    this.waiting.unshift(...takeRefused(this.user, this.form.action), ...kept);
    this.list();
    this.send();
  }

  choose() {
    const { action, dataset } = this.form;
    const url = location.pathname + location.search;
    const { photosLabel: label, photosCounted: counted } = dataset;
    const about = { user: this.user, action, url, label, counted, control: this.input.name };
    const chosen = [...this.input.files].map((file) => ({ ...about, name: file.name, file, at: Date.now() }));
    this.waiting = this.waiting.filter(({ refused }) => !refused);
    this.waiting.push(...chosen);
    this.input.value = "";
    this.keepAll(chosen);
  }

  keepAll(photos) {
    this.list();
    this.keeping = this.keeping.then(async () => {
      for (const photo of photos.filter((each) => this.waiting.includes(each))) {
        photo.file = await copied(photo.file);
        await keep(photo);
      }
      this.list();
    });
    return this.keeping;
  }

  async press() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) {
      if (name !== "csrfmiddlewaretoken" && name !== this.input.name) fields[name] = value;
    }
    const pressed = this.waiting.filter((photo) => !photo.fields);
    for (const photo of pressed) photo.fields = fields;
    await this.keepAll(pressed);
    this.send();
  }

  next() {
    return this.waiting.find(({ fields, refused }) => fields && !refused);
  }

  async send() {
    if (this.isSending || !this.next()) return;
    this.isSending = true;
    clearTimeout(this.timer);
    let photo;
    let isKept = false;
    try {
      while ((photo = this.next())) isKept = (await this.sendOne(photo)) || isKept;
      const areAllDone = this.waiting.every(({ refused }) => refused);
      if (isKept && areAllDone && leaveRefused(this.user, this.form.action, this.waiting)) window.location.reload();
    } catch (stopped) {
      photo.state = stopped.why ?? this.queue.dataset.waiting;
      if (!stopped.why) this.timer = setTimeout(() => this.send(), RETRY);
    } finally {
      this.isSending = false;
      this.list();
    }
  }

  async sendOne(photo) {
    const tell = (percent) => {
      photo.state = filled(this.queue.dataset.sending, { percent });
      this.list();
    };
    tell(0);
    const { refused, stopped } = await post(photo, tell);
    if (stopped) throw { why: `${this.queue.dataset.stopped} ${stopped}` };
    photo.refused = refused.join(" ");
    if (!photo.refused) this.waiting.splice(this.waiting.indexOf(photo), 1);
    await forget(photo);
    return !photo.refused;
  }

  list() {
    const said = this.queue.querySelector("[data-photos-said]");
    const n = this.waiting.filter(({ refused }) => !refused).length;
    const words = n ? filled(this.queue.dataset.left, { n }) : this.queue.dataset.refused;
    if (said.textContent !== words) said.textContent = words;
    this.queue.querySelector("ul").replaceChildren(...this.waiting.map((photo) => this.itemOf(photo)));
    this.queue.hidden = !this.waiting.length;
  }

  itemOf(photo) {
    const item = this.queue.querySelector("template").content.firstElementChild.cloneNode(true);
    const { keptNot, [photo.keptAs]: kept = "" } = this.queue.dataset;
    item.querySelector("[data-photos-name]").textContent = photo.refused || photo.name;
    const state = item.querySelector("[data-photos-state]");
    state.textContent = photo.refused ? "" : photo.state || kept;
    if (photo.isOnThisPageAlone && !photo.refused) state.append(" ", keptNot);
    item.classList.toggle("field-error", Boolean(photo.refused));
    item.querySelector("[data-photos-discard]").addEventListener("click", async () => {
      this.waiting.splice(this.waiting.indexOf(photo), 1);
      this.list();
      await this.keeping; // of this photo, perhaps
      await forget(photo);
    });
    return item;
  }
}

// Photos of other pages that wait on this phone: sent too, and listed where they cannot be.

async function sendOthers(user) {
  const waiting = document.querySelector("[data-keep-waiting]");
  if (!waiting) return;
  const here = forms.map(({ form }) => form.action);
  let why = "";
  for (const photo of (await photosOf(user)).filter(({ action, fields }) => fields && !here.includes(action))) {
    try {
      const { refused, stopped } = await post(photo, () => {});
      if (refused && !refused.length) await forget(photo);
      else if (refused) await keep({ ...photo, fields: null }); // not sent again by itself
      why = [stopped, ...(refused ?? [])].filter(Boolean).join(" ");
    } catch {
      break; // they wait for a better moment
    }
  }
  const left = (await photosOf(user)).filter(({ action }) => !here.includes(action));
  const items = waiting.querySelector("ul");
  for (const old of items.querySelectorAll("[data-keep-photos]")) old.remove();
  for (const action of new Set(left.map((photo) => photo.action))) {
    items.append(linkTo(waiting, left.filter((photo) => photo.action === action), why));
  }
  waiting.hidden = !items.children.length;
}

function linkTo(waiting, photos, refusal) {
  const item = waiting.querySelector("template").content.firstElementChild.cloneNode(true);
  const part = (name) => item.querySelector(`[data-keep-${name}]`);
  item.dataset.keepPhotos = "";
  part("link").href = photos[0].url;
  part("link").textContent = photos[0].label;
  part("words").textContent = filled(photos[0].counted, { n: photos.length });
  const { later, offline } = part("why").dataset;
  part("why").textContent = refusal || (photos.some(({ fields }) => fields) ? offline : later);
  part("discard").addEventListener("click", async () => {
    if (!window.confirm(part("discard").dataset.sure)) return;
    for (const photo of photos) await forget(photo);
    item.remove();
    waiting.hidden = !waiting.querySelector("li");
  });
  return item;
}

const forms = [...document.querySelectorAll("form[data-photos]")].map((form) => new Photos(form));
const [{ dataset } = {}] = document.querySelectorAll("[data-keep-user]");
if (dataset) {
  window.addEventListener("online", () => sendOthers(dataset.keepUser));
  sendOthers(dataset.keepUser);
}
