// Signing out takes the key to what is kept on this device, and the names of the children taken along.
// A visit that was not sent stays, sealed, for the same worker's return, unless they choose otherwise.
(async () => {
  if (document.querySelector("[data-kith-signed-out]")) { await window.kithKept.lock(); return; }
  const form = document.querySelector("form[data-kith-signing-out]");
  if (!form) return;
  const many = await window.kithKept.waiting();
  const choice = form.querySelector("[data-kith-unsent]");
  if (many) {
    choice.querySelector("[data-kith-many]").textContent = many === 1
      ? "1 visit is kept on this device and was not sent."
      : `${many} visits are kept on this device and were not sent.`;
    choice.hidden = false;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await window.kithKept.signOut(!many || form.querySelector("[name=remove_unsent]").checked);
    HTMLFormElement.prototype.submit.call(form);
  });
})();
