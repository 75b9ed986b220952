// Suggests names while somebody writes @ and the beginning of one; the server mentions whom it
// knows in any case, so that nothing here is needed.
(() => {
  const WORD = /(?:^|[\s(])@([^\s@]{1,40})$/;

  const listOf = (area) => {
    const known = area.parentElement.querySelector(".names");
    if (known) return known;
    const list = document.createElement("div");
    list.className = "names";
    list.setAttribute("role", "status");
    area.after(list);
    list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-name]");
      if (chosen) insert(area, list, chosen.dataset.name);
    });
    return list;
  };

  const insert = (area, list, name) => {
    const before = area.value.slice(0, area.selectionStart).replace(WORD, (said, word) =>
      `${said.slice(0, said.length - word.length)}${name} `);
    const after = area.value.slice(area.selectionStart);
    area.value = before + after;
    list.replaceChildren();
    area.focus();
    area.setSelectionRange(before.length, before.length);
  };

  let waiting;
  document.addEventListener("input", (event) => {
    const area = event.target.closest("textarea[data-names]");
    if (!area) return;
    clearTimeout(waiting);
    const word = WORD.exec(area.value.slice(0, area.selectionStart));
    const list = listOf(area);
    if (!word) {
      list.replaceChildren();
      return;
    }
    waiting = setTimeout(() => {
      const url = `${area.dataset.names}?q=${encodeURIComponent(word[1])}`;
      window.htmx.ajax("GET", url, { target: list, swap: "innerHTML" });
    }, 200);
  });
})();
