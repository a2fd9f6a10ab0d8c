// The form of a visit: kept on this device as it is typed, sent once when there is signal. Without this it is a plain form.
(async () => {
  const kept = window.kithKept;
  const place = document.querySelector("[data-kith-visit]");
  if (!place || !kept) return;

  const PAUSE = 300; // milliseconds of not typing before what was typed is kept here
  const DRAFT_PAUSE = 1500; // and in Kith
  const AGAIN = 15_000; // milliseconds between tries to send
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "draft_key", "version"]);
  const MODEL = place.dataset.kithModel; // the number and name that stand for a child in an empty form

  let session = (await kept.hand()) ?? (await kept.held());
  const asked = location.pathname.match(/^\/people\/(\d+)\/care\/visits\/write\/$/);
  const person = asked ? Number(asked[1]) : 0;
  if (!person) return;

  const time = (instant) => new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const form = place.tagName === "FORM" ? place : await fromShell();
  if (!form) return;
  const state = form.querySelector("[data-kith-state]");
  const button = form.querySelector("button[type=submit]");
  const send = HTMLFormElement.prototype.submit;
  const visit = await found();
  let keeping;
  let drafting;
  let trying;
  let sending = false;
  const leaving = { now: false };

  function say(words, { problem = false, link = null } = {}) {
    state.textContent = words;
    state.toggleAttribute("data-problem", problem);
    if (link) {
      const way = document.createElement("a");
      way.className = "govuk-link";
      way.href = link[0];
      way.textContent = link[1];
      state.append(" ", way);
    }
  }

  // In the shell, which knows no child: the form is made from the names that were taken along, or that the text was kept with.
  async function fromShell() {
    const nothing = document.querySelector("[data-kith-nothing]");
    const locked = document.querySelector("[data-kith-locked]");
    document.querySelector("[data-kith-list]")?.setAttribute("hidden", "");
    if (!session?.signedIn) { locked.hidden = false; return null; }
    const before = (await kept.visits(session)).find((one) => one.person === person);
    const along = await kept.takenAlong(session);
    const one = along.find((child) => child.id === person);
    const children = before?.children ?? (one && [one, ...along.filter((child) => one.with.includes(child.id))]);
    if (!children) { nothing.hidden = false; return null; }
    const made = place.content.cloneNode(true).querySelector("form");
    made.setAttribute("action", location.pathname);
    const model = made.querySelector("[data-kith-child]");
    for (const child of children) {
      const section = model.cloneNode(true);
      section.dataset.kithChild = child.id;
      for (const part of section.querySelectorAll("*")) {
        for (const { name, value } of [...part.attributes]) {
          if (value.includes(MODEL)) part.setAttribute(name, value.replaceAll(MODEL, child.id));
        }
      }
      const texts = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(`Child ${MODEL}`, child.name);
      if (children.length === 1) section.querySelector("[data-kith-to]")?.remove();
      section.dataset.kithName = child.name;
      model.before(section);
    }
    model.remove();
    const now = new Date();
    [now.getDate(), now.getMonth() + 1, now.getFullYear()].forEach((part, number) => {
      made.elements[`visited_date_${number}`].value = part;
    });
    made.elements.written_as.value = crypto.randomUUID();
    document.querySelector("[data-kith-shell-title]").textContent = `Visit to ${children.map((child) => child.name).join(", ")}`;
    place.before(made);
    return made;
  }

  function children() {
    return [...form.querySelectorAll("[data-kith-child]")].map((section) => (
      { id: Number(section.dataset.kithChild), name: section.dataset.kithName, with: [] }
    ));
  }

  function typed() {
    const fields = [];
    for (const part of form.elements) {
      if (!part.name || LEFT_OUT.has(part.name) || part.type === "submit") continue;
      if (part.type === "radio" || part.type === "checkbox") fields.push([part.name, part.value, part.checked]);
      else fields.push([part.name, part.value]);
    }
    return fields;
  }

  function restore(fields) {
    for (const [name, value, checked] of fields) {
      for (const part of form.elements) {
        if (part.name !== name) continue;
        if (checked === undefined) part.value = value;
        else if (part.value === value) part.checked = checked;
      }
    }
  }

  // What was kept here of this child's visit goes back into the form, unless the server's own draft is newer.
  async function found() {
    const fresh = { id: form.elements.written_as.value, person, children: children(), state: "here", at: 0 };
    if (!session?.signedIn) return fresh;
    const before = (await kept.visits(session)).find((one) => one.person === person);
    if (!before) return fresh;
    if (form.dataset.kithAnswered !== undefined) return { ...before, id: form.elements.written_as.value, state: "here" };
    const draft = Date.parse(form.dataset.kithDraftSaved ?? "") || 0;
    if (draft > before.at + 5000) return { ...before, id: form.elements.written_as.value, state: "here" };
    restore(before.fields);
    showChosen();
    const note = form.querySelector("[data-kith-found]");
    note.hidden = false;
    note.querySelector("[data-kith-when]").textContent = time(before.at);
    note.querySelector("button").addEventListener("click", async () => {
      await kept.forget(before.id);
      leaving.now = true;
      location.assign(form.dataset.kithAgain ?? location.pathname);
    });
    return before;
  }

  async function keep() {
    clearTimeout(keeping);
    if (!session?.signedIn) {
      say("This cannot be kept on this device until you sign in. Keep the page open.", { problem: true, link: signIn() });
      return false;
    }
    visit.at = Date.now();
    visit.fields = typed();
    visit.id = form.elements.written_as.value;
    visit.children = children();
    try {
      await kept.keep(session, visit);
    } catch {
      say("This device does not keep text. Keep the page open until the visit is sent.", { problem: true });
      return false;
    }
    if (visit.state === "here") say(`Kept on this device only, at ${time(visit.at)}. Not sent yet.`);
    return true;
  }

  // With signal the text is also kept in Kith, as any form's is, so that it is found on another device.
  async function draft() {
    const address = form.dataset.kithVisitDraft;
    if (!address || !navigator.onLine || visit.state !== "here" || leaving.now) return;
    try {
      await fetch(address, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    } catch { /* It is kept here. */ }
  }

  const signIn = () => [`/account/login/?next=${encodeURIComponent(location.pathname)}`, "Sign in"];

  async function trySend() {
    clearTimeout(trying);
    if (sending || visit.state !== "sending") return;
    sending = true;
    let again = true;
    try {
      if (!navigator.onLine) {
        say("There is no signal. The visit is kept on this device and goes by itself when there is. You may close this page; open it again to see that it went.");
        return;
      }
      say("Being sent…");
      const now = await kept.hand();
      if (now === null) {
        say("There is no signal. The visit is kept on this device and goes by itself when there is. You may close this page; open it again to see that it went.");
        return;
      }
      if (!now.signedIn || (session?.worker && now.worker !== session.worker)) {
        again = false;
        say("You have been signed out, so the visit was not sent. It is kept on this device. ", { problem: true, link: signIn() });
        return;
      }
      session = now;
      token(now.csrf);
      const answer = await fetch(form.getAttribute("action") || location.pathname, {
        method: "POST", body: new FormData(form), credentials: "same-origin", headers: { Accept: "application/json" },
      });
      const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
      if (said?.sent) {
        again = false;
        visit.state = "sent";
        await kept.forget(visit.id);
        say("Sent. It is on the record, and no longer on this device.");
        leaving.now = true;
        location.assign(said.address);
      } else if (said && !said.signed_in) {
        again = false;
        say("You have been signed out, so the visit was not sent. It is kept on this device. ", { problem: true, link: signIn() });
      } else if (said) {
        // Something has to be put right: the page shows what, with the text in it.
        again = false;
        visit.state = "here";
        await keep();
        leaving.now = true;
        send.call(form);
      } else {
        again = answer.status >= 500;
        say(again
          ? "Kith could not take it just now. The visit is kept on this device, and is tried again."
          : "Kith did not take the visit: you may no longer be able to write on this record. It is kept on this device. Tell your manager.", { problem: true });
        if (!again) { visit.state = "here"; await kept.keep(session, visit); }
      }
    } catch {
      say("The signal went. The visit is kept on this device and goes by itself when it comes back.");
    } finally {
      sending = false;
      button.disabled = false;
      if (again && visit.state === "sending") trying = setTimeout(trySend, AGAIN);
    }
  }

  function token(csrf) {
    let field = form.elements.csrfmiddlewaretoken;
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "csrfmiddlewaretoken";
      form.prepend(field);
    }
    field.value = csrf;
  }

  // A child whom the visit was not to is asked nothing about.
  function showChosen() {
    for (const section of form.querySelectorAll("[data-kith-child]")) {
      const to = section.querySelector("[data-kith-to] input[type=checkbox]");
      if (to) section.querySelector("[data-kith-questions]").hidden = !to.checked;
    }
  }

  form.addEventListener("input", () => {
    showChosen();
    if (visit.state === "sending") visit.state = "here";
    clearTimeout(keeping);
    clearTimeout(drafting);
    keeping = setTimeout(keep, PAUSE);
    drafting = setTimeout(draft, DRAFT_PAUSE);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && visit.state === "here" && visit.at && !leaving.now) keep(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(drafting);
    if (visit.state === "sending" && sending) return;
    visit.state = "sending";
    if (!(await keep()) && !session?.signedIn) { visit.state = "here"; send.call(form); return; }
    await trySend();
  });
  window.addEventListener("online", trySend);
  window.addEventListener("offline", () => { if (visit.state === "here" && visit.at) say("There is no signal. What you write is kept on this device."); });
  // A page taken out of the browser's memory by "back" begins anew: its visit may have been sent.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  showChosen();
  form.dataset.kithReady = "";
  if (visit.state === "sending") await trySend();
  else if (visit.at) say(`Kept on this device only, at ${time(visit.at)}. Not sent yet.`);
})();

if ("serviceWorker" in navigator && document.querySelector("[data-kith-visit-worker]")) {
  const { kithVisitWorker } = document.querySelector("[data-kith-visit-worker]").dataset;
  navigator.serviceWorker.register(kithVisitWorker, { scope: "/people/" }).catch(() => {});
}
