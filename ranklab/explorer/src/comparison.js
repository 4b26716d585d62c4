/** One list under several losses, temperatures or weights: each item's step under each, side by side. */

import { element, mark, write } from "./dom.js";
import { ItemBars } from "./item_bars.js";
import { Reach } from "./ticks.js";
import { number, stepOf } from "./words.js";

const OWN_UNITS = new Set(["loss", "temperature"]); // losses that differ in these cannot be added up
const OWN =
  "Each item's step of rate 1. Losses and temperatures have units of their own, so each picture has an axis of its own: compare directions and proportions.";
const SHARED = "Each item's step of rate 1. All pictures have the same axis.";
const DISAGREE = " ≠ moves up in one and down in another.";

/** One value of what is compared. */
class Variant {
  /** @param {string} title */
  constructor(title) {
    this.reach = new Reach();
    this.bars = new ItemBars(`Step of each item: ${title}`, "", ["rl-zero", "rl-up-bar", "rl-down-bar"], "");
    this.title = element("span", {}, title);
    this.loss = element("b", {});
    this.node = element(
      "section",
      { class: "rl-variant", "aria-label": title },
      element("p", { class: "rl-variant-head" }, this.title, this.loss),
      this.bars.node,
    );
  }
}

export class Comparison {
  constructor() {
    /** @type {Variant[]} */
    this.variants = [];
    this.places = element("div", { class: "rl-variants" });
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.places, this.words);
    this.titles = "";
  }

  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const compared = picture.comparison;
    if (!compared) return; // the kernel has not sent it yet
    const { scenario } = picture;
    const { choice, variants, disagree, refused } = compared;
    this.places.hidden = refused !== "";
    const own = OWN_UNITS.has(choice);
    write(this.words, refused || (own ? OWN : SHARED) + (disagree.includes(true) ? DISAGREE : ""));
    this.#build(variants.map(({ title }) => title));
    const all = Math.max(...variants.flatMap(({ steps }) => steps.map(Math.abs)));
    variants.forEach(({ loss, steps }, at) => {
      const variant = this.variants[at];
      write(variant.loss, number(loss));
      const reach = variant.reach.fit(own ? Math.max(...steps.map(Math.abs)) : all, inHand);
      variant.bars.drawLines(scenario, [-reach, 0, reach], (line, i) => {
        const { marks: [, up, down], figure, name, node } = line;
        up.style.width = `${(50 * Math.max(0, steps[i])) / reach}%`;
        down.style.width = `${(50 * Math.max(0, -steps[i])) / reach}%`;
        write(figure, scenario.labels[i] >= 0 ? stepOf(steps[i]) : "–");
        mark(node, { "data-disagree": disagree[i] ? "" : null });
        const said = `${disagree[i] ? "≠ " : ""}${scenario.items[i]}`;
        write(name, said);
        mark(name, { title: said });
      });
    });
  }

  /** @param {string[]} titles */
  #build(titles) {
    if (titles.join("\n") === this.titles) return;
    this.titles = titles.join("\n");
    this.variants = titles.map((title) => new Variant(title));
    this.places.replaceChildren(...this.variants.map(({ node }) => node));
  }
}
