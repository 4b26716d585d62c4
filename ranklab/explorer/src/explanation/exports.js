/** Exports: a list as text to take away, as Python's `to_link`, `to_json`, `to_python` and `to_latex` write it. */

import { LAMBDA_WEIGHTS, LIMITS, LOSSES } from "../facts.js";
import { Refused } from "./checks.js";
import { derive } from "./derivation.js";
import { grouped, split } from "./formatting.js";
import { PREFIX } from "./links.js";
import { fromRecord } from "./scenario.js";

/**
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("../types.js").Formula} Formula
 * @typedef {import("../types.js").Line} Line
 * @typedef {import("./scenario.js").Scenario} Scenario
 */

// What `to_json` calls whole numbers; all other numbers have a point.
const WHOLE = new Set(["ranklab", "topn"]);

/** @type {{ [kind: string]: (explanation: Explanation) => string | Promise<string> }} */
export const TEXTS = {
  link: ({ scenario }) => toLink(scenario),
  python: ({ scenario }) => toPython(scenario),
  json: ({ scenario }) => toJson(scenario),
  latex: (explanation) => toLatex(derive(explanation)),
};

/**
 * A string that is safe in a URL.
 * @param {Scenario} scenario
 * @returns {Promise<string>} rejected with `Refused` where the list is too long for a link
 */
export async function toLink(scenario) {
  const bytes = new TextEncoder().encode(JSON.stringify(scenario));
  const folded = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  const packed = new Uint8Array(await new Response(folded).arrayBuffer());
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  const link = PREFIX + letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (link.length > LIMITS.link || bytes.length > LIMITS.unpacked) {
    throw new Refused(
      `a link of ${grouped(link.length)} characters is too long (at most ${grouped(LIMITS.link)}): ` +
        "use to_json() for a list of this size",
    );
  }
  return link;
}

/**
 * One line of JSON.
 * @param {Scenario} scenario
 */
export function toJson(scenario) {
  return json({ ranklab: 1, ...scenario });
}

/**
 * @param {unknown} value
 * @param {boolean} [whole]
 * @returns {string}
 */
function json(value, whole = false) {
  if (typeof value === "number") return whole ? String(value) : float(value);
  if (Array.isArray(value)) return `[${value.map((one) => json(one)).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value);
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}: ${json(one, WHOLE.has(name))}`).join(", ")}}`;
}

/**
 * A number with all its digits, as Python writes it.
 * @param {number} value
 */
export function float(value) {
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = power < 0 ? value.toFixed(mantissa.replace(/[-.]/g, "").length - 1 - power) : String(value);
  const signed = Object.is(value, -0) ? "-0" : text;
  return signed.includes(".") ? signed : `${signed}.0`;
}

/**
 * A snippet that computes the loss with the Keras class.
 * @param {Scenario} scenario
 */
export function toPython(scenario) {
  const { scores, labels, loss, lambda_weight: weight, topn, temperature, sample_weight: weights } = scenario;
  const { keras_class: keras, keras_arguments: names } = LOSSES[/** @type {keyof typeof LOSSES} */ (loss)];
  const plain = fromRecord({ scores: [0], labels: [0] });
  const set = [];
  if (weight !== null) {
    const { keras_class: of } = LAMBDA_WEIGHTS[/** @type {keyof typeof LAMBDA_WEIGHTS} */ (weight)];
    set.push(`lambda_weight=ranklab.${of}(${topn === null ? "" : `topn=${topn}`})`);
  }
  if (temperature !== 1) set.push(`temperature=${float(temperature)}`);
  for (const name of /** @type {(keyof Scenario)[]} */ (names)) {
    if (scenario[name] !== plain[name]) set.push(`${name}=${scenario[name] ? "True" : "False"}`);
  }
  const list = (/** @type {readonly number[]} */ values) => `[[${values.map(float).join(", ")}]]`;
  return [
    "import numpy as np",
    "",
    "import ranklab",
    "",
    `loss = ranklab.${keras}(${set.join(", ")})`,
    `y_true = ${list(labels)}`,
    `y_pred = np.array(${list(scores)})`,
    ...(weights === null ? [] : [`sample_weight = ${list(weights)}`]),
    `print(float(loss(y_true, y_pred${weights === null ? "" : ", sample_weight"})))`,
    "",
  ].join("\n");
}

/** @type {{ [symbol: string]: string }} */
const SYMBOLS = {
  "−": "-", "·": "\\cdot ", "∈": "\\in ", "∑": "\\sum ", "⋯": "\\cdots ", "(": "\\left(",
  ")": "\\right)", log: "\\log ", ln: "\\ln ", "…": "\\ldots ",
};

/** @type {{ [letter: string]: string }} */
const ESCAPED = {
  "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", $: "\\$", "&": "\\&", "#": "\\#",
  "%": "\\%", _: "\\_", "^": "\\^{}", "~": "\\~{}", "<": "\\textless{}", ">": "\\textgreater{}",
  "−": "$-$", "…": "\\ldots{}",
};

/**
 * A derivation for use with amsmath.
 * @param {Line[]} lines
 */
export function toLatex(lines) {
  const rows = lines.map(({ title, formula }) => `& \\text{${escaped(title)}} & ${latex(formula)}`);
  return ["\\begin{align*}", rows.join(" \\\\\n"), "\\end{align*}"].join("\n");
}

/**
 * @param {Formula} formula
 * @returns {string}
 */
function latex([tag, ...parts]) {
  const inner = parts.flatMap((part) =>
    typeof part === "string" ? [part] : Array.isArray(part) ? [latex(part)] : [],
  );
  const text = inner.join("");
  switch (tag) {
    case "mtext":
      return `\\text{${escaped(text)}}`;
    case "mi":
    case "mn":
    case "mo":
      return SYMBOLS[text] ?? text.replaceAll("−", "-");
    case "mfrac":
      return `\\frac{${inner[0]}}{${inner[1]}}`;
    case "msub":
    case "munder":
      return `${inner[0].trim()}_{${inner[1]}}`;
    case "msup":
      return `${inner[0]}^{${inner[1]}}`;
    default:
      return inner.map((part) => (part === "=" || part === "+" ? ` ${part} ` : part)).join("");
  }
}

/**
 * A user's text, for LaTeX.
 * @param {string} text
 */
function escaped(text) {
  return Array.from(split(text).join(" "), (letter) => ESCAPED[letter] ?? letter).join("");
}
