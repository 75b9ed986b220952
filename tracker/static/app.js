/*
 * What the browser adds to pages that work without it: a remembered theme, focus on the error
 * summary, a question before typed text is lost, cards that can be dragged, and spoken results.
 * Everything htmx tells us is listened to in the last section, and nowhere else.
 */
(() => {
  "use strict";

  const root = document.documentElement;
  const live = document.getElementById("live");
  const texts = live ? live.dataset : {};

  /** Say something to those who hear the page; the pause lets the same words be said twice. */
  function announce(words) {
    if (!live || !words) return;
    live.textContent = "";
    setTimeout(() => {
      live.textContent = words;
    }, 60);
  }

  // ---- Theme: follows the system until chosen; the server reads the cookie, so nothing flashes

  const prefersDark = matchMedia("(prefers-color-scheme: dark)");

  function toggleTheme() {
    const system = prefersDark.matches ? "dark" : "light";
    const shown = root.dataset.colorScheme === "auto" ? system : root.dataset.colorScheme;
    const wanted = shown === "dark" ? "light" : "dark";
    const follows = wanted === system;
    root.dataset.colorScheme = follows ? "auto" : wanted;
    const age = follows ? 0 : 31536000;
    document.cookie = `colour_scheme=${wanted}; Path=/; Max-Age=${age}; SameSite=Lax`;
  }

  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", toggleTheme);
  }

  // ---- Menus that open in place close on Escape, on a click beside them, and when left

  function openMenus() {
    return document.querySelectorAll("details.drop[open]");
  }

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("focusin", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      event.preventDefault(); // a search field would be emptied, and what was found with it
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // ---- Search: "/" opens it from anywhere, arrows walk through what was found

  const search = document.querySelector(".site-search");

  function openSearch() {
    const field = search.querySelector("input");
    search.open = true;
    field.focus();
    field.select();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !search) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    openSearch();
  });

  if (search) {
    search.addEventListener("toggle", () => {
      const isInside = search.querySelector(".sheet").contains(document.activeElement);
      if (search.open && !isInside) openSearch(); // it tells late: one may be among the hits already
    });
  }

  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const around = event.target.closest(".site-search .sheet, main:has(.found)");
    if (!step || !around) return;
    const field = around.querySelector("input[type='search']");
    const stops = [field, ...around.querySelectorAll(".found a")];
    const at = stops.indexOf(event.target);
    if (at < 0) return;
    event.preventDefault();
    stops[(at + step + stops.length) % stops.length].focus();
  });

  // ---- Error summary: takes focus; a link into a closed part opens it first

  function focusErrors(within) {
    const summary = within.querySelector("[data-error-summary]");
    if (summary) summary.focus();
    return Boolean(summary);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    const part = field.closest("details");
    if (part) part.open = true;
    const control = field.matches("fieldset") ? field.querySelector("input, select, textarea") : field;
    event.preventDefault();
    control.focus();
    field.scrollIntoView({ block: "center" });
  });

  // ---- Unsaved text: a form marked data-guard asks before the page is left; a form that came
  // back with errors holds text that is nowhere else

  const unsaved = new Set(document.querySelectorAll("form[data-guard]:has([data-error-summary])"));

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) unsaved.add(form);
  });

  // ---- A form is sent once, also when its button is pressed twice; one that gives files may be sent again

  document.addEventListener("submit", (event) => {
    const form = event.target;
    unsaved.delete(form);
    if (form.method !== "post" || form.matches("[hx-post], [data-download]")) return;
    if ("sent" in form.dataset) event.preventDefault();
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 4000);
  });

  addEventListener("beforeunload", (event) => {
    for (const form of unsaved) {
      if (form.isConnected) event.preventDefault();
    }
  });

  // ---- Board: a dragged card posts the very form that its Move link opens

  function laneOf(phase) {
    return [...document.querySelectorAll(".lane[data-phases]")].find((lane) =>
      lane.dataset.phases.split(" ").includes(phase),
    );
  }

  function cardAt(moveUrl) {
    return document.querySelector(`.card[data-move-url="${CSS.escape(moveUrl)}"]`);
  }

  function countLanes() {
    for (const lane of document.querySelectorAll(".lane[data-phases]")) {
      const shown = lane.querySelectorAll(".card").length;
      const before = Number(lane.dataset.shown || shown);
      const number = lane.querySelector("h2 .number [data-count]");
      if (number && shown !== before) {
        number.textContent = String(Number(number.textContent.replace(/\D/g, "")) + shown - before);
      }
      lane.dataset.shown = String(shown);
    }
  }

  /** Put a card into the lane that its phase belongs to, and say so where it asks for that. */
  function settle(card) {
    const lane = laneOf(card.dataset.phase);
    if (lane && !lane.contains(card)) lane.querySelector("ul").prepend(card);
    countLanes();
    const form = card.querySelector(".card-move");
    if (form) {
      const wrong = form.querySelector("[aria-invalid='true']");
      (wrong || form.querySelector("select, input:not([type='hidden']), textarea")).focus();
    } else if (card.dataset.announce) {
      card.classList.add("just-moved");
      card.querySelector("h2 a, h3 a").focus();
    }
  }

  async function moveTo(card, phase) {
    const url = card.dataset.moveUrl;
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector("form.card-move");
    if (!answer.ok || !form) throw new Error(`no form for ${url}`);
    const fields = Object.fromEntries(new FormData(form));
    fields.phase = phase;
    await htmx.ajax("POST", form.getAttribute("action"), {
      target: card,
      swap: "outerHTML",
      values: fields,
    });
    if (card.isConnected) throw new Error(`nothing came back for ${url}`);
  }

  function dropped(event) {
    if (event.from === event.to) return;
    const phase = event.to.closest(".lane").dataset.phases.split(" ")[0];
    moveTo(event.item, phase).catch(() => {
      event.from.insertBefore(event.item, event.from.children[event.oldIndex] || null);
      announce(texts.failed);
    });
  }

  function prepareBoard() {
    countLanes();
    if (!window.Sortable) return;
    for (const list of document.querySelectorAll(".lane > ul:not([data-sortable])")) {
      list.dataset.sortable = "";
      window.Sortable.create(list, {
        group: "lanes",
        draggable: ".card[data-move-url]",
        filter: "a, button, input, select, textarea, label",
        preventOnFilter: false,
        sort: false,
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
        delay: 180,
        delayOnTouchOnly: true,
        onEnd: dropped,
      });
    }
  }

  prepareBoard();
  focusErrors(document);

  // ---- htmx: what it tells us

  document.body.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (!part || !part.isConnected) return;
    prepareBoard();
    const said = part.matches("[data-announce]") ? part : part.querySelector("[data-announce]");
    if (said) announce(said.dataset.announce);
    if (part.matches(".card")) settle(cardAt(part.dataset.moveUrl) || part);
    else focusErrors(part);
  });

  document.body.addEventListener("htmx:responseError", () => announce(texts.failed));
  document.body.addEventListener("htmx:sendError", () => announce(texts.offline));
})();
