/** The derivation: formulas with the current numbers, set by the browser's own MathML. */

import { element, KEEPS_KEYS, write } from "./dom.js";

const MATHML = "http://www.w3.org/1998/Math/MathML";
const TAGS = new Set(["mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "mfrac", "munder"]);
const ENDS = new Set(["=", "+", "\u2212", "\u00b7"]); // a line may end before these
const BRACKETS = new Set(["(", ")"]);
const SETTLED = 120; // ms on one item before the derivation follows it

export class Derivation {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.lines = element("ol", { class: "rl-derivation" });
    this.empty = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.lines, this.empty);
    this.drawn = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const lines = picture.derivation;
    if (!lines) return; // the kernel has not sent it yet
    const drawn = JSON.stringify(lines);
    if (drawn === this.drawn) return; // what one has selected stays selected
    this.drawn = drawn;
    this.lines.replaceChildren(...lines.map(line));
    write(this.empty, lines.length ? "" : picture.note);
  }

  /** @param {import("./state.js").State} state */
  light(state) {
    const { lit } = state;
    clearTimeout(this.timer);
    // A pointer inside the derivation lights items up; following it would take the line away.
    if (lit === null || (state.pinned === null && this.node.matches(":hover, :focus-within"))) return;
    this.timer = setTimeout(() => {
      if (lit !== state.followed) state.tell("followed", lit);
    }, SETTLED);
  }
}

/** @param {import("./types.js").Line} shown */
function line({ title, formula, text }) {
  const set = element("div", { class: "rl-set" }, ...pieces(formula).map(piece));
  const plain = element("code", { title: "For a calculator: click, and copy" }, text);
  // One stop for Tab: it selects the text for a calculator.
  const both = element("div", { class: "rl-formula", tabindex: "0", ...KEEPS_KEYS }, set, plain);
  const choose = () => getSelection()?.selectAllChildren(plain);
  plain.addEventListener("click", choose);
  both.addEventListener("focus", choose);
  return element("li", {}, element("span", { class: "rl-line-title" }, title), both);
}

/**
 * What stands side by side in a formula, cut where a line may end, before an operator. A browser breaks no line within a formula, and a formula that is cut can be misread.
 * @param {import("./types.js").Formula} formula
 * @returns {import("./types.js").Formula[][]}
 */
function pieces(formula) {
  /** @type {import("./types.js").Formula[][]} */
  const made = [[]];
  let before = "("; // a sign after an operator or a bracket belongs to its number
  for (const part of flat(formula)) {
    const operator = part[0] === "mo" ? String(part[1]) : "";
    if (ENDS.has(operator) && (before === "" || before === ")")) made.push([]);
    made[made.length - 1].push(part);
    before = operator;
  }
  return made;
}

/**
 * @param {import("./types.js").Formula} formula
 * @returns {import("./types.js").Formula[]} the parts of a row, and of the rows in it; a number keeps its sign
 */
function flat(formula) {
  const [tag, ...parts] = formula;
  return tag === "mrow" && parts.length > 2 ? parts.flatMap((part) => (Array.isArray(part) ? flat(part) : [])) : [formula];
}

/** @param {import("./types.js").Formula[]} parts @param {number} at its place in the line */
function piece(parts, at) {
  const math = document.createElementNS(MATHML, "math");
  math.setAttribute("displaystyle", "true");
  math.append(...parts.map(built));
  // An operator stands between its piece and the one before, which it cannot see.
  if (at > 0) math.firstElementChild?.setAttribute("form", "infix");
  return math;
}

/**
 * @param {import("./types.js").Formula} formula
 * @returns {Element}
 */
function built([tag, ...parts]) {
  const node = document.createElementNS(MATHML, TAGS.has(tag) ? tag : "mtext");
  if (tag === "mo" && BRACKETS.has(String(parts[0]))) node.setAttribute("stretchy", "false");
  for (const part of parts) {
    if (typeof part === "string") node.append(part);
    else if (Array.isArray(part)) node.append(built(part));
    else node.setAttribute("data-item", String(part.item));
  }
  return node;
}
