// Up to four partners ticked for comparison, remembered while the reader moves through the directory.
const KEY = "pilotage_compare";
const tray = document.querySelector("[data-tray]");
const list = tray.querySelector("[data-tray-names]");
const clear = tray.querySelector("[data-tray-clear]");
const most = Number(tray.dataset.most);

const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
const boxes = () => document.querySelectorAll("[data-compare]");

function keep(chosen) {
  sessionStorage.setItem(KEY, JSON.stringify(chosen));
  show();
}

function show() {
  const chosen = read();
  const refs = new Set(chosen.map((one) => one.ref));
  for (const box of boxes()) {
    box.checked = refs.has(box.value);
    box.disabled = !box.checked && refs.size >= most;
  }
  tray.hidden = refs.size === 0;
  clear.hidden = refs.size === 0;
  list.replaceChildren(...chosen.map(({ name }) => chip(name)));
}

function chip(name) {
  const one = document.createElement("span");
  one.className = "badge bg-azure-lt";
  one.textContent = name;
  return one;
}

document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-compare]");
  if (!box) return;
  const others = read().filter((one) => one.ref !== box.value);
  keep(box.checked ? [...others, { ref: box.value, name: box.dataset.name }] : others);
});

clear.addEventListener("click", () => keep([]));

// Partners ticked on another page of results have no box here: their references are added.
tray.addEventListener("formdata", ({ formData }) => {
  formData.delete("p");
  for (const { ref } of read()) formData.append("p", ref);
});

document.addEventListener("htmx:afterSettle", show);
addEventListener("pageshow", show);
show();
