// Turns the sheets on the wall by keyboard; the links do the same by hand.
"use strict";

const FOLLOWED = {
  ArrowRight: "[rel=next]",
  PageDown: "[rel=next]",
  " ": "[rel=next]",
  ArrowLeft: "[rel=prev]",
  PageUp: "[rel=prev]",
  Escape: "[data-leave]",
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, summary, button")) return;
  if (event.key === "f") {
    document.documentElement.requestFullscreen?.();
    return;
  }
  if (event.key === " " && event.target.closest("a")) return;
  const wanted = FOLLOWED[event.key];
  if (!wanted) return;
  event.preventDefault();
  document.querySelector(`.wall ${wanted}`).click();
});
