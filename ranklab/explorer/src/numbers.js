/** The loss, the largest thing on screen, with NDCG and MRR beside it. */

import { element, mark, write } from "./dom.js";
import { number } from "./words.js";

export class Numbers {
  constructor() {
    this.figure = element("span", {});
    this.loss = element("output", { class: "rl-loss rl-answer" }, this.figure);
    this.ndcg = element("output", { class: "rl-metric rl-answer" });
    this.mrr = element("output", { class: "rl-metric rl-answer" });
    this.node = element(
      "div",
      { class: "rl-numbers", role: "group", "aria-label": "Loss and metrics" },
      labelled("loss", this.loss, "What this list costs: the parts of all items added up"),
      labelled("NDCG", this.ndcg, "How good the ranking is, from 0 to 1; a dash where no item is relevant"),
      labelled("MRR", this.mrr, "One divided by the rank of the first relevant item"),
    );
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const loss = number(picture.loss);
    write(this.figure, loss);
    // A long number is set smaller, so that nothing else moves.
    mark(this.loss, { "data-size": loss.length > 7 ? "small" : loss.length > 5 ? "medium" : null });
    write(this.ndcg, picture.ndcg === null ? "–" : picture.ndcg.toFixed(3));
    write(this.mrr, picture.mrr === null ? "–" : picture.mrr.toFixed(3));
  }
}

/**
 * @param {string} name
 * @param {HTMLOutputElement} output
 * @param {string} title
 */
function labelled(name, output, title) {
  output.setAttribute("aria-label", name);
  // The numbers change all the time during a drag; one live region at the end speaks for all.
  output.setAttribute("aria-live", "off");
  // The loss is always shown: hide="loss" hides the choice of a loss.
  const node = element("div", { class: "rl-number", title }, element("span", {}, name), output);
  if (name !== "loss") mark(node, { "data-answer": "metrics" });
  return node;
}
