/** The lines below the list: one item in words, and any message. */

import { element, write } from "./dom.js";
import { clipped } from "./explanation/formatting.js";
import { number, plain } from "./words.js";
import { saidRanks, ties } from "./state.js";

const SETTLED = 400; // ms without a change before a screen reader is told
const PATIENCE = 5000; // ms without an answer before one says so
const SILENT = "The kernel has not answered: it is busy, or it was restarted; then run the cell again.";
const DESERTED = "The kernel behind this picture is gone, and nothing answers any more: run the cell again.";
// Where this page computes, all that is on screen is right.
const UNHEARD = "Python has not heard of this yet: the kernel is busy, or it was restarted.";
const ALONE = "Python does not follow any more, because its kernel is gone. To connect again, run the cell again.";
const NAME_LENGTH = 40;

export class Reading {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.line = element("p", { class: "rl-line" });
    this.message = element("p", { class: "rl-message", role: "alert" });
    this.live = element("p", { class: "rl-spoken", "aria-live": "polite" });
    this.aside = element("p", { class: "rl-aside", role: "status" });
    this.node = element("div", { class: "rl-reading" }, this.line, this.aside, this.live);
    this.spoken = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.unheard = undefined;
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { picture } = state;
    const item = state.lit;
    const about = item === null ? null : sentence(state, item);
    // The note of a list may say what it costs.
    const standing = (!state.predicting && picture.note) || "Point at an item, or reach it with Tab, to read its numbers.";
    write(this.line, [about ?? standing, state.keys].filter(Boolean).join(" "));
    clearTimeout(this.timer);
    this.#sayWhoFollows(state);
    if (state.said) write(this.message, state.said);
    if (state.pending && !state.deserted) {
      this.timer = setTimeout(() => write(this.message, SILENT), PATIENCE);
      return;
    }
    if (state.deserted && state.provider.follows) {
      write(this.message, DESERTED);
      return;
    }
    write(this.message, state.said || state.message);
    if (state.predicting) return;
    const spoken = `${about ?? ""} Loss ${number(picture.loss)}.`.trim();
    this.spoken ||= spoken; // what it starts with is there to be read
    this.timer = setTimeout(() => {
      if (spoken !== this.spoken) write(this.live, spoken);
      this.spoken = spoken;
    }, SETTLED);
  }

  /**
   * A kernel that is silent is no error where this page computes: it is said once, below.
   * @param {import("./state.js").State} state
   */
  #sayWhoFollows({ deserted, kernel, provider }) {
    if (provider.follows || deserted || kernel.heardAll) {
      clearTimeout(this.unheard);
      this.unheard = undefined;
      this.#say(deserted && !provider.follows ? ALONE : "");
    } else this.unheard ??= setTimeout(() => this.#say(UNHEARD), PATIENCE);
  }

  /** @param {string} text */
  #say(text) {
    write(this.aside, text);
    this.aside.hidden = text === "";
  }
}

/**
 * @param {import("./state.js").State} state
 * @param {number} item
 */
function sentence({ scenario, picture, pending, predicting, pinned }, item) {
  const full = scenario.items[item];
  const name = item === pinned ? `Pinned (Escape lets go): ${full}` : clipped(full, NAME_LENGTH);
  const label = scenario.labels[item];
  if (label < 0) return `${name}: an empty place. It costs nothing and competes with no item.`;
  const tied = ties(scenario)[item] > 1 ? " (tied: equal scores rank in the order given)" : "";
  const where = `${name}: score ${plain(scenario.scores[item])}, rank ${saidRanks(scenario)[item]}${tied}, label ${plain(label)}.`;
  if (pending || predicting) return where;
  const step = picture.steps[item];
  const moves =
    Math.abs(step) < 0.0005 ? "Hardly moves" : `Moves ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
  const said = [where];
  // A custom loss has no probabilities, and perhaps no parts.
  if (picture.probabilities.length) {
    said.push(`Probability ${number(picture.probabilities[item])}, target ${number(picture.targets[item])}.`);
  }
  said.push(`${moves} in one step.`);
  if (picture.contributions.length) {
    said.push(`Costs ${number(picture.contributions[item])} of ${number(picture.loss)}.`);
  }
  return said.join(" ");
}
