/* A map that can be moved and zoomed, in place of the drawn one. Everything is fetched from here,
   once somebody asks for it; where it does not come, the drawing stays. */
"use strict";

(() => {
  const loaded = {};

  function load(kind, address) {
    loaded[address] ??= new Promise((resolve, reject) => {
      const element = document.createElement(kind);
      element.onload = resolve;
      element.onerror = reject;
      if (kind === "link") {
        element.rel = "stylesheet";
        element.href = address;
      } else {
        element.src = address;
      }
      document.head.append(element);
    });
    return loaded[address];
  }

  async function draw(panel) {
    const { script, style, outlines } = panel.dataset;
    const [answer] = await Promise.all([fetch(outlines), load("link", style), load("script", script)]);
    if (!answer.ok) throw new Error(answer.statusText);
    const areas = await answer.json();
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const box = panel.querySelector(".map-moving");
    const map = window.L.map(box, {
      attributionControl: false,
      zoomAnimation: !isStill,
      fadeAnimation: !isStill,
      zoomSnap: 0.5,
    });
    const rowOf = (area) => document.querySelector(`tr[data-area="${area.id}"]`);
    const layer = window.L.geoJSON(areas, {
      style: (area) => ({
        className: `step-${rowOf(area)?.dataset.step ?? 0}`,
        fillOpacity: 1,
        weight: 1,
      }),
      onEachFeature: (area, shape) => {
        const row = rowOf(area);
        const words = document.createElement("span");
        words.textContent =
          document.querySelector(`.map a[data-area="${area.id}"] title`)?.textContent ??
          area.properties.name;
        shape.bindTooltip(words, { sticky: true });
        shape.on("click", () => row?.querySelector("a").click());
      },
    }).addTo(map);
    map.fitBounds(layer.getBounds());
    panel.leafletMap = map;
  }

  function show(panel, isMoving) {
    panel.querySelector(".map-moving").hidden = !isMoving;
    panel.querySelector(".map-frames").hidden = isMoving;
    panel.querySelector("[data-map-toggle]").setAttribute("aria-pressed", String(isMoving));
  }

  async function toggle(button) {
    const panel = button.closest(".map-panel");
    const isMoving = button.getAttribute("aria-pressed") !== "true";
    show(panel, isMoving);
    if (!isMoving || panel.leafletMap) return;
    try {
      await draw(panel);
    } catch {
      show(panel, false);
      button.hidden = true;
    }
  }

  const offer = () => {
    for (const button of document.querySelectorAll("[data-map-toggle]")) button.hidden = false;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-map-toggle]");
    if (button) toggle(button);
  });
  document.addEventListener("htmx:afterSettle", offer);
  offer();
})();
