/** Formatting: numbers and counts as people read them, and text as Python takes it apart. */

import { grouped as withCommas, number } from "../words.js";

export { number };

export const MINUS = "\u2212";

// What Python calls white space.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const WHITE = new RegExp(SPACE);
const HEAD = new RegExp(`^${SPACE}`);
const TAIL = new RegExp(`(?<!${SPACE})${SPACE}$`);

/**
 * A number with so many significant digits, as Python's `f"{value:.10g}"` writes it.
 * @param {number} value
 * @param {number} [digits]
 * @returns {string}
 */
export function general(value, digits = 6) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const sign = value < 0 ? "-" : "";
  const [mantissa, exponent] = roundedToEven(Math.abs(value), digits).split("e");
  const power = Number(exponent);
  const figures = mantissa.replace(".", "");
  if (power < -4 || power >= digits) {
    const shown = trimmed(`${figures[0]}.${figures.slice(1)}`);
    return `${sign}${shown}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  if (power < 0) return `${sign}${trimmed(`0.${"0".repeat(-power - 1)}${figures}`)}`;
  return sign + trimmed(`${figures.slice(0, power + 1)}.${figures.slice(power + 1)}`);
}

/**
 * With so many digits, a tie to the even one: Python formats so, a browser away from zero.
 * @param {number} size above 0
 * @param {number} digits
 * @returns {string} as `toExponential` writes it
 */
function roundedToEven(size, digits) {
  const rounded = size.toExponential(digits - 1);
  if (!/5e/.test(size.toExponential(digits))) return rounded;
  const exact = size.toExponential(100).split("e")[0].replace(".", "");
  if (!/^50*$/.test(exact.slice(digits))) return rounded;
  if (Number(exact[digits - 1]) % 2) return rounded;
  const [mantissa, exponent] = size.toExponential(100).split("e");
  return `${mantissa.slice(0, digits === 1 ? 1 : digits + 1)}e${exponent}`;
}

/** @param {string} text a number with a point */
function trimmed(text) {
  return text.replace(/\.?0*$/, "");
}

/**
 * A whole number with commas between the thousands.
 * @param {number} value
 */
export function grouped(value) {
  return withCommas(String(value));
}

/**
 * How many items, in words.
 * @param {number} count
 */
export function items(count) {
  return `${grouped(count)} item${count === 1 ? "" : "s"}`;
}

/**
 * The words of a text: what Python's `text.split()` gives.
 * @param {string} text
 * @returns {string[]}
 */
export function split(text) {
  return text.split(WHITE).filter((word) => word !== "");
}

/**
 * A text without the white space around it: what Python's `text.strip()` gives.
 * @param {string} text
 */
export function strip(text) {
  return text.replace(HEAD, "").replace(TAIL, "");
}

/**
 * How many characters a text has, as Python counts them: a pair of surrogates is one.
 * @param {string} text
 */
export function lengthOf(text) {
  let count = text.length;
  for (let i = 1; i < text.length; i++) if (isHigh(text, i - 1) && isLow(text, i)) count -= 1;
  return count;
}

/**
 * A text of at most so many characters, with a mark where it is cut.
 * @param {string} text
 * @param {number} most
 */
export function clipped(text, most) {
  if (lengthOf(text) <= most) return text;
  return `${[...text.slice(0, 2 * most)].slice(0, most - 1).join("")}…`;
}

/**
 * A value as an error message shows it: short, whatever was given.
 * @param {unknown} value
 * @param {number} [level] how many levels of lists within lists are shown
 * @returns {string}
 */
export function shown(value, level = 2) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${clipped(value, 60)}'`;
  if (typeof value === "number") return String(value).replace("Infinity", "inf").replace("NaN", "nan");
  if (Array.isArray(value)) return `[${some(value, level, (one) => shown(one, level - 1))}]`;
  if (typeof value !== "object") return typeof value;
  /** @param {[string, unknown]} entry */
  const entry = ([key, one]) => `${shown(key)}: ${shown(one, level - 1)}`;
  return `{${some(Object.entries(value), level, entry)}}`;
}

/**
 * @template T
 * @param {T[]} values
 * @param {number} level
 * @param {(value: T) => string} show
 */
function some(values, level, show) {
  if (level === 0) return values.length > 0 ? "..." : "";
  const most = 6;
  return [...values.slice(0, most).map(show), ...(values.length > most ? ["..."] : [])].join(", ");
}

/**
 * @param {string} text
 * @param {number} i
 */
function isHigh(text, i) {
  return (text.charCodeAt(i) & 0xfc00) === 0xd800;
}

/**
 * @param {string} text
 * @param {number} i
 */
function isLow(text, i) {
  return (text.charCodeAt(i) & 0xfc00) === 0xdc00;
}
