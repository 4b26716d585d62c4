/** The loss as a stack: what each item adds to it, the best-ranked item first. */

import { element, mark, write } from "./dom.js";
import { ranks } from "./state.js";
import { axis, Reach } from "./ticks.js";
import { number } from "./words.js";

const ROOMY = 0.12; // of the stack: a name fits

export class Parts {
  constructor() {
    this.stack = element("div", { class: "rl-stack", role: "img" });
    this.ticks = element("div", { class: "rl-stack-ticks", "aria-hidden": "true" });
    this.sum = element("p", { class: "rl-sum" });
    this.node = element("div", {}, this.stack, this.ticks, this.sum);
    this.reach = new Reach();
  }

  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const { scenario, contributions, loss } = picture;
    const rank = ranks(scenario);
    const items = contributions.map((_, i) => i).filter((i) => contributions[i] > 0);
    items.sort((a, b) => rank[a] - rank[b]);
    const reach = this.reach.fit(loss, inHand);
    while (this.stack.children.length > items.length) this.stack.lastElementChild?.remove();
    while (this.stack.children.length < items.length) this.stack.append(element("span", {}));
    items.forEach((i, at) => {
      const node = /** @type {HTMLElement} */ (this.stack.children[at]);
      const width = contributions[i] / reach;
      node.style.width = `${100 * width}%`;
      mark(node, { "data-item": String(i), title: `${scenario.items[i]} ${number(contributions[i])}` });
      write(node, width > ROOMY ? scenario.items[i] : "");
    });
    axis(this.ticks, [0, reach / 2, reach]);
    const terms = items.map((i) =>
      element("span", { "data-item": String(i) }, `${number(contributions[i])} ${scenario.items[i]}`),
    );
    const summed = terms.flatMap((term, at) => (at ? [" + ", term] : [term]));
    const total = items.length ? `${number(loss)} = ` : "Nothing costs anything.";
    this.sum.replaceChildren(total, ...summed);
    mark(this.stack, { "aria-label": this.sum.textContent ?? "" });
  }
}
