/** Small drawings in SVG: elements, and lines through numbers. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  place(made, attributes);
  made.append(...children);
  return made;
}

/**
 * @param {Element} target
 * @param {Record<string, string | number>} attributes
 */
export function place(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value));
}

/**
 * A path through points; a point that is not finite breaks it.
 * @param {number[]} xs
 * @param {number[]} ys
 */
export function through(xs, ys) {
  let pen = "M";
  return xs
    .map((x, at) => {
      if (!Number.isFinite(ys[at])) {
        pen = "M";
        return "";
      }
      const point = `${pen}${x.toFixed(2)} ${ys[at].toFixed(2)}`;
      pen = "L";
      return point;
    })
    .join("");
}

/**
 * A scale from values to places.
 * @param {number} low
 * @param {number} high
 * @param {number} from
 * @param {number} to
 */
export function scale(low, high, from, to) {
  const span = high > low ? high - low : 1;
  return (/** @type {number} */ value) => from + ((value - low) / span) * (to - from);
}
