/** Who competes with whom: row i is the race of item i, the area of a square a probability in it. */

import { element, mark, write } from "./dom.js";
import { ranks } from "./state.js";
import { place, shape } from "./svg.js";
import { number } from "./words.js";

const MANY = 16; // items above which names would not fit: the one that is pointed at has its name
const NAMED = 4; // names in a sentence
const LEGEND =
  "A row is one item's race: who stands in its denominator, and how likely there. Bold: itself. Faint: a race that costs nothing.";

export class Competitors {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.row = shape("rect", { class: "rl-band" });
    this.column = shape("rect", { class: "rl-band" });
    this.places = shape("path", { class: "rl-place" });
    this.own = shape("path", { class: "rl-place rl-own" });
    this.squares = shape("path", { class: "rl-square" });
    this.faint = shape("path", { class: "rl-square rl-faint" });
    const drawn = [this.row, this.column, this.places, this.own, this.squares, this.faint];
    this.svg = shape("svg", { role: "img" }, ...drawn);
    this.ranks = element("div", { class: "rl-matrix-ranks", "aria-hidden": "true" });
    this.names = element("div", { class: "rl-matrix-names", "aria-hidden": "true" });
    this.matrix = element("div", { class: "rl-matrix" }, this.ranks, this.names, this.svg);
    this.sentence = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.matrix, this.sentence);
    /** The items from the top down. @type {number[]} */
    this.order = [];
    /** The item whose column is pointed at. @type {number | null} */
    this.across = null;
    this.svg.addEventListener("pointermove", (event) => this.#point(event));
    this.svg.addEventListener("click", (event) => {
      const [item] = this.#itemsAt(event);
      if (item !== null) state.pin(item);
    });
    this.svg.addEventListener("pointerleave", () => {
      this.across = null;
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
        (i === j ? own : places).push(square(x + 0.5, y + 0.5, 0.86));
        // A row that does not matter is there, but its race costs nothing.
        (weights[i] > 0 ? squares : faint).push(square(x + 0.5, y + 0.5, 0.8 * Math.sqrt(probability)));
      });
    });
    this.places.setAttribute("d", places.join(""));
    this.own.setAttribute("d", own.join(""));
    this.squares.setAttribute("d", squares.join(""));
    this.faint.setAttribute("d", faint.join(""));
    this.svg.setAttribute("viewBox", `0 0 ${count} ${count}`);
    this.matrix.style.setProperty("--rl-count", String(count));
    this.#label(scenario, rank);
    const words = this.order.map((i) => sentence(picture, i)).join(" ");
    mark(this.svg, { "aria-label": `Who competes with whom. ${words}` });
  }

  /** @param {import("./state.js").State} state */
  light(state) {
    const { lit, pointed, picture } = state;
    const at = lit === null ? -1 : this.order.indexOf(lit);
    const count = this.order.length;
    this.row.style.display = this.column.style.display = at < 0 ? "none" : "inline";
    for (const band of [this.row, this.column]) mark(band, { "data-pinned": state.pinned === null ? null : "" });
    if (at >= 0) {
      place(this.row, { x: 0, y: at, width: count, height: 1 });
      place(this.column, { x: at, y: 0, width: 1, height: count });
    }
    const shown = lit !== null && picture.race_probabilities;
    const cell = shown && lit === pointed && this.across !== null ? probability(picture, lit, this.across) : "";
    write(this.sentence, shown ? `${cell}${sentence(picture, lit)}` : LEGEND);
  }

  /**
   * @param {import("./types.js").Scenario} scenario
   * @param {number[]} rank
   */
  #label({ items, labels }, rank) {
    const many = this.order.length > MANY;
    const said = (/** @type {number} */ i) => (labels[i] < 0 ? "–" : String(rank[i]));
    const middle = (/** @type {number} */ at) => `${((100 * (at + 0.5)) / this.order.length).toFixed(2)}%`;
    const [names, numbers] = [this.order, this.order].map((order, across) =>
      order.map((i, at) => {
        const name = across ? said(i) : items[i];
        const node = element("span", { "data-item": String(i), title: name, dir: "auto" }, name);
        node.style[across ? "left" : "top"] = middle(at);
        const tenth = across === 1 && (at === 0 || (at + 1) % 10 === 0);
        mark(node, { "data-minor": many && !tenth ? "" : null });
        return node;
      }),
    );
    this.names.replaceChildren(...names);
    this.ranks.replaceChildren(...numbers);
  }

  /** The items whose row and column are there. @param {MouseEvent} event @returns {(number | null)[]} */
  #itemsAt({ clientX, clientY }) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    const count = this.order.length;
    const places = [(clientY - top) / height, (clientX - left) / width];
    return places.map((place) => this.order[Math.floor(place * count)] ?? null);
  }

  /** @param {PointerEvent} event */
  #point(event) {
    const [row, across] = this.#itemsAt(event);
    if (row === this.state.pointed && across === this.across) return;
    this.state.pointed = row;
    this.across = across;
    this.state.relight();
  }
}

/**
 * @param {import("./types.js").Picture} picture
 * @param {number} item
 * @param {number} other whose column it is
 */
function probability({ scenario: { items }, race_probabilities: probabilities = [] }, item, other) {
  const value = probabilities[item][other];
  return value < 0 ? "" : `${items[other]}: probability ${number(value)} in the race of ${items[item]}. `;
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
  const pushed = races.length
    ? `; it competes in the ${races.length > 1 ? "races" : "race"} of ${named(scenario, races)}`
    : "";
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
