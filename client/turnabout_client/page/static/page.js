// Opens the socket, swaps regions, sends what is pressed or typed. It knows no game.
"use strict";
(() => {
  const { base, path } = document.body.dataset;
  const keep = "turnabout:" + location.host + base + path;
  const by = (id) => document.getElementById(id);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let socket, wait = 500, ends = null, left = 0, running = false, step = "", halfTimer = null, over = false;

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

  // What finds an element again after its region was filled anew.
  const sign = (one) => one.dataset.word ? `[data-word="${CSS.escape(one.dataset.word)}"]`
    : one.matches("summary") ? `[data-group="${one.parentElement.dataset.group}"] > summary` : "";

  const swap = (id, html) => {
    const region = by(id);
    if (!region) return;
    if (["now", "above", "waits"].includes(id)) {
      if (region.textContent !== html.trim()) region.textContent = html.trim();
      return;
    }
    const asked = () => region.querySelector("form")?.dataset.ask;
    const at = document.activeElement, held = region.contains(at), before = asked();
    // Where somebody writes nothing is taken away: the same question keeps its fields.
    if (held && before) {
      const fresh = document.createElement("template");
      fresh.innerHTML = html;
      if (before === fresh.content.querySelector("form")?.dataset.ask) return;
    }
    const open = [...region.querySelectorAll("details[open]")].map((one) => one.dataset.group);
    region.innerHTML = html;
    for (const one of region.querySelectorAll("details")) one.open = open.includes(one.dataset.group);
    prepare(region);
    // The focus is on what it was on; if that is gone, on what is asked now.
    if (held) ((sign(at) && region.querySelector(sign(at))) || by("now")).focus({ preventScroll: true });
  };

  const lay = (blocks, order) => {
    const log = by("log"), first = !log.children.length;
    for (const [id, html] of Object.entries(blocks)) {
      const old = log.querySelector(`[data-block="${CSS.escape(id)}"]`);
      const item = old || document.createElement("div");
      item.dataset.block = id;
      item.innerHTML = html;
      if (!old) { item.className = still.matches || first ? "" : "fresh"; log.prepend(item); }
    }
    for (const item of [...log.children]) if (!order.includes(item.dataset.block)) item.remove();
    let below = null;
    for (const id of order) {
      const item = log.querySelector(`[data-block="${CSS.escape(id)}"]`);
      if (item.nextSibling !== below) log.insertBefore(item, below);
      below = item;
    }
  };

  const take = (message) => {
    if (message.key) localStorage.setItem(keep, message.key);
    if (message.forget) localStorage.removeItem(keep);
    for (const [id, html] of Object.entries(message.regions || {})) swap(id, html);
    if (message.blocks) lay(message.blocks, message.order);
    if ("left" in message) {
      ends = message.left === null ? null : performance.now() + message.left;
      left = message.left;
      running = message.running;
    }
    if (message.title) step = message.title;
    if (message.lang) document.documentElement.lang = message.lang;
    if ("lost" in message) document.body.dataset.lost = message.lost;
    if ("sorry" in message) by("sorry").textContent = message.sorry;
    if ("opened" in message) {
      by("opened").innerHTML = message.opened;
      prepare(by("opened"));
      const first = by("opened").querySelector("h3, p, button");
      if (first) { if (!first.matches("button")) first.tabIndex = -1; first.focus(); }
    }
    if (message.bye) { over = true; by("now").textContent = message.bye; }
    const pinned = [...by("pin").children].map((one) => one.dataset.block);
    for (const item of by("log").children) item.classList.toggle("pinned", pinned.includes(item.dataset.block));
    by("now").classList.toggle("long", by("now").textContent.length > 110);
    document.title = [by("now").textContent.slice(0, 60), step, "Turnabout"].filter(Boolean).join(" · ");
    tick();
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
  setInterval(tick, 500);

  const prepare = (region) => {
    for (const row of region.querySelectorAll(".dot-row")) {
      row.querySelector("output").textContent = row.dataset.dots;
    }
  };

  const answers = (form, button) => {
    const found = {};
    for (const field of form.querySelectorAll("textarea, input:not([type=radio]):not([type=checkbox])"))
      found[field.name] = field.value;
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

  // A keyboard on the screen takes half of it: what is written stays in sight above it.
  visualViewport?.addEventListener("resize", () => {
    const at = document.activeElement;
    if (at && at.matches("input, textarea")) at.scrollIntoView({ block: "nearest" });
  });

  connect();
})();
