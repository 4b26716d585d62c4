/** Comparison: one list under several losses, temperatures or lambda weights, side by side. */

import { explain } from "./answer.js";
import { lossTitle } from "./definitions.js";
import { Refused } from "./checks.js";
import { general, shown } from "./formatting.js";
import { replace, same } from "./scenario.js";

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

const CHOICES = ["loss", "temperature", "lambda_weight", "normalize_labels", "topn"];
const HARDLY = 1e-3; // of the longest step: a shorter one has no direction

/**
 * Explain a list, which is explained already, under several values of one choice.
 * @param {Explanation} explanation
 * @param {{ [choice: string]: unknown }} compared one field of the scenario and its values
 * @returns {Comparison}
 */
export function compareFrom(explanation, compared) {
  const { scenario } = explanation;
  const [choice, values] = checkedChoices(compared);
  const explanations = values.map((value) => {
    const variant = replace(scenario, { [choice]: value });
    return same(variant, scenario) ? explanation : explain(variant);
  });
  return {
    choice,
    values,
    titles: values.map((value) => title(choice, value)),
    explanations,
    disagree: disagree(explanations.map(({ gradient }) => gradient)),
  };
}

/**
 * @param {{ [choice: string]: unknown }} compared
 * @returns {[string, unknown[]]}
 */
function checkedChoices(compared) {
  const given = Object.entries(compared);
  if (given.length !== 1) {
    const wanted = "compare takes exactly one choice, such as temperature=[0.1, 1, 10]";
    throw new Refused(`${wanted}, got ${given.length}`);
  }
  const [[choice, values]] = given;
  if (!CHOICES.includes(choice)) {
    throw new Refused(`${shown(choice)} cannot be compared; what can is ${CHOICES.join(", ")}`);
  }
  if (!Array.isArray(values) || values.length === 0) {
    throw new Refused(`${choice} must be a list of values to compare, got ${shown(values)}`);
  }
  return [choice, values];
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
