// The fields of a return: which belong together, what they showed when the page came, what they mean in other units.
// Without scripts the form is sent whole; with them each cell saves itself (return-save.js) and the keys move through
// the grid (return-grid.js, return-paste.js).
const form = document.querySelector("form[data-keep]");
const NAMES = ["value", "missing", "reason", "document"];
const codeOf = (field) => field.name.split("-")[0];
const fieldOf = (code, name) => form.elements[`${code}-${name}`];
const fieldsOf = (code) => NAMES.map((name) => fieldOf(code, name)).filter(Boolean);
const isTyped = (field) => /^[A-Z0-9]+-(value|missing|reason|document)$/.test(field.name ?? "");
const codes = [...form.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
const part = (name, code) => form.querySelector(`[data-${name}="${code}"]`);
const plain = (text) => text.replace(/[,\s]/g, "");

function textsOf(code) {
  return Object.fromEntries(NAMES.map((name) => [name, fieldOf(code, name)?.value ?? ""]));
}

function sameTexts(one, other) {
  return NAMES.every((name) => one[name].trim() === other[name].trim() || (name === "value" && plain(one.value) === plain(other.value)));
}

// What the page showed, or what was saved last.
const shown = new Map(codes.map((code) => [code, textsOf(code)]));

function echo(field) {
  const line = form.querySelector(`[data-echo="${field.id}"]`);
  if (!line) return;
  const typed = plain(field.value);
  const amount = /^[-+]?\d+(\.\d+)?$/.test(typed) ? Number(typed) / 1e8 : NaN;
  const text = amount.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  line.textContent = Number.isNaN(amount) ? "" : `= ${text.replace("-", "\u2212")} ${line.dataset.unit}`;
}

function put(code, texts) {
  for (const field of fieldsOf(code)) {
    field.value = texts[field.name.split("-")[1]];
    echo(field);
  }
}
