// The page is drawn on the server, part by part; this file sends acts, and puts new parts in place without
// touching what a person is typing. No library, no build.
"use strict";

const base = document.body.dataset.base;
const modal = document.getElementById("modal");
const stream = document.getElementById("stream");
const drawers = [["exchanges", "wire", "drawer"], ["backstage", "wings", "backstage"]]
  .map(([part, button, panel]) => ({ part, button: document.getElementById(button), panel: document.getElementById(panel) }))
  .filter((one) => one.panel);
const backstage = document.getElementById("backstage");
const known = JSON.parse(document.getElementById("known").textContent);
let version = document.body.dataset.version;
let busy = 0;

// ---- Putting parts in place. Children with a data-key are kept as they are while their HTML stays the same.

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function settle(old, fresh) {
  const kept = new Map();
  for (const child of old.children) if (child.dataset.key) kept.set(child.dataset.key, child);
  let here = old.firstElementChild;
  for (const child of [...fresh.children]) {
    const before = kept.get(child.dataset.key);
    const source = child.outerHTML;
    if (before && before.drawn === source) {
      if (before === here) here = here.nextElementSibling;
      else old.insertBefore(before, here);
    } else if (before && "parts" in child.dataset) {
      settle(before, child);
      before.drawn = source;
      if (before === here) here = here.nextElementSibling;
      else old.insertBefore(before, here);
    } else {
      child.drawn = source;
      remember(child);
      if (before) carry(before, child);
      old.insertBefore(child, here);
    }
    kept.delete(child.dataset.key);
    if (before && before.drawn !== source) { if (before === here) here = here.nextElementSibling; before.remove(); }
  }
  while (here) { const next = here.nextElementSibling; here.remove(); here = next; }
  for (const gone of kept.values()) gone.remove();
}

// A redrawn block keeps what was typed into it since, the focus, the caret, and whether it was unfolded.
function carry(before, after) {
  if (before.open) after.open = true;
  for (const typed of before.querySelectorAll("[data-typed]")) {
    const twin = [...after.querySelectorAll("input, textarea, select")].find((one) =>
      one.id ? one.id === typed.id : one.name === typed.name && one.value === typed.value);
    if (!twin) continue;
    if (typed.type === "checkbox" || typed.type === "radio") twin.checked = typed.checked;
    else twin.value = typed.value;
    twin.dataset.typed = "";
  }
  const focused = document.activeElement;
  if (focused && focused.id && before.contains(focused)) {
    const [from, to] = [focused.selectionStart, focused.selectionEnd];
    queueMicrotask(() => {
      const twin = document.getElementById(focused.id);
      if (!twin) return;
      twin.focus({ preventScroll: true });
      if (from !== null && from !== undefined && twin.setSelectionRange && twin.type !== "number") {
        try { twin.setSelectionRange(from, to); } catch { /* dates have no caret */ }
      }
    });
  }
}

function remember(root) {
  for (const child of root.querySelectorAll("[data-key]")) child.drawn ??= child.outerHTML;
}

function show(parts) {
  if ("sidebar" in parts) {
    const sidebar = document.getElementById("sidebar");
    if (sidebar.drawn !== parts.sidebar) { sidebar.innerHTML = parts.sidebar; sidebar.drawn = parts.sidebar; }
  }
  if ("stream" in parts) {
    const column = stream.querySelector("[data-part]");
    const atEnd = stream.scrollHeight - stream.scrollTop - stream.clientHeight < 80;
    settle(column, fragment(parts.stream));
    if (atEnd && !stream.classList.contains("at-home")) stream.scrollTop = stream.scrollHeight;
  }
  if ("where" in parts) document.querySelector("[data-part=where]").innerHTML = parts.where;
  for (const { part, panel } of drawers) if (part in parts) settle(panel.querySelector("[data-part]"), fragment(parts[part]));
  if ("modal" in parts) showModal(parts.modal);
}

function showModal(html) {
  if (!html) {
    if (modal.open) { modal.close(); comeBack(); }
    modal.replaceChildren();
    return;
  }
  const fresh = fragment(html).querySelector("form");
  const now = modal.querySelector("form");
  if (now && now.dataset.view === fresh.dataset.view) {
    const isNew = now.dataset.hash !== fresh.dataset.hash;
    const title = now.querySelector("h2").textContent;
    now.dataset.hash = fresh.dataset.hash;
    settle(now, fresh);
    if (isNew && title !== now.querySelector("h2").textContent) begin();
    else now.querySelector("[aria-invalid]")?.focus();
  } else {
    modal.replaceChildren(fresh);
    remember(modal);
    if (!modal.open) modal.showModal();
    begin();
  }
}

// Chromium gives the focus back when a dialog closes, but drops what is typed then until the focus moves once.
function comeBack() {
  const back = document.activeElement;
  back.blur();
  (back === document.body ? document.getElementById("say") || stream : back).focus({ preventScroll: true });
}

// A view that is new begins at its top, in its first field.
function begin() {
  const body = modal.querySelector(".modal-body");
  const first = body.querySelector("[data-focus], input:not([type=radio], [type=checkbox]), textarea");
  const top = body.firstElementChild;
  body.scrollTop = 0;
  if (first && (!top || first.closest(".block") === top || fits(first, body))) first.focus({ preventScroll: true });
  else modal.querySelector("h2").focus({ preventScroll: true });
}

function fits(field, body) {
  return field.getBoundingClientRect().bottom < body.getBoundingClientRect().bottom;
}

// ---- Talking to the desk.

async function act(name, given, button) {
  if (button?.getAttribute("aria-busy") === "true") return;
  button?.setAttribute("aria-busy", "true");
  busy += 1;
  let taken = false;
  try {
    const response = await fetch(`${base}/${name}${wants()}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given),
    });
    if (!response.ok) { toast(await response.text()); return; }
    take(await response.json(), name);
    taken = true;
  } catch {
    toast("The playground does not answer. Is it still running?");
  } finally {
    busy -= 1;
    button?.removeAttribute("aria-busy");
  }
  return taken;
}

function wants() {
  const open = drawers.find((one) => !one.panel.hidden);
  return open ? `?${open.part}=1` : "";
}

function take(answer, act) {
  version = answer.version;
  if (act === "submit" || act === "press") for (const one of modal.querySelectorAll("[data-typed]")) delete one.dataset.typed;
  show(answer.parts);
  answer.troubles.forEach(toast);
}

async function refresh(force) {
  if (document.hidden || (busy && !force)) return;
  try {
    const query = new URLSearchParams(wants());
    if (!force) query.set("seen", version);
    const response = await fetch(`${base}/parts?${query}`);
    if (response.status === 200 && (!busy || force)) take(await response.json(), "");
  } catch { /* the next turn tries again */ }
}

function toast(text) {
  const line = document.createElement("p");
  line.textContent = text;
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), 9000);
}

// ---- What stands in a form.

function fieldsIn(root) {
  const fields = [];
  for (const one of root.querySelectorAll("[data-block]")) {
    if (one.hasAttribute("data-press")) continue;
    fields.push([one.dataset.block, one.dataset.action, valueOf(one)]);
  }
  return fields;
}

function valueOf(control) {
  if (!control.classList.contains("choices")) return control.value;
  const chosen = [...control.querySelectorAll("input:checked")].map((one) => one.value);
  return control.querySelector("input[type=radio]") ? chosen[0] ?? "" : chosen;
}

function press(control, value, button) {
  const message = control.closest("[data-message]");
  const view = control.closest("[data-view]");
  const given = { block: control.dataset.block, action: control.dataset.action, value };
  if (message) given.message = message.dataset.message;
  else Object.assign(given, { view: view.dataset.view, fields: fieldsIn(view) });
  act("press", given, button);
}

function takeBack(control) {
  for (const one of control.querySelectorAll("input")) { one.checked = one.defaultChecked; delete one.dataset.typed; }
  for (const one of control.querySelectorAll("option")) one.selected = one.defaultSelected;
  delete control.dataset.typed;
}

function agreed(control) {
  if (!control.dataset.asks) return Promise.resolve(true);
  const asks = JSON.parse(control.dataset.asks);
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = asks.title;
  document.getElementById("ask-text").textContent = asks.text;
  document.getElementById("ask-no").textContent = asks.no;
  const yes = document.getElementById("ask-yes");
  yes.textContent = asks.yes;
  yes.className = asks.style === "danger" ? "button danger" : "button primary";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => {
    comeBack();
    done(dialog.returnValue === "yes");
  }, { once: true }));
}

// ---- Acts.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  if (!button) return;
  if ("press" in button.dataset) {
    button.closest("details.menu")?.removeAttribute("open");
    if (!(await agreed(button))) return;
    if (button.dataset.url) window.open(button.dataset.url, "_blank", "noopener");
    press(button, button.dataset.value ?? null, button);
  } else if (button.dataset.shortcut) {
    const message = button.closest("[data-message]");
    act("shortcut", { ts: message.dataset.message, callback_id: button.dataset.shortcut }, button);
  } else if (button.dataset.lever) {
    pull(button, JSON.parse(button.dataset.given ?? "{}"));
  } else if ("dismiss" in button.dataset) {
    dismiss(button.dataset.dismiss === "all");
  } else if ("clear" in button.dataset) {
    const choices = button.closest(".choices");
    for (const one of choices.querySelectorAll("input")) { one.checked = false; one.dataset.typed = ""; }
    button.hidden = true;
    choices.querySelector("input").focus();
  }
});

function dismiss(everything) {
  const form = modal.querySelector("form");
  if (form) act("dismiss", { view: form.dataset.view, everything });
}

modal.addEventListener("cancel", (event) => { event.preventDefault(); dismiss(false); });

modal.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  act("submit", { view: form.dataset.view, fields: fieldsIn(form) }, form.querySelector("[type=submit]"));
});

// ---- Levers behind the stage. One that cannot be pulled keeps its place in the order of tabs, and its reason.

async function pull(lever, given) {
  if (lever.getAttribute("aria-disabled") === "true") return;
  if (lever.getAttribute("role") === "switch") given.times = document.getElementById("lever-times").value;
  const button = lever.querySelector("[type=submit]") ?? lever;
  delete document.getElementById("lever-moment").dataset.typed;
  if (!(await act(`backstage/${lever.dataset.lever}`, given, button))) return;
  backstage.querySelector("[role=status]").textContent = backstage.querySelector("[data-said]").textContent;
}

backstage?.addEventListener("submit", (event) => {
  event.preventDefault();
  pull(event.target, Object.fromEntries(new FormData(event.target)));
});

for (const root of [modal, stream, backstage].filter(Boolean)) {
  root.addEventListener("input", (event) => {
    event.target.dataset.typed = "";
    const choices = event.target.closest(".choices");
    const clear = choices?.querySelector("[data-clear]");
    if (clear) clear.hidden = false;
    if (choices && event.target.type === "radio") {
      for (const one of choices.querySelectorAll("input")) one.dataset.typed = "";
    }
  });
  root.addEventListener("change", async (event) => {
    const control = event.target.closest("[data-tells=change]");
    if (!control) return;
    if (await agreed(control)) press(control, valueOf(control));
    else takeBack(control);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    if (event.target.dataset.tells === "enter") { event.preventDefault(); press(event.target, event.target.value); }
  });
}

// ---- The composer.

const composer = document.getElementById("composer");
const say = document.getElementById("say");
const suggestions = document.getElementById("suggestions");
let offered = [];
let chosen = -1;

function grow() {
  say.style.height = "36px";
  say.style.height = `${Math.min(say.scrollHeight, 160)}px`;
}

function offer() {
  const text = say.value;
  offered = [];
  if (/^\/\S*$/.test(text)) {
    offered = known.commands.filter((one) => one.name.startsWith(text))
      .map((one) => ({ text: `${one.name} `, shown: one.name, about: `${one.hint}${one.hint && one.about ? " · " : ""}${one.about}` }));
  } else {
    const command = known.commands.find((one) => text.startsWith(`${one.name} `));
    const begun = command ? text.slice(command.name.length + 1) : "";
    if (command && /^[a-z]*$/.test(begun)) {
      offered = command.words.filter((word) => word.startsWith(begun) && word !== begun)
        .map((word) => ({ text: `${command.name} ${word}`, shown: `${command.name} ${word}`, about: "" }));
    }
  }
  choose(-1);
}

function choose(number) {
  chosen = number;
  suggestions.replaceChildren(...offered.map((one, at) => {
    const option = document.createElement("div");
    option.id = `suggestion-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(at === chosen));
    const name = document.createElement("strong");
    name.textContent = one.shown;
    const about = document.createElement("span");
    about.textContent = one.about;
    option.append(name, about);
    option.addEventListener("mousedown", (event) => { event.preventDefault(); complete(at); });
    return option;
  }));
  suggestions.hidden = offered.length === 0;
  if (chosen >= 0) {
    say.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
    suggestions.children[chosen].scrollIntoView({ block: "nearest" });
  } else say.removeAttribute("aria-activedescendant");
}

function complete(number) {
  say.value = offered[number].text;
  say.focus();
  offer();
}

if (composer) {
  say.addEventListener("input", () => { grow(); offer(); });
  say.addEventListener("blur", () => { suggestions.hidden = true; });
  say.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (!suggestions.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen < 0 && step < 0 ? offered.length - 1 : (chosen + step + offered.length) % offered.length);
    } else if (!suggestions.hidden && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      complete(Math.max(chosen, 0));
    } else if (!suggestions.hidden && event.key === "Escape") {
      suggestions.hidden = true;
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const isFragment = !say.value.includes(" ") && !offered.some((one) => one.text.trim() === say.value.trim());
      if (!suggestions.hidden && (chosen >= 0 || isFragment)) complete(Math.max(chosen, 0));
      else composer.requestSubmit();
    }
  });
  composer.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = say.value.trim();
    if (!text) return;
    say.value = "";
    grow();
    offer();
    stream.scrollTop = stream.scrollHeight;
    await act("say", { text }, composer.querySelector("[type=submit]"));
    stream.scrollTop = stream.scrollHeight;
  });
}

// ---- Sidebar and drawer.

function unfold(button, panel, isOpen) {
  button.setAttribute("aria-expanded", String(isOpen));
  panel.classList.toggle("is-open", isOpen);
}

const places = document.getElementById("places");
const sidebar = document.getElementById("sidebar");
places.addEventListener("click", () => {
  unfold(places, sidebar, !sidebar.classList.contains("is-open"));
  sidebar.querySelector("a")?.focus();
});
document.querySelector("main").addEventListener("click", () => unfold(places, sidebar, false));

function openDrawer(drawer) {
  for (const { button, panel } of drawers) {
    panel.hidden = panel !== drawer?.panel;
    button.setAttribute("aria-expanded", String(!panel.hidden));
  }
  sessionStorage.setItem("drawer", drawer?.part ?? "");
  if (drawer) refresh(true);
}

for (const drawer of drawers) {
  drawer.button.addEventListener("click", () => {
    openDrawer(drawer.panel.hidden ? drawer : null);
    drawer.panel.querySelector("h2").focus();
  });
  drawer.panel.querySelector(".close").addEventListener("click", () => { openDrawer(null); drawer.button.focus(); });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || modal.open) return;
  unfold(places, sidebar, false);
  const left = drawers.find((one) => !one.panel.hidden && one.panel.contains(document.activeElement));
  if (left) { openDrawer(null); left.button.focus(); }
});

// ---- Begin.

remember(document);
sidebar.drawn = sidebar.innerHTML;
if (modal.querySelector("form")) { modal.showModal(); begin(); }
if (!stream.classList.contains("at-home")) stream.scrollTop = stream.scrollHeight;
openDrawer(drawers.find((one) => one.part === sessionStorage.getItem("drawer")));
if (document.body.dataset.opens) act("open", {});
setInterval(() => refresh(false), 1000);
document.addEventListener("visibilitychange", () => refresh(false));
