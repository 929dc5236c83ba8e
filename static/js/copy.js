// Shows each [data-copy] button, which copies the text of the [data-copy-from] beside it and then says so.
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
