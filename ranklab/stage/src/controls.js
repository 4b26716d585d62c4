/** The quiet part: which loss, which temperature, which weight; undo, redo, reset. */

import { element, KEEPS_KEYS, mark } from "./dom.js";
import { newGesture } from "./state.js";

const DECADES = 2; // the slider shows T from 0.01 to 100; the field beside it takes any T
let groups = 0;

export class Controls {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    groups += 1;
    this.losses = [
      radio(`rl-loss-${groups}`, "softmax", "Everybody competes with everybody"),
      radio(`rl-loss-${groups}`, "unique_softmax", "An item competes with the less relevant ones only"),
    ];
    for (const [input] of this.losses) {
      input.addEventListener("change", () => state.edit({ loss: input.value }));
    }

    this.slider = element("input", {
      type: "range",
      min: String(-DECADES),
      max: String(DECADES),
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
      state.edit({ temperature }, gesture);
    });
    this.field = element("input", {
      type: "text",
      inputmode: "decimal",
      size: "6",
      "aria-label": "temperature, as a number",
      ...KEEPS_KEYS,
    });
    const commit = () => {
      if (this.field.value !== String(state.scenario.temperature)) {
        state.edit({ temperature: typed(this.field.value) });
      }
    };
    this.field.addEventListener("change", commit);
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.stopPropagation(); // the notebook would take Enter before the field hears it
      commit();
    });

    this.weight = element(
      "select",
      { ...KEEPS_KEYS },
      ...[
        ["", "none"],
        ["dcg", "DCG"],
        ["ndcg", "NDCG"],
        ["precision", "precision"],
      ].map(([value, name]) => element("option", { value }, name)),
    );
    this.weight.addEventListener("change", () => {
      state.edit({ lambda_weight: this.weight.value || null });
    });
    this.normalize = element("input", { type: "checkbox", ...KEEPS_KEYS });
    this.normalize.addEventListener("change", () => {
      state.edit({ normalize_labels: this.normalize.checked });
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
        { class: "rl-group rl-choice", role: "radiogroup", "aria-label": "loss" },
        ...this.losses.map(([, label]) => label),
      ),
      element("div", { class: "rl-group rl-history" }, this.undo, this.redo, this.reset),
      element(
        "label",
        { class: "rl-group", title: "Low: only the strongest competitors count. High: all share" },
        "temperature",
        this.slider,
        this.field,
      ),
      element(
        "label",
        { class: "rl-group", title: "Let a metric say how much each item matters" },
        "lambda weight",
        this.weight,
      ),
      element("div", { class: "rl-group" }, this.normalizeLabel),
    );
  }

  /** @param {import("./state.js").State} state */
  draw({ scenario, picture }) {
    for (const [input] of this.losses) input.checked = input.value === scenario.loss;
    const temperature = Number(scenario.temperature);
    if (Number.isFinite(temperature) && temperature > 0) {
      this.slider.value = String(Math.log10(temperature));
      mark(this.slider, { "aria-valuetext": String(temperature) });
    }
    if (document.activeElement !== this.field || picture.message === "") {
      const text = String(scenario.temperature);
      if (this.field.value !== text) this.field.value = text;
    }
    this.weight.value = scenario.lambda_weight ?? "";
    this.normalize.checked = scenario.normalize_labels;
    const why =
      scenario.loss === "unique_softmax"
        ? "Unique softmax weights an item by 2^label − 1: there is nothing to normalize"
        : scenario.lambda_weight === "dcg" || scenario.lambda_weight === "ndcg"
          ? "The lambda weight takes the place of the labels: there is nothing to normalize"
          : "";
    this.normalize.disabled = why !== "";
    mark(this.normalizeLabel, { title: why || "Divide the labels by their sum", "data-off": why ? "" : null });
    // A disabled button would drop the focus of a keyboard user who is undoing.
    mark(this.undo, { "aria-disabled": String(!picture.can_undo) });
    mark(this.redo, { "aria-disabled": String(!picture.can_redo) });
  }
}

/**
 * A number as it was typed, or the text itself: the kernel says in words what is wrong with it.
 * @param {string} text
 */
export function typed(text) {
  const trimmed = text.trim().replace("\u2212", "-").replace(/^(-?\d*),(\d+)$/, "$1.$2");
  const value = Number(trimmed);
  return trimmed !== "" && Number.isFinite(value) ? value : text;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} title
 * @returns {[HTMLInputElement, HTMLLabelElement]}
 */
function radio(name, value, title) {
  const input = element("input", { type: "radio", name, value, ...KEEPS_KEYS });
  return [input, element("label", { title }, input, value.replace("_", " "))];
}

/**
 * @param {string} name
 * @param {string} title
 * @param {() => void} act
 */
function button(name, title, act) {
  const node = element("button", { type: "button", title, ...KEEPS_KEYS }, name);
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") act();
  });
  return node;
}
