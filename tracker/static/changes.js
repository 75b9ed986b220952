/*
 * A page left open asks now and then whether others have changed anything, and says so without
 * moving anything. It asks only while it is looked at, and more and more seldom where no answer comes.
 */
(() => {
  "use strict";

  const region = document.getElementById("changes");
  if (!region) return;

  const EVERY = 45_000;
  const AT_MOST = 15 * 60_000;
  const { url, since } = region.dataset;
  let known = `"${since}"`;
  let pause = EVERY;
  let timer = 0;

  function wait() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, pause);
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const told = page.querySelector("p");
    const link = told.querySelector("a:not([target])");
    if (link) link.href = location.pathname + location.search; // a "#" would only scroll
    if (region.textContent.trim() !== told.textContent.trim()) region.replaceChildren(told);
  }

  async function ask() {
    try {
      const answer = await fetch(`${url}?since=${since}`, {
        headers: { "If-None-Match": known, "HX-Request": "true" },
        cache: "no-store",
      });
      if ([401, 403, 404].includes(answer.status)) return;
      if (answer.status >= 400) throw new Error(String(answer.status));
      known = answer.headers.get("ETag") || known;
      if (answer.status === 200) show(await answer.text());
      pause = EVERY;
    } catch {
      pause = Math.min(pause * 2, AT_MOST);
    }
    wait();
  }

  document.addEventListener("visibilitychange", wait);
  wait();
})();
