/**
 * A chart: lines over one axis, ticks on both axes, each line's name at its end. The lines stretch
 * with the panel; texts stand beside them and keep their size.
 */

import { element, mark, write } from "./dom.js";
import { place, shape, through } from "./svg.js";

const SIZE = 1000; // of the drawing, stretched to the place it has
const LINE_HEIGHT = 1.3; // em between two names

/**
 * @typedef {object} Curve
 * @property {string} name what stands at its end; nothing where it is empty
 * @property {number[]} xs from 0 to 1
 * @property {number[]} ys from 0, the foot, to 1
 * @property {number} [item] the item that it belongs to
 * @property {boolean} [minor] whether its name is shown only while its item is lit
 *
 * @typedef {object} Tick
 * @property {number} at from 0 to 1
 * @property {string} text
 */

const DASHES = ["none", "6 4", "2 3", "10 3 2 3", "4 2"]; // a second cue beside the name

export class Chart {
  /** @param {string} title @param {string} [kind] what its style calls it */
  constructor(title, kind = "") {
    this.title = element("p", { class: "rl-chart-title" }, title);
    this.rules = shape("g", {});
    this.curves = shape("g", {});
    const stretched = { viewBox: `0 0 ${SIZE} ${SIZE}`, preserveAspectRatio: "none", "aria-hidden": "true" };
    this.svg = shape("svg", stretched, this.rules, this.curves);
    this.marker = element("span", { class: "rl-marker" });
    this.plot = element("div", { class: "rl-plot" }, this.svg, this.marker);
    this.leaders = shape("svg", { ...stretched, class: "rl-leaders" });
    this.ends = element("div", { class: "rl-ends" });
    this.upright = element("div", { class: "rl-y-ticks" });
    this.level = element("div", { class: "rl-x-ticks" });
    this.node = element(
      "div",
      { class: `rl-chart ${kind}`.trim() },
      this.title,
      element("div", { class: "rl-chart-grid" }, this.upright, this.plot, this.leaders, this.ends, this.level),
    );
    this.mark(null);
  }

  /**
   * @param {Curve[]} curves
   * @param {Tick[]} xTicks
   * @param {Tick[]} yTicks
   * @param {number} height in lines of text; names make it higher
   */
  draw(curves, xTicks, yTicks, height) {
    const named = curves.filter(({ name, minor }) => name !== "" && !minor).length;
    const lines = Math.max(height, named);
    this.node.style.setProperty("--rl-chart-height", `${(lines * LINE_HEIGHT).toFixed(2)}em`);
    this.rules.replaceChildren(
      ...yTicks.map(({ at }) => shape("line", { class: "rl-rule", x1: 0, x2: SIZE, y1: down(at), y2: down(at) })),
    );
    this.curves.replaceChildren(
      ...curves.map(({ xs, ys, item }, at) =>
        shape("path", {
          class: item === undefined ? "rl-curve" : "rl-push-share",
          ...(item === undefined ? { "stroke-dasharray": DASHES[at % DASHES.length] } : { "data-of": item }),
          d: through(twice(xs).map((x) => x * SIZE), twice(ys).map(down)),
        }),
      ),
    );
    this.upright.replaceChildren(...yTicks.map((tick) => text(tick, "top", 1 - tick.at)));
    this.level.replaceChildren(...xTicks.map((tick) => text(tick, "left", tick.at)));
    this.#name(curves, 1 / lines);
  }

  /** @param {number | null} at where the marker stands, from 0 to 1; null takes it away */
  mark(at) {
    this.marker.hidden = at === null;
    if (at !== null) this.marker.style.left = `${(100 * at).toFixed(3)}%`;
  }

  /** @param {number | null} lit the item whose line is thick */
  light(lit) {
    for (const line of this.curves.children) {
      mark(line, { "data-on": lit !== null && line.getAttribute("data-of") === String(lit) ? "" : null });
    }
  }

  /** @param {Curve[]} curves @param {number} gap between two names, of the height */
  #name(curves, gap) {
    const shown = curves.filter(({ name }) => name !== "");
    const wanted = shown.map(({ ys }) => 1 - (ys.at(-1) ?? 0));
    const kept = shown.map((_, at) => at).filter((at) => !shown[at].minor);
    const places = [...wanted];
    apart(kept.map((at) => wanted[at]), gap).forEach((place, at) => (places[kept[at]] = place));
    this.ends.replaceChildren(
      ...shown.map(({ name, item, minor }, at) => {
        const node = element("span", { class: "rl-end", title: name, dir: "auto" });
        write(node, name);
        mark(node, { "data-item": item === undefined ? null : String(item), "data-minor": minor ? "" : null });
        node.style.top = `${(100 * places[at]).toFixed(2)}%`;
        return node;
      }),
    );
    this.leaders.replaceChildren(
      ...kept.map((at) =>
        shape("path", { class: "rl-leader", d: through([0, SIZE], [wanted[at] * SIZE, places[at] * SIZE]) }),
      ),
    );
    mark(this.node, { "data-named": shown.length > 0 ? "" : null });
  }
}

/** @param {number[]} values @returns {number[]} a line needs two ends: one point becomes a dot */
function twice(values) {
  return values.length === 1 ? [...values, ...values] : values;
}

/** @param {number} y @returns {number} */
function down(y) {
  return (1 - y) * SIZE;
}

/** @param {Tick} tick @param {"left" | "top"} side @param {number} at */
function text(tick, side, at) {
  const node = element("span", { "data-at": at < 0.02 ? "start" : at > 0.98 ? "end" : "middle" }, tick.text);
  node.style[side] = `${(100 * at).toFixed(2)}%`;
  return node;
}

/**
 * Move places apart, as little as needed, so that no two names overlap.
 * @param {number[]} wanted from 0 to 1
 * @param {number} gap
 * @returns {number[]}
 */
export function apart(wanted, gap) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  /** @type {number[]} */
  const places = new Array(wanted.length);
  let least = gap / 2;
  for (const i of order) {
    places[i] = Math.max(wanted[i], least);
    least = places[i] + gap;
  }
  let most = 1 - gap / 2;
  for (const i of order.reverse()) {
    places[i] = Math.min(places[i], most);
    most = places[i] - gap;
  }
  return places;
}
