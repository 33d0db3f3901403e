// What the page around the text does: colours, contents on a phone, copying code, where one is.
// Everything is readable without it. @ts-check
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (/** @type {string} */ selector) => document.querySelector(selector);

  function colours() {
    one(".s-theme")?.addEventListener("click", () => {
      const theme = root.dataset.theme === "dark" ? "light" : "dark";
      root.dataset.theme = theme;
      try {
        localStorage.setItem("unrolled-theme", theme);
      } catch {
        // Blocked or full storage: the choice holds for this page.
      }
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
      root.dataset.theme = event.matches ? "dark" : "light";
    });
  }

  // The link that jumps to the contents becomes the button that opens them.
  function contents() {
    const link = one("a.s-menu");
    const panel = one(".s-contents");
    if (!link || !panel) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.textContent = link.textContent;
    button.setAttribute("aria-controls", panel.id);
    link.replaceWith(button);
    const show = (/** @type {boolean} */ open) => {
      button.setAttribute("aria-expanded", String(open));
      root.classList.toggle("s-open", open);
      for (const covered of document.querySelectorAll("main, .s-foot")) covered.toggleAttribute("inert", open);
    };
    show(false);
    button.addEventListener("click", () => show(!root.classList.contains("s-open")));
    matchMedia("(min-width: 60.01rem)").addEventListener("change", () => show(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && root.classList.contains("s-open")) {
        show(false);
        button.focus();
      }
    });
  }

  function search() {
    const field = /** @type {HTMLInputElement | null} */ (one("#search-field"));
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    });
  }

  function copying() {
    if (!navigator.clipboard) return;
    for (const block of document.querySelectorAll(".cell_input .highlight")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "s-copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(block.querySelector("pre")?.textContent ?? "");
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not allowed";
        }
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      block.append(button);
    }
  }

  // What scrolls sideways must be reachable by keyboard, and only that.
  function scrolling() {
    const boxes = document.querySelectorAll("pre, .s-wide, .u-card [data-part]:has(> .u-picture), .katex-display, .s-erratum > table, .cell_output .text_html");
    const mark = (/** @type {Element} */ box) => {
      if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    };
    const watch = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));
    boxes.forEach((box) => watch.observe(box));
    document.fonts?.ready.then(() => boxes.forEach(mark)); // a formula is wider in its own font
  }

  // Mark the heading that is being read in the list on the right.
  function place() {
    const list = one(".s-local");
    if (!list) return;
    const links = new Map();
    for (const link of list.querySelectorAll('a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (target) links.set(target, link);
    }
    const watch = new IntersectionObserver(
      (entries) => {
        const seen = entries.filter((entry) => entry.isIntersecting).pop();
        if (!seen) return;
        links.forEach((link) => link.removeAttribute("aria-current"));
        const link = links.get(seen.target);
        link.setAttribute("aria-current", "true");
        const [here, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
        if (here.top < frame.top || here.bottom > frame.bottom) {
          list.scrollTop += here.top - frame.top - frame.height / 2;
        }
      },
      { rootMargin: "-15% 0px -70% 0px" },
    );
    links.forEach((_, target) => watch.observe(target));
  }

  const start = () => [colours, contents, search, copying, scrolling, place].forEach((part) => part());
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
