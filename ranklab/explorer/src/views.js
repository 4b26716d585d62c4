/** The views below the list, at most three: each draws one side of the same explanation. */

import { Comparison } from "./comparison.js";
import { Competitors } from "./competitors.js";
import { Derivation } from "./derivation.js";
import { Descent } from "./descent.js";
import { element } from "./dom.js";
import { VIEWS } from "./facts.js";
import { Gradient } from "./gradient.js";
import { Metrics } from "./metrics.js";
import { Parts } from "./parts.js";
import { Probabilities } from "./probabilities.js";
import { Sweep } from "./sweep.js";

/**
 * @typedef {object} View
 * @property {HTMLElement} node
 * @property {(state: import("./state.js").State) => void} draw
 * @property {(state: import("./state.js").State) => void} [light]
 * @property {boolean} [live] whether it shows more than the kernel's picture, such as a marker
 */

/** @type {Record<keyof typeof VIEWS, new (state: import("./state.js").State) => View>} */
const KINDS = {
  parts: Parts,
  probabilities: Probabilities,
  competitors: Competitors,
  gradient: Gradient,
  derivation: Derivation,
  metrics: Metrics,
  sweep: Sweep,
  comparison: Comparison,
  descent: Descent,
};

export class Views {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    /** @type {Map<string, { panel: HTMLElement, view: View }>} */
    this.shown = new Map();
    /** The picture that they show. @type {import("./types.js").Picture | null} */
    this.drawn = null;
    this.node = element("div", { class: "rl-views" });
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const names = /** @type {(keyof typeof VIEWS)[]} */ (state.views.filter((name) => name in KINDS));
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

  /** @param {(keyof typeof VIEWS)[]} names */
  #arrange(names) {
    const before = this.shown;
    this.shown = new Map(names.map((name) => [name, before.get(name) ?? this.#build(name)]));
    this.node.replaceChildren(...[...this.shown.values()].map(({ panel }) => panel));
  }

  /** @param {keyof typeof VIEWS} name */
  #build(name) {
    const { title, sentence } = VIEWS[name];
    const view = new KINDS[name](this.state);
    const head = element("div", { class: "rl-title", title: sentence }, title);
    const panel = element("section", { class: "rl-panel", "aria-label": title, "data-view": name }, head, view.node);
    return { panel, view };
  }
}
