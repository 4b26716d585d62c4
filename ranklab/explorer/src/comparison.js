/** One list under several losses or temperatures: each item's step under each, side by side. */

import { element, mark, write } from "./dom.js";
import { niceAbove } from "./scale.js";
import { ranks } from "./state.js";
import { number, signed } from "./words.js";

const LEGEND =
  "Each item's step of rate 1. Steps of different losses and temperatures have different units: each column has a scale of its own. " +
  "≠ moves up in one column and down in another.";

export class Comparison {
  constructor() {
    this.head = element("tr", {});
    this.body = element("tbody", {});
    this.table = element("table", { class: "rl-compared" }, element("thead", {}, this.head), this.body);
    this.words = element("p", { class: "rl-legend" }, LEGEND);
    this.node = element("div", {}, this.table, this.words);
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const compared = picture.comparison;
    if (!compared) return; // the kernel has not sent it yet
    const { scenario } = picture;
    const { variants, disagree, refused } = compared;
    write(this.words, refused || LEGEND);
    this.table.hidden = refused !== "";
    // Each loss has units of its own: only the directions and proportions of steps can be compared.
    const reaches = variants.map(({ steps }) => niceAbove(Math.max(...steps.map(Math.abs), 1e-9)));
    this.head.replaceChildren(
      element("th", { scope: "col" }, "item"),
      ...variants.map(({ title, loss }, at) =>
        element("th", { scope: "col" }, title, element("b", {}, number(loss)), element("small", {}, `bars to ±${number(reaches[at])}`)),
      ),
    );
    const rank = ranks(scenario);
    const items = scenario.scores.map((_, i) => i).sort((a, b) => rank[a] - rank[b]);
    this.body.replaceChildren(
      ...items.map((i) => {
        const name = `${disagree[i] ? "≠ " : ""}${scenario.items[i]}`;
        const row = element("tr", { "data-item": String(i) }, element("th", { scope: "row" }, name));
        mark(row, { "data-disagree": disagree[i] ? "" : null });
        variants.forEach(({ steps }, at) => row.append(cell(steps[i], reaches[at])));
        return row;
      }),
    );
  }
}

/**
 * @param {number} step
 * @param {number} reach
 */
function cell(step, reach) {
  const bar = element("span", { class: step > 0 ? "rl-up-bar" : "rl-down-bar" });
  bar.style.width = `${(50 * Math.abs(step)) / reach}%`;
  const track = element("span", { class: "rl-line-track", "aria-hidden": "true" }, element("span", { class: "rl-zero" }), bar);
  const figure = element("span", { class: "rl-figure" });
  write(figure, signed(Math.abs(step) < 5e-7 ? 0 : step));
  return element("td", {}, track, figure);
}
