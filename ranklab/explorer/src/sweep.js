/** The temperature sweep: loss and shares of the steps over T, with a marker that one can drag. */

import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { LIMITS } from "./facts.js";
import { newGesture } from "./state.js";
import { place, scale, shape, through } from "./svg.js";
import { number } from "./words.js";

const WIDTH = 300;
const TOP = [14, 84]; // where the loss stands
const BOTTOM = [108, 196]; // and the shares
const HEIGHT = 214;
const [FIRST, LAST] = LIMITS.swept.map(Math.log10);
const DECADES = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i);
const X = scale(FIRST, LAST, 8, WIDTH - 8);

/** @param {number} decade @returns {number} */
function inside(decade) {
  return Math.min(LAST, Math.max(FIRST, decade));
}

/** @param {number} decade @returns {string} so that no number leaves the drawing */
function anchor(decade) {
  return decade === DECADES[0] ? "start" : decade === DECADES.at(-1) ? "end" : "middle";
}

export class Sweep {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.loss = shape("path", { class: "rl-curve" });
    this.shares = shape("g", {});
    this.zero = shape("line", { class: "rl-rule", x1: X(FIRST), x2: X(LAST) });
    this.marker = shape("line", { class: "rl-marker", y1: TOP[0] + 2, y2: BOTTOM[1] });
    this.grip = shape("circle", { class: "rl-grip", cy: BOTTOM[1] - 4, r: 7 });
    this.high = shape("text", { x: 8, y: TOP[0] - 3 });
    const ticks = DECADES.map((decade) =>
      shape("text", { x: X(decade), y: HEIGHT - 4, "text-anchor": anchor(decade) }, String(10 ** decade)),
    );
    this.svg = shape(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "rl-sweep", "aria-hidden": "true" },
      ...ticks,
      shape("text", { x: 8, y: BOTTOM[0] - 6 }, "share of the steps (up above the line)"),
      this.high,
      this.zero,
      this.loss,
      this.shares,
      this.marker,
      this.grip,
    );
    this.handle = element(
      "div",
      {
        class: "rl-sweep-area",
        role: "slider",
        tabindex: "0",
        "aria-label": "temperature on the sweep",
        "aria-valuemin": String(LIMITS.swept[0]),
        "aria-valuemax": String(LIMITS.swept[1]),
        title: "Drag to change the temperature",
        ...KEEPS_KEYS,
      },
      this.svg,
    );
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.handle, this.words);
    /** @type {import("./types.js").Swept | null} */
    this.drawn = null;
    this.gesture = newGesture();
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
  }

  /** @param {import("./state.js").State} state */
  draw({ picture, scenario, swept }) {
    if (!swept) return; // the kernel has not sent it yet
    if (swept !== this.drawn) this.#drawCurves(swept);
    this.drawn = swept;
    const { temperature } = scenario;
    const decade = Math.log10(temperature);
    const at = X(inside(decade));
    place(this.marker, { x1: at, x2: at });
    place(this.grip, { cx: at });
    // A T that is off the chart has no place on it.
    const off = decade < FIRST - 1e-9 ? "left" : decade > LAST + 1e-9 ? "right" : "";
    for (const node of [this.marker, this.grip]) mark(node, { visibility: off ? "hidden" : null });
    mark(this.handle, {
      "aria-valuenow": String(temperature),
      "aria-valuetext": `${number(temperature)}, loss ${number(picture.loss)}`,
    });
    const { losses, temperatures } = swept;
    const least = losses.indexOf(Math.min(...losses));
    const where = off ? ` (off this chart, to the ${off})` : "";
    write(
      this.words,
      losses.every((loss) => loss === 0)
        ? "This list costs 0 at every T."
        : `At T = ${number(temperature)}${where} the loss is ${number(picture.loss)}; ` +
            `least ${number(losses[least])} at T = ${number(temperatures[least])}.`,
    );
  }

  /** @param {import("./state.js").State} state */
  light({ lit }) {
    for (const line of this.shares.children) {
      mark(line, { "data-on": line.getAttribute("data-of") === String(lit) ? "" : null });
    }
  }

  /** @param {import("./types.js").Swept} swept */
  #drawCurves({ temperatures, losses, push_shares: shares }) {
    const xs = temperatures.map((t) => X(Math.log10(t)));
    const heights = losses.map((loss) => Math.log10(Math.max(loss, 1e-12)));
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    const up = scale(low, Math.max(high, low + 0.3), TOP[1], TOP[0]);
    this.loss.setAttribute("d", through(xs, heights.map(up)));
    const [least, most] = [Math.min(...losses), Math.max(...losses)];
    write(this.high, most === 0 ? "loss: 0 at every T" : `loss, from ${number(least)} to ${number(most)} (log scale)`);
    const level = scale(-1, 1, BOTTOM[1], BOTTOM[0]);
    place(this.zero, { y1: level(0), y2: level(0) });
    const count = shares[0].length;
    this.shares.replaceChildren(
      ...Array.from({ length: count }, (_, i) =>
        shape("path", {
          class: "rl-push-share",
          "data-of": i,
          d: through(xs, shares.map((row) => level(row[i]))),
        }),
      ),
    );
    this.light(this.state);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (event.button !== 0) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const move = (/** @type {PointerEvent} */ e) => {
      const box = this.svg.getBoundingClientRect();
      const inner = ((e.clientX - box.left) / box.width) * WIDTH;
      this.#set(scale(X(FIRST), X(LAST), FIRST, LAST)(inner), gesture);
    };
    move(event);
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener(
      "lostpointercapture",
      () => this.handle.removeEventListener("pointermove", move),
      { once: true },
    );
  }

  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    const by = { ArrowRight: 0.05, ArrowUp: 0.05, ArrowLeft: -0.05, ArrowDown: -0.05, PageUp: 0.5, PageDown: -0.5 };
    const step = /** @type {Record<string, number>} */ (by)[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) this.gesture = newGesture();
    this.#set(Math.log10(this.state.scenario.temperature) + step, this.gesture);
  }

  /** @param {number} decade @param {string} gesture */
  #set(decade, gesture) {
    const temperature = Number((10 ** inside(decade)).toPrecision(3));
    this.state.edit(() => ({ temperature }), gesture);
  }
}
