/** The settings: loss, temperature, lambda weight, normalized labels; undo, redo, reset. */

import { element, KEEPS_KEYS, mark } from "./dom.js";
import { typed as readNumber } from "./explanation/checks.js";
import { whyNot } from "./explanation/definitions.js";
import { LAMBDA_WEIGHTS, LIMITS, LOSSES } from "./facts.js";
import { newGesture } from "./state.js";

export class Controls {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    const group = newGesture(); // two explorers on one page must not share a radio group
    this.losses = Object.entries(LOSSES).map(([name, loss]) => radio(group, name, loss));
    for (const [input] of this.losses) {
      input.addEventListener("change", () => {
        state.edit(() => ({ loss: input.value }));
      });
    }

    this.slider = element("input", {
      type: "range",
      min: String(Math.log10(LIMITS.temperature[0])),
      max: String(Math.log10(LIMITS.temperature[1])),
      step: "0.02",
      "aria-label": "temperature",
      ...KEEPS_KEYS,
    });
    let gesture = newGesture();
    for (const event of ["pointerdown", "keydown"]) {
      this.slider.addEventListener(event, (e) => {
        if (!(e instanceof KeyboardEvent && e.repeat)) gesture = newGesture();
      });
    }
    this.slider.addEventListener("input", () => {
      const temperature = Number((10 ** Number(this.slider.value)).toPrecision(3));
      state.edit(() => ({ temperature }), gesture);
    });
    this.field = element("input", {
      type: "text",
      inputmode: "decimal",
      size: "7",
      "aria-label": "temperature, as a number",
      ...KEEPS_KEYS,
    });
    this.typing = false;
    const commit = () => {
      this.typing = false;
      const unchanged = this.field.value === String(state.scenario.temperature);
      if (unchanged && state.message === "") return;
      state.command("replace", { temperature: typed(this.field.value) });
    };
    this.field.addEventListener("input", () => {
      this.typing = true;
    });
    this.field.addEventListener("change", () => {
      if (this.typing) commit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.stopPropagation(); // the notebook would take Enter before the field hears it
      this.typing = false;
      if (event.key === "Enter") commit();
      else this.field.value = String(state.scenario.temperature);
    });
    this.field.addEventListener("blur", () => {
      if (!state.pending) this.field.value = String(state.scenario.temperature);
    });

    this.weight = element(
      "select",
      { ...KEEPS_KEYS },
      element("option", { value: "" }, "none"),
      ...Object.entries(LAMBDA_WEIGHTS).map(([value, { title, sentence }]) =>
        element("option", { value, title: sentence }, title),
      ),
    );
    this.weight.addEventListener("change", () => {
      state.edit(() => ({ lambda_weight: this.weight.value || null }));
    });
    this.normalize = element("input", { type: "checkbox", ...KEEPS_KEYS });
    this.normalize.addEventListener("click", (event) => {
      if (isOff(this.normalize)) event.preventDefault(); // disabled, it could not be reached and say why
    });
    this.normalize.addEventListener("change", () => {
      const normalize = this.normalize.checked;
      state.edit(() => ({ normalize_labels: normalize }));
    });
    this.normalizeLabel = element("label", {}, this.normalize, "normalize labels");

    this.undo = button("Undo", "Take the last step back (Ctrl+Z)", () => state.command("undo"));
    this.redo = button("Redo", "Take it again (Ctrl+Shift+Z)", () => state.command("redo"));
    this.reset = button("Reset", "Back to where it started", () => state.command("reset"));

    this.node = element(
      "div",
      { class: "rl-controls" },
      element(
        "div",
        { class: "rl-group rl-choice", role: "radiogroup", "aria-label": "loss", "data-control": "loss" },
        ...this.losses.map(([, label]) => label),
      ),
      element("div", { class: "rl-group rl-history", "data-control": "history" }, this.undo, this.redo, this.reset),
      element(
        "label",
        { class: "rl-group", "data-control": "temperature", title: "Low: only the strongest competitors count. High: all share" },
        "temperature",
        this.slider,
        this.field,
      ),
      element(
        "label",
        { class: "rl-group", "data-control": "lambda_weight", title: "Let a metric say how much each item matters" },
        "lambda weight",
        this.weight,
      ),
      element("div", { class: "rl-group", "data-control": "normalize_labels" }, this.normalizeLabel),
    );
  }

  /** @param {import("./state.js").State} state */
  draw({ scenario, picture, message }) {
    for (const [input] of this.losses) input.checked = input.value === scenario.loss;
    this.slider.value = String(Math.log10(scenario.temperature));
    mark(this.slider, { "aria-valuetext": String(scenario.temperature) });
    // What is being typed stays in the field; so does what was refused, until the field is left.
    const refused = message !== "" && document.activeElement === this.field;
    if (!this.typing && !refused) this.field.value = String(scenario.temperature);
    this.weight.value = scenario.lambda_weight ?? "";
    this.normalize.checked = scenario.normalize_labels;
    const why = whyNot(scenario.loss, "normalize_labels", scenario.lambda_weight);
    turnOff(this.normalize, why);
    mark(this.normalizeLabel, { title: why || "Divide the labels by their sum", "data-off": why ? "" : null });
    turnOff(this.undo, picture.can_undo ? "" : "There is no step to take back.");
    turnOff(this.redo, picture.can_redo ? "" : "No step was taken back: there is none to take again.");
  }
}

/**
 * A number as it was typed, or the text itself: a check says in words what is wrong with it.
 * @param {string} text
 */
export function typed(text) {
  const value = readNumber(text);
  return Number.isNaN(value) ? text : value;
}

/**
 * @param {string} group
 * @param {string} value
 * @param {{ title: string, sentence: string }} loss
 * @returns {[HTMLInputElement, HTMLLabelElement]}
 */
function radio(group, value, { title, sentence }) {
  const input = element("input", { type: "radio", name: group, value, ...KEEPS_KEYS });
  return [input, element("label", { title: sentence }, input, title)];
}

/**
 * @param {string} name
 * @param {string} title
 * @param {() => void} act
 */
export function button(name, title, act) {
  const node = element("button", { type: "button", title, ...KEEPS_KEYS }, name);
  node.addEventListener("click", () => {
    if (!isOff(node)) act();
  });
  return node;
}

/**
 * A control that does nothing now keeps the focus, and says why where one clicks (`permissions.js`).
 * @param {HTMLElement} node
 * @param {string} why empty where it acts
 */
export function turnOff(node, why) {
  mark(node, { "aria-disabled": String(why !== ""), "data-why": why || null });
}

/** @param {HTMLElement} node */
export function isOff(node) {
  return node.getAttribute("aria-disabled") === "true";
}
