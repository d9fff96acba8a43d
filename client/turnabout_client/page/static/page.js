// Opens the socket, swaps regions, sends what is pressed or typed. Knows no game.
const page = document.body.dataset, { base, path, slow, old } = page;
const TOO_MUCH = 4009, OTHER_VERSION = 4000;
const by = (id) => document.getElementById(id);
const all = (root, what) => [...root.querySelectorAll(what)];
const text = (one) => one.textContent;
const put = (id, said) => { by(id).textContent = said; };
const formIn = (region) => region.querySelector("form");
const rows = (root) => all(root, ".dot-row");
const sets = (form) => all(form, "fieldset[data-field]");
let socket, since, ends, running, halfTimer, retry, over, resting, open, unsent, lastWord;
let wait = 500, left = 0, step = "";

// Seats outlast the window; which one it sits on, and what is half written, is its own.
let place = base + path;
const cell = (name) => [name === "seats" ? localStorage : sessionStorage, `turnabout:${place}:${name}`];
const read = (name, otherwise) => {
  try { const [area, at] = cell(name); return JSON.parse(area[at]); } catch { return otherwise; }
};
const write = (name, value) => {
  try { const [area, at] = cell(name); area[at] = JSON.stringify(value); } catch {}
};
const kept = () => read("seats", []);
let draft = read("draft", null);
const note = (next) => { draft = next; write("draft", draft); };

const say = (message) => {
  if (open) socket.send(JSON.stringify(message));
  else if (message.t === "answer") { unsent = message; wake(); }
};

const connect = () => {
  clearTimeout(retry);
  resting = false;
  const mine = socket = new WebSocket(location.origin.replace("http", "ws") + base + "/page", "turnabout.page.v1");
  mine.onopen = () => {
    open = true;
    since = performance.now();
    say({ t: "hello", path, key: read("seat", ""), kept: kept(), tags: navigator.languages.slice(0, 8) });
    if (unsent) say(unsent);
    unsent = null;
  };
  mine.onmessage = (event) => { if (mine === socket) take(JSON.parse(event.data)); };
  mine.onclose = (event) => { if (mine === socket) lost(event.code); };
};

const lost = (code) => {
  open = false;
  if (over || resting) return;
  over = code === OTHER_VERSION;
  put("above", over ? old : code === TOO_MUCH ? slow : page.lost);
  if (over) return;
  // Whoever is thrown out comes back ever more slowly.
  if (performance.now() - since > 5000) wait = 500;
  if (code === TOO_MUCH) wait = Math.max(wait, 5000);
  retry = setTimeout(connect, wait + Math.random() * wait / 2);
  wait = Math.min(wait * 2, 15000);
};

const wake = () => {
  if (!over && !document.hidden && socket.readyState === WebSocket.CLOSED) connect();
};
for (const kind of ["pointerdown", "keydown", "online", "visibilitychange"]) addEventListener(kind, wake);

// What is written, chosen and focused outlasts a new picture of its question.
const swap = (id, html) => {
  const region = by(id), had = formIn(region), one = document.activeElement;
  if (region.matches("p, h2")) { region.textContent = html; return; }
  const before = had && given(had);
  const held = region.contains(one) && key(one), range = one.matches(texts) && [one.selectionStart, one.selectionEnd];
  const unfolded = all(region, "[open] > summary").map(text);
  region.innerHTML = html;
  for (const name of all(region, "summary")) name.parentNode.open = unfolded.includes(text(name));
  prepare(region);
  const now = formIn(region), same = now?.dataset.ask === before?.ask;
  const known = same ? before : now && draft?.ask === now.dataset.ask ? draft : null;
  if (known) { restore(now, known.answers); half(now); }
  if (!held) return;
  // The focus stays on what it was on, or goes to what is asked now.
  const found = same && all(region, "button, summary, input, textarea, select").find((it) => key(it) === held);
  (found || by("now")).focus({ preventScroll: true });
  if (found && range) found.setSelectionRange(...range);
};

const key = (one) => [one.name, one.value, one.ariaLabel, one.matches(texts) || text(one)].join();

const lay = (blocks, order) => {
  const log = by("log"), items = {}, first = !log.firstChild;
  for (const one of [...log.children]) {
    items[one.dataset.block] = one;
    if (!order.includes(one.dataset.block)) one.remove();
  }
  for (const id in blocks) {
    if (!items[id]) {
      const made = items[id] = document.createElement("div");
      made.dataset.block = id;
      made.className = first ? "" : "fresh";
    }
    items[id].innerHTML = blocks[id];
  }
  // The newest first. What stands right is not moved, or it is read out twice.
  [...order].reverse().forEach((id, at) => {
    if (log.children[at] !== items[id]) log.insertBefore(items[id], log.children[at] || null);
  });
};

const take = (message) => {
  const { forget, seat, go, regions, blocks, order, title, lang, bye } = message;
  if (forget) {
    write("seat", "");
    write("seats", kept().filter((one) => one.key !== forget));
  }
  // What follows is of another table, which has a page of its own.
  if (go) { over = true; location = place = base + go; }
  if (seat) {
    write("seat", seat.key);
    write("seats", [seat, ...kept().filter((one) => one.name !== seat.name)].slice(0, 8));
    if (draft?.word) say({ t: "word", word: lastWord = draft.word });
  }
  for (const id in regions) swap(id, regions[id]);
  if (blocks) lay(blocks, order);
  // What is pinned above its question was told when it was said, and is not seen twice.
  for (const one of by("log").children)
    one.classList.toggle("unseen", one.dataset.block === by("pin").firstElementChild?.dataset.block);
  if ("left" in message) {
    ({ left, running } = message);
    ends = performance.now() + left;
  }
  tick();
  page.lost = message.lost ?? page.lost;
  step = title ?? step;
  if (lang) document.documentElement.lang = lang;
  if ("sorry" in message) put("sorry", message.sorry);
  if ("opened" in message) show(message.opened);
  if (message.rest) resting = true;
  if (bye) { over = true; put("now", bye); }
  document.title = `${text(by("now")).slice(0, 60)} · ${step} · Turnabout`;
};

const show = (html) => {
  const region = by("opened"), again = formIn(region)?.dataset.ask;
  swap("opened", html);
  const now = formIn(region);
  if (now) note({ word: lastWord, ...given(now) });
  else if (draft?.word) note(null);
  if (now && now.dataset.ask === again) return;
  region.querySelector("[tabindex]")?.focus();
};

const tick = () => {
  const clock = by("clock");
  if (!clock) return;
  clock.hidden = left === null;
  if (running && left !== null) left = Math.max(0, ends - performance.now());
  const seconds = Math.ceil(left / 1000);
  clock.lastChild.textContent = `${seconds / 60 | 0}:${String(seconds % 60).padStart(2, "0")}`;
  clock.querySelector(".left").setAttribute("stroke-dasharray", Math.min(100, 100 * left / clock.dataset.whole).toFixed(1) + " 100");
  clock.className = "clock" + (seconds > 10 ? "" : " soon") + (running ? "" : " still");
};
setInterval(tick, 500);

const prepare = (root) => {
  for (const row of rows(root)) row.querySelector("output").textContent = row.dataset.dots;
};

const texts = "textarea, input:not([type=radio], [type=checkbox])";

const answers = (form, button) => {
  const found = {};
  for (const field of all(form, texts)) found[field.name] = field.value;
  for (const set of sets(form))
    found[set.dataset.field] = set.matches(".order") ? all(set, "li").map((item) => item.dataset.key)
      : set.matches(".dots") ? rows(set).flatMap((row) => Array(+row.dataset.dots).fill(row.dataset.key))
      : all(set, ":checked[value]").map((one) => one.value);
  if (button?.name) found[button.name] = [button.value];
  return found;
};

const given = (form, button) => ({ ask: form.dataset.ask, answers: answers(form, button) });

// What `answers` found stands in the form again.
const restore = (form, found) => {
  for (const field of all(form, texts)) field.value = found[field.name] ?? field.value;
  for (const set of sets(form)) {
    const chosen = found[set.dataset.field] ?? [];
    const at = (item) => chosen.indexOf(item.dataset.key) + 1 || chosen.length + 1;
    for (const item of all(set, "li").sort((one, two) => at(one) - at(two))) item.parentNode.append(item);
    for (const row of rows(set)) row.dataset.dots = chosen.filter((key) => key === row.dataset.key).length;
    for (const one of all(set, "input, option[value]")) one.checked = one.selected = chosen.includes(one.value);
  }
  prepare(form);
};

const half = (form) => {
  note({ word: by("opened").contains(form) && lastWord, ...given(form) });
  halfTimer ||= setTimeout(() => halfTimer = say({ t: "half", ...given(form) }), 500);
};

addEventListener("submit", (event) => {
  event.preventDefault();
  halfTimer = clearTimeout(halfTimer);
  put("sorry", "");
  say({ t: "answer", ...given(event.target, event.submitter) });
});

addEventListener("input", ({ target }) => {
  const form = target.closest("form"), set = target.closest("[data-most]");
  if (target.type === "checkbox" && all(set, ":checked").length > set.dataset.most) target.checked = false;
  if (form) half(form);
});

addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { word, move, dot } = button.dataset;
  if (word) { put("sorry", ""); say({ t: "word", word: lastWord = word }); }
  if ("cancel" in button.dataset) {
    by("opened").innerHTML = "";
    if (draft?.word) note(null);
    say({ t: "cancel" });
    by("now").focus();
  }
  if (move) {
    const item = button.closest("li");
    if (move < 0) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    button.focus();
  }
  if (dot) {
    const row = button.closest(".dot-row"), set = row.closest("fieldset"), next = +row.dataset.dots + +dot;
    const sum = rows(set).reduce((so, one) => so + +one.dataset.dots, +dot);
    if (next >= 0 && sum <= set.dataset.most) row.dataset.dots = next;
    prepare(set);
  }
  if (move || dot) half(button.closest("form"));
});

connect();
