// Put into the page before anything else: notes when the explorable first obeys, when the usual
// way's slider is there, and how much the layout has shifted.
(() => {
  const seen = (window.bench = { live: null, view: null, shift: 0, shifts: [] });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.shift += entry.value;
      const of = entry.sources.map(({ node }) => node?.id || node?.className || node?.nodeName).slice(0, 3);
      seen.shifts.push(`${entry.value.toFixed(4)} ${of.join(", ")}`);
    }
  }).observe({ type: "layout-shift", buffered: true });

  let before = null;
  const numbers = (root) => [...root.querySelectorAll("[data-output]")].map((e) => e.dataset.value).join();

  /** Whether a first input on the explorable has changed what it shows. */
  function obeys() {
    const root = document.querySelector("unrolled-explorable");
    const slider = root?.querySelector("input[type=range][data-input]");
    if (!slider) return false;
    before ??= numbers(root);
    slider.value = slider.value === slider.max ? slider.min : slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return numbers(root) !== before;
  }

  function look() {
    if (window.benchPoke && seen.live === null && obeys()) seen.live = performance.now();
    if (seen.view === null && document.querySelector(".jupyter-widgets.widget-slider")) seen.view = performance.now();
    setTimeout(look, 5);
  }
  look();
})();
