// Each cell saves itself when it is left. What is typed lies on this device, for this person and this return, until
// the portal has answered that it is saved: a lost connection, a reload, a closed lid or an ended sign-in loses nothing.
const note = form.querySelector("[data-save-state]");
const shelfKey = `return:${form.dataset.keep}:`;
const memory = new Map(); // where the browser keeps nothing
const held = new Map(); // what waits for the person: the texts that were refused or stand against somebody else's
let sending = false;
let failures = 0;
let retry = 0;

const shelf = {
  get(code) {
    try {
      return JSON.parse(localStorage.getItem(shelfKey + code)) ?? memory.get(code);
    } catch {
      return memory.get(code);
    }
  },
  put(code, item) {
    memory.set(code, item);
    try {
      localStorage.setItem(shelfKey + code, JSON.stringify(item));
    } catch {}
  },
  drop(code) {
    memory.delete(code);
    try {
      localStorage.removeItem(shelfKey + code);
    } catch {}
  },
  codes() {
    const kept = [...memory.keys()];
    try {
      kept.push(...Object.keys(localStorage).filter((key) => key.startsWith(shelfKey)).map((key) => key.slice(shelfKey.length)));
    } catch {}
    return [...new Set(kept)].sort();
  },
};

const words = (name) => form.querySelector(`template[data-words="${name}"]`);
const sentence = (name) => words(name).content.textContent.trim();
const isHeld = (code) => held.has(code) && sameTexts(held.get(code), shelf.get(code)?.texts ?? held.get(code));
const waiting = () => shelf.codes().filter((code) => !isHeld(code));

function show(code, name) {
  part("state", code)?.replaceChildren(words(name).content.cloneNode(true));
}

function say(name, count) {
  const text = words(name).content.cloneNode(true);
  const place = text.querySelector("[data-count]");
  if (place) place.textContent = count;
  if (note.textContent.trim() !== text.textContent.trim()) note.replaceChildren(text);
}

// Called at every key: the typing is safe from here on.
function typed(code) {
  const texts = textsOf(code);
  const was = shelf.get(code)?.was ?? fieldOf(code, "was").value;
  if (sameTexts(texts, shown.get(code)) && !held.has(code) && !sending) {
    shelf.drop(code);
    if (restated.has(code)) part("state", code).replaceChildren(...restated.get(code));
  } else {
    shelf.put(code, { texts, was });
    if (!restated.has(code)) restated.set(code, [...part("state", code).childNodes]);
    show(code, "waiting");
  }
  const count = waiting().length;
  if (count) say("waiting-count", count);
}
const restated = new Map(); // the state that the page showed, to be put back when the typing is taken back

function bodyOf(batch, more = {}) {
  const body = new URLSearchParams(more);
  for (const [code, item] of batch) {
    for (const name of NAMES) body.set(`${code}-${name}`, item.texts[name]);
    body.set(`${code}-was`, item.was);
    if (item.choice) {
      body.set(`${code}-conflict`, "on");
      body.set(`${code}-choice`, item.choice);
    }
  }
  return body;
}

function post(body, keepalive = false) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" };
  return fetch(form.dataset.cells, { method: "POST", body, headers, keepalive, redirect: "manual", credentials: "same-origin" });
}

async function flush({ keepalive = false } = {}) {
  const batch = waiting().map((code) => [code, shelf.get(code)]);
  if (sending || !batch.length) return;
  sending = true;
  clearTimeout(retry);
  batch.forEach(([code]) => show(code, "saving"));
  say("saving");
  try {
    await take(await post(bodyOf(batch), keepalive), batch);
  } catch {
    failed(batch, "offline");
  }
  sending = false;
  if (failures === 0 && waiting().length) flush();
}

async function take(response, batch) {
  if (response.type === "opaqueredirect") return failed(batch, "signed-out");
  if (response.status === 403) return (await newToken()) ? failed(batch, "once-more", 200) : failed(batch, "forbidden", 0);
  if (!response.headers.get("Content-Type")?.includes("json")) return failed(batch, "offline");
  const answer = await response.json();
  failures = 0;
  if (answer.reason) return refuseAll(batch, answer.reason);
  for (const [code, item] of batch) takeCell(code, item, answer.cells[code]);
  for (const [code, cell] of Object.entries(answer.cells)) if (cell.kind === "beside") showCell(code, cell);
  showProgress(answer.progress);
  summarise(answer);
}

// The page that was open during a new sign-in holds an old token; the page itself gives the new one.
async function newToken() {
  const page = await fetch(location.pathname + location.search, { redirect: "manual" });
  if (!page.ok) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
  const changed = fresh && fresh.value !== form.elements.csrfmiddlewaretoken.value && failures < 3;
  if (changed) form.elements.csrfmiddlewaretoken.value = fresh.value;
  return changed;
}

function failed(batch, name, after = Math.min(30000, 1000 * 2 ** failures)) {
  failures += 1;
  batch.forEach(([code]) => show(code, name === "once-more" ? "saving" : "not-saved"));
  say(name, batch.length);
  if (name !== "signed-out" && after) retry = setTimeout(flush, after);
}

function refuseAll(batch, reason) {
  for (const [code, item] of batch) {
    held.set(code, item.texts);
    show(code, "refused");
  }
  say("refused-count", batch.length);
  note.append(` ${reason}`);
}

function takeCell(code, item, cell) {
  if (!cell) return;
  const since = shelf.get(code);
  const typedOn = since && !sameTexts(since.texts, item.texts);
  held.delete(code);
  if (cell.kind === "saved") {
    if (typedOn) shelf.put(code, { texts: since.texts, was: cell.was });
    else shelf.drop(code);
  } else if (!typedOn) {
    held.set(code, item.texts);
    shelf.put(code, { texts: item.texts, was: cell.kind === "conflict" ? item.was : since?.was ?? item.was });
  }
  if (!codes.includes(code)) return;
  if (cell.kind === "saved") {
    shown.set(code, cell.texts);
    fieldOf(code, "was").value = cell.was;
    if (!typedOn) settle(code, cell);
  }
  restated.delete(code);
  part("conflict", code).innerHTML = cell.conflict ?? "";
  part("conflict", code).closest("tr").classList.toggle("on", cell.kind === "conflict");
  if (cell.conflict) Object.assign(part("conflict", code).dataset, { was: cell.was, texts: JSON.stringify(cell.texts) });
  showCell(code, cell);
  if (typedOn) show(code, "waiting");
}

// The portal's way of writing a number, unless the person is in the cell.
function settle(code, cell) {
  if (!fieldsOf(code).includes(document.activeElement)) put(code, cell.texts);
  part("more", code).textContent = cell.more;
}

function showCell(code, cell) {
  if (!codes.includes(code) || (cell.kind === "beside" && shelf.get(code))) return;
  part("state", code).innerHTML = cell.state;
  part("change", code).textContent = cell.change;
  document.getElementById(`${code}-says`).innerHTML = cell.says;
  const value = fieldOf(code, "value");
  if (!value) return;
  const bad = cell.kind === "refused" || cell.kind === "conflict";
  if (bad) value.setAttribute("aria-invalid", "true");
  else value.removeAttribute("aria-invalid");
  value.classList.toggle("warn", cell.asks);
}

function showProgress(progress) {
  for (const [code, [done, total]] of Object.entries(progress)) {
    const place = document.querySelector(`[data-progress="${code || "all"}"]`);
    if (!place) continue;
    place.textContent = place.dataset.words.replace("{done}", done).replace("{total}", total);
    const bar = place.parentElement.querySelector("progress, [data-bar]");
    if (bar) bar.setAttribute("value", done);
  }
}

function summarise(answer) {
  const kept = shelf.codes().filter(isHeld).length;
  const left = waiting().length;
  if (kept) say("refused-count", kept);
  else if (left) say("waiting-count", left);
  else say("saved", answer.clock);
}

// Somebody else wrote the figure meanwhile: both stand side by side until one is chosen.
function choose(code, choice) {
  const place = part("conflict", code);
  const { was, texts } = place.dataset;
  if (choice === "theirs") {
    held.delete(code);
    shelf.drop(code);
    shown.set(code, JSON.parse(texts));
    put(code, shown.get(code));
    fieldOf(code, "was").value = was;
    place.innerHTML = "";
    place.closest("tr").classList.remove("on");
    fieldOf(code, "value")?.removeAttribute("aria-invalid");
    show(code, "theirs");
    say("theirs");
  } else {
    held.delete(code);
    shelf.put(code, { texts: textsOf(code), was });
    flush();
  }
  (fieldOf(code, "value") ?? fieldOf(code, "document")).focus();
}

function takeBack() {
  const kept = shelf.codes();
  for (const code of kept.filter((each) => codes.includes(each))) {
    const { texts } = shelf.get(code);
    put(code, texts);
    show(code, "waiting");
    if (texts.missing || texts.reason !== shown.get(code).reason) part("more", code).closest("details").open = true;
  }
  if (kept.length) say("back", kept.length);
  flush();
}

form.addEventListener("input", (event) => {
  if (!isTyped(event.target)) return;
  echo(event.target);
  typed(codeOf(event.target));
});
form.addEventListener("change", (event) => {
  if (isTyped(event.target)) {
    typed(codeOf(event.target));
    flush();
  } else if (event.target.name?.endsWith("-choice")) choose(codeOf(event.target), event.target.value);
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  delete form.dataset.sent;
  await flush();
  const stuck = shelf.codes().find((code) => codes.includes(code));
  if (stuck) (fieldOf(stuck, "value") ?? fieldOf(stuck, "document")).focus();
  else if (event.submitter?.name === "go") location.assign(event.submitter.dataset.next);
  else if (!shelf.codes().length && failures === 0) say("all-saved");
});
window.addEventListener("online", () => {
  failures = 0;
  flush();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) flush({ keepalive: true });
});
takeBack();
