/** Who competes with whom: row i is the race of item i, the area of a square a probability in it. */

import { element, mark, write } from "./dom.js";
import { ranks } from "./state.js";
import { place, shape } from "./svg.js";
import { number } from "./words.js";

const MANY = 16; // items above which names would not fit
const NAMED = 4; // names in a sentence

export class Competitors {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.svg = shape("svg", { role: "img" });
    this.row = shape("rect", { class: "rl-band" });
    this.column = shape("rect", { class: "rl-band" });
    this.places = shape("path", { class: "rl-place" });
    this.own = shape("path", { class: "rl-place rl-own" });
    this.squares = shape("path", { class: "rl-square" });
    this.faint = shape("path", { class: "rl-square rl-faint" });
    this.names = shape("g", { "aria-hidden": "true" });
    this.svg.append(this.row, this.column, this.places, this.own, this.squares, this.faint, this.names);
    this.sentence = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.svg, this.sentence);
    /** The items from the top down. @type {number[]} */
    this.order = [];
    this.left = 0;
    this.svg.addEventListener("pointermove", (event) => this.#point(event));
    this.svg.addEventListener("click", (event) => {
      const item = this.#itemAt(event);
      if (item !== null) state.pin(item);
    });
    this.svg.addEventListener("pointerleave", () => {
      state.pointed = null;
      state.relight();
    });
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { race_probabilities: probabilities, weights, scenario } = picture;
    if (!probabilities || !weights) return; // the kernel has not sent them yet
    const rank = ranks(scenario);
    const count = probabilities.length;
    this.order = probabilities.map((_, i) => i).sort((a, b) => rank[a] - rank[b]);
    this.left = count > MANY ? 0 : 6;
    /** @type {string[]} */
    const places = [];
    /** @type {string[]} */
    const own = [];
    /** @type {string[]} */
    const squares = [];
    /** @type {string[]} */
    const faint = [];
    this.order.forEach((i, y) => {
      this.order.forEach((j, x) => {
        const probability = probabilities[i][j];
        if (probability < 0) return;
        (i === j ? own : places).push(square(this.left + x + 0.5, y + 1.5, 0.86));
        // A row that does not matter is there, but its race costs nothing.
        (weights[i] > 0 ? squares : faint).push(square(this.left + x + 0.5, y + 1.5, 0.8 * Math.sqrt(probability)));
      });
    });
    this.places.setAttribute("d", places.join(""));
    this.own.setAttribute("d", own.join(""));
    this.squares.setAttribute("d", squares.join(""));
    this.faint.setAttribute("d", faint.join(""));
    this.svg.setAttribute("viewBox", `0 0 ${this.left + count + 0.2} ${count + 1.2}`);
    this.#label(picture, rank);
    const words = this.order.map((i) => sentence(picture, i)).join(" ");
    mark(this.svg, { "aria-label": `Who competes with whom. ${words}` });
  }

  /** @param {import("./state.js").State} state */
  light(state) {
    const { lit, picture } = state;
    const at = lit === null ? -1 : this.order.indexOf(lit);
    const count = this.order.length;
    const away = at < 0 ? "none" : "inline";
    for (const band of [this.row, this.column]) mark(band, { "data-pinned": state.pinned === null ? null : "" });
    this.row.style.display = this.column.style.display = away;
    if (at >= 0) {
      place(this.row, { x: 0, y: at + 1, width: this.left + count, height: 1 });
      place(this.column, { x: this.left + at, y: 0, width: 1, height: count + 1 });
    }
    write(
      this.sentence,
      lit !== null && picture.race_probabilities
        ? sentence(picture, lit)
        : "A row is one item's race: who stands in its denominator, and how likely there. Bold: itself. Faint: a race that costs nothing.",
    );
  }

  /**
   * @param {import("./types.js").Picture} picture
   * @param {number[]} rank
   */
  #label({ scenario }, rank) {
    if (this.order.length > MANY) {
      this.names.replaceChildren();
      return;
    }
    this.names.replaceChildren(
      ...this.order.flatMap((i, at) => {
        const name = scenario.items[i];
        const shown = name.length > 13 ? `${name.slice(0, 12)}…` : name;
        const row = shape("text", { x: String(this.left - 0.3), y: String(at + 1.66), "text-anchor": "end" });
        row.textContent = shown;
        const column = shape("text", { x: String(this.left + at + 0.5), y: "0.78", "text-anchor": "middle" });
        column.textContent = scenario.labels[i] < 0 ? "–" : String(rank[i]);
        return [row, column];
      }),
    );
  }

  /** @param {MouseEvent} event */
  #itemAt(event) {
    const box = this.svg.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * (this.order.length + 1.2) - 1);
    return this.order[row] ?? null;
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const item = this.#itemAt(event);
    if (item === this.state.pointed) return;
    this.state.pointed = item;
    this.state.relight();
  }
}

/**
 * @param {import("./types.js").Picture} picture
 * @param {number} item
 */
function sentence({ scenario, race_probabilities: probabilities = [], weights = [] }, item) {
  const name = scenario.items[item];
  if (scenario.labels[item] < 0) return `${name} is not there.`;
  const others = scenario.items.map((_, j) => j).filter((j) => j !== item);
  const own = others.filter((j) => probabilities[item][j] >= 0);
  own.sort((a, b) => probabilities[item][b] - probabilities[item][a]);
  const matters = weights[item] > 0 ? `weight ${number(weights[item])}` : "it costs nothing";
  if (own.length) return `${name} competes with ${named(scenario, own)} (${matters}).`;
  const races = others.filter((j) => probabilities[j][item] >= 0 && weights[j] > 0);
  races.sort((a, b) => probabilities[b][item] - probabilities[a][item]);
  const pushed = races.length ? `; it competes in the race of ${named(scenario, races)}` : "";
  return `${name} has no competitor in its own race (${matters})${pushed}.`;
}

/**
 * The first few items by name, and how many more there are.
 * @param {import("./types.js").Scenario} scenario
 * @param {number[]} items the strongest first
 */
function named({ items: names }, items) {
  const more = items.length > NAMED ? ` and ${items.length - NAMED} more` : "";
  return items.slice(0, NAMED).map((i) => names[i]).join(", ") + more;
}

/** @param {number} x @param {number} y @param {number} side */
function square(x, y, side) {
  const half = side / 2;
  const length = side.toFixed(3);
  return `M${(x - half).toFixed(3)} ${(y - half).toFixed(3)}h${length}v${length}h-${length}z`;
}
