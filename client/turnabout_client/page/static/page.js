// Opens the socket, swaps regions, sends what is pressed or typed. It knows no game.
const { base, path, slow, old } = document.body.dataset;
const TOO_MUCH = 4009, OTHER_VERSION = 4000;
const by = (id) => document.getElementById(id);
const all = (root, what) => [...root.querySelectorAll(what)];
const formIn = (region) => region.querySelector("form");
const still = matchMedia("(prefers-reduced-motion: reduce)");
let socket, since = 0, wait = 500, ends = null, running = false, halfTimer, retry;
let over = false, resting = false, open = false, unsent = null, lastWord = "";

// Seats outlast the window; which of them it sits on, and what is half written, is its own.
const store = "turnabout:" + base + path;
const read = (where, name, otherwise) => {
  try { return JSON.parse(where().getItem(store + name)) ?? otherwise; } catch { return otherwise; }
};
const write = (where, name, value) => {
  try { where().setItem(store + name, JSON.stringify(value)); } catch { /* nothing is kept */ }
};
const lasting = () => localStorage, own = () => sessionStorage;
const kept = () => read(lasting, ":seats", []);
let draft = read(own, ":draft", null);
const note = (next) => { draft = next; write(own, ":draft", draft); };

// The socket

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
    const key = read(own, ":seat", "");
    say({ t: "hello", path, key, kept: key ? [] : kept(), tags: navigator.languages.slice(0, 8) });
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
  by("above").textContent = over ? old : code === TOO_MUCH ? slow : document.body.dataset.lost;
  if (over) return;
  // Who is let in and thrown out again comes back more and more slowly.
  if (performance.now() - since > 5000) wait = 500;
  if (code === TOO_MUCH) wait = Math.max(wait, 5000);
  retry = setTimeout(connect, wait + Math.random() * wait / 2);
  wait = Math.min(wait * 2, 15000);
};

// Somebody is back.
const wake = () => {
  if (!over && !document.hidden && socket.readyState === WebSocket.CLOSED) connect();
};
for (const kind of ["pointerdown", "keydown", "online", "visibilitychange"]) addEventListener(kind, wake);

// What is shown

// What is written, chosen and focused in a question stays.
const swap = (id, html) => {
  const region = by(id), had = formIn(region);
  if (id === "now" || id === "above") { region.textContent = html.trim(); return; }
  const before = had && { ask: had.dataset.ask, answers: answers(had) };
  const focus = before && focusIn(region);
  region.innerHTML = html;
  prepare(region);
  const now = formIn(region);
  if (!now) return;
  const same = before?.ask === now.dataset.ask;
  const known = same ? before : draft?.ask === now.dataset.ask ? draft : null;
  if (known) { restore(now, known.answers); half(now); }
  if (same) focus?.(region);
};

const focusIn = (region) => {
  const fields = "input, textarea, button", one = document.activeElement;
  const index = all(region, fields).indexOf(one), text = one.matches(texts);
  const range = text && [one.selectionStart, one.selectionEnd];
  return index < 0 ? null : (root) => {
    const found = all(root, fields)[index];
    found?.focus({ preventScroll: true });
    if (range && found?.matches(texts)) found.setSelectionRange(...range);
  };
};

const lay = (blocks, order) => {
  const log = by("log"), items = {};
  for (const one of [...log.children])
    if (order.includes(one.dataset.block)) items[one.dataset.block] = one;
    else one.remove();
  for (const [id, html] of Object.entries(blocks)) {
    if (!items[id]) {
      items[id] = document.createElement("div");
      items[id].dataset.block = id;
      if (!still.matches) items[id].className = "fresh";
    }
    items[id].innerHTML = html;
  }
  // The newest first. What stands where it belongs is not moved: it would be read out twice.
  [...order].reverse().forEach((id, at) => {
    if (log.children[at] !== items[id]) log.insertBefore(items[id], log.children[at] || null);
  });
};

const take = (message) => {
  if (message.forget) {
    write(own, ":seat", "");
    write(lasting, ":seats", kept().filter((seat) => seat.key !== message.forget));
  }
  if (message.seat) {
    const { name, key } = message.seat;
    write(own, ":seat", key);
    write(lasting, ":seats", [{ name, key }, ...kept().filter((seat) => seat.name !== name)].slice(0, 8));
    if (draft?.word) say({ t: "word", word: lastWord = draft.word });
  }
  for (const [id, html] of Object.entries(message.regions || {})) swap(id, html);
  if (message.blocks) lay(message.blocks, message.order);
  if ("left" in message) {
    ends = message.left === null ? null : performance.now() + message.left;
    running = message.running;
  }
  tick();
  for (const name of ["side", "lost"]) if (name in message) document.body.dataset[name] = message[name];
  if (message.title) document.title = message.title + " · Turnabout";
  if (message.lang) document.documentElement.lang = message.lang;
  if ("sorry" in message) by("sorry").textContent = message.sorry;
  if ("opened" in message) show(message.opened);
  if (message.rest) resting = true;
  if (message.bye) { over = true; by("now").textContent = message.bye; }
};

// What a word opened: a question, or something to read.
const show = (html) => {
  const region = by("opened"), again = formIn(region)?.dataset.ask;
  swap("opened", html);
  const now = formIn(region);
  if (now) note({ word: lastWord, ask: now.dataset.ask, answers: answers(now) });
  else if (draft?.word) note(null);
  if (now && now.dataset.ask === again) return;
  const first = region.querySelector("h3, form, button");
  if (first) { first.tabIndex = first.matches("button") ? 0 : -1; first.focus(); }
};

const tick = () => {
  const clock = by("clock");
  if (!clock) return;
  const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  clock.textContent = left === null ? "" : Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
  clock.classList.toggle("soon", left !== null && left <= 10);
};
setInterval(() => { if (running) tick(); }, 500);

const prepare = (root) => {
  for (const row of all(root, ".dot-row")) row.querySelector("output").textContent = row.dataset.dots;
};

// Forms

const texts = "textarea, input:not([type=radio]):not([type=checkbox])";

const answers = (form, button) => {
  const found = {};
  for (const field of all(form, texts)) found[field.name] = field.value;
  for (const set of all(form, "fieldset[data-field]"))
    found[set.dataset.field] = set.matches(".order") ? all(set, "li").map((item) => item.dataset.key)
      : set.matches(".dots") ? all(set, ".dot-row").flatMap((row) => Array(+row.dataset.dots).fill(row.dataset.key))
      : all(set, "input:checked").map((input) => input.value);
  if (button?.name) found[button.name] = [button.value];
  return found;
};

// What `answers` found stands in the form again.
const restore = (form, found) => {
  for (const field of all(form, texts)) field.value = found[field.name] ?? field.value;
  for (const set of all(form, "fieldset[data-field]")) {
    const given = found[set.dataset.field] ?? [];
    const at = (item) => given.indexOf(item.dataset.key) + 1 || given.length + 1;
    for (const item of all(set, "li").sort((one, two) => at(one) - at(two))) item.parentNode.append(item);
    for (const row of all(set, ".dot-row")) row.dataset.dots = given.filter((key) => key === row.dataset.key).length;
    for (const input of all(set, "input")) input.checked = given.includes(input.value);
  }
  prepare(form);
};

const half = (form) => {
  const word = by("opened").contains(form) ? lastWord : undefined;
  note({ word, ask: form.dataset.ask, answers: answers(form) });
  clearTimeout(halfTimer);
  halfTimer = setTimeout(() => say({ t: "half", ask: form.dataset.ask, answers: answers(form) }), 500);
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  clearTimeout(halfTimer);
  by("sorry").textContent = "";
  say({ t: "answer", ask: form.dataset.ask, answers: answers(form, event.submitter) });
});

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form"), set = target.closest("fieldset[data-most]");
  if (set && target.type === "checkbox" && all(set, "input:checked").length > set.dataset.most) target.checked = false;
  if (form) half(form);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { word, move, dot } = button.dataset;
  if (word) { by("sorry").textContent = ""; say({ t: "word", word: lastWord = word }); }
  if ("cancel" in button.dataset) {
    by("opened").innerHTML = "";
    if (draft?.word) note(null);
    say({ t: "cancel" });
    by("now").focus();
  }
  if (move) {
    const item = button.closest("li");
    if (move === "-1") item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    button.focus();
  }
  if (dot) {
    const row = button.closest(".dot-row"), set = row.closest("fieldset");
    const sum = all(set, ".dot-row").reduce((so, one) => so + +one.dataset.dots, +dot);
    const next = +row.dataset.dots + +dot;
    if (next >= 0 && sum <= set.dataset.most) row.dataset.dots = next;
    prepare(set);
  }
  if (move || dot) half(button.closest("form"));
});

connect();
