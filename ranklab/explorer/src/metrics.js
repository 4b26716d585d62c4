/** Five metrics of the ranking, and the choices of gain, cut-off and relevance that they depend on. */

import { typed } from "./controls.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { number, plain } from "./words.js";

const GAINS = { exponential: "2^label − 1", linear: "label" };

export class Metrics {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.gain = element(
      "select",
      { "aria-label": "gain of NDCG and DCG", ...KEEPS_KEYS },
      ...Object.entries(GAINS).map(([value, name]) => element("option", { value }, name)),
    );
    this.k = field("cut-off, in places", "numeric");
    this.from = field("relevant from label", "decimal");
    const choose = () => {
      const k = /^\d+$/.test(this.k.value.trim()) ? Number(this.k.value) : this.k.value;
      const from = this.from.value.trim() === "" ? null : typed(this.from.value);
      state.command("measure", { k, gain: this.gain.value, relevant_from: from });
    };
    for (const node of [this.gain, this.k, this.from]) node.addEventListener("change", choose);
    this.legend = element("p", { class: "rl-legend" });
    this.rows = new Map(
      ["ndcg_at_k", "dcg_at_k", "mrr", "precision_at_k", "average_precision"].map((name) => [
        name,
        { head: element("th", { scope: "row" }), value: element("td", { class: "rl-figure" }) },
      ]),
    );
    const body = [...this.rows.values()].map(({ head, value }) => element("tr", {}, head, value));
    this.node = element(
      "div",
      {},
      element("table", { class: "rl-metrics rl-answer" }, element("tbody", {}, ...body)),
      element(
        "div",
        { class: "rl-controls rl-choices" },
        element("label", { class: "rl-group" }, "gain", this.gain),
        element("label", { class: "rl-group" }, "cut-off", this.k),
        element("label", { class: "rl-group" }, "relevant from label", this.from),
      ),
      this.legend,
    );
  }

  /** @param {import("./state.js").State} state */
  draw({ picture: { metrics, ndcg } }) {
    if (!metrics) return; // the kernel has not sent them yet
    const { k, relevant_from: chosen, threshold } = metrics;
    const names = {
      ndcg_at_k: `NDCG@${k}`,
      dcg_at_k: `DCG@${k}`,
      mrr: "MRR",
      precision_at_k: `precision@${k}`,
      average_precision: "average precision",
    };
    for (const [name, title] of Object.entries(names)) {
      const row = this.rows.get(name);
      if (!row) continue;
      write(row.head, title);
      const value = /** @type {Record<string, unknown>} */ (metrics)[name];
      write(row.value, ndcg === null ? "–" : number(Number(value)));
    }
    this.gain.value = metrics.gain;
    if (document.activeElement !== this.k) this.k.value = String(k);
    if (document.activeElement !== this.from) this.from.value = chosen === null ? "" : String(chosen);
    mark(this.k, { title: "How many places count" });
    mark(this.from, {
      title: "Empty: 1, or, where no label reaches 1, any label above 0",
      placeholder: plain(threshold),
    });
    const why = chosen === null && threshold < 1 ? ", because no label reaches 1" : "";
    write(
      this.legend,
      "Tied scores rank in the order given. Relevant for MRR, precision and average precision: " +
        `label ${plain(threshold)} and above${why}.`,
    );
  }
}

/**
 * @param {string} name
 * @param {string} inputmode
 */
function field(name, inputmode) {
  const node = element("input", { type: "text", inputmode, size: "4", "aria-label": name, ...KEEPS_KEYS });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.stopPropagation(); // the notebook would take Enter before the field hears it
    node.blur();
  });
  return node;
}
