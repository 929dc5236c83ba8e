// Records the teller's voice on the phone; photos.js keeps and sends it. Without a microphone a file is chosen.
//
// form[data-sound][data-photos]  with data-recording ({time}), data-denied, data-deaf (no microphone); [data-sound-said]
//     gets the words.
// [data-sound-tools]  shown where the browser can record; [data-sound-record] and [data-sound-stop] in it.
const LONGEST = 15 * 60_000; // milliseconds; at this rate about half of what may be sent
const BITS_A_SECOND = 48_000;
const KINDS = ["audio/mp4", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];

for (const form of document.querySelectorAll("form[data-sound]")) {
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-sound-said]");
  const tools = form.querySelector("[data-sound-tools]");
  const [begin, stop] = [tools.querySelector("[data-sound-record]"), tools.querySelector("[data-sound-stop]")];
  let recorder = null;

  tools.hidden = !(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
  begin.addEventListener("click", record);
  stop.addEventListener("click", () => recorder.stop());
  window.addEventListener("beforeunload", (event) => recorder && event.preventDefault());

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
      const sound = new File(parts, form.dataset.photosCounted, { type: recorder.mimeType });
      recorder = null;
      [begin.hidden, stop.hidden] = [false, true];
      say("", "");
      send(sound);
    });
    recorder.start(1000);
    [begin.hidden, stop.hidden] = [true, false];
    tell(0);
    stop.focus();
  }

  // As a file that was chosen by hand: photos.js keeps and sends it.
  function send(sound) {
    const chosen = new DataTransfer();
    chosen.items.add(sound);
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
    form.requestSubmit();
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
