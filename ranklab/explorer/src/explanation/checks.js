/** Checks: what a scenario may hold, and the messages that refuse anything else. */

import { general, grouped, lengthOf, shown, strip } from "./formatting.js";
import { LIMITS } from "../facts.js";

export const PADDING = -1;

// One entry of each field, as people call it.
const ENTRIES = { scores: "score", labels: "label", items: "name", sample_weight: "sample weight" };
// 1,000 and 1.000,5: how many numbers, and which, depends on who wrote it.
const GROUPED = /^[+\-\u2212]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?:\.[0-9]*)?|(?:\.[0-9]{3})+,[0-9]*)$/;

/** What was given cannot be: the message says what, and what to give. */
export class Refused extends Error {}

/**
 * @param {unknown} scores
 * @returns {number[]}
 */
export function checkedScores(scores) {
  const values = numbers("scores", scores);
  if (values.length === 0) {
    throw new Refused("scores is empty: give at least one item, such as scores=[0.6, 0.8]");
  }
  if (values.length > LIMITS.items) {
    const [has, most] = [grouped(values.length), grouped(LIMITS.items)];
    throw new Refused(`scores has ${has} items; a scenario holds at most ${most}`);
  }
  values.forEach((value, i) => {
    if (!(Math.abs(value) <= LIMITS.score)) {
      throw new Refused(`${entry("scores", i)} must be a finite number between -1e6 and 1e6, got ${shown(value)}`);
    }
  });
  return values;
}

/**
 * Below 0 is padding, kept as -1.
 * @param {unknown} labels
 * @param {number} n
 * @returns {number[]}
 */
export function checkedLabels(labels, n) {
  const values = numbers("labels", labels);
  if (values.length !== n) {
    const has = `scores has ${n} items but labels has ${values.length}`;
    throw new Refused(`${has}: give one label per score`);
  }
  values.forEach((value, i) => {
    if (!(value > -Infinity && value <= LIMITS.label)) {
      throw new Refused(
        `${entry("labels", i)} must be a number from 0 to 30, or below 0 for padding ` +
          `(NaN is padding for the Keras losses alone), got ${shown(value)}`,
      );
    }
  });
  return values.map((value) => (value < 0 ? PADDING : value));
}

/**
 * @param {unknown} weights
 * @param {number} n
 * @returns {number[] | null}
 */
export function checkedSampleWeight(weights, n) {
  if (missing(weights)) return null;
  const values = numbers("sample_weight", weights);
  if (values.length !== n) {
    const has = `scores has ${n} items but sample_weight has ${values.length}`;
    throw new Refused(`${has}: give one weight per score`);
  }
  values.forEach((value, i) => {
    if (!(value >= 0 && value <= LIMITS.sample_weight)) {
      throw new Refused(`${entry("sample_weight", i)} must be a number from 0 to 1e6, got ${shown(value)}`);
    }
  });
  return values;
}

/**
 * @param {unknown} names
 * @param {number} n
 * @returns {string[]}
 */
export function checkedItems(names, n) {
  const values = sequence("items", names, "names");
  if (values.length !== n) {
    const has = `scores has ${n} items but items has ${values.length} names`;
    throw new Refused(`${has}: give one name per score`);
  }
  return values.map(checkedName);
}

/**
 * @param {unknown} name
 * @param {number} i
 */
function checkedName(name, i) {
  if (typeof name !== "string") {
    throw new Refused(`${entry("items", i)} must be a string, got ${shown(name)}`);
  }
  if (strip(name) === "" || lengthOf(name) > LIMITS.name) {
    const wanted = `${entry("items", i)} must have 1 to ${LIMITS.name} characters`;
    throw new Refused(`${wanted}, got ${shown(name)}`);
  }
  if (/\p{Cs}/u.test(name)) {
    const half = `${entry("items", i)} holds half a character (a lone surrogate) that no file can store`;
    throw new Refused(`${half}: ${shown(name)}`);
  }
  return name;
}

/**
 * A custom loss as a scenario names it, the prefix before its name.
 * @param {string} loss
 * @param {string} prefix
 */
export function checkedCustomName(loss, prefix) {
  const name = loss.slice(prefix.length);
  const prints = !/\p{C}|(?! )\p{Z}/u.test(name);
  if (!prints || strip(name) === "" || lengthOf(name) > LIMITS.name) {
    const wanted = `the name of a loss must have 1 to ${LIMITS.name} characters that print`;
    throw new Refused(`${wanted}, got ${shown(name)}`);
  }
  return loss;
}

/**
 * @param {unknown} temperature
 * @returns {number}
 */
export function checkedTemperature(temperature) {
  if (typeof temperature === "boolean") {
    throw new Refused(`temperature must be a number, got ${shown(temperature)}`);
  }
  const value = numberOf("temperature", temperature);
  const [least, most] = LIMITS.temperature;
  if (!(value >= least && value <= most)) {
    const wanted = `temperature must be a number from ${least} to ${general(most)}`;
    throw new Refused(`${wanted}, got ${shown(temperature)}`);
  }
  return value;
}

/**
 * How many places a lambda weight counts.
 * @param {unknown} topn
 * @returns {number | null}
 */
export function checkedTopn(topn) {
  if (missing(topn)) return null;
  if (typeof topn !== "number" || !Number.isInteger(topn)) {
    throw new Refused(`topn must be a whole number of places or None, got ${shown(topn)}`);
  }
  if (!(topn >= 1 && topn <= LIMITS.items)) {
    throw new Refused(
      `topn must be at least 1 and at most ${grouped(LIMITS.items)}, or None for all places, ` +
        `got ${shown(topn)}`,
    );
  }
  return topn;
}

/**
 * One of a few.
 * @template T
 * @param {string} argument
 * @param {unknown} value
 * @param {T[]} choices
 * @returns {T}
 */
export function checkedChoice(argument, value, choices) {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const known = choices.map(shown).join(", ");
  throw new Refused(`${argument} must be one of ${known}, got ${shown(value)}`);
}

/**
 * A number as people write it, or NaN where a word is none: `1_000`, `inf` and `0,5` are none.
 * @param {string} word
 */
export function parsed(word) {
  const ascii = word.replace(/\p{Decimal_Number}/gu, digit).replaceAll("\u2212", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(ascii)) return NaN;
  const value = Number(ascii);
  return Number.isFinite(value) ? value : NaN;
}

/**
 * A number as people type it into a field, with a point or a comma for decimals; else NaN.
 * @param {string} text
 */
export function typed(text) {
  const word = strip(text);
  return isGrouped(word) ? NaN : parsed(word.replace(",", "."));
}

/**
 * Whether it can be read in two ways: 1,000 is 1 or 1000.
 * @param {string} word
 */
export function isGrouped(word) {
  return GROUPED.test(word);
}

/**
 * A digit of any script; each script's stand in a row, from 0.
 * @param {string} character
 */
function digit(character) {
  const code = character.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Decimal_Number}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

/** @param {unknown} value */
function missing(value) {
  return value === null || value === undefined;
}

/**
 * @param {string} argument
 * @param {unknown} values
 * @param {string} what
 * @returns {unknown[]}
 */
function sequence(argument, values, what) {
  if (Array.isArray(values)) return values;
  throw new Refused(`${argument} must be a list of ${what}, got ${shown(values)}`);
}

/**
 * @param {keyof typeof ENTRIES} argument
 * @param {unknown} values
 */
function numbers(argument, values) {
  return sequence(argument, values, "numbers").map((v, i) => numberOf(argument, v, i));
}

/**
 * One entry as people count it, and as Python does.
 * @param {string} argument
 * @param {number} i
 */
function entry(argument, i) {
  return `${ENTRIES[/** @type {keyof typeof ENTRIES} */ (argument)]} of item ${i + 1} (${argument}[${i}])`;
}

/**
 * @param {string} argument
 * @param {unknown} value
 * @param {number} [i] of which entry, where there are several
 */
function numberOf(argument, value, i) {
  if (typeof value !== "number" && typeof value !== "boolean") {
    const what = i === undefined ? argument : entry(argument, i);
    throw new Refused(`${what} must be a number, got ${shown(value)}`);
  }
  return Number(value) + 0; // -0 and 0 are one score, and must print as one
}
