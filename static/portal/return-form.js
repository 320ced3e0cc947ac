// The return's form works without this. Here typing shows at once what it means and is not lost: money is echoed in
// the unit of the columns beside it, changed figures are counted, and what was typed survives a lost connection, an
// expired sign-in or a reload in this tab until it is saved.
const form = document.querySelector("form[data-keep]");
const note = form.querySelector("[data-unsaved]");
const shelf = `return:${form.dataset.keep}`;
const sent = `${shelf}:sent`;
const codeOf = (field) => field.name.split("-")[0];
const markOf = (field) => form.elements[`${codeOf(field)}-was`];
const plain = (text) => text.replace(/[,\s]/g, "");
const fields = () => [...form.elements].filter((field) => /-(value|missing|reason|document)$/.test(field.name));

function shown(field) {
  if (field.tagName !== "SELECT") return field.defaultValue;
  return [...field.options].find((option) => option.defaultSelected)?.value ?? "";
}

function echo(field) {
  const line = form.querySelector(`[data-echo="${field.id}"]`);
  if (!line) return;
  const typed = plain(field.value);
  const amount = /^[-+]?\d+(\.\d+)?$/.test(typed) ? Number(typed) / 1e8 : NaN;
  const text = amount.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  line.textContent = Number.isNaN(amount) ? "" : `= ${text.replace("-", "\u2212")} ${line.dataset.unit}`;
}

function keep() {
  const changed = fields().filter((field) => field.value !== shown(field));
  const count = new Set(changed.map(codeOf)).size;
  note.textContent = count === 0 ? "" : count === 1 ? note.dataset.one : note.dataset.many.replace("{count}", count);
  if (count === 0) sessionStorage.removeItem(shelf);
  else sessionStorage.setItem(shelf, JSON.stringify(changed.map((field) => [field.name, field.value, markOf(field).value])));
}

// What the page shows by now was saved or refused. A figure that changed otherwise was changed by somebody else: the
// typing goes back with the mark of what its typist saw, so that saving asks which of the two counts.
function takeBack() {
  const answered = sessionStorage.getItem(sent) && new URL(document.referrer || location.href).pathname === location.pathname;
  let back = 0;
  for (const [name, value, mark] of JSON.parse(sessionStorage.getItem(shelf) ?? "[]")) {
    const field = form.elements[name];
    if (!field || plain(shown(field)) === plain(value)) continue;
    if (markOf(field).value !== mark && answered) continue;
    field.value = value;
    markOf(field).value = mark;
    field.closest("details")?.setAttribute("open", "");
    echo(field);
    back += 1;
  }
  sessionStorage.removeItem(sent);
  keep();
  if (back) note.textContent = `${note.dataset.back} · ${note.textContent}`;
}

form.addEventListener("submit", () => sessionStorage.setItem(sent, "yes"));
form.addEventListener("input", (event) => {
  echo(event.target);
  keep();
});
takeBack();
