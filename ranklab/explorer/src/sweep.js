/** The temperature sweep: loss and shares of the steps over T, with a marker that one can drag. */

import { Chart } from "./chart.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { LIMITS } from "./facts.js";
import { newGesture } from "./state.js";
import { scale } from "./svg.js";
import { logTicks, round } from "./ticks.js";
import { number, plain } from "./words.js";

const [FIRST, LAST] = LIMITS.swept.map(Math.log10);
const ACROSS = scale(FIRST, LAST, 0, 1);
const X_TICKS = Array.from({ length: LAST - FIRST + 1 }, (_, i) => ({
  at: ACROSS(FIRST + i),
  text: round(10 ** (FIRST + i)),
}));
const SHARES = [-1, -0.5, 0, 0.5, 1].map((share) => ({ at: (share + 1) / 2, text: round(share) }));
const NAMES = 12; // beside the chart
const LOWEST = 1e-4; // of the largest loss: below it, the logarithmic scale ends
const NEAR = 10; // pixels beside the chart that still belong to it

/** @param {number} decade @returns {number} */
function inside(decade) {
  return Math.min(LAST, Math.max(FIRST, decade));
}

export class Sweep {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.loss = new Chart("");
    this.shares = new Chart("share of all steps: moves up above 0, down below", "rl-grip");
    this.handle = element(
      "div",
      {
        class: "rl-sweep",
        role: "slider",
        tabindex: "0",
        "aria-label": "temperature on the sweep",
        "aria-valuemin": String(LIMITS.swept[0]),
        "aria-valuemax": String(LIMITS.swept[1]),
        title: "Drag to change the temperature",
        ...KEEPS_KEYS,
      },
      this.loss.node,
      this.shares.node,
      element("p", { class: "rl-chart-title rl-x-title" }, "temperature T (log scale)"),
    );
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.handle, this.words);
    /** What is drawn. @type {unknown[]} */
    this.drawn = [];
    this.minor = false;
    this.gesture = newGesture();
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
  }

  /** @param {import("./state.js").State} state */
  draw({ picture, scenario, swept }) {
    if (!swept) return; // the kernel has not sent it yet
    const names = picture.scenario.items;
    const made = [swept, names.join("\n")];
    if (made.some((part, at) => part !== this.drawn[at])) this.#drawCurves(swept, names);
    this.drawn = made;
    const { temperature } = scenario;
    const decade = Math.log10(temperature);
    // A T that is off the chart has no place on it.
    const off = decade < FIRST - 1e-9 ? "left" : decade > LAST + 1e-9 ? "right" : "";
    for (const chart of [this.loss, this.shares]) chart.mark(off ? null : ACROSS(decade));
    const where = off ? ` (off this chart, to the ${off})` : "";
    mark(this.handle, {
      "aria-valuenow": String(Math.min(LIMITS.swept[1], Math.max(LIMITS.swept[0], temperature))),
      "aria-valuetext": `${plain(temperature)}${where}, loss ${number(picture.loss)}`,
    });
    const { losses, temperatures } = swept;
    const least = losses.indexOf(Math.min(...losses));
    const said = losses.every((loss) => loss === 0)
      ? `This list costs 0 at every T. Now T = ${plain(temperature)}${where}.`
      : `At T = ${plain(temperature)}${where} the loss is ${number(picture.loss)}. ` +
        `On this chart it is least, ${number(losses[least])}, at T = ${plain(temperatures[least])}.`;
    write(this.words, this.minor ? `${said} Point at an item to see its name.` : said);
  }

  /** @param {import("./state.js").State} state */
  light({ lit }) {
    this.shares.light(lit);
  }

  /** @param {import("./types.js").Swept} swept @param {readonly string[]} names */
  #drawCurves({ temperatures, losses, push_shares: shares }, names) {
    const xs = temperatures.map((t) => ACROSS(Math.log10(t)));
    this.#drawLoss(xs, losses);
    const strengths = names.map((_, i) => Math.max(...shares.map((row) => Math.abs(row[i]))));
    const strongest = names.map((_, i) => i).sort((a, b) => strengths[b] - strengths[a]);
    const kept = new Set(strongest.slice(0, NAMES).filter((i) => strengths[i] > 0));
    this.minor = strengths.some((strength, i) => strength > 0 && !kept.has(i));
    const curves = names.map((name, item) => ({
      name,
      xs,
      ys: shares.map((row) => (row[item] + 1) / 2),
      item,
      minor: !kept.has(item),
    }));
    this.shares.draw(curves, X_TICKS, SHARES, 9);
    this.light(this.state);
  }

  /** @param {number[]} xs @param {number[]} losses */
  #drawLoss(xs, losses) {
    const most = Math.max(...losses);
    if (most <= 0) {
      write(this.loss.title, "loss");
      const ticks = [{ at: 0, text: "0" }, { at: 1, text: "1" }];
      this.loss.draw([{ name: "", xs, ys: losses.map(() => 0) }], [], ticks, 5);
      return;
    }
    const least = Math.max(Math.min(...losses), most * LOWEST);
    const below = losses.some((loss) => loss < least);
    write(this.loss.title, `loss (log scale${below ? `; below ${number(least)} it stands at the foot` : ""})`);
    const [low, high] = [Math.min(least, most / 2) / 1.02, most * 1.02];
    const up = scale(Math.log10(low), Math.log10(high), 0, 1);
    const ticks = logTicks(low, high).map((tick) => ({ at: up(Math.log10(tick)), text: round(tick) }));
    const ys = losses.map((loss) => up(Math.log10(Math.max(loss, low))));
    this.loss.draw([{ name: "loss", xs, ys }], [], ticks, 5);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const { left, right } = this.shares.plot.getBoundingClientRect();
    if (event.button !== 0 || event.clientX < left - NEAR || event.clientX > right + NEAR) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const move = (/** @type {PointerEvent} */ e) => {
      const box = this.shares.plot.getBoundingClientRect();
      this.#set(scale(box.left, box.right, FIRST, LAST)(e.clientX), gesture);
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
