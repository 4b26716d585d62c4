/**
 * Formulas: a number in symbols, with its numbers put in, and as text for a calculator.
 *
 * A formula is a small tree named after the elements of MathML: `["mfrac", ["mi", "y"], ["mn", "2"]]`.
 */

import { clipped, general, MINUS, number, split } from "./formatting.js";
import { log2Inverse, powMinus1 } from "./metrics.js";
import { bestGains, sum } from "./textbook.js";

const NAME_LENGTH = 10; // of an index
const SHOWN_TERMS = 3; // of a sum; a longer one is cut in the picture, never in the text

/**
 * @typedef {import("../types.js").Formula} Formula
 *
 * An item of a list: what a formula needs of it.
 * @typedef {object} Item
 * @property {number} place
 * @property {string} name
 * @property {Float64Array} labels of the whole list, 0 for padding
 * @property {number} rank
 * @property {number | null} topn
 *
 * How a weight is computed.
 * @typedef {object} WeightFormula
 * @property {Formula} symbols
 * @property {Formula} filled with its numbers put in
 * @property {string} text as a calculator takes it
 * @property {boolean} asks_all whether other items have a part in it
 */

/** @type {Formula} */
const GAIN_DISCOUNT = ["mrow", ["mtext", "gain"], ["mo", "·"], ["mtext", "discount"]];

/**
 * The label itself: `y`.
 * @param {Item} item
 * @returns {WeightFormula}
 */
export function label(item) {
  return weight(y(item), given(labelOf(item)), plain(labelOf(item)));
}

/**
 * The label divided by the sum of all: `y_i / sum_j y_j`.
 * @param {Item} item
 */
export function normalizedLabel(item) {
  const all = sum(item.labels);
  const summed = row(["munder", ["mo", "∑"], ["mi", "j"]], ["msub", ["mi", "y"], ["mi", "j"]]);
  return weight(
    ["mfrac", y(item), summed],
    ["mfrac", given(labelOf(item)), given(all)],
    `${plain(labelOf(item))} / ${plain(all)}`,
    true,
  );
}

/**
 * The gain of the label: `2^y - 1`.
 * @param {Item} item
 */
export function gain(item) {
  const symbols = row(["msup", ["mn", "2"], y(item)], MINUS, ["mn", "1"]);
  return weight(symbols, power(labelOf(item)), `2^${plain(labelOf(item))} - 1`);
}

/**
 * Gain times discount of a DCG weight: `y / rank`.
 * @param {Item} item
 */
export function labelOverRank(item) {
  /** @type {Formula} */
  const filled = ["mfrac", given(labelOf(item)), ["mn", String(item.rank)]];
  return weight(GAIN_DISCOUNT, filled, `${plain(labelOf(item))} / ${item.rank}`);
}

/**
 * Gain times discount of an NDCG weight, over the best DCG that these labels reach.
 * @param {Item} item
 */
export function discountedGain(item) {
  const ideal = bestGains(item.labels.map(powMinus1), item.topn);
  const best = sum(ideal.map((value, i) => value * log2Inverse(i + 1)));
  const below = row(["msub", ["mi", "log"], ["mn", "2"]], "(", ["mn", String(1 + item.rank)], ")");
  return weight(
    ["mfrac", GAIN_DISCOUNT, ["mtext", "best DCG"]],
    row(["mfrac", ["mn", "1"], rounded(best)], "·", ["mfrac", power(labelOf(item)), below]),
    `(2^${plain(labelOf(item))} - 1) / log2(1 + ${item.rank}) / ${plain(best)}`,
    true,
  );
}

/**
 * The same formula times a sample weight; unchanged where there is none.
 * @param {WeightFormula} formula
 * @param {number | null} sampleWeight
 */
export function times(formula, sampleWeight) {
  if (sampleWeight === null) return formula;
  return weight(
    row(formula.symbols, "·", ["mtext", "sample weight"]),
    row(formula.filled, "·", given(sampleWeight)),
    `(${formula.text}) * ${plain(sampleWeight)}`,
    formula.asks_all,
  );
}

/**
 * @param {Formula} symbols
 * @param {Formula} filled
 * @param {string} text
 * @param {boolean} [asksAll]
 * @returns {WeightFormula}
 */
function weight(symbols, filled, text, asksAll = false) {
  return { symbols, filled, text, asks_all: asksAll };
}

// What formulas are made of.

/**
 * Formulas side by side; a plain string is an operator.
 * @param {...(Formula | string)} parts
 * @returns {Formula}
 */
export function row(...parts) {
  /** @type {Formula[]} */
  const built = parts.map((part) => (typeof part === "string" ? ["mo", part] : part));
  return ["mrow", ...built];
}

/**
 * A sum, of which the first terms are shown.
 * @param {Formula[]} terms
 */
export function total(terms) {
  /** @type {Formula[]} */
  const rest = terms.length > SHOWN_TERMS ? [["mo", "⋯"]] : [];
  const parts = [...terms.slice(0, SHOWN_TERMS), ...rest].flatMap((term) => ["+", term]);
  return row(...parts.slice(1));
}

/**
 * A letter with the name of its item below it.
 * @param {string} letter
 * @param {number} place
 * @param {string} name
 * @returns {Formula}
 */
export function of(letter, place, name) {
  const shown = clipped(split(name).join(" "), NAME_LENGTH);
  return ["msub", { item: place }, ["mi", letter], ["mtext", shown]];
}

/**
 * A number as it was given: a label, a score, a temperature.
 * @param {number} value
 */
export function given(value) {
  return signed(general(value, 4).replace("e+0", "e").replace("e-0", "e-"));
}

/**
 * A number that was computed, as people read it.
 * @param {number} value
 */
export function rounded(value) {
  return signed(number(value));
}

/**
 * A number as a calculator reads it, with ten digits.
 * @param {number} value
 */
export function plain(value) {
  return general(value, 10).replace("e+", "e");
}

/** @param {Item} item */
function labelOf({ labels, place }) {
  return labels[place];
}

/** @param {Item} item */
function y({ place, name }) {
  return of("y", place, name);
}

/** @param {number} label */
function power(label) {
  return row(["msup", ["mn", "2"], given(label)], MINUS, ["mn", "1"]);
}

/**
 * @param {string} text
 * @returns {Formula}
 */
function signed(text) {
  if (text[0] !== MINUS && text[0] !== "-") return ["mn", text];
  return row(MINUS, ["mn", text.slice(1)]);
}
