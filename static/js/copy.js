// Shows each [data-copy] button, which copies the text of the [data-copy-from] beside it and then says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = button.parentElement.querySelector("[data-copy-from]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = button.dataset.copy;
  });
}
