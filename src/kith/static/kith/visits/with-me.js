// Taking children along: which names this device keeps, sealed, so that their forms open where there is no signal.
(async () => {
  const kept = window.kithKept;
  const list = document.querySelector("[data-kith-list]");
  if (!list || !kept || !/\/visits-with-me\/$/.test(location.pathname)) return;
  const handed = await kept.hand();
  const session = handed ?? (await kept.held());
  if (!session?.signedIn) { document.querySelector("[data-kith-locked]").hidden = false; return; }
  list.hidden = false;

  const along = await kept.takenAlong(session);
  const visits = await kept.visits(session);
  const state = list.querySelector("[data-kith-along-state]");
  const unsent = list.querySelector("[data-kith-unsent-list]");
  const address = (child) => `/people/${child}/care/visits/write/`;

  function line(words, child) {
    const way = document.createElement("a");
    way.className = "govuk-link";
    way.href = address(child);
    way.textContent = words;
    const item = document.createElement("li");
    item.append(way);
    return item;
  }
  if (visits.length) {
    unsent.hidden = false;
    for (const visit of visits) {
      const names = visit.children.map((child) => child.name).join(", ");
      const item = line(`Visit to ${names}`, visit.person);
      item.append(visit.state === "sending" ? ": waits to be sent. Open it, and it goes." : ": begun, not sent");
      unsent.querySelector("ul").append(item);
    }
  }

  let children = along;
  if (handed) {
    try {
      const answer = await fetch(`${kept.ADDRESS}children/`, { credentials: "same-origin", cache: "no-store" });
      children = (await answer.json()).children;
      // Whoever is no longer with this worker is forgotten here too.
      if (along.length) await kept.takeAlong(session, children.filter((child) => along.some((one) => one.id === child.id)));
    } catch { children = along; }
  }
  const boxes = list.querySelector("[data-kith-boxes]");
  const model = boxes.querySelector("template").content.firstElementChild;
  for (const child of children) {
    const item = model.cloneNode(true);
    const box = item.querySelector("input");
    box.id = `along-${child.id}`;
    box.value = child.id;
    box.checked = along.some((one) => one.id === child.id);
    const label = item.querySelector("label");
    label.htmlFor = box.id;
    label.textContent = child.name;
    const way = document.createElement("a");
    way.className = "govuk-link kith-along-open";
    way.href = address(child.id);
    way.textContent = "Write a visit";
    const whose = document.createElement("span");
    whose.className = "govuk-visually-hidden";
    whose.textContent = ` to ${child.name}`;
    way.append(whose);
    item.append(way);
    boxes.append(item);
  }
  list.querySelector("[data-kith-none]").hidden = children.length > 0;
  boxes.hidden = !children.length;
  state.textContent = along.length ? said(along.length) : "No child’s name is kept on this device.";

  function said(many) {
    return `${many} child${many === 1 ? "" : "ren"} taken along. Their forms open without signal until you sign out.`;
  }
  boxes.addEventListener("change", async () => {
    const chosen = [...boxes.querySelectorAll("input:checked")].map((box) => Number(box.value));
    await kept.takeAlong(session, children.filter((child) => chosen.includes(child.id)));
    state.textContent = chosen.length ? said(chosen.length) : "No child’s name is kept on this device.";
  });
  list.dataset.kithReady = "";
})();
