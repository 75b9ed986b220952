/*
 * Keeps what somebody writes in a report form until the register has it, so that a lost connection
 * loses nothing. The text stays in this browser; it is sent again with the key that it had, and a
 * report with a key is taken once. Signing out clears what is kept.
 */
(() => {
  "use strict";

  const RECEIVED = document.currentScript.dataset.received;
  const PREFIX = "report ";
  const AGAIN_AFTER_MS = 15000;
  const LONGEST_WAIT_MS = 8000;
  const NOT_KEPT = new Set(["csrf_token"]);

  function read(place) {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch {
      return null;
    }
  }

  function write(place, kept) {
    try {
      localStorage.setItem(place, JSON.stringify(kept));
    } catch {
      // a browser that keeps nothing: the form works as it does without this script
    }
  }

  /** Whether the report is in; null where nobody answers. */
  async function isReceived(key) {
    try {
      const answer = await fetch(RECEIVED + encodeURIComponent(key), {
        cache: "no-store",
        signal: AbortSignal.timeout(LONGEST_WAIT_MS),
      });
      return answer.ok ? (await answer.json()).is_received : null;
    } catch {
      return null;
    }
  }

  // ---- What was sent is forgotten once it is in, whichever page one comes to

  async function forgetReceived() {
    for (const place of Object.keys(localStorage)) {
      const kept = place.startsWith(PREFIX) && read(place);
      if (kept && (await isReceived(kept.fields.submission_key))) localStorage.removeItem(place);
    }
  }

  // ---- The form on this page

  function keepForm(form) {
    const place = PREFIX + form.dataset.keep;
    const note = form.querySelector("[data-keep-note]");
    const came = form.querySelector("[data-error-summary]") !== null;
    let isTrying = false;
    let isThrough = false;

    function fieldsNow() {
      return Object.fromEntries([...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name)));
    }

    function tell(which) {
      note.hidden = !which;
      note.textContent = which ? note.dataset[which] : "";
    }

    function fill(fields) {
      for (const [name, value] of Object.entries(fields)) {
        const field = form.elements[name];
        if (field) field.value = value;
      }
      const more = form.querySelector("details");
      if (more && (fields.obstacles || fields.needs)) more.open = true;
    }

    async function bringBack() {
      const kept = read(place);
      if (!kept || came) return;
      if (await isReceived(kept.fields.submission_key)) {
        localStorage.removeItem(place);
        return;
      }
      fill(kept.fields);
      tell("found");
    }

    /** Send it where the register can be reached, else wait for that; never twice at once. */
    async function attempt(button) {
      if (isTrying || isThrough) return;
      isTrying = true;
      const answer = await isReceived(form.elements.submission_key.value);
      isTrying = false;
      if (answer === null) {
        tell("waiting");
        setTimeout(() => attempt(button), AGAIN_AFTER_MS);
        return;
      }
      isThrough = true;
      tell(null);
      form.requestSubmit(button);
    }

    form.addEventListener("input", () => write(place, { fields: fieldsNow() }));

    form.addEventListener("submit", (event) => {
      if (isThrough) return;
      event.preventDefault();
      event.stopPropagation();
      write(place, { fields: fieldsNow() });
      const button = event.submitter;
      addEventListener("online", () => attempt(button), { once: true });
      attempt(button);
    });

    bringBack();
  }

  const form = document.querySelector("form[data-keep]");
  if (form) keepForm(form);
  else forgetReceived();
})();
