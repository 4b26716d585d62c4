/** The views below the list, at most three: each draws one side of the same explanation. */

import { Comparison } from "./comparison.js";
import { Competitors } from "./competitors.js";
import { Derivation } from "./derivation.js";
import { Descent } from "./descent.js";
import { element } from "./dom.js";
import { Gradient } from "./gradient.js";
import { Metrics } from "./metrics.js";
import { Parts } from "./parts.js";
import { Probabilities } from "./probabilities.js";
import { Sweep } from "./sweep.js";

export const MOST = 3;

/**
 * @typedef {object} View
 * @property {HTMLElement} node
 * @property {(state: import("./state.js").State) => void} draw
 * @property {(state: import("./state.js").State) => void} [light]
 * @property {boolean} [live] whether it shows more than the kernel's picture, such as a marker
 *
 * @typedef {{ title: string, about: string, experiment?: boolean, Kind: new (state: import("./state.js").State) => View }} Entry
 */

/** @type {Record<string, Entry>} */
export const VIEWS = {
  parts: { title: "Parts", about: "What each item adds to the loss", Kind: Parts },
  probabilities: {
    title: "Probabilities",
    about: "Each item's probability, and the target that the loss wants it to reach",
    Kind: Probabilities,
  },
  competitors: {
    title: "Who competes",
    about: "Who stands in whose denominator",
    Kind: Competitors,
  },
  gradient: { title: "Gradient", about: "Each item's step and its two halves: pull up and push down", Kind: Gradient },
  derivation: { title: "Derivation", about: "Every step from a label to the loss", Kind: Derivation },
  metrics: { title: "Metrics", about: "What the ranking is worth to a user", Kind: Metrics },
  sweep: { title: "Sweep", about: "Loss and shares of the steps over the temperature", experiment: true, Kind: Sweep },
  comparison: { title: "Compare", about: "The same list under several losses or temperatures", experiment: true, Kind: Comparison },
  descent: { title: "Descent", about: "Let the scores follow their gradient, step by step", experiment: true, Kind: Descent },
};

export class Views {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    /** @type {Map<string, { panel: HTMLElement, view: View }>} */
    this.shown = new Map();
    /** The picture that they show. @type {import("./state.js").Picture | null} */
    this.drawn = null;
    this.node = element("div", { class: "rl-views" });
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const names = state.views.filter((name) => name in VIEWS);
    const same = names.join() === [...this.shown.keys()].join();
    if (!same) this.#arrange(names);
    const fresh = !same || state.picture !== this.drawn;
    this.drawn = state.picture;
    for (const { view } of this.shown.values()) {
      if (fresh || view.live) view.draw(state); // the others wait for the kernel's numbers
    }
  }

  /** @param {import("./state.js").State} state */
  light(state) {
    for (const { view } of this.shown.values()) view.light?.(state);
  }

  /** @param {string[]} names */
  #arrange(names) {
    const before = this.shown;
    this.shown = new Map(names.map((name) => [name, before.get(name) ?? this.#build(name)]));
    this.node.replaceChildren(...[...this.shown.values()].map(({ panel }) => panel));
  }

  /** @param {string} name */
  #build(name) {
    const { title, about, Kind } = VIEWS[name];
    const view = new Kind(this.state);
    const head = element("div", { class: "rl-title", title: about }, title);
    const panel = element("section", { class: "rl-panel", "aria-label": title, "data-view": name }, head, view.node);
    return { panel, view };
  }
}
