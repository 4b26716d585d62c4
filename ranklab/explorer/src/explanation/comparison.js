/** Comparison: one list under several losses, temperatures or lambda weights, side by side. */

import { explain } from "./answer.js";
import { lossTitle } from "./definitions.js";
import { general, shown } from "./formatting.js";
import { replace } from "./scenario.js";

/**
 * @typedef {import("./explanation.js").Explanation} Explanation
 *
 * Several explanations of one list that differ in one choice.
 * @typedef {object} Comparison
 * @property {string} choice what differs, a field of the scenario
 * @property {unknown[]} values
 * @property {string[]} titles what differs, in words
 * @property {Explanation[]} explanations
 * @property {boolean[]} disagree which items move up under one and down under another
 */

const HARDLY = 1e-3; // of the longest step: a shorter one has no direction

/**
 * @param {import("./scenario.js").Scenario} scenario
 * @param {string} choice a field of the scenario
 * @param {unknown[]} values
 * @returns {Comparison}
 */
export function compare(scenario, choice, values) {
  const explanations = values.map((value) => explain(replace(scenario, { [choice]: value })));
  return {
    choice,
    values,
    titles: values.map((value) => title(choice, value)),
    explanations,
    disagree: disagree(explanations.map(({ gradient }) => gradient)),
  };
}

/**
 * Which items move up under one gradient and down under another.
 * @param {Float64Array[]} gradients
 * @returns {boolean[]}
 */
export function disagree(gradients) {
  const signs = gradients.map((gradient) => {
    const longest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return gradient.map((value) => (Math.abs(value) > HARDLY * longest ? Math.sign(value) : 0));
  });
  return Array.from(signs[0], (_, i) => [-1, 1].every((way) => signs.some((sign) => sign[i] === way)));
}

/**
 * What differs, in words: "unique softmax", "temperature 0.1".
 * @param {string} choice
 * @param {unknown} value
 */
function title(choice, value) {
  if (choice === "loss") return lossTitle(String(value));
  const said = typeof value === "number" ? general(value) : wordOf(value);
  return `${choice.replaceAll("_", " ")} ${said.replaceAll("_", " ")}`;
}

/** @param {unknown} value */
function wordOf(value) {
  return typeof value === "string" ? value : shown(value);
}
