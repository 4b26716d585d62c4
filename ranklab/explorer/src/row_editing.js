/** The fields of one item while the list is edited: its name, whether it is there, its weight. */

import { typed } from "./controls.js";
import { element, KEEPS_KEYS, mark } from "./dom.js";
import { refusal } from "./typing.js";

export class RowEditing {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   */
  constructor(state, item) {
    this.item = item;
    /** What the label was before the place was emptied. */
    this.label = 0;
    /**
     * Change one entry, or say why not.
     * @param {"items" | "sample_weight"} kind
     * @param {unknown} value
     * @param {() => void} act
     */
    const change = (kind, value, act) => {
      const values = [...(state.scenario[kind] ?? [])].map((old, i) => (i === item ? value : old));
      const why = refusal(state.scenario, { [kind]: values }, item);
      if (why) state.say(why);
      else act();
      return why === "";
    };
    this.name = field("rl-rename", (text) => change("items", text, () => state.command("rename", { item, name: text })));
    this.there = element("input", { type: "checkbox", ...KEEPS_KEYS });
    this.there.addEventListener("change", () => {
      const { checked } = this.there;
      state.edit(({ labels }) => {
        const changed = [...labels];
        if (!checked) this.label = labels[item];
        changed[item] = checked ? this.label : -1;
        return { labels: changed };
      });
    });
    this.weight = field("rl-weight", (text) => change("sample_weight", typed(text), () => {
      const weights = [...(state.scenario.sample_weight ?? [])];
      state.command("replace", { sample_weight: weights.map((w, i) => (i === item ? typed(text) : w)) });
    }));
    this.remove = element("button", { type: "button", ...KEEPS_KEYS }, "×");
    this.remove.addEventListener("click", () => state.command("remove", { item }));
    const there = element("label", { title: "An empty place is padding: it is not there" }, this.there);
    this.node = element("span", { class: "rl-edit" }, there, this.weight, this.remove);
  }

  /** @param {import("./types.js").Scenario} scenario */
  draw({ items, labels, sample_weight: weights }) {
    const name = items[this.item];
    show(this.name, name);
    mark(this.name, { "aria-label": `name of ${name}` });
    this.there.checked = labels[this.item] >= 0;
    mark(this.there, { "aria-label": `${name} is there` });
    this.weight.hidden = weights === null;
    show(this.weight, weights === null ? "" : String(weights[this.item]));
    mark(this.weight, { "aria-label": `sample weight of ${name}` });
    mark(this.remove, { "aria-label": `remove ${name}`, title: `Remove ${name}` });
  }
}

/**
 * A field that sends what was typed when it is left or Enter is pressed, and only then. What was
 * refused stays in it.
 * @param {string} name
 * @param {(text: string) => boolean} send whether it was not refused
 */
function field(name, send) {
  const node = element("input", { type: "text", class: name, ...KEEPS_KEYS });
  node.addEventListener("change", () => mark(node, { "aria-invalid": send(node.value) ? null : "true" }));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.stopPropagation(); // the notebook would take Enter before the field hears it
    if (event.key === "Escape") {
      node.value = node.dataset.shown ?? "";
      mark(node, { "aria-invalid": null });
    }
    node.blur();
  });
  return node;
}

/**
 * Show a text, unless one is typing another, or what one typed was refused.
 * @param {HTMLInputElement} node
 * @param {string} text
 */
function show(node, text) {
  if (node.dataset.shown !== text) mark(node, { "aria-invalid": null });
  node.dataset.shown = text;
  if (document.activeElement !== node && !node.hasAttribute("aria-invalid")) node.value = text;
}
