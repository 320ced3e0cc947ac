// The return's form works without this. Here typing shows at once what it means and is not lost: money is echoed in
// the unit of the columns beside it, changed figures are counted, and what was typed survives a lost connection, an
// expired sign-in or a reload in this tab until it is saved.
const form = document.querySelector("form[data-keep]");
const note = form.querySelector("[data-unsaved]");
const shelf = `return:${form.dataset.keep}`;
const fields = () => [...form.elements].filter((field) => /-(value|missing|reason|document)$/.test(field.name));
const wasShown = (field) =>
  field.tagName === "SELECT" ? ([...field.options].find((option) => option.defaultSelected)?.value ?? "") : field.defaultValue;
const isChanged = (field) => field.value !== wasShown(field);
const codeOf = (field) => field.name.split("-")[0];

function echo(field) {
  const line = form.querySelector(`[data-echo="${field.id}"]`);
  if (!line) return;
  const typed = field.value.trim().replace(/,/g, "");
  const amount = /^[-+]?\d+(\.\d+)?$/.test(typed) ? Number(typed) / 1e8 : NaN;
  const text = amount.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  line.textContent = Number.isNaN(amount) ? "" : `= ${text.replace("-", "\u2212")} ${line.dataset.unit}`;
}

function keep() {
  const changed = fields().filter(isChanged);
  const count = new Set(changed.map(codeOf)).size;
  note.textContent = count === 0 ? "" : count === 1 ? note.dataset.one : note.dataset.many.replace("{count}", count);
  if (changed.length === 0) sessionStorage.removeItem(shelf);
  else sessionStorage.setItem(shelf, JSON.stringify(changed.map((field) => [field.name, field.value, wasShown(field)])));
}

// Only where the page still shows what the typist saw: what was saved since, by whomever, is never covered.
function takeBack() {
  let back = 0;
  for (const [name, value, seen] of JSON.parse(sessionStorage.getItem(shelf) ?? "[]")) {
    const field = form.elements[name];
    if (!field || wasShown(field) !== seen) continue;
    field.value = value;
    back += 1;
    echo(field);
    field.closest("details")?.setAttribute("open", "");
  }
  keep();
  if (back) note.textContent = `${note.dataset.back} · ${note.textContent}`;
}

form.addEventListener("input", (event) => {
  echo(event.target);
  keep();
});
takeBack();
