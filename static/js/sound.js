// Records the teller's voice on the phone and sends it; without a microphone a recording is chosen as a file.
//
// form[data-sound]  with data-recording ({time}), data-busy, data-lost, data-denied, data-deaf (no microphone); [data-sound-said] gets the words.
// [data-sound-tools]  shown where the browser can record; [data-sound-record] and [data-sound-stop] in it.
const LONGEST = 15 * 60_000; // milliseconds; at this rate about half of what may be sent
const BITS_A_SECOND = 48_000;
const PATIENCE = 180_000;
const KINDS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

for (const form of document.querySelectorAll("form[data-sound]")) {
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-sound-said]");
  const tools = form.querySelector("[data-sound-tools]");
  const [begin, stop] = [tools.querySelector("[data-sound-record]"), tools.querySelector("[data-sound-stop]")];
  let recorder = null;
  let recorded = null; // until it is sent

  tools.hidden = !(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  begin.addEventListener("click", record);
  stop.addEventListener("click", () => recorder.stop());
  input.addEventListener("change", () => (recorded = null));
  form.addEventListener("submit", (event) => {
    const sound = recorded ?? input.files[0];
    if (!sound) return; // the server says that one is missing
    event.preventDefault();
    send(sound);
  });
  window.addEventListener("beforeunload", (event) => (recorder || recorded) && event.preventDefault());

  async function record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      return say(error.name === "NotFoundError" ? form.dataset.deaf : form.dataset.denied, "warn");
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    const began = Date.now();
    const clock = setInterval(() => tell(Date.now() - began), 500);
    const limit = setTimeout(() => recorder.stop(), LONGEST);
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      clearInterval(clock);
      clearTimeout(limit);
      for (const track of stream.getTracks()) track.stop();
      recorded = new Blob(parts, { type: recorder.mimeType });
      recorder = null;
      [begin.hidden, stop.hidden] = [false, true];
      send(recorded);
    });
    recorder.start(1000);
    [begin.hidden, stop.hidden] = [true, false];
    tell(0);
    stop.focus();
  }

  async function send(sound) {
    say(form.dataset.busy, "info");
    const body = new FormData(form);
    body.set(input.name, sound, sound.name ?? "sound");
    const headers = { "X-Keep": "sending" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers, signal: AbortSignal.timeout?.(PATIENCE) });
      if (answer.status >= 500) throw new Error(answer.status);
      const isTold = answer.headers.get("Content-Type")?.startsWith("application/json");
      const { refused } = isTold ? await answer.json() : { refused: [] }; // signed out: the page itself says so
      recorded = null;
      if (refused.length) return say(refused.join(" "), "error");
      window.location.reload();
    } catch {
      recorded = sound;
      say(form.dataset.lost, "warn");
    }
  }

  function tell(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    const time = `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")}`;
    say(form.dataset.recording.replace("{time}", time), "info");
  }

  function say(words, look) {
    said.className = look;
    said.textContent = words;
  }
}
