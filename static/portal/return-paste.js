// A block from a spreadsheet: which figure each row means, which column holds the year's numbers, in which unit; the
// portal says before anything is put in what it would read and what it would refuse. One step of undo takes it back.
const dialog = document.querySelector("[data-paste]");
const choices = dialog.querySelector("form").elements;
const lines = dialog.querySelector("tbody");
const POINTS = { one: 0, wan: 4, yi: 8 };
const WORDS = [["万亿", 12], ["亿", 8], ["万", 4]];
let block = [];
let start = "";
let plan = []; // [code, text] for each figure of the block

// Rows and columns as spreadsheets copy them: tabs, line ends, quotes around cells that hold either.
function tableOf(text) {
  const cells = [...text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(/("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/g)];
  const table = [[]];
  for (const [whole, cell, end] of cells) {
    if (whole === "" && table.at(-1).length) break;
    table.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end === "\n") table.push([]);
    if (end === "") break;
  }
  return table;
}

const half = (text) => text.replace(/[０-９．，－＋]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0)).trim();
const isNumber = (text) => /^[-+−]?[\d, ]+(\.\d+)?\s*(万亿|亿|万)?元?$/.test(half(text));
const codeColumn = () => block[0].findIndex((_cell, column) => block.some((row) => codes.includes(row[column]?.trim())));

// The point moved to the right by whole places, without rounding.
function moved(number, places) {
  const [whole, decimals = ""] = number.split(".");
  const digits = decimals.padEnd(places, "0");
  const rest = digits.slice(places).replace(/0+$/, "");
  return (whole + digits.slice(0, places)).replace(/^([-+]?)0+(?=\d)/, "$1") + (rest ? `.${rest}` : "");
}

function inUnit(code, text) {
  const clean = half(text);
  const money = Boolean(form.querySelector(`[data-echo="id_${code}-value"]`));
  if (!money || !isNumber(clean)) return clean;
  const [word, own] = WORDS.find(([each]) => clean.includes(each)) ?? ["", 0];
  const number = clean.replace(word, "").replace(/元$/, "").replace(/[,\s]/g, "");
  const places = word ? own : POINTS[choices.unit.value];
  return places ? moved(number, places) : clean;
}

function guessColumn() {
  const year = String(dialog.dataset.year);
  const byHead = block[0].findIndex((cell) => cell.trim().startsWith(year));
  if (byHead >= 0) return byHead;
  const from = codeColumn() + 1;
  const found = block[0].map((_cell, column) => column).filter((column) => column >= from && block.some((row) => isNumber(row[column] ?? "")));
  return codeColumn() >= 0 ? found.at(-1) ?? from : found[0] ?? 0;
}

function read() {
  const column = Number(choices.column.value);
  const keys = codeColumn();
  const down = codes.slice(codes.indexOf(start)).filter((code) => fieldOf(code, "value"));
  const body = keys >= 0 ? block.filter((row) => codes.includes(row[keys]?.trim())) : block.filter((row, at) => at || isNumber(row[column] ?? "") || block.length === 1);
  plan = body
    .map((row, at) => [keys >= 0 ? row[keys].trim() : down[at], row[column]?.trim() ?? ""])
    .filter(([code, text]) => code && fieldOf(code, "value") && text !== "")
    .map(([code, text]) => [code, inUnit(code, text), text]);
}

async function ask() {
  const body = bodyOf(plan.map(([code, text]) => [code, { texts: { ...textsOf(code), value: text, missing: "" }, was: "~" }]), { dry: "on" });
  try {
    const response = await post(body);
    return response.ok ? (await response.json()).cells : {};
  } catch {
    return {};
  }
}

function cellOf(row, text, css = "") {
  const cell = row.insertCell();
  cell.className = css;
  cell.textContent = text;
  return cell;
}

async function preview() {
  read();
  const answers = await ask();
  lines.replaceChildren();
  let bad = 0;
  for (const [code, text, pasted] of plan) {
    const answer = answers[code];
    const row = lines.insertRow();
    cellOf(row, `${code} ${document.getElementById(code).querySelector("a").textContent}`);
    cellOf(row, fieldOf(code, "value").value, "num");
    cellOf(row, pasted, "num");
    cellOf(row, answer?.problems.length ? text : answer?.value || text, "num");
    const says = cellOf(row, answer?.problems.join(" ") ?? "");
    if (answer?.problems.length) {
      says.className = "field-error";
      bad += 1;
    }
  }
  const count = dialog.querySelector("[data-paste-count]");
  count.textContent = count.dataset.words.replace("{count}", plan.length).replace("{bad}", bad);
  choices.put.disabled = plan.length === 0;
}

function open(text, code) {
  block = tableOf(text);
  start = code;
  const width = Math.max(...block.map((row) => row.length));
  choices.column.replaceChildren(...Array.from({ length: width }, (_none, at) => new Option(`${at + 1} · ${block[0][at] ?? ""}`.slice(0, 40), at)));
  choices.unit.value = "one";
  choices.column.value = guessColumn();
  dialog.showModal();
  preview();
}

function putIn() {
  const change = (code, name, after) => ({ name: `${code}-${name}`, before: fieldOf(code, name).value, after });
  const changes = plan.flatMap(([code, text]) => [change(code, "value", text), change(code, "missing", "")]);
  record(changes);
  dialog.close();
  apply(changes, "after");
}

grid.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.classList.contains("cell") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  open(text, codeOf(event.target));
});
dialog.querySelector("form").addEventListener("change", preview);
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.name === "put") putIn();
  else dialog.close();
});
