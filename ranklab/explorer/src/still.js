/**
 * Still: what is on screen as an SVG document of its own, with real texts and shapes, so that a
 * slide, a paper or a drawing program can use it. Controls are left out.
 */

import { Drawing, element2d, MARGIN } from "./drawing.js";
import { shape } from "./svg.js";

const LEFT_OUT = ".rl-controls, .rl-toolbar, .rl-editing, .rl-prediction, .rl-spoken, .rl-aside, .rl-typing, input, code";
export const DENSITY = 2; // of a picture of pixels

/** @typedef {import("./drawing.js").Box} Box */

/**
 * @param {HTMLElement} root the stage
 * @param {string} title
 * @param {string} words what the picture shows
 * @param {number} [density] pixels of the picture for each of the screen's
 * @returns {{ source: string, width: number, height: number }} an SVG document
 */
export function stillOf(root, title, words, density = 1) {
  const page = /** @type {HTMLElement} */ (root.querySelector(".rl-page"));
  const away = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(LEFT_OUT)]);
  for (const node of away) node.style.display = "none"; // and back before anything is painted
  const drawing = new Drawing(page.getBoundingClientRect(), density);
  const { left, right } = drawing.frame;
  walk(page, drawing, { left, top: -Infinity, right, bottom: Infinity });
  for (const node of away) node.style.display = "";
  const foot = Math.max(...drawing.shapes.map(footOf));
  const [width, height] = [right - left + 2 * MARGIN, foot + MARGIN].map(Math.ceil);
  const named = [shape("title", {}), shape("desc", {})];
  named[0].textContent = title;
  named[1].textContent = words;
  const paper = drawing.paint(getComputedStyle(root).getPropertyValue("--rl-paper")).colour;
  const ground = shape("rect", { width, height, fill: paper });
  const svg = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img" }, ...named, ground, ...drawing.shapes);
  return { source: new XMLSerializer().serializeToString(svg), width, height };
}

/**
 * The same as pixels.
 * @param {{ source: string, width: number, height: number }} still
 * @returns {Promise<Blob>}
 */
export async function pixels({ source, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = element2d(DENSITY * width, DENSITY * height);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser draws no picture of this size"))));
  });
}

/**
 * @param {Element} node
 * @param {Drawing} drawing
 * @param {Box} clip
 */
function walk(node, drawing, clip) {
  const style = getComputedStyle(node);
  if (style.display === "none" || style.opacity === "0") return;
  if (node instanceof SVGSVGElement) return drawing.drawing(node);
  const box = node.getBoundingClientRect();
  const shown = style.visibility !== "hidden";
  if (shown && style.display !== "contents") drawing.box(box, style);
  if (shown) drawPseudo(node, box, drawing);
  const inner = style.overflowX === "visible" ? clip : both(clip, box);
  for (const child of inOrder(node)) {
    if (child instanceof Text) {
      if (shown && child.data.trim()) drawing.text(child, inner);
    } else if (child instanceof Element) walk(child, drawing, inner);
  }
}

/** What is drawn before and after a node: dots, handles and arrows. @param {Element} node @param {DOMRect} box @param {Drawing} drawing */
function drawPseudo(node, box, drawing) {
  if (node.localName === "mfrac") {
    const over = node.children[0].getBoundingClientRect();
    const under = node.children[1].getBoundingClientRect();
    const y = (over.bottom + under.top) / 2;
    drawing.add("rect", { x: drawing.x(box.left), y: drawing.y(y), width: box.width, height: 1 }, getComputedStyle(node).color);
    return;
  }
  for (const which of ["::before", "::after"]) {
    const style = getComputedStyle(node, which);
    if (style.content === "none" || style.content === "normal" || style.visibility === "hidden") continue;
    const [width, height] = [parseFloat(style.width), parseFloat(style.height)];
    const middle = (box.top + box.bottom) / 2;
    const [top, bottom] = [middle - height / 2, middle + height / 2];
    if (node.matches(".rl-arrow")) {
      const up = node.getAttribute("data-moves") === "up";
      const left = box.left + parseFloat(style.left) + new DOMMatrix(style.transform).m41;
      if (node.hasAttribute("data-moves")) {
        drawing.arrow({ left, right: left + width, top, bottom }, up, 0.86 * parseFloat(style.fontSize), style.backgroundColor);
      }
    } else if (node.matches(".rl-pip, .rl-handle, .rl-marker")) {
      const centre = (box.left + box.right) / 2;
      const down = node.matches(".rl-marker") ? box.bottom - middle : 0; // its grip is at its foot
      drawing.box({ left: centre - width / 2, right: centre + width / 2, top: top + down, bottom: bottom + down }, style);
    }
  }
}

/** Children as they lie over each other. @param {Element} node */
function inOrder(node) {
  const children = [...node.childNodes];
  const places = new Map(
    children.map((child) => [child, child instanceof Element && getComputedStyle(child).position === "sticky" ? 1 : 0]),
  );
  return children.sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

/** @param {Box} one @param {Box} other */
function both(one, other) {
  return { ...one, left: Math.max(one.left, other.left), right: Math.min(one.right, other.right) };
}

/** How far down a shape reaches. @param {SVGElement} node */
function footOf(node) {
  const number = (/** @type {string} */ name) => Number(node.getAttribute(name) ?? 0);
  return node.localName === "text" ? number("y") + 6 : number("y") + number("height");
}
