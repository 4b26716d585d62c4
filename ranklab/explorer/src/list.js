/** The list itself: a page of search results whose bars can be dragged. */

import { element, mark, write } from "./dom.js";
import { allTied } from "./explanation/sentences.js";
import { SENTENCES } from "./facts.js";
import { Row } from "./row.js";
import { Axis } from "./scale.js";
import { ranks, saidRanks, ties } from "./state.js";
import { plain } from "./words.js";

const TIED = "Items with equal scores are tied: they share their ranks, and stand in the order given.";
const SETTLED = 300; // ms after which rows have changed places: one that is moved would jump

export class List {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    /** @type {Row[]} */
    this.rows = [];
    this.axis = new Axis([]);
    this.ticks = element("span", { class: "rl-ticks", "aria-hidden": "true" });
    this.edited = element("span", { class: "rl-edit" });
    this.head = element(
      "div",
      { class: "rl-row rl-columns", "aria-hidden": "true" },
      element("span", { class: "rl-rank" }, ""),
      element("span", { class: "rl-name" }, "item"),
      element("span", { class: "rl-label" }, "label"),
      element("span", { class: "rl-value" }, "score"),
      element("span", { class: "rl-track" }, this.ticks),
      element("span", { class: "rl-chance", "data-answer": "probabilities" }, "probability and ", element("i", {}), " target"),
      element("span", { class: "rl-part", "data-answer": "parts" }, "part of the loss"),
      this.edited,
    );
    this.places = element("div", { class: "rl-places", role: "list", "aria-label": "Items, best score first" });
    this.scale = element("span", {});
    const up = element("span", { class: "rl-up" }, "→");
    const down = element("span", { class: "rl-down" }, "←");
    this.arrows = element("span", { "data-answer": "steps" }, this.scale, up, " moves up  ", down, " moves down");
    this.tied = element("span", {});
    this.legend = element("p", { class: "rl-legend" }, this.arrows, " ", this.tied);
    this.node = element("div", { class: "rl-list" }, this.head, this.places, this.legend);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { scenario, picture } = state;
    const count = scenario.scores.length;
    if (count !== this.rows.length) this.#build(count);
    if (state.inHand) this.axis.stretch(scenario.scores);
    else if (state.held === null && !state.pending) this.axis.fit(scenario.scores);
    this.axis.fitArrows(scenario.scores, picture.steps);
    this.#drawAxis();
    const byScore = ranks(scenario);
    const places = state.order === "score" ? byScore : scenario.scores.map((_, i) => i + 1);
    const tied = ties(scenario);
    const said = saidRanks(scenario);
    this.rows.forEach((row, i) => row.draw(state, { rank: said[i], place: places[i], tied: tied[i] > 1 }));
    write(this.edited, scenario.sample_weight ? "there?  sample weight" : "there?");
    this.tied.hidden = !tied.some((count) => count > 1);
    write(this.tied, allTied(scenario) ? SENTENCES.all_tied : TIED);
    mark(this.node, {
      "data-editing": state.editing ? "" : null,
      "data-weighted": scenario.sample_weight ? "" : null,
    });
    const times = this.axis.arrows === 1 ? "" : ` (drawn ×${plain(this.axis.arrows)})`;
    write(this.scale, `Arrows: one descent step of rate 1${times}. `);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#order(places), SETTLED);
  }

  /** @param {number} count */
  #build(count) {
    this.state.held = null; // a held bar is gone with its list
    this.state.pointed = null;
    this.axis = new Axis(this.state.scenario.scores);
    this.rows = Array.from({ length: count }, (_, i) => new Row(this.state, i, this.axis));
    this.places.replaceChildren(...this.rows.map((row) => row.node));
    this.places.style.setProperty("--rl-count", String(count));
    mark(this.node, { "data-long": count > 14 ? "" : null, "data-ten": count > 9 ? "" : null });
  }

  #drawAxis() {
    const { ticks } = this.axis;
    if (this.ticks.dataset.reach === String(this.axis.reach)) return;
    this.ticks.dataset.reach = String(this.axis.reach);
    this.ticks.replaceChildren(
      ...ticks.map((tick) => {
        const node = element("span", {}, plain(tick));
        node.style.left = `${100 * this.axis.place(tick)}%`;
        return node;
      }),
    );
  }

  /** @returns {number | null} */
  #focused() {
    const at = this.rows.findIndex((row) => row.node.contains(document.activeElement));
    return at < 0 ? null : at;
  }

  /**
   * Tab goes down the page as it looks. Where the rows stand on screen does not depend on it, and
   * the row that has the focus stays where it is: the others move around it.
   * @param {number[]} places
   */
  #order(places) {
    if (this.state.held !== null || places.length !== this.rows.length) return;
    const nodes = this.rows.map((_, i) => i).sort((a, b) => places[a] - places[b])
      .map((item) => this.rows[item].node);
    if (nodes.every((node, at) => this.places.children[at] === node)) return;
    const focused = this.#focused();
    const fixed = focused === null ? nodes[0] : this.rows[focused].node;
    const at = nodes.indexOf(fixed);
    fixed.before(...nodes.slice(0, at));
    fixed.after(...nodes.slice(at + 1));
  }
}
