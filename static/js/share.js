// Shows each [data-share] button where the device can share; it hands on the text of the [data-copy-from] beside it.
for (const button of document.querySelectorAll("[data-share]")) {
  const text = button.parentElement.querySelector("[data-copy-from]");
  button.hidden = !navigator.share;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ text: text.value });
    } catch (error) {
      if (error.name !== "AbortError") throw error; // who closes the list of apps has chosen not to share
    }
  });
}
