/** Times one key press from inside the page, so that no tool that presses it counts. */

const TIMEOUT = 10_000; // ms
const VIEWS = {
  ranklab: {
    root: ".ranklab",
    handle: '.rl-handle[aria-label="score of item 1"]',
    loss: (root) => root.querySelector(".rl-loss").textContent,
    settled: (root) => root.dataset.pending === "false",
  },
  FigureWidget: {
    root: ".js-plotly-plot",
    handle: ".noUi-handle",
    loss: (root) => root.querySelector(".gtitle")?.textContent ?? "",
    settled: () => true,
  },
};

window.stopwatch = {
  /** Whether both views are on screen and show a loss. */
  ready: () =>
    Object.values(VIEWS).every(({ root, handle, loss }) => {
      const node = document.querySelector(root);
      return node !== null && document.querySelector(handle) !== null && loss(node) !== "";
    }),

  /** Give a view the focus, and make JupyterLab leave its keys alone. */
  focus: (name) => {
    const handle = document.querySelector(VIEWS[name].handle);
    handle.dataset.lmSuppressShortcuts = "true";
    handle.focus();
  },

  loss: (name) => VIEWS[name].loss(document.querySelector(VIEWS[name].root)),

  /**
   * Wait for the next key; `times` holds the answer, in ms since the key: `loss`, when a new loss
   * was in the page, `handle`, when the handle had moved, and `frame`, the next animation frame.
   */
  start: (name) => {
    const { root, handle, loss, settled } = VIEWS[name];
    const node = document.querySelector(root);
    const before = loss(node);
    const times = {};
    window.stopwatch.times = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${name}: no answer in ${TIMEOUT} ms`)), TIMEOUT);
      let start;
      const note = (what) => (times[what] ??= performance.now() - start);
      const finish = () => {
        if (times.loss && times.handle && times.frame) resolve(times);
      };
      const answer = new MutationObserver(() => {
        if (loss(node) === "" || loss(node) === before || !settled(node)) return;
        note("loss");
        answer.disconnect();
        finish();
      });
      const move = new MutationObserver(() => {
        note("handle");
        move.disconnect();
        finish();
      });
      const press = () => {
        start = performance.now();
        requestAnimationFrame(() => {
          note("frame");
          finish();
        });
        answer.observe(node, {
          subtree: true, childList: true, characterData: true, attributeFilter: ["data-pending"],
        });
        // noUiSlider moves the parent of its handle
        for (const moved of [document.querySelector(handle), document.querySelector(handle).parentNode]) {
          move.observe(moved, { attributeFilter: ["style"] });
        }
      };
      window.addEventListener("keydown", press, { capture: true, once: true });
    });
  },
};
