/** Formatting: numbers and counts as people read them, and text as Python takes it apart. */

import { number } from "../words.js";

export { number };

export const MINUS = "\u2212";

const WHITE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

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
  return value.toLocaleString("en-US");
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
 * The characters of a text, half of a pair being none.
 * @param {string} text
 */
export function characters(text) {
  return [...text];
}

/**
 * A value as an error message shows it: short, whatever was given.
 * @param {unknown} value
 * @returns {string}
 */
export function shown(value) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${clipped(value, 60)}'`;
  if (typeof value === "object") return clipped(JSON.stringify(value) ?? "", 60);
  return String(value);
}

/**
 * @param {string} text
 * @param {number} most
 */
function clipped(text, most) {
  const all = characters(text);
  return all.length <= most ? text : `${all.slice(0, most - 1).join("")}…`;
}
