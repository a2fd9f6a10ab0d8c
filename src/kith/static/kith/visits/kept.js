// What is kept on this device for visits: each text sealed with a key that the server hands to whoever is signed in.
// Nothing here can be read without that key; signing out takes the key away. See docs/adr/0018.
window.kithKept = (() => {
  const ADDRESS = "/people/visits-with-me/";
  let opened;

  function database() {
    opened ??= new Promise((resolve, reject) => {
      const asking = indexedDB.open("kith-visits", 1);
      asking.onupgradeneeded = () => {
        asking.result.createObjectStore("keys", { keyPath: "worker" });
        asking.result.createObjectStore("sealed", { keyPath: "id" });
      };
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });
    return opened;
  }

  async function ask(store, mode, work) {
    const held = await database();
    return new Promise((resolve, reject) => {
      const doing = held.transaction(store, mode);
      const answer = work(doing.objectStore(store));
      doing.oncomplete = () => resolve(answer?.result);
      doing.onerror = () => reject(doing.error);
      doing.onabort = () => reject(doing.error);
    });
  }

  const all = (store) => ask(store, "readonly", (rows) => rows.getAll());
  const put = (store, row) => ask(store, "readwrite", (rows) => { rows.put(row); });
  const remove = (store, id) => ask(store, "readwrite", (rows) => { rows.delete(id); });
  const clear = (store) => ask(store, "readwrite", (rows) => { rows.clear(); });

  // Who is signed in, as the server says, with the key and a token to send by; null where there is no signal.
  async function hand() {
    let said;
    try {
      const answer = await fetch(`${ADDRESS}key/`, { credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) return null;
      said = answer.redirected ? { signed_in: false } : await answer.json();
    } catch {
      return null;
    }
    if (!said.signed_in) { await clear("keys"); return { signedIn: false }; }
    const raw = Uint8Array.from(atob(said.key), (letter) => letter.charCodeAt(0));
    // It cannot be taken out of the browser again, only used by this site.
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    await clear("keys");
    await put("keys", { worker: said.worker, key, until: Date.now() + said.lasts * 1000 });
    return { signedIn: true, worker: said.worker, key, csrf: said.csrf };
  }

  // The key that was handed over last, for as long as it lasts.
  async function held() {
    const [row] = await all("keys");
    if (!row) return null;
    if (row.until < Date.now()) { await clear("keys"); return null; }
    return { signedIn: true, worker: row.worker, key: row.key, csrf: "" };
  }

  async function seal(session, id, told) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(told));
    const bound = new TextEncoder().encode(id); // one text cannot be passed off as another
    const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, session.key, plain);
    await put("sealed", { id, worker: session.worker, iv, text });
  }

  async function unseal(session, row) {
    if (row.worker !== session.worker) return null;
    try {
      const bound = new TextEncoder().encode(row.id);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData: bound }, session.key, row.text);
      return { id: row.id, ...JSON.parse(new TextDecoder().decode(plain)) };
    } catch {
      return null; // sealed with a key that is no more
    }
  }

  async function visits(session) {
    const rows = (await all("sealed")).filter((row) => row.id !== along(session));
    return (await Promise.all(rows.map((row) => unseal(session, row)))).filter(Boolean);
  }

  const along = (session) => `along-${session.worker}`;

  return {
    ADDRESS,
    hand,
    held,
    visits,
    // Keep the text of one visit; its id is the mark by which the server knows it again.
    keep: (session, visit) => seal(session, visit.id, visit),
    forget: (id) => remove("sealed", id),
    // The children whom the worker takes along: a number, and the first name with an initial.
    takeAlong: (session, children) => seal(session, along(session), { children }),
    async takenAlong(session) {
      const row = (await all("sealed")).find((one) => one.id === along(session));
      return (row && (await unseal(session, row))?.children) || [];
    },
    // How many visits wait on this device, whoever wrote them.
    async waiting() { return (await all("sealed")).filter((row) => !row.id.startsWith("along-")).length; },
    lock: () => clear("keys"),
    async signOut(everything) {
      await clear("keys");
      const rows = await all("sealed");
      for (const row of rows) if (everything || row.id.startsWith("along-")) await remove("sealed", row.id);
    },
  };
})();
