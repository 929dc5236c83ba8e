// Shows each [data-copy] button, which copies the text of the [data-copy-from] beside it and then says so; and on
// devices that hand texts on to other apps the [data-share] button beside it.
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = button.parentElement.querySelector("[data-copy-from]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text.value);
    } else { // a page without HTTPS, as in the room with `run --lan`
      text.select();
      if (!document.execCommand("copy")) return;
    }
    button.textContent = button.dataset.copy;
  });
}
for (const button of document.querySelectorAll("[data-share]")) {
  const text = button.parentElement.querySelector("[data-copy-from]");
  button.hidden = !navigator.share;
  button.addEventListener("click", () => navigator.share({ text: text.value }).catch(() => {})); // called off is no error
}
