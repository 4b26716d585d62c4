/**
 * Providers: who computes the numbers on screen. For the losses of ranklab this page does; for a
 * custom loss the kernel does, and they are pending until it has answered.
 */

import { explain } from "./explanation/answer.js";
import { descents } from "./explanation/commands.js";
import { TEXTS } from "./explanation/exports.js";
import { pictureOf, sweepNumbers } from "./explanation/picture.js";
import { isCustom } from "./explanation/scenario.js";

/**
 * @typedef {import("./kernel.js").Kernel} Kernel
 * @typedef {import("./types.js").Picture} Picture
 * @typedef {Omit<Picture, "can_undo" | "can_redo" | "cut">} Numbers
 *
 * @typedef {object} Provider
 * @property {boolean} pending whether the numbers are not yet of what is on screen
 * @property {boolean} follows whether they wait for the kernel
 * @property {() => Numbers} numbers the same object as long as nothing has changed
 * @property {import("./types.js").Swept | null} swept
 * @property {{ id?: number, runs?: import("./types.js").Run[] }} descent
 * @property {(given: Record<string, unknown>) => void} descend
 * @property {(kind: string) => string | Promise<string>} text to take away; of a custom loss the kernel writes it
 * @property {string} words what is on screen, in words
 * @property {string} warning where it and the kernel differ
 */

const AGREES = 1e-9; // of the loss: two computations of one list may differ by that

/**
 * @param {Kernel} kernel
 * @param {{ followed: number | null }} choice
 * @returns {Provider}
 */
export function providerOf(kernel, choice) {
  return isCustom(kernel.rules.start.loss) ? new OfKernel(kernel) : new OfPage(kernel, choice);
}

class OfPage {
  /**
   * @param {Kernel} kernel
   * @param {{ followed: number | null }} choice the item that the derivation follows
   */
  constructor(kernel, choice) {
    this.kernel = kernel;
    this.choice = choice;
    this.pending = false;
    this.follows = false;
    /** @type {{ id?: number, runs?: import("./types.js").Run[] }} */
    this.descent = {};
    this.explained = memo(explain);
    this.drawn = memo(drawn);
  }

  get explanation() {
    const { scenario, shown } = this.kernel;
    const { k, gain, relevant_from: from } = shown.measured;
    return this.explained(scenario, k, gain, from);
  }

  numbers() {
    const { kernel, explanation } = this;
    const { compared } = kernel.get("given");
    const comparison = this.#comparison(kernel.get("picture"));
    return this.drawn(explanation, comparison, this.choice.followed, compared, ...kernel.get("views"));
  }

  get swept() {
    return this.kernel.get("views").includes("sweep") ? sweepNumbers(this.kernel.scenario) : null;
  }

  /** @param {Record<string, unknown>} given */
  descend(given) {
    this.descent = { id: (this.descent.id ?? 0) + 1, runs: descents(this.kernel.scenario, given) };
  }

  /** @param {string} kind */
  text(kind) {
    return TEXTS[kind](this.explanation);
  }

  get words() {
    return this.explanation.describe();
  }

  /** What Python and this page say of one list must be the same. */
  get warning() {
    const { unanswered, mirror } = this.kernel;
    if (unanswered.length > 0 || this.kernel.shown.present === null) return "";
    const [mine, theirs] = [this.explanation.loss, mirror.heard.loss];
    if (Math.abs(mine - theirs) <= AGREES * Math.max(1, Math.abs(theirs))) return "";
    return (
      `This page computes the loss ${mine}, and Python ${theirs}: one of them is wrong. ` +
      "Please report it, with this list (Export, Copy link)."
    );
  }

  /**
   * A comparison with a custom loss comes from the kernel; one of another length is not shown.
   * @param {import("./types.js").Heard} heard
   */
  #comparison({ comparison, scenario }) {
    const fits = scenario.scores.length === this.kernel.scenario.scores.length;
    return fits && comparison ? comparison : null;
  }
}

class OfKernel {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    this.follows = true;
    this.warning = "";
    this.words = "A ranked list and what a custom loss makes of it.";
  }

  get pending() {
    return this.kernel.unanswered.length > 0;
  }

  get swept() {
    return null;
  }

  text() {
    return "";
  }

  numbers() {
    return this.kernel.get("picture");
  }

  get descent() {
    return this.kernel.get("descent");
  }

  /** @param {Record<string, unknown>} given */
  descend(given) {
    this.kernel.do("descend", given);
  }
}

/**
 * @param {import("./explanation/explanation.js").Explanation} explanation
 * @param {import("./types.js").Compared | null} comparison of the kernel, where only that can
 * @param {number | null} followed
 * @param {{ [choice: string]: unknown[] } | null} compared
 * @param {string[]} views
 * @returns {Numbers}
 */
function drawn(explanation, comparison, followed, compared, ...views) {
  const numbers = pictureOf(explanation, views, { followed, compared: compared ?? {} });
  return comparison ? { ...numbers, comparison } : numbers;
}

/**
 * A function that gives its last value again where it is given the same.
 * @template {unknown[]} Given
 * @template Value
 * @param {(...given: Given) => Value} make
 * @returns {(...given: Given) => Value}
 */
export function memo(make) {
  /** @type {Given | null} */
  let last = null;
  /** @type {Value} */
  let value;
  return (...given) => {
    if (last === null || given.length !== last.length || given.some((one, at) => one !== last?.[at])) {
      value = make(...given);
      last = given;
    }
    return value;
  };
}
