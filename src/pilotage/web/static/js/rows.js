// Rows that a person adds and takes away: <div data-rows="#template"> with [data-add-row] and [data-remove-row].
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  if (add) {
    const rows = document.querySelector(add.dataset.addRow);
    const row = document.querySelector(rows.dataset.rows).content.cloneNode(true);
    rows.append(row);
    rows.lastElementChild.querySelector("select, input")?.focus();
  }
  const remove = event.target.closest("[data-remove-row]");
  if (remove) remove.closest("[data-row]").remove();
});

// A charge shows only the fields of its kind (see .fee-row in pilotage.css).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sets-kind]")) {
    event.target.closest("[data-row]").dataset.kind = event.target.value;
  }
});
