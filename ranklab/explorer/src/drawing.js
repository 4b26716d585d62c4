/** Drawing: boxes, arrows, lines and texts of a page as shapes of one SVG. */

import { shape } from "./svg.js";

export const MARGIN = 12;
const DRAWN = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "vector-effect"];
const SIDES = /** @type {const} */ (["top", "right", "bottom", "left"]);

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

/** Puts boxes, lines and texts of a page into one drawing. */
export class Drawing {
  /** @param {DOMRect} frame @param {number} density pixels of the picture for each of the screen's */
  constructor(frame, density) {
    this.frame = frame;
    this.density = density;
    /** @type {SVGElement[]} */
    this.shapes = [];
    this.pen = /** @type {CanvasRenderingContext2D} */ (
      element2d(1, 1).getContext("2d", { willReadFrequently: true })
    );
    /** @type {Map<string, { colour: string, opacity: number }>} */
    this.paints = new Map();
  }

  /** @param {number} x */
  x(x) {
    return x - this.frame.left + MARGIN;
  }

  /** @param {number} y */
  y(y) {
    return y - this.frame.top + MARGIN;
  }

  /**
   * A colour of CSS as every program knows it.
   * @param {string} css
   */
  paint(css) {
    const known = this.paints.get(css);
    if (known) return known;
    this.pen.clearRect(0, 0, 1, 1);
    this.pen.fillStyle = css;
    this.pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = this.pen.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    const made = { colour: `#${hex}`, opacity: alpha / 255 };
    this.paints.set(css, made);
    return made;
  }

  /**
   * @param {string} tag
   * @param {Record<string, string | number>} where
   * @param {string} css its colour
   * @param {"fill" | "stroke"} [part]
   */
  add(tag, where, css, part = "fill") {
    const { colour, opacity } = this.paint(css);
    if (opacity === 0) return;
    const fainter = opacity < 1 ? { [`${part}-opacity`]: opacity.toFixed(3) } : {};
    this.shapes.push(shape(tag, { ...where, [part]: colour, ...fainter, ...(part === "stroke" ? { fill: "none" } : {}) }));
  }

  /** @param {Box} box @param {CSSStyleDeclaration} style */
  box({ left, top, right, bottom }, style) {
    const size = { x: this.x(left), y: this.y(top), width: right - left, height: bottom - top };
    if (size.width <= 0 || size.height <= 0) return;
    if (style.borderRadius === "50%") {
      const thick = parseFloat(style.borderTopWidth) || 0;
      const place = { cx: size.x + size.width / 2, cy: size.y + size.height / 2 };
      this.add("circle", { ...place, r: size.width / 2 }, thick ? style.borderTopColor : style.backgroundColor);
      if (!thick) return;
      // A ring of which nothing is filled shows what lies below it.
      const { opacity } = this.paint(style.backgroundColor);
      if (opacity === 0) this.shapes.pop(), this.add("circle", { ...place, r: (size.width - thick) / 2, "stroke-width": thick }, style.borderTopColor, "stroke");
      else this.add("circle", { ...place, r: size.width / 2 - thick }, style.backgroundColor);
      return;
    }
    this.add("rect", size, style.backgroundColor);
    for (const side of SIDES) {
      const thick = parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0;
      if (!thick) continue;
      const flat = side === "top" || side === "bottom";
      const x = side === "right" ? this.x(right) - thick : size.x;
      const y = side === "bottom" ? this.y(bottom) - thick : size.y;
      const edge = { x, y, width: flat ? size.width : thick, height: flat ? thick : size.height };
      this.add("rect", edge, style.getPropertyValue(`border-${side}-color`));
    }
  }

  /**
   * An arrow, which its style cuts out of a box.
   * @param {Box} box
   * @param {boolean} up
   * @param {number} head
   * @param {string} css
   */
  arrow({ left, top, right, bottom }, up, head, css) {
    const [tip, end] = up ? [right, left] : [left, right];
    const neck = tip + (up ? -1 : 1) * Math.min(head, right - left);
    const [middle, third] = [(top + bottom) / 2, 0.16 * (bottom - top)];
    const corners = [
      [end, middle - third], [neck, middle - third], [neck, top], [tip, middle],
      [neck, bottom], [neck, middle + third], [end, middle + third],
    ];
    this.add("polygon", { points: corners.map(([x, y]) => `${this.x(x).toFixed(2)},${this.y(y).toFixed(2)}`).join(" ") }, css);
  }

  /** @param {Text} node @param {Box} clip */
  text(node, clip) {
    const owner = /** @type {Element} */ (node.parentElement);
    const style = getComputedStyle(owner);
    // A formula sets a single letter in italics.
    const slanted = owner.localName === "mi" && node.data.length === 1;
    this.pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const { fontBoundingBoxAscent: ascent } = this.pen.measureText("x");
    for (const { said, left, right, top } of lines(node, clip)) {
      const { colour, opacity } = this.paint(style.color);
      const line = shape("text", {
        x: this.x(left), y: this.y(top) + ascent, fill: colour, "font-size": style.fontSize, "font-family": style.fontFamily,
        "font-weight": style.fontWeight, "font-style": slanted ? "italic" : style.fontStyle, "xml:space": "preserve",
        ...(slanted ? {} : { textLength: right - left, lengthAdjust: "spacingAndGlyphs" }),
        ...(opacity < 1 ? { "fill-opacity": opacity.toFixed(3) } : {}),
      });
      line.textContent = said;
      this.shapes.push(line);
    }
  }

  /** A drawing within the page keeps its own coordinates. @param {SVGSVGElement} svg */
  drawing(svg) {
    const { left, top, width, height } = svg.getBoundingClientRect();
    if (width === 0) return;
    const inner = shape("svg", {
      x: this.x(left), y: this.y(top), width, height, viewBox: svg.getAttribute("viewBox") ?? "",
      preserveAspectRatio: svg.getAttribute("preserveAspectRatio") ?? "xMidYMid", overflow: "visible",
    });
    for (const node of svg.querySelectorAll("path, line, rect, circle")) {
      const style = getComputedStyle(node);
      if (style.display === "none") continue;
      const copy = /** @type {SVGElement} */ (node.cloneNode(false));
      for (const { name } of [...copy.attributes]) if (/^(class|style|data-|aria-)/.test(name)) copy.removeAttribute(name);
      for (const name of DRAWN) {
        const value = style.getPropertyValue(name);
        const isPaint = (name === "fill" || name === "stroke") && value !== "none";
        copy.setAttribute(name, isPaint ? this.paint(value).colour : value);
        if (isPaint && this.paint(value).opacity < 1) copy.setAttribute(`${name}-opacity`, this.paint(value).opacity.toFixed(3));
      }
      if (style.vectorEffect === "non-scaling-stroke") {
        copy.setAttribute("stroke-width", String(this.density * parseFloat(style.strokeWidth)));
      }
      inner.append(copy);
    }
    this.shapes.push(inner);
  }
}

/**
 * The lines of a text as they stand on screen; one that is cut ends in dots.
 * @param {Text} node
 * @param {Box} clip
 */
function lines(node, clip) {
  const range = document.createRange();
  /** @type {{ said: string, left: number, right: number, top: number }[]} */
  const made = [];
  let end = 0;
  for (const word of node.data.matchAll(/\S+/gu)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
    if (boxes.length === 0) continue;
    const [{ left, top }] = boxes;
    const right = Math.max(...boxes.map((box) => box.right));
    const last = made.at(-1);
    if (last && Math.abs(last.top - top) < 1) {
      last.said += node.data.slice(end, word.index + word[0].length).replace(/\s+/g, " ");
      last.left = Math.min(last.left, left);
      last.right = Math.max(last.right, right);
    } else made.push({ said: word[0], left, right, top });
    end = word.index + word[0].length;
  }
  return made
    .filter(({ left, right }) => right > clip.left && left < clip.right)
    .map((line) => (line.right > clip.right + 1 || line.left < clip.left - 1 ? cut(line, clip) : line));
}

/**
 * @param {{ said: string, left: number, right: number, top: number }} line
 * @param {Box} clip
 */
function cut(line, clip) {
  const [left, right] = [Math.max(line.left, clip.left), Math.min(line.right, clip.right)];
  const letters = [...line.said];
  const kept = Math.max(1, Math.floor((letters.length * (right - left)) / (line.right - line.left)) - 1);
  return { ...line, left, right, said: `${letters.slice(0, kept).join("")}…` };
}

/** @param {number} width @param {number} height */
export function element2d(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}
