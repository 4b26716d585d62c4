/** The loss as a stack: what each item adds to it, the best-ranked item first. */

import { element, mark, write } from "./dom.js";
import { niceAbove } from "./scale.js";
import { ranks } from "./state.js";
import { number } from "./words.js";

const ROOMY = 0.12; // of the stack: a name fits

export class Parts {
  constructor() {
    this.stack = element("div", { class: "rl-stack", role: "img" });
    this.most = element("span", {});
    this.sum = element("p", { class: "rl-sum" });
    const axis = element("div", { class: "rl-stack-axis", "aria-hidden": "true" }, element("span", {}, "0"), this.most);
    this.node = element("div", {}, this.stack, axis, this.sum);
    this.reach = 0;
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { scenario, contributions, loss } = picture;
    const rank = ranks(scenario);
    const items = contributions.map((_, i) => i).filter((i) => contributions[i] > 0);
    items.sort((a, b) => rank[a] - rank[b]);
    // It grows when it must, and shrinks only when most of it is empty.
    if (loss > this.reach || loss < this.reach / 8) this.reach = niceAbove(Math.max(loss, 1e-3));
    while (this.stack.children.length > items.length) this.stack.lastElementChild?.remove();
    while (this.stack.children.length < items.length) this.stack.append(element("span", {}));
    items.forEach((i, at) => {
      const node = /** @type {HTMLElement} */ (this.stack.children[at]);
      const width = contributions[i] / this.reach;
      node.style.width = `${100 * width}%`;
      mark(node, { "data-item": String(i), title: `${scenario.items[i]} ${number(contributions[i])}` });
      write(node, width > ROOMY ? scenario.items[i] : "");
    });
    write(this.most, number(this.reach));
    const terms = items.map((i) =>
      element("span", { "data-item": String(i) }, `${number(contributions[i])} ${scenario.items[i]}`),
    );
    const summed = terms.flatMap((term, at) => (at ? [" + ", term] : [term]));
    const total = items.length ? `${number(loss)} = ` : "Nothing costs anything.";
    this.sum.replaceChildren(total, ...summed);
    mark(this.stack, { "aria-label": this.sum.textContent ?? "" });
  }
}
