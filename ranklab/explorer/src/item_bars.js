/** A line for each item, the best-ranked on top: its name, bars on one scale, figures. */

import { element, mark, write } from "./dom.js";
import { ranks } from "./state.js";

/** A line: its item's name, a track for bars, and figures. */
class Line {
  /** @param {number} item @param {HTMLElement[]} marks */
  constructor(item, marks) {
    this.name = element("span", { class: "rl-name" });
    this.marks = marks;
    this.figure = element("span", { class: "rl-figure" });
    const track = element("span", { class: "rl-line-track", "aria-hidden": "true" }, ...marks);
    this.node = element(
      "div",
      { class: "rl-item", role: "listitem", "data-item": String(item) },
      this.name,
      track,
      this.figure,
    );
  }
}

export class ItemBars {
  /** @param {string} label @param {string} legend @param {string[]} marks the classes of its marks */
  constructor(label, legend, marks) {
    this.marks = marks;
    /** @type {Line[]} */
    this.lines = [];
    this.places = element("div", { class: "rl-items", role: "list", "aria-label": label });
    this.legend = element("p", { class: "rl-legend" }, legend);
    this.node = element("div", {}, this.places, this.legend);
  }

  /**
   * @param {import("./types.js").Picture} picture
   * @param {(line: Line, item: number) => void} drawLine
   */
  drawLines({ scenario }, drawLine) {
    const count = scenario.scores.length;
    if (this.lines.length !== count) {
      this.lines = Array.from(
        { length: count },
        (_, i) => new Line(i, this.marks.map((name) => element("span", { class: name }))),
      );
      this.places.replaceChildren(...this.lines.map((line) => line.node));
      this.places.style.setProperty("--rl-count", String(count));
    }
    const rank = ranks(scenario);
    this.lines.forEach((line, i) => {
      line.node.style.setProperty("--rl-place", String(rank[i] - 1));
      mark(line.node, { "data-empty": scenario.labels[i] < 0 ? "" : null });
      write(line.name, scenario.items[i]);
      drawLine(line, i);
    });
  }
}
