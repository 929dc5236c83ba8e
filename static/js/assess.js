// One item of the self-assessment: wishes below the level step back, and nothing typed is lost unawares.
// The page works without this; the server checks everything again.
for (const form of document.querySelectorAll("form[data-assess]")) {
  const badge = form.querySelector("[data-saved]");
  let isChanged = false;

  const narrowWishes = () => {
    const current = Number(form.querySelector("[name=current]:checked")?.value ?? 0);
    for (const wish of form.querySelectorAll("[name=target]")) {
      // A wish that is chosen stays as chosen: only the person takes it back.
      wish.disabled = wish.value !== "" && Number(wish.value) < current && !wish.checked;
    }
  };

  form.addEventListener("input", () => {
    narrowWishes();
    if (isChanged) return;
    isChanged = true;
    badge.classList.add("local");
    badge.textContent = badge.dataset.unsaved;
  });
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
  narrowWishes();
}
