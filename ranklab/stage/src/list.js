/** The list itself: a page of search results whose bars can be dragged. */

import { element, mark, write } from "./dom.js";
import { Row } from "./row.js";
import { Axis } from "./scale.js";
import { ranks } from "./state.js";
import { plain } from "./words.js";

export class List {
  /**
   * @param {import("./state.js").State} state
   * @param {import("./reading.js").Reading} reading
   */
  constructor(state, reading) {
    this.state = state;
    this.reading = reading;
    /** @type {Row[]} */
    this.rows = [];
    this.axis = new Axis([]);
    this.ticks = element("span", { class: "rl-ticks", "aria-hidden": "true" });
    this.head = element(
      "div",
      { class: "rl-row rl-columns", "aria-hidden": "true" },
      element("span", { class: "rl-rank" }, ""),
      element("span", { class: "rl-name" }, "item"),
      element("span", { class: "rl-label" }, "label"),
      element("span", { class: "rl-track" }, element("b", {}, "score"), this.ticks),
      element("span", { class: "rl-chance" }, "probability and ", element("i", {}), " target"),
      element("span", { class: "rl-part" }, "part of the loss"),
    );
    this.places = element("div", { class: "rl-places", role: "list", "aria-label": "Items, best score first" });
    this.scale = element("span", {});
    const up = element("span", { class: "rl-up" }, "→");
    const down = element("span", { class: "rl-down" }, "←");
    this.legend = element("p", { class: "rl-legend" }, up, " pushed up  ", down, " pushed down ", this.scale);
    this.node = element("div", { class: "rl-list" }, this.head, this.places, this.legend);
    this.places.addEventListener("pointerleave", () => reading.show(this.#focused()));
    this.places.addEventListener("focusout", () => reading.show(null));
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { scenario, picture } = state;
    const count = scenario.scores.length;
    if (count !== this.rows.length) this.#build(count);
    if (state.held === null) this.axis.stretch(scenario.scores);
    this.axis.fitArrows(scenario.scores, picture.steps);
    this.#drawAxis();
    const places = ranks(scenario);
    this.rows.forEach((row, i) => row.draw(state, places[i], this.axis));
    const times = this.axis.arrows === 1 ? "to scale" : `drawn ×${plain(this.axis.arrows)}`;
    write(this.scale, `by one descent step of rate 1, ${times}`);
    if (state.held === null && this.#focused() === null) this.#order(places);
  }

  /** @param {number} count */
  #build(count) {
    this.axis = new Axis(this.state.scenario.scores);
    this.rows = Array.from({ length: count }, (_, i) => new Row(this.state, i, this.axis));
    this.rows.forEach((row, i) => {
      row.node.addEventListener("pointerenter", () => this.reading.show(i));
      row.node.addEventListener("focusin", () => this.reading.show(i));
    });
    this.places.replaceChildren(...this.rows.map((row) => row.node));
    this.places.style.setProperty("--rl-count", String(count));
    mark(this.node, { "data-long": count > 14 ? "" : null });
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
   * Tab goes down the page as it looks. The rows' places on screen do not depend on it, and while
   * a row has the focus nothing is moved: it would lose it.
   * @param {number[]} places
   */
  #order(places) {
    const wanted = this.rows.map((_, i) => i).sort((a, b) => places[a] - places[b]);
    const sorted = wanted.every((item, at) => this.places.children[at] === this.rows[item].node);
    if (!sorted) this.places.append(...wanted.map((item) => this.rows[item].node));
  }
}
