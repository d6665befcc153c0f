// A browser writes its storage down late, up to a minute after a letter, and one that dies takes
// that minute along. A database is written at once: so what is typed is noted here as well.

const opened = new Promise((done, fail) => {
  const asked = indexedDB.open("drafts");
  asked.onupgradeneeded = () => asked.result.createObjectStore("notes", { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = fail;
});
opened.catch(() => {}); // forbidden

// All of them. No answer where it is forbidden.
export function notes() {
  return new Promise((done) => change((store) => (store.getAll().onsuccess = ({ target }) => done(target.result))));
}

export function note(key, at, words) {
  change((store) => store.put({ key, at, words }));
}

export function strike(key) {
  change((store) => store.delete(key));
}

function change(deed) {
  opened.then((base) => deed(base.transaction("notes", "readwrite").objectStore("notes"))).catch(() => {});
}
