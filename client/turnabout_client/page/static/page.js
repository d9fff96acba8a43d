// Opens the socket, swaps regions, sends what is pressed or typed. It knows no game.
const { base, path, slow, old } = document.body.dataset;
const TOO_MUCH = 4009, OTHER_VERSION = 4000;
const by = (id) => document.getElementById(id);
const all = (root, what) => [...root.querySelectorAll(what)];
const text = (one) => one.textContent;
const formIn = (region) => region.querySelector("form");
let socket, since = 0, wait = 500, ends = null, running = false, halfTimer, retry;
let over = false, resting = false, open = false, unsent = null, lastWord = "", left = 0, step = "";

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

// What is written, chosen and focused in a question outlasts a new picture of it.
const swap = (id, html) => {
  const region = by(id), had = formIn(region), one = document.activeElement;
  if (["now", "above", "waits"].includes(id)) { region.textContent = html; return; }
  const before = had && { ask: had.dataset.ask, answers: answers(had) };
  const held = region.contains(one) && key(one);
  const range = one.matches(texts) && [one.selectionStart, one.selectionEnd];
  const unfolded = all(region, "[open] > summary").map(text);
  region.innerHTML = html;
  for (const name of all(region, "summary")) name.parentNode.open = unfolded.includes(text(name));
  prepare(region);
  const now = formIn(region), same = now?.dataset.ask === before?.ask;
  const known = same ? before : now && draft?.ask === now.dataset.ask ? draft : null;
  if (known) { restore(now, known.answers); half(now); }
  if (!held) return;
  // The focus is on what it was on; if that is gone, on what is asked now.
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
  for (const [id, html] of Object.entries(blocks)) {
    if (!items[id]) {
      items[id] = document.createElement("div");
      items[id].dataset.block = id;
      items[id].className = first ? "" : "fresh";
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
    ({ left, running } = message);
    ends = performance.now() + left;
  }
  tick();
  if (message.lost) document.body.dataset.lost = message.lost;
  step = message.title ?? step;
  if (message.lang) document.documentElement.lang = message.lang;
  if ("sorry" in message) by("sorry").textContent = message.sorry;
  if ("opened" in message) show(message.opened);
  if (message.rest) resting = true;
  if (message.bye) { over = true; by("now").textContent = message.bye; }
  document.title = text(by("now")).slice(0, 60) + " · " + step + " · Turnabout";
};

const show = (html) => {
  const region = by("opened"), again = formIn(region)?.dataset.ask;
  swap("opened", html);
  const now = formIn(region);
  if (now) note({ word: lastWord, ask: now.dataset.ask, answers: answers(now) });
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
  clock.lastChild.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  clock.querySelector(".left").setAttribute("stroke-dasharray", Math.min(100, 100 * left / clock.dataset.whole).toFixed(1) + " 100");
  clock.className = "clock" + (seconds > 10 ? "" : " soon") + (running ? "" : " still");
};
setInterval(() => { if (running) tick(); }, 500);

const prepare = (root) => {
  for (const row of all(root, ".dot-row")) row.querySelector("output").textContent = row.dataset.dots;
};

const texts = "textarea, input:not([type=radio]):not([type=checkbox])";

const answers = (form, button) => {
  const found = {};
  for (const field of all(form, texts)) found[field.name] = field.value;
  for (const set of all(form, "fieldset[data-field]"))
    found[set.dataset.field] = set.matches(".order") ? all(set, "li").map((item) => item.dataset.key)
      : set.matches(".dots") ? all(set, ".dot-row").flatMap((row) => Array(+row.dataset.dots).fill(row.dataset.key))
      : all(set, ":checked[value]").map((one) => one.value);
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
    for (const one of all(set, "input, option[value]")) one.checked = one.selected = given.includes(one.value);
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
