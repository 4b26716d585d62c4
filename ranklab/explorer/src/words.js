/** Numbers as people read them: three significant digits and a true minus sign. */

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
  else if (size >= 999.5e6) text = value.toExponential(2).replace("e+", "e");
  else if (size >= 999.5e3) text = `${Number((value / 1e6).toPrecision(3))} million`;
  else if (size >= 999.5) text = grouped(value.toFixed(0));
  else if (size < 0.0009995) text = value.toExponential(1);
  else text = value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size * 1.0005))));
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

/**
 * A score as it is typed and dragged: as many digits as it has, at most four decimals.
 * @param {number} value
 * @returns {string}
 */
export function plain(value) {
  const size = Math.abs(value);
  if (size >= 1e5 && Number.isInteger(value / 1e4)) return value.toExponential().replace("e+", "e").replace("-", MINUS);
  if (size >= 1e5 || (size > 0 && size < 5e-5)) return number(value);
  return String(Number(value.toFixed(4))).replace("-", MINUS);
}
