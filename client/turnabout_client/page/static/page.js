// Opens the socket, swaps regions, sends what is pressed or typed. It knows no game.
"use strict";
(() => {
  const { base, path, slow, old } = document.body.dataset;
  const RESTART = 1012, TOO_MUCH = 4009, OTHER_VERSION = 4000;
  const store = "turnabout:" + base + path;
  const by = (id) => document.getElementById(id);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let socket, wait = 500, ends = null, running = false, halfTimer = null, retry = null;
  let over = false, resting = false, told = false, unsent = null, lastWord = "", left = 0, step = "";
  const PLAIN = ["now", "above", "waits"];

  // A browser may forbid its storage; then a reload begins anew.
  const read = (where, name, otherwise) => {
    try { return JSON.parse(where().getItem(store + name)) ?? otherwise; } catch { return otherwise; }
  };
  const write = (where, name, value) => {
    try { where().setItem(store + name, JSON.stringify(value)); } catch { /* nothing is kept */ }
  };
  // Seats outlast the window, by the room; which of them this window sits on, and what is half
  // written in it, is the window's own.
  const lasting = () => localStorage, own = () => sessionStorage;
  const kept = () => read(lasting, ":seats", []);
  let draft = read(own, ":draft", null);
  const note = (next) => { draft = next; write(own, ":draft", draft); };

  const say = (message) => {
    if (told && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    else if (message.t === "answer") { unsent = message; wake(); }
  };

  const connect = () => {
    clearTimeout(retry);
    resting = told = false;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const mine = socket = new WebSocket(scheme + "//" + location.host + base + "/page", "turnabout.page.v1");
    mine.onopen = () => {
      told = true;
      const key = read(own, ":seat", "");
      const seats = kept().map(({ name, key }) => ({ name, key }));
      say({ t: "hello", path, key, kept: key ? [] : seats, tags: navigator.languages.slice(0, 8) });
      if (unsent) { say(unsent); unsent = null; }
    };
    mine.onmessage = (event) => { if (mine === socket) { wait = 500; take(JSON.parse(event.data)); } };
    mine.onclose = (event) => { if (mine === socket) lost(event.code); };
  };

  const lost = (code) => {
    told = false;
    if (over || resting) return;
    if (code === OTHER_VERSION) { over = true; by("above").textContent = old; return; }
    by("above").textContent = code === TOO_MUCH ? slow : document.body.dataset.lost;
    if (code === TOO_MUCH) wait = Math.max(wait, 5000);
    retry = setTimeout(connect, wait + Math.random() * wait / 2);
    wait = Math.min(wait * 2, 15000);
  };

  // Somebody is back: at a door where nobody was for a while, or from sleep.
  const wake = () => {
    if (!over && (resting || (socket.readyState === WebSocket.CLOSED && !document.hidden))) connect();
  };
  for (const kind of ["pointerdown", "keydown", "online"]) addEventListener(kind, wake);
  document.addEventListener("visibilitychange", wake);

  const form = (region) => region.querySelector("form");

  // What is written, chosen and focused in a question outlasts a new picture of it.
  const swap = (id, html, keep = true) => {
    const region = by(id), had = form(region), held = document.activeElement;
    const focused = region.contains(held), at = focused && had ? place(region, held) : null;
    if (PLAIN.includes(id)) { if (region.textContent !== html.trim()) region.textContent = html.trim(); return; }
    const before = had && { ask: had.dataset.ask, answers: answers(had) };
    const open = [...region.querySelectorAll("details[open]")].map((one) => one.dataset.group);
    region.innerHTML = html;
    for (const one of region.querySelectorAll("details")) one.open = open.includes(one.dataset.group);
    const now = form(region);
    prepare(region);
    if (now && keep) {
      const known = before?.ask === now.dataset.ask ? before : draft?.ask === now.dataset.ask ? draft : null;
      if (known) { restore(now, known.answers); half(now); }
      if (at && before?.ask === now.dataset.ask) at(region);
    }
    // The focus is on what it was on; if that is gone, on what is asked now.
    if (focused && !region.contains(document.activeElement))
      ((sign(held) && region.querySelector(sign(held))) || by("now")).focus({ preventScroll: true });
  };

  // What finds a word or a fold again after its region was filled anew.
  const sign = (one) => one.dataset.word ? `[data-word="${CSS.escape(one.dataset.word)}"]`
    : one.matches("summary") ? `[data-group="${one.parentElement.dataset.group}"] > summary` : "";

  const place = (region, element) => {
    const all = (root) => [...root.querySelectorAll("input, textarea, select, button")];
    const index = all(region).indexOf(element);
    let range = null;
    try { range = [element.selectionStart, element.selectionEnd]; } catch { /* no text */ }
    return (root) => {
      const found = all(root)[index];
      if (!found) return;
      found.focus({ preventScroll: true });
      if (range && range[0] !== null && found.setSelectionRange && found.value)
        try { found.setSelectionRange(...range); } catch { /* no text */ }
    };
  };

  const lay = (blocks, order) => {
    const log = by("log"), item = new Map(), first = !log.children.length;
    for (const one of [...log.children])
      if (order.includes(one.dataset.block)) item.set(one.dataset.block, one);
      else one.remove();
    for (const [id, html] of Object.entries(blocks)) {
      if (!item.has(id)) {
        const fresh = document.createElement("div");
        fresh.dataset.block = id;
        if (!still.matches && !first) fresh.className = "fresh";
        item.set(id, fresh);
      }
      item.get(id).innerHTML = html;
    }
    // The newest is first. What stands where it belongs is not touched: nothing is read out twice.
    [...order].reverse().forEach((id, at) => {
      const one = item.get(id);
      if (one && log.children[at] !== one) log.insertBefore(one, log.children[at] || null);
    });
  };

  const take = (message) => {
    if (message.seat) {
      const { name, key } = message.seat;
      write(own, ":seat", key);
      write(lasting, ":seats", [{ name, key }, ...kept().filter((seat) => seat.name !== name)].slice(0, 8));
      if (draft?.word) { lastWord = draft.word; say({ t: "word", word: draft.word }); }
    }
    if (message.forget) {
      write(own, ":seat", "");
      write(lasting, ":seats", kept().filter((seat) => seat.key !== message.forget));
    }
    for (const [id, html] of Object.entries(message.regions || {})) swap(id, html);
    if (message.blocks) lay(message.blocks, message.order);
    if ("left" in message) {
      ends = message.left === null ? null : performance.now() + message.left;
      left = message.left;
      running = message.running;
    }
    if ("left" in message || message.regions) tick();
    if ("side" in message) document.body.dataset.side = message.side;
    if (message.title) step = message.title;
    if (message.lang) document.documentElement.lang = message.lang;
    if ("lost" in message) document.body.dataset.lost = message.lost;
    if ("sorry" in message) by("sorry").textContent = message.sorry;
    if ("opened" in message) open(message.opened);
    if (message.rest) resting = true;
    if (message.bye) { over = true; by("now").textContent = message.bye; }
    const now = by("now"), pins = [...by("pin").children].map((one) => one.dataset.block);
    for (const item of by("log").children) item.classList.toggle("pinned", pins.includes(item.dataset.block));
    now.classList.toggle("long", now.textContent.length > 110);
    document.title = [now.textContent.slice(0, 60), step, "Turnabout"].filter(Boolean).join(" · ");
  };

  const open = (html) => {
    const region = by("opened");
    const again = form(region)?.dataset.ask;
    swap("opened", html);
    const now = form(region);
    if (now) note({ word: lastWord, ask: now.dataset.ask, answers: answers(now) });
    else if (draft?.word) note(null);
    if (now && now.dataset.ask === again) return;
    const first = region.querySelector("h3, p, button");
    if (first) { if (!first.matches("button")) first.tabIndex = -1; first.focus(); }
  };

  const tick = () => {
    const clock = by("clock");
    if (!clock) return;
    clock.hidden = ends === null;
    if (ends === null) return;
    if (running) left = Math.max(0, ends - performance.now());
    const seconds = Math.ceil(left / 1000), part = Math.min(100, 100 * left / clock.dataset.whole);
    clock.querySelector(".digits").textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    clock.querySelector(".left").setAttribute("stroke-dasharray", part.toFixed(1) + " 100");
    clock.classList.toggle("soon", seconds <= 10);
    clock.classList.toggle("still", !running);
  };
  setInterval(() => { if (running) tick(); }, 500);

  const prepare = (region) => {
    for (const row of region.querySelectorAll(".dot-row"))
      row.querySelector("output").textContent = row.dataset.dots;
  };

  const texts = "textarea, input:not([type=radio]):not([type=checkbox])";

  const answers = (form, button) => {
    const found = {};
    for (const field of form.querySelectorAll(texts)) found[field.name] = field.value;
    for (const list of form.querySelectorAll("select")) found[list.name] = list.value ? [list.value] : [];
    for (const set of form.querySelectorAll("fieldset[data-field]")) {
      const name = set.dataset.field;
      if (set.classList.contains("order"))
        found[name] = [...set.querySelectorAll("li")].map((item) => item.dataset.key);
      else if (set.classList.contains("dots"))
        found[name] = [...set.querySelectorAll(".dot-row")].flatMap((row) =>
          Array(Number(row.dataset.dots)).fill(row.dataset.key));
      else found[name] = [...set.querySelectorAll("input:checked")].map((input) => input.value);
    }
    if (button && button.name) found[button.name] = [button.value];
    return found;
  };

  // The other way round: what `answers` found stands in the form again.
  const restore = (form, found) => {
    for (const field of form.querySelectorAll(texts))
      if (typeof found[field.name] === "string") field.value = found[field.name];
    for (const list of form.querySelectorAll("select")) list.value = found[list.name]?.[0] ?? "";
    for (const set of form.querySelectorAll("fieldset[data-field]")) {
      const given = found[set.dataset.field];
      if (!Array.isArray(given)) continue;
      if (set.classList.contains("order")) {
        const items = [...set.querySelectorAll("li")];
        const at = (item) => (given.indexOf(item.dataset.key) + 1) || given.length + 1;
        items.sort((one, two) => at(one) - at(two)).forEach((item) => item.parentNode.append(item));
      } else if (set.classList.contains("dots"))
        for (const row of set.querySelectorAll(".dot-row"))
          row.dataset.dots = given.filter((key) => key === row.dataset.key).length;
      else for (const input of set.querySelectorAll("input")) input.checked = given.includes(input.value);
    }
    prepare(form);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    event.preventDefault();
    clearTimeout(halfTimer);
    by("sorry").textContent = "";
    say({ t: "answer", ask: form.dataset.ask, answers: answers(form, event.submitter) });
  });

  const half = (form) => {
    const word = by("opened").contains(form) ? lastWord : undefined;
    note({ word, ask: form.dataset.ask, answers: answers(form) });
    clearTimeout(halfTimer);
    halfTimer = setTimeout(() => say({ t: "half", ask: form.dataset.ask, answers: answers(form) }), 500);
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    const set = event.target.closest("fieldset[data-most]");
    if (set && event.target.type === "checkbox" && event.target.checked
        && set.querySelectorAll("input:checked").length > Number(set.dataset.most)) event.target.checked = false;
    if (form) half(form);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { word, move, dot } = button.dataset;
    if (word) { lastWord = word; by("sorry").textContent = ""; say({ t: "word", word }); }
    if ("cancel" in button.dataset) {
      by("opened").innerHTML = "";
      if (draft?.word) note(null);
      say({ t: "cancel" });
      by("now").focus();
    }
    if (move) {
      const item = button.closest("li");
      if (move === "-1" && item.previousElementSibling) item.previousElementSibling.before(item);
      if (move === "1" && item.nextElementSibling) item.nextElementSibling.after(item);
      button.focus();
      half(button.closest("form"));
    }
    if (dot) {
      const row = button.closest(".dot-row"), set = row.closest("fieldset");
      const all = [...set.querySelectorAll(".dot-row")].reduce((sum, one) => sum + Number(one.dataset.dots), 0);
      const next = Number(row.dataset.dots) + Number(dot);
      if (next >= 0 && all + Number(dot) <= Number(set.dataset.most)) row.dataset.dots = next;
      row.querySelector("output").textContent = row.dataset.dots;
      half(button.closest("form"));
    }
  });

  // A keyboard on the screen takes half of it: what is written stays in sight above it.
  visualViewport?.addEventListener("resize", () => {
    const at = document.activeElement;
    if (at && at.matches("input, textarea")) at.scrollIntoView({ block: "nearest" });
  });

  connect();
})();
