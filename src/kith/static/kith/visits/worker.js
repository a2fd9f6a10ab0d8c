// Opens the form of a visit where there is no signal. It keeps an empty page and the files that it is made of, and nothing
// else: never a child's page, never an answer of the server. The server writes KEPT (a name for this version) and FILES above.
const SHELL = FILES[0];
const FORM = /^\/people\/(\d+\/care\/visits\/write|visits-with-me)\/$/;
const PATIENCE = 6000; // milliseconds to wait on a weak signal

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(KEPT)
      .then((kept) => kept.addAll(FILES.map((file) => new Request(file, { cache: "reload", credentials: "same-origin" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("kith-visits-") && name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

function page(request) {
  const late = new Promise((_, reject) => { setTimeout(reject, PATIENCE); });
  return Promise.race([fetch(request), late]).catch(async () => (await caches.open(KEPT)).match(SHELL));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (FORM.test(address.pathname)) event.respondWith(page(request));
  } else if (FILES.includes(address.pathname)) {
    event.respondWith(caches.open(KEPT).then((kept) => kept.match(address.pathname)).then((found) => found ?? fetch(request)));
  }
});
