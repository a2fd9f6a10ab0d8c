// Better with this, works without it: components, drafts that save themselves, one send for one press.
import { initAll } from "../vendor/govuk-frontend.js";

initAll();

if (window.htmx) {
  window.htmx.config.allowEval = false;
  window.htmx.config.includeIndicatorStyles = false;
}

const PAUSE = 1500; // milliseconds of not typing before what was typed is kept

function keepDraft(form) {
  const place = form.querySelector("[data-kith-saved]");
  const address = form.dataset.kithDraft;
  let timer;
  let sending = false;
  let again = false;

  function typed() {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  async function save() {
    if (sending) { again = true; return; }
    sending = true;
    unsaved = false;
    try {
      const answer = await fetch(address, { method: "POST", body: typed(), credentials: "same-origin" });
      const said = await answer.json();
      if (said.saved) {
        place.removeAttribute("data-problem");
        place.textContent = said.signed_in
          ? `Draft saved at ${said.at}`
          : `Draft saved at ${said.at}. You have been signed out: sign in again in a new tab, then send this.`;
      } else if (said.why) {
        place.dataset.problem = "";
        place.textContent = said.why;
      }
    } catch {
      place.dataset.problem = "";
      unsaved = true;
      place.textContent = "Your text could not be saved just now. Keep this page open; it will try again.";
      timer = setTimeout(save, 5000);
    } finally {
      sending = false;
      if (again) { again = false; timer = setTimeout(save, PAUSE); }
    }
  }
  let unsaved = false; // typed since the last save began
  form.addEventListener("input", () => { unsaved = true; clearTimeout(timer); timer = setTimeout(save, PAUSE); });
  form.addEventListener("submit", () => { unsaved = false; clearTimeout(timer); });
  // A tab that is closed, or left, before the pause is over takes nothing with it.
  window.addEventListener("pagehide", () => { if (unsaved) navigator.sendBeacon(address, typed()); });
}

document.querySelectorAll("form[data-kith-draft]").forEach(keepDraft);

// One press, one send. The server refuses a second by its token or version; this spares the person the question.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method.toLowerCase() !== "post") return;
  if (form.dataset.kithSent) { event.preventDefault(); return; }
  form.dataset.kithSent = "yes";
  setTimeout(() => delete form.dataset.kithSent, 3000);
});

document.querySelectorAll("[data-kith-print]").forEach((button) => button.addEventListener("click", () => window.print()));

// A wide picture begins with whom it is about in the middle.
document.querySelectorAll("[data-kith-picture]").forEach((region) => {
  const subject = region.querySelector(".kith-genogram-subject");
  if (!subject) return;
  const place = subject.getBoundingClientRect();
  const around = region.getBoundingClientRect();
  region.scrollLeft = place.left + place.width / 2 - around.left - around.width / 2;
});
