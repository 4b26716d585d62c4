/**
 * Mirror: the history of the kernel as this page knows it, and on top of it the commands that the
 * kernel has not answered. The kernel's order decides: what others did stands below those.
 */

import { Refused } from "./explanation/checks.js";
import { fromRecord, same } from "./explanation/scenario.js";
import { done } from "./history.js";

/**
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").Rules} Rules
 * @typedef {import("./types.js").Command} Command
 * @typedef {import("./types.js").Heard} Heard
 */

export class Mirror {
  /**
   * @param {Heard} heard
   * @param {Rules} rules
   */
  constructor(heard, rules) {
    this.rules = rules;
    this.heard = heard;
    this.base = alone(heard);
    /** Whether all steps of the base are known: after a reload they are not. */
    this.whole = heard.past + heard.future === 0;
    /** What each command on top makes of it. @type {{ command: Command, history: History }[]} */
    this.steps = [];
    /** The list on screen: the last one that can be shown; the same object as long as it is equal. */
    this.scenario = fromRecord(heard.scenario);
  }

  /** The history on screen. */
  get shown() {
    return this.steps.at(-1)?.history ?? this.base;
  }

  /** Whether there is a step to take back: the kernel may know one that is not known here. */
  get canUndo() {
    return this.shown.past.length > 0 || (!this.whole && this.heard.past > 0);
  }

  get canRedo() {
    return this.shown.future.length > 0 || (!this.whole && this.heard.future > 0);
  }

  /**
   * Put the commands on top that are not answered.
   * @param {readonly Command[]} commands
   */
  replay(commands) {
    const kept = this.steps.findIndex(({ command }, at) => command !== commands[at]);
    if (kept >= 0) this.steps.length = kept;
    for (const command of commands.slice(this.steps.length)) {
      this.steps.push({ command, history: after(this.shown, command, this.rules) });
    }
    const shown = this.#lastShown();
    if (!same(shown, this.scenario)) this.scenario = shown;
  }

  /** The last list that is not too long. */
  #lastShown() {
    const last = this.steps.findLast(({ history }) => history.present !== null);
    return last?.history.present ?? this.base.present ?? fromRecord(this.heard.scenario);
  }

  /**
   * Take a message of the kernel: what was done since the one before, in its order.
   * @param {Heard} heard
   * @param {readonly Command[]} commands those that it may speak of by their revision
   * @returns {boolean} whether somebody else did something
   */
  take(heard, commands) {
    const missed = heard.count !== this.heard.count + 1;
    let now = this.base;
    for (const one of heard.done) {
      const own = typeof one === "number" ? commands.find(({ revision }) => revision === one) : null;
      if (own) now = after(now, own, this.rules);
      else if (typeof one !== "number") now = after(now, one, { start: this.rules.start, locked: [], most: Infinity });
    }
    this.heard = heard;
    this.base = now;
    this.steps = [];
    if (missed || !this.#agrees()) {
      this.base = alone(heard);
      this.whole = heard.past + heard.future === 0;
    }
    return missed || heard.done.some((one) => typeof one !== "number");
  }

  /**
   * Learn the steps that were not known.
   * @param {import("./types.js").Steps} steps
   */
  learn({ count, past, future, gesture }) {
    if (this.whole || count !== this.heard.count) return;
    this.base = { ...this.base, past: past.map(read), future: future.map(read), gesture };
    this.whole = true;
    this.steps = [];
  }

  /**
   * Go on without the kernel: what is on screen is all there is.
   * @param {History} history
   */
  stand(history) {
    this.base = history;
    this.whole = true;
    this.steps = [];
    this.replay([]);
  }

  /** Whether the kernel, too, is there. */
  #agrees() {
    const { past, present, future } = this.base;
    const counted = past.length === this.heard.past && future.length === this.heard.future;
    const there = this.heard.present ? same(present, this.heard.scenario) : present === null;
    return there && (counted || !this.whole);
  }
}

/**
 * A history of which only the present is known.
 * @param {Heard} heard
 * @returns {History}
 */
function alone({ scenario, present, measured }) {
  return { past: [], present: present ? fromRecord(scenario) : null, future: [], gesture: null, measured };
}

/**
 * A history after a command, which may be refused now that others have changed the list.
 * @param {History} history
 * @param {Pick<Command, "name" | "arguments">} command
 * @param {Rules} rules
 */
function after(history, command, rules) {
  try {
    return done(history, command, rules);
  } catch (error) {
    if (error instanceof Refused) return history;
    throw error;
  }
}

/** @param {object | null} record */
function read(record) {
  return record && fromRecord(record);
}
