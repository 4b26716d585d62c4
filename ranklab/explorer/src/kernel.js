/**
 * Kernel: the one place that sends messages to Python and hears them. No other module knows the
 * model.
 *
 * Up goes `edit`: the commands that are not answered, each with a revision. One message at most
 * waits for an answer; what is done meanwhile is merged, and goes with the next. Down comes
 * `answered`, and with `picture` what was done since the last message, by whomever, in the kernel's
 * order (`Heard`). The last of a gesture alone does not wait (`finish`).
 */

import { bothChanges } from "./explanation/edits.js";
import { fromRecord } from "./explanation/scenario.js";
import { done } from "./history.js";
import { Mirror } from "./mirror.js";

/**
 * @typedef {import("./types.js").Command} Command
 * @typedef {import("./types.js").Edit} Edit
 * @typedef {import("./types.js").Model} Model
 */

// What changes the drawing and is no part of an answer.
const TRAITS = [
  "edit", "hint", "views", "verification", "projector", "descent", "exported", "hidden",
  "locked", "predicted",
];

export class Kernel {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    const { start, most } = this.get("given");
    /** @type {import("./history.js").Rules} */
    this.rules = {
      start: fromRecord(start),
      most,
      get locked() {
        return model.get("locked");
      },
    };
    this.mirror = new Mirror(this.get("picture"), this.rules);
    /** Whether Python is gone: nobody answers any more. */
    this.gone = false;
    this.#learn();
  }

  /** @param {string} name @returns {any} */
  get(name) {
    return this.model.get(name);
  }

  /** @returns {Edit} */
  get edit() {
    return { revision: 0, sent: 0, commands: [], ...this.get("edit") };
  }

  /** The commands that are not answered. */
  get unanswered() {
    const answered = this.get("answered");
    return this.edit.commands.filter(({ revision }) => revision > answered);
  }

  /** Whether Python has heard all that was done here. */
  get heardAll() {
    return this.edit.revision <= this.get("answered");
  }

  /** The list on screen. */
  get scenario() {
    return this.mirror.scenario;
  }

  /** The history on screen. */
  get shown() {
    return this.mirror.shown;
  }

  /**
   * Hear what changes.
   * @param {{ change: () => void, take: (news: { others: boolean }) => void, desert: () => void }} hear
   *   on any change, on an answer, and when Python is gone
   * @returns {() => void} what ends it
   */
  listen({ change, take, desert }) {
    const answer = () => {
      const { count } = this.get("picture");
      const fresh = count !== this.mirror.heard.count;
      const others = fresh && this.mirror.take(this.get("picture"), this.edit.commands);
      this.mirror.replay(this.unanswered);
      this.#learn();
      take({ others });
      queueMicrotask(() => this.#send()); // once every view of this explorer has heard it
    };
    const changed = () => {
      if (!this.gone) this.mirror.replay(this.unanswered);
      change();
    };
    /** @type {Record<string, () => void>} */
    const heard = {
      "change:picture": answer,
      "change:answered": answer,
      "change:history": answer,
      "change:message": answer,
      comm_live_update: () => {
        this.gone = true;
        this.mirror.stand(this.shown);
        desert();
      },
    };
    for (const name of TRAITS) heard[`change:${name}`] = changed;
    for (const [event, callback] of Object.entries(heard)) this.model.on(event, callback);
    return () => {
      for (const [event, callback] of Object.entries(heard)) this.model.off(event, callback);
    };
  }

  /**
   * Do what a command says, here at once and in Python as soon as it hears it.
   * @param {string} name
   * @param {Command["arguments"]} given
   * @throws {Refused} then nothing has happened
   */
  do(name, given = {}) {
    const { revision, sent } = this.edit;
    /** @type {Command} */
    const command = { revision: this.#next(revision), name, arguments: given };
    const history = done(this.shown, command, this.rules);
    if (this.gone) return this.mirror.stand(history);
    const before = this.unanswered;
    const last = before.at(-1);
    const merged = last && last.revision > sent ? together(last, command) : null;
    const commands = merged ? [...before.slice(0, -1), merged] : [...before, command];
    this.model.set("edit", { revision: command.revision, sent, commands });
    this.mirror.replay(commands);
    this.#send();
  }

  /**
   * Tell Python something that is no edit: which views are shown.
   * @param {string} name
   * @param {unknown} value
   */
  tell(name, value) {
    this.model.set(name, value);
    const { sent, revision } = this.edit;
    this.model.set("edit", { revision: this.#next(revision), sent, commands: this.unanswered });
    this.#send();
  }

  /**
   * Send the last of a gesture now, beside what waits for an answer: Python settles a round trip
   * earlier. The host would hold back a second `save_changes`.
   */
  finish() {
    const edit = this.edit;
    if (this.gone || !this.model.send || edit.revision <= Math.max(edit.sent, this.get("answered"))) return;
    const sent = { ...edit, commands: this.unanswered, sent: edit.revision };
    this.model.set("edit", sent);
    this.model.send(sent);
  }

  /** @param {number} revision */
  #next(revision) {
    return Math.max(revision, this.get("answered")) + 1;
  }

  /** Send what is not sent, unless an answer is awaited. */
  #send() {
    const edit = this.edit;
    const waits = edit.sent > this.get("answered");
    if (this.gone || waits || edit.revision <= Math.max(edit.sent, this.get("answered"))) return;
    this.model.set("edit", { ...edit, commands: this.unanswered, sent: edit.revision });
    this.model.save_changes();
  }

  /** Ask for the steps of the history that are not known here: after a reload, all of them. */
  #learn() {
    const { mirror } = this;
    mirror.learn({ count: -1, past: [], future: [], gesture: null, ...this.get("history") });
    mirror.replay(this.unanswered);
    const asked = this.unanswered.some(({ name }) => name === "recall");
    if (!mirror.whole && !asked && !this.gone) this.do("recall");
  }
}

/**
 * Two edits of one gesture as one; null if they are not.
 * @param {Command} one
 * @param {Command} next
 * @returns {Command | null}
 */
function together(one, next) {
  const { gesture = null } = next.arguments;
  if (one.name !== "edit" || next.name !== "edit" || gesture === null || gesture !== one.arguments.gesture) return null;
  return { ...next, arguments: { ...next.arguments, changes: bothChanges(one.arguments.changes, next.arguments.changes) } };
}
