// Asks before signing out where something unsaved waits on this phone: keep.js and photos.js keep it under the person's id.
//
// form[data-unsaved][data-user]  data-unsaved holds the question.

function hasTexts(user) {
  try {
    return Object.keys(localStorage).some((key) => key.startsWith(`keep:${user}:`));
  } catch {
    return false;
  }
}

async function hasPhotos(user) {
  const names = (await indexedDB.databases?.()) ?? [];
  if (!names.some(({ name }) => name === "kmnet")) return false;
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("kmnet");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const request = database.transaction("photos").objectStore("photos").getAll();
      request.onsuccess = () => resolve(request.result.some((photo) => photo.user === user));
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { user, unsaved } = form.dataset;
    const waits = hasTexts(user) || (await hasPhotos(user).catch(() => false));
    if (!waits || window.confirm(unsaved)) form.submit();
  });
}
