/** Times key presses and drags from inside the page, so that no tool that makes them counts. */

const TIMEOUT = 10_000; // ms
const NEAR = 1; // px by which a mark may miss the pointer: scores are rounded to less than that

/**
 * Which output of the notebook a view is, what takes its keys, which events tell of an answer, and
 * what it then shows, or "" where it does not show it yet. A picture is on screen when it is loaded.
 */
const ours = (cell) => ({
  cell,
  handle: '.rl-handle[aria-label="score of item 1"]',
  shown: (root) => root.querySelector(".rl-loss")?.textContent ?? "",
});
const VIEWS = {
  FigureWidget: {
    cell: 1,
    handle: ".noUi-handle",
    shown: (root) => root.querySelector(".gtitle")?.textContent ?? "",
  },
  matplotlib: { cell: 2, handle: ".noUi-handle", shown: (root) => root.querySelector("img")?.src ?? "", event: "load" },
  ranklab: ours(3),
  5: ours(4),
  50: ours(5),
};

const rootOf = (name) => document.querySelectorAll(".jp-Notebook .jp-CodeCell")[VIEWS[name].cell];
const handleOf = (name) => rootOf(name).querySelector(VIEWS[name].handle);
const middleOf = (node) => {
  const { left, width } = node.getBoundingClientRect();
  return left + width / 2;
};
const notebook = () => window.jupyterapp.shell.currentWidget;

/** Call back after the next frame is drawn. */
function afterFrame(callback) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = callback;
    port2.postMessage(null);
  });
}

/** Call back at every sign of an answer until it returns true. */
function onAnswer(name, callback) {
  const root = rootOf(name);
  const look = () => {
    if (!callback()) return;
    observer.disconnect();
    root.removeEventListener("load", look, true);
  };
  const observer = new MutationObserver(look);
  if (VIEWS[name].event) root.addEventListener(VIEWS[name].event, look, true);
  else observer.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ["data-pending"] });
}

/** The numbers of an explorer on screen, as texts; a view that is not there has none. */
function numbersOf(name) {
  const root = rootOf(name);
  const rows = [...root.querySelectorAll(".rl-places .rl-row")].sort((a, b) => a.dataset.item - b.dataset.item);
  const texts = (selector) => [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);
  return {
    scores: rows.map((row) => Number(row.querySelector(".rl-handle").getAttribute("aria-valuenow"))),
    loss: root.querySelector(".rl-loss").textContent,
    metrics: texts(".rl-metric"),
    parts: rows.map((row) => row.querySelector(".rl-part").textContent),
    sum: texts(".rl-sum"),
    steps: texts('[data-view="gradient"] .rl-item .rl-figure'),
  };
}

/** Whether the dragged bar, its handle and the order of all rows are where the pointer wants them. */
function followed(name, pointer) {
  const handle = handleOf(name);
  const middle = middleOf(handle);
  const bar = handle.parentNode.querySelector(".rl-bar").getBoundingClientRect();
  const rows = [...rootOf(name).querySelectorAll(".rl-places .rl-row")];
  rows.sort((a, b) => a.dataset.item - b.dataset.item);
  const scores = rows.map((row) => Number(row.querySelector(".rl-handle").getAttribute("aria-valuenow")));
  const above = (i) => scores.filter((score, j) => score > scores[i] || (score === scores[i] && j < i)).length;
  return (
    Math.abs(middle - pointer) <= NEAR &&
    Math.min(Math.abs(bar.left - middle), Math.abs(bar.right - middle)) <= NEAR &&
    rows.every((row, i) => Number(row.style.getPropertyValue("--rl-place")) === above(i))
  );
}

/** What the kernel and this page last said to each other of an explorer. */
async function modelOf(id) {
  const renderer = notebook().content.rendermime.createRenderer("application/vnd.jupyter.widget-view+json");
  return (await renderer._manager.promise).get_model(id);
}

window.stopwatch = {
  /** Whether all views are on screen and show something. */
  ready: () => Object.entries(VIEWS).every(([name, { shown }]) => rootOf(name) && handleOf(name) && shown(rootOf(name))),

  shown: (name) => VIEWS[name].shown(rootOf(name)),

  /** Give a view the focus, and make JupyterLab leave its keys alone. */
  focus: (name) => {
    const handle = handleOf(name);
    handle.dataset.lmSuppressShortcuts = "true";
    handle.scrollIntoView({ block: "center" });
    handle.focus();
  },

  /** Where the handle of a view is; all of the drag must happen on the screen. */
  place: (name) => {
    const handle = handleOf(name);
    handle.scrollIntoView({ block: "center" });
    const { top, height } = handle.getBoundingClientRect();
    const { left, right } = handle.parentNode.getBoundingClientRect();
    return { x: middleOf(handle), y: top + height / 2, left, right };
  },

  /** Keep the kernel busy with code, from when this resolves until `free`. */
  busy: (code) =>
    new Promise((resolve) => {
      const { kernel } = notebook().sessionContext.session;
      const future = kernel.requestExecute({ code, store_history: false });
      // An interrupt before it runs would be lost.
      future.onIOPub = ({ header }) => header.msg_type === "execute_input" && resolve();
    }),

  free: () => notebook().sessionContext.session.kernel.interrupt(),

  /**
   * Wait for the next key; `times` holds the answer, in ms since the key: `loss`, when a new answer
   * was in the page, `drawn`, when its frame was drawn, `handle`, when the handle had moved, and
   * `frame`, the next animation frame.
   */
  start: (name) => {
    const { shown } = VIEWS[name];
    const before = shown(rootOf(name));
    const times = {};
    window.stopwatch.times = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${name}: no answer in ${TIMEOUT} ms`)), TIMEOUT);
      let start;
      const note = (what) => {
        times[what] ??= performance.now() - start;
        if (times.drawn && times.handle && times.frame) resolve(times);
      };
      const press = () => {
        start = performance.now();
        requestAnimationFrame(() => note("frame"));
        onAnswer(name, () => {
          const now = shown(rootOf(name));
          if (now === "" || now === before) return false;
          note("loss");
          afterFrame(() => note("drawn"));
          return true;
        });
        const move = new MutationObserver(() => {
          note("handle");
          move.disconnect();
        });
        // noUiSlider moves the parent of its handle
        const handle = handleOf(name);
        for (const moved of [handle, handle.parentNode]) move.observe(moved, { attributeFilter: ["style"] });
      };
      window.addEventListener("keydown", press, { capture: true, once: true });
    });
  },

  /**
   * Watch a drag of ranklab until the kernel has answered the last edit; `drag` holds what it was
   * like: `moves` and, if asked to look, what the frame after each showed (`seen`: the numbers, and
   * whether the marks had `followed` the pointer) and when that was drawn (`frames`, ms since the
   * event); how many `answers` came before it ended; and `settled`, ms from the release until the
   * kernel had answered all.
   */
  watch: async (name, id, look) => {
    const model = await modelOf(id);
    const result = { moves: 0, seen: [], frames: [], answers: 0 };
    const ready = () => model.get("answered") >= (model.get("edit").revision ?? 0);
    window.stopwatch.drag = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`${name}: not settled in ${6 * TIMEOUT} ms`)), 6 * TIMEOUT);
      let grip = 0;
      const count = () => (result.answers += 1);
      const move = (event) => {
        result.moves += 1;
        if (!look) return;
        requestAnimationFrame(() => result.seen.push({ followed: followed(name, event.clientX + grip), ...numbersOf(name) }));
        afterFrame(() => result.frames.push(performance.now() - event.timeStamp));
      };
      const end = (released) => {
        model.off("change:answered", count);
        window.removeEventListener("pointermove", move, true);
        const settle = () => {
          if (!ready()) return;
          model.off("change:answered", settle);
          const settled = performance.now() - released;
          afterFrame(() => resolve({ ...result, settled, revision: model.get("edit").revision, shown: VIEWS[name].shown(rootOf(name)) }));
        };
        model.on("change:answered", settle);
        settle();
      };
      const begin = (event) => {
        grip = middleOf(handleOf(name)) - event.clientX;
        model.on("change:answered", count);
        window.addEventListener("pointermove", move, true);
        window.addEventListener("pointerup", () => setTimeout(end, 0, performance.now()), { once: true });
      };
      window.addEventListener("pointerdown", begin, { capture: true, once: true });
    });
  },
};
