/** The buttons below the list: views, presets, order, editing, projector, Keras, export. */

import { button, turnOff } from "./controls.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { Export } from "./export.js";
import { LIMITS, PRESETS, VIEWS } from "./facts.js";
import { GUESS } from "./prediction.js";

export class Toolbar {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.views = Object.entries(VIEWS).map(([name, { title, sentence }]) => {
      const node = button(title, sentence, () => this.#show(name));
      node.dataset.view = name;
      node.dataset.control = `view ${name}`;
      return node;
    });
    this.order = button("As given", "Leave the rows where they are, whatever they score", () => {
      state.order = state.order === "score" ? "given" : "score";
      state.redraw();
    });
    this.edit = button("Edit list", "Names, empty places, weights; add, remove, paste, shuffle", () => {
      state.editing = !state.editing;
      state.redraw();
    });
    this.projector = button("Projector", "Large type, strokes and targets", () => {
      state.tell("projector", !state.projector);
    });
    this.verify = button("Check with Keras", "Ask the Keras loss and its automatic gradient", () => {
      state.command("verify");
    });
    for (const [node, name] of /** @type {[HTMLElement, string][]} */ ([
      [this.order, "order"],
      [this.edit, "edit"],
      [this.projector, "projector"],
      [this.verify, "verify"],
    ])) {
      node.dataset.control = name;
    }
    this.export = new Export(state);
    this.verdict = element("p", { class: "rl-verdict", role: "status" });
    this.presets = element(
      "select",
      { "aria-label": "preset", "data-control": "presets", title: "Lists that show something", ...KEEPS_KEYS },
      element("option", { value: "" }, "Presets"),
      ...Object.entries(PRESETS).map(([name, { look_for: title }]) => element("option", { value: name, title }, name)),
    );
    this.presets.addEventListener("change", () => {
      if (this.presets.value) state.command("preset", { name: this.presets.value });
      this.presets.value = "";
    });
    const group = (/** @type {string} */ title, /** @type {boolean} */ experiment) => {
      const nodes = this.views.filter((_, at) => Object.values(VIEWS)[at].is_experiment === experiment);
      return element("div", { class: "rl-group", role: "group", "aria-label": title, "data-control": "views" }, title, ...nodes);
    };
    this.node = element(
      "div",
      { class: "rl-toolbar rl-controls" },
      group("Look closer", false),
      element(
        "div",
        { class: "rl-group rl-tools" },
        this.presets,
        this.order,
        this.edit,
        this.projector,
        this.verify,
        this.export.select,
      ),
      group("Experiment", true),
      this.verdict,
      this.export.node,
    );
  }

  /**
   * Show a view, or put it away. Where there is no room, the one that was opened first goes.
   * @param {string} name
   */
  #show(name) {
    const { state } = this;
    const others = state.views.filter((view) => view !== name);
    if (others.length < state.views.length) return state.tell("views", others);
    const full = others.length >= LIMITS.views;
    const views = /** @type {Record<string, { title: string }>} */ (VIEWS);
    state.tell("views", [...others.slice(full ? 1 : 0), name]);
    if (full) {
      state.say(`${views[others[0]].title} has made room for ${views[name].title}: ${LIMITS.views} views are shown at most.`);
    }
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    this.export.draw(state);
    const { views, projector, verification } = state;
    for (const node of this.views) {
      mark(node, { "aria-pressed": String(views.includes(node.dataset.view ?? "")) });
    }
    mark(this.order, { "aria-pressed": String(state.order === "given") });
    mark(this.edit, { "aria-pressed": String(state.editing) });
    mark(this.projector, { "aria-pressed": String(projector) });
    const { state: stage = "", text = "" } = verification;
    turnOff(this.verify, state.predicting ? GUESS : stage === "asking" ? "Keras is being asked." : "");
    write(this.verdict, state.predicting ? "" : text);
    mark(this.verdict, { "data-state": stage || null });
  }
}
