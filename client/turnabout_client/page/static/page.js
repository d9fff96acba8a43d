// Opens the socket, swaps regions, sends what is pressed or typed. It knows no game.
"use strict";
(() => {
  const { base, path } = document.body.dataset;
  const keep = "turnabout:" + location.host + base + path;
  const by = (id) => document.getElementById(id);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let socket, wait = 500, ends = null, running = false, halfTimer = null, over = false;

  const say = (message) => {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(scheme + "//" + location.host + base + "/page", "turnabout.page.v1");
    socket.onopen = () => {
      wait = 500;
      say({ t: "hello", path, key: localStorage.getItem(keep) || "", tags: navigator.languages });
    };
    socket.onmessage = (event) => take(JSON.parse(event.data));
    socket.onclose = () => {
      if (over) return;
      by("above").textContent = document.body.dataset.lost || "…";
      setTimeout(connect, wait + Math.random() * wait / 2);
      wait = Math.min(wait * 2, 15000);
    };
  };

  const swap = (id, html) => {
    const region = by(id);
    // Where somebody writes nothing is taken away: the same question keeps its fields.
    if (id === "ask" && region.contains(document.activeElement)) {
      const before = region.querySelector("form")?.dataset.ask;
      const fresh = document.createElement("div");
      fresh.innerHTML = html;
      if (before && before === fresh.querySelector("form")?.dataset.ask) return;
    }
    if (id === "now" || id === "above") region.textContent = html.trim();
    else region.innerHTML = html;
    if (id === "ask") prepare(region);
  };

  const lay = (blocks, order) => {
    const log = by("log");
    for (const [id, html] of Object.entries(blocks)) {
      const old = log.querySelector(`[data-block="${CSS.escape(id)}"]`);
      const item = old || document.createElement("div");
      item.dataset.block = id;
      item.innerHTML = html;
      if (!old) { item.className = still.matches ? "" : "fresh"; log.prepend(item); }
    }
    for (const item of [...log.children]) if (!order.includes(item.dataset.block)) item.remove();
    order.forEach((id, place) => {
      const item = log.querySelector(`[data-block="${CSS.escape(id)}"]`);
      const there = log.children[order.length - 1 - place];
      if (item && item !== there) log.insertBefore(item, there.nextSibling === item ? there : there);
    });
  };

  const take = (message) => {
    if (message.key) localStorage.setItem(keep, message.key);
    if (message.forget) localStorage.removeItem(keep);
    for (const [id, html] of Object.entries(message.regions || {})) swap(id, html);
    if (message.blocks) lay(message.blocks, message.order);
    if ("left" in message) {
      ends = message.left === null ? null : performance.now() + message.left;
      running = message.running;
      tick();
    }
    if ("side" in message) document.body.dataset.side = message.side;
    if (message.title) document.title = message.title + " · Turnabout";
    if (message.lang) document.documentElement.lang = message.lang;
    if ("lost" in message) document.body.dataset.lost = message.lost;
    if ("sorry" in message) by("sorry").textContent = message.sorry;
    if ("opened" in message) {
      by("opened").innerHTML = message.opened;
      prepare(by("opened"));
      const first = by("opened").querySelector("h3, form, button");
      if (first) { first.tabIndex = first.matches("button") ? 0 : -1; first.focus(); }
    }
    if (message.bye) { over = true; by("now").textContent = message.bye; }
  };

  const tick = () => {
    const clock = by("clock");
    if (!clock) return;
    if (ends === null) { clock.textContent = ""; return; }
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    clock.classList.toggle("soon", left <= 10);
  };
  setInterval(() => { if (running) tick(); }, 500);

  const prepare = (region) => {
    for (const row of region.querySelectorAll(".dot-row")) {
      row.querySelector("output").textContent = row.dataset.dots;
    }
  };

  const answers = (form, button) => {
    const found = {};
    for (const field of form.querySelectorAll("textarea, input:not([type=radio]):not([type=checkbox])"))
      found[field.name] = field.value;
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

  document.addEventListener("submit", (event) => {
    const form = event.target;
    event.preventDefault();
    by("sorry").textContent = "";
    say({ t: "answer", ask: form.dataset.ask, answers: answers(form, event.submitter) });
  });

  const half = (form) => {
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
    if (word) { by("sorry").textContent = ""; say({ t: "word", word }); }
    if ("cancel" in button.dataset) { by("opened").innerHTML = ""; say({ t: "cancel" }); by("now").focus(); }
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

  connect();
})();
