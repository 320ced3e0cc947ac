// The keys of the grid. Arrows and Enter move from cell to cell, F2 opens the row for reason and document, Escape
// takes the typing in the cell back, Ctrl+Z goes back step by step to the opening; Tab leaves the grid. A grid that is
// only read has the same arrows.
const grid = document.querySelector("[data-grid]");
const rows = [...grid.querySelectorAll("[data-row]")];
const LINK = 0;
const VALUE = 1;
const MORE = 2;
const steps = [];
const undone = [];
let opened = {}; // what the field held when it was entered

function stop(row, column) {
  const summary = row.nextElementSibling.querySelector("summary");
  return [row.querySelector("th a"), row.querySelector("input.cell"), summary][column];
}

function placeOf(element) {
  const line = element.closest("tr");
  const row = line.dataset.row ? line : line.previousElementSibling;
  return { row: rows.indexOf(row), column: [LINK, VALUE, MORE].find((column) => stop(row, column) === element) };
}

// In the order of Tab are one stop of the grid, the one where the person is, and the open fields of its row.
function rove(element) {
  const row = element.closest("tr");
  const below = row.dataset.row ? row.nextElementSibling : row;
  for (const other of grid.querySelectorAll("th a, input.cell, summary")) other.tabIndex = other === element ? 0 : -1;
  for (const field of grid.querySelectorAll("details select, details input")) field.tabIndex = below.contains(field) ? 0 : -1;
}

function go(row, column) {
  if (!rows[row]) return false;
  const aim = stop(rows[row], column) ?? stop(rows[row], column === VALUE ? MORE : LINK) ?? stop(rows[row], LINK);
  rove(aim);
  aim.focus();
  aim.select?.();
  aim.scrollIntoView({ block: "nearest" });
  return true;
}

const atEnd = (field, forward) =>
  field.tagName !== "INPUT" ||
  (field.selectionStart === field.selectionEnd && field.selectionStart === (forward ? field.value.length : 0)) ||
  (field.selectionStart === 0 && field.selectionEnd === field.value.length);

function move(event) {
  const { row, column } = placeOf(event.target);
  if (column === undefined) return false;
  const inCell = column === VALUE;
  switch (event.key) {
    case "ArrowDown": return go(row + 1, column);
    case "ArrowUp": return go(row - 1, column);
    case "Enter": return inCell && (go(row + (event.shiftKey ? -1 : 1), column) || leave(event.target));
    case "ArrowLeft": return column > LINK && atEnd(event.target, false) && go(row, column - 1);
    case "ArrowRight": return column < MORE && atEnd(event.target, true) && go(row, column + 1);
    case "Home": return event.ctrlKey && go(0, column);
    case "End": return event.ctrlKey && go(rows.length - 1, column);
    case "F2": return openRow(rows[row]);
    case "Escape": return inCell && restore(event.target);
    default: return false;
  }
}

// Enter in the last cell saves it and stays.
function leave(field) {
  field.blur();
  field.focus();
  return true;
}

function openRow(row) {
  const details = row.nextElementSibling.querySelector("details");
  if (!details) return false;
  details.open = true;
  details.querySelector("select, input").focus();
  return true;
}

function restore(field) {
  if (opened[field.name] === undefined || field.value === opened[field.name]) return false;
  field.value = opened[field.name];
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function closeRow(event) {
  const details = event.target.closest("details");
  if (event.key !== "Escape" || !details || event.target.tagName === "SUMMARY") return false;
  const row = event.target.closest("tr").previousElementSibling;
  return go(rows.indexOf(row), VALUE);
}

// -- Undo ------------------------------------------------------------------------------------------------------------
function record(changes) {
  steps.push(changes);
  undone.length = 0;
  showUndo();
}

function apply(changes, side) {
  for (const change of changes) {
    const field = form.elements[change.name];
    field.value = opened[change.name] = change[side];
    echo(field);
  }
  const touched = [...new Set(changes.map((change) => change.name.split("-")[0]))];
  touched.forEach(typed);
  flush();
  const first = form.elements[changes[0].name];
  first.closest("details")?.setAttribute("open", "");
  first.focus();
}

function undo() {
  const changes = steps.pop();
  if (!changes) return false;
  undone.push(changes);
  apply(changes, "before");
  showUndo();
  return true;
}

function redo() {
  const changes = undone.pop();
  if (!changes) return false;
  steps.push(changes);
  apply(changes, "after");
  showUndo();
  return true;
}

function showUndo() {
  const button = form.querySelector("[data-undo]");
  button.hidden = steps.length === 0;
}

function stepKey(event) {
  if (!(event.ctrlKey || event.metaKey) || typeof form === "undefined") return false;
  const key = event.key.toLowerCase();
  if (key === "y" || (key === "z" && event.shiftKey)) return redo();
  const typing = isTyped(event.target) && opened[event.target.name] !== undefined && event.target.value !== opened[event.target.name];
  return key === "z" && (typing ? restore(event.target) : undo());
}

grid.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (move(event) || closeRow(event) || stepKey(event)) event.preventDefault();
});
grid.addEventListener("focusin", (event) => {
  const { column } = placeOf(event.target);
  if (column !== undefined) rove(event.target);
  if (event.target.name) opened[event.target.name] = event.target.value;
});
if (typeof form !== "undefined") {
  // Before the save's own listener clears what the field held.
  form.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (!isTyped(event.target) || opened[name] === value) return;
    record([{ name, before: opened[name] ?? "", after: value }]);
    opened[name] = value;
  }, { capture: true });
  form.querySelector("[data-undo]").addEventListener("click", undo);
}
if (rows.length) rove(stop(rows[0], VALUE) ?? stop(rows[0], LINK));
