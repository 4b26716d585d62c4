/** Numbers as people read them: three significant digits, a true minus sign, an exponent at the extremes. */

export const MINUS = "\u2212";

/**
 * The same words as `ranklab.explanation.formatting.number`.
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  const size = Math.abs(value);
  let text;
  if (size === 0) text = "0";
  else if (size >= 99999.5 || size < 0.0009995) text = value.toExponential(2).replace("e+", "e");
  else text = value.toFixed(size >= 999.5 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size * 1.0005))));
  return text.replaceAll("-", MINUS);
}

/**
 * A whole number with commas between the thousands.
 * @param {string} digits
 */
export function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * @param {number} value
 * @returns {string} the number with its sign, also a plus
 */
export function signed(value) {
  return (value > 0 ? "+" : "") + number(value);
}

const HARDLY = 5e-7; // a step that is no more than rounding

/**
 * @param {number} step
 * @returns {string} a step with its sign, and "0" where it is no more than rounding
 */
export function stepOf(step) {
  return signed(Math.abs(step) < HARDLY ? 0 : step);
}

/**
 * A score as it is typed and dragged: as many digits as it has, at most four decimals. Where
 * `number` has an exponent, it has one, too.
 * @param {number} value
 * @returns {string}
 */
export function plain(value) {
  const size = Math.abs(value);
  const extreme = size >= 99999.5 || (size > 0 && size < 0.0009995);
  const text = extreme
    ? Number(value.toPrecision(3)).toExponential().replace("e+", "e")
    : String(Number(value.toFixed(4)));
  return text.replaceAll("-", MINUS);
}
