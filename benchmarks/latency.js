// Runs in the page: moves every slider of an explorable many times and times each move, from the
// dispatch of the input event until the DOM has changed and is laid out again.
async ({ name, state, samples }) => {
  const root = document.querySelector(`unrolled-explorable[name="${name}"]`);
  const opening = state ?? JSON.parse(root.getAttribute("state"));
  const frame = () => new Promise(requestAnimationFrame);
  const shown = () => [...root.querySelectorAll("[data-output]")].map((e) => `${e.dataset.output} ${e.dataset.value}`).join();
  const sliders = () => [...root.querySelectorAll("input[type=range][data-input]")].filter((e) => !e.disabled);
  let seed = 11;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;

  async function open() {
    const detail = { name, state: opening };
    const untaken = document.dispatchEvent(new CustomEvent("unrolled:show", { detail, cancelable: true }));
    if (untaken) throw new Error(`no ${name} took the state`);
    await frame();
    await frame();
  }

  function other(slider) {
    const [low, high, step] = [Number(slider.min), Number(slider.max), Number(slider.step) || 1];
    const steps = Math.round((high - low) / step);
    const here = Math.round((Number(slider.value) - low) / step);
    const to = (here + 1 + Math.floor(random() * steps)) % (steps + 1); // any place but where it is
    return String(Number((low + to * step).toFixed(6)));
  }

  const idle = new Set();

  /** Milliseconds. */
  async function move(slider) {
    const before = shown();
    slider.value = other(slider);
    const start = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    root.getBoundingClientRect(); // styles and layout, now
    const once = performance.now() - start;
    if (shown() !== before) return once;
    for (let i = 0; i < 20; i++) { // a view that draws in the next frame
      await frame();
      root.getBoundingClientRect();
      if (shown() !== before) return performance.now() - start;
    }
    idle.add(slider.dataset.input); // nothing depends on it just now, and that too took this long to find out
    return once;
  }

  let first = null;
  if (state) await open();
  const names = sliders().map((slider) => slider.dataset.input);
  // What sliders span, for a comparison; a logarithmic one holds something else than its value.
  const plain = sliders().filter((slider) => !slider.hasAttribute("aria-valuetext"));
  const spans = plain.map((slider) => [slider.dataset.input, [slider.min, slider.max, slider.step].map(Number)]);
  const rounds = Math.ceil(samples / names.length) + 1;
  const times = {};
  for (const input of names) {
    await open();
    times[input] = [];
    for (let i = 0; i < rounds; i++) {
      const slider = sliders().find((one) => one.dataset.input === input);
      const taken = await move(slider);
      first ??= taken;
      if (i > 0) times[input].push(taken); // the first of every slider warms up
    }
    await frame();
  }
  await open();
  return { first, times, spans, idle: [...idle] };
}
