// What every page does: theme switch, notes that leave by themselves, questions before an act, progress.
const YEAR = 31_536_000;
const READING_TIME = 9_000;
const ANSWER_TIME = 5_000;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) switchTheme();
  const note = event.target.closest("[data-close]")?.closest(".note");
  if (note) note.remove();
});

function switchTheme() {
  const root = document.documentElement;
  const next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
  root.setAttribute("data-bs-theme", next);
  document.cookie = `pilotage_theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
  document.dispatchEvent(new CustomEvent("pilotage:theme", { detail: next }));
}

// A good word may leave by itself; a failure stays until it is read.
for (const note of document.querySelectorAll(".note.success, .note.info")) {
  setTimeout(() => note.remove(), READING_TIME);
}

// Questions: `hx-confirm` on htmx elements and on plain forms alike, in our own dialog.
const ask = document.getElementById("ask");

function asked(question) {
  ask.querySelector("[data-question]").textContent = question;
  ask.returnValue = "";
  ask.showModal();
  return new Promise((answer) => {
    ask.addEventListener("close", () => answer(ask.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  asked(event.detail.question).then((yes) => yes && event.detail.issueRequest(true));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = form.getAttribute("hx-confirm");
  const isHtmx = ["hx-post", "hx-get", "hx-put", "hx-delete"].some((name) => form.hasAttribute(name));
  if (!question || isHtmx || form.dataset.agreed) return;
  event.preventDefault();
  asked(question).then((yes) => {
    if (!yes) return;
    form.dataset.agreed = "yes";
    form.requestSubmit(event.submitter);
  });
});

// A second press of the same button sends nothing twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, ANSWER_TIME); // the answer may be a file: the page stays
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Progress of htmx requests, and their failures as a note that stays.
const underWay = document.getElementById("under-way");
let open = 0;

function count(change) {
  open = Math.max(0, open + change);
  underWay.classList.toggle("is-on", open > 0);
}

document.addEventListener("htmx:beforeRequest", () => count(1));
document.addEventListener("htmx:afterRequest", () => count(-1));
document.addEventListener("htmx:responseError", (event) => {
  const answer = document.createElement("template");
  answer.innerHTML = event.detail.xhr.responseText;
  const panel = answer.content.querySelector(".note");
  if (panel) document.getElementById("toasts").append(panel);
  else location.reload();
});
document.addEventListener("htmx:sendError", () => {
  const offline = document.getElementById("offline").content.cloneNode(true);
  document.getElementById("toasts").append(offline);
});

// Copy buttons: <button data-copy="#id-of-field">
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(field.value ?? field.textContent);
  button.classList.add("btn-success");
});

// A select that acts when it changes: <select data-submits>
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
