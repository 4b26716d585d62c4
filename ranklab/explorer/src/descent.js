/** Descent: the steps that a gradient takes, computed ahead, played, scrubbed and raced. */

import { button, typed } from "./controls.js";
import { FirstStep, RunCharts } from "./descent_charts.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { newGesture } from "./state.js";
import { number } from "./words.js";

const SPEEDS = { slow: 4, steady: 15, fast: 60 }; // steps a second
const SAME = 2e-6; // scores that differ by less are the same: the kernel rounds them
// What a descent follows, besides the scores, as people call it.
const FOLLOWED = {
  loss: "the loss",
  temperature: "the temperature",
  labels: "labels",
  lambda_weight: "the lambda weight",
  topn: "topn",
  normalize_labels: "normalized labels",
  sample_weight: "sample weights",
};

export class Descent {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.at = 0;
    this.id = 0;
    /** @type {import("./types.js").Run[]} */
    this.runs = [];
    /** What has changed since the descent was computed. @type {string[]} */
    this.changed = [];
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.gesture = newGesture();
    this.valid = 0.1; // the last rate that was one
    this.rate = element("input", { type: "text", inputmode: "decimal", value: "0.1", "aria-label": "rate", ...KEEPS_KEYS });
    this.step = choice("step", { rate: "same rate", length: "same length" });
    this.race = element("input", { type: "checkbox", ...KEEPS_KEYS });
    this.speed = choice("speed", { steady: "steady", slow: "slow", fast: "fast" });
    this.start = button("Start from here", "Compute the descent of the list on screen", () => this.#ask());
    this.play = button("Play", "Play, or pause", () => this.#toggle());
    this.back = button("−1", "One step back", () => this.#show(this.at - 1));
    this.on = button("+1", "One step on", () => this.#show(this.at + 1));
    this.scrub = element("input", { type: "range", min: "0", max: "0", value: "0", "aria-label": "step of the descent", ...KEEPS_KEYS });
    this.scrub.addEventListener("input", () => {
      this.#pause();
      this.#show(Number(this.scrub.value));
    });
    this.asked = this.rate.value;
    this.rate.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.stopPropagation(); // the notebook would take Enter before the field hears it
      if (this.rate.value === this.asked) this.#ask(); // else the field says that it has changed
    });
    for (const node of [this.rate, this.step, this.race]) node.addEventListener("change", () => this.#ask());
    this.rate.addEventListener("input", () => this.draw(this.state));
    this.speed.addEventListener("change", () => {
      if (this.timer !== undefined) this.#toggle(), this.#toggle();
    });
    this.first = new FirstStep();
    this.charts = new RunCharts();
    this.said = element("span", {});
    this.again = button("Start again", "Compute the descent of the list on screen", () => this.#ask());
    this.earlier = element("p", { class: "rl-earlier", role: "status" }, this.said, " ", this.again);
    this.words = element("p", { class: "rl-legend", role: "status" });
    this.played = element(
      "div",
      { class: "rl-played" },
      this.charts.node,
      this.scrub,
      element("div", { class: "rl-controls rl-choices" }, this.back, this.play, this.on, this.speed),
      this.words,
    );
    this.node = element(
      "div",
      { class: "rl-descent" },
      element(
        "div",
        { class: "rl-controls rl-choices" },
        this.start,
        element("label", { class: "rl-group" }, "rate", this.rate),
        element("label", { class: "rl-group" }, this.step),
        element("label", { class: "rl-group", title: "The other losses from the same start, each in a chart of its own" }, this.race, "race"),
      ),
      this.first.node,
      this.earlier,
      this.played,
    );
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { id = 0, runs = [] } = state.descent;
    if (id !== this.id) {
      this.id = id;
      this.#pause();
      this.runs = runs;
      this.at = 0;
      this.gesture = newGesture();
      this.charts.draw(runs, this.#last());
    }
    const started = runs.length > 0;
    this.first.node.hidden = started;
    this.played.hidden = !started;
    if (started) this.#mark();
    else {
      this.earlier.hidden = true;
      const rate = typed(this.rate.value);
      if (typeof rate === "number" && rate > 0) this.valid = rate;
      this.first.draw(state, this.valid, this.step.value);
    }
  }

  #ask() {
    this.#pause();
    this.asked = this.rate.value;
    this.state.command("descend", {
      rate: typed(this.rate.value),
      step: this.step.value,
      race: this.race.checked,
    });
  }

  #toggle() {
    if (this.timer !== undefined) {
      this.#pause();
      return;
    }
    if (this.at >= this.#last()) this.#show(0);
    const speed = SPEEDS[/** @type {keyof typeof SPEEDS} */ (this.speed.value)];
    this.timer = setInterval(() => {
      if (!this.node.isConnected || this.at >= this.#last()) this.#pause();
      else this.#show(this.at + 1);
    }, 1000 / speed);
    write(this.play, "Pause");
  }

  #pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    write(this.play, "Play");
  }

  #last() {
    return Math.max(0, ...this.runs.map(({ losses }) => losses.length - 1));
  }

  /** @param {number} at the scores on screen in its place */
  #row(at) {
    const { scores } = this.runs[0];
    return scores[Math.min(at, scores.length - 1)];
  }

  /** Put the scores of a step on screen, but never in the place of an edit. @param {number} at */
  #show(at) {
    this.#follow();
    if (this.changed.length) return this.#mark();
    this.at = Math.min(this.#last(), Math.max(0, at));
    this.state.edit(() => ({ scores: [...this.#row(this.at)] }), this.gesture);
    this.#mark();
  }

  /** See whether the list on screen is one of the descent's, and at which step; Undo goes back to one. */
  #follow() {
    const now = this.state.scenario;
    const start = this.runs[0].scenario;
    this.changed = Object.entries(FOLLOWED)
      .filter(([field]) => !alike(/** @type {any} */ (now)[field], /** @type {any} */ (start)[field]))
      .map(([, said]) => said);
    if (near(this.#row(this.at), now.scores)) return;
    const at = this.runs[0].scores.findIndex((row) => near(row, now.scores));
    if (at < 0) this.changed.push("scores");
    else this.at = at;
  }

  #mark() {
    this.#follow();
    const { runs, at } = this;
    const last = this.#last();
    const earlier = this.changed.length > 0;
    if (earlier) this.#pause();
    this.earlier.hidden = !earlier;
    write(this.said, `Of an earlier list. Changed since: ${this.changed.join(", ")}.`);
    mark(this.played, { "data-earlier": earlier ? "" : null });
    mark(this.scrub, { max: String(last) });
    this.scrub.value = String(at);
    this.scrub.disabled = earlier;
    for (const node of [this.play, this.back, this.on]) mark(node, { "aria-disabled": String(earlier) });
    this.charts.mark(earlier ? null : at / (last || 1));
    const followed = runs.length > 1 ? ` The list follows ${runs[0].title}; each loss has units and an axis of its own.` : "";
    write(this.words, `Step ${at} of ${last}. ${runs.map((run) => said(run, at)).join("; ")}.${followed}`);
    this.charts.say(this.words.textContent ?? "");
  }
}

/** @param {import("./types.js").Run} run @param {number} step */
function said({ title, losses, ndcgs, stopped }, step) {
  const at = Math.min(step, losses.length - 1);
  const done = at === losses.length - 1 && stopped !== "steps" ? `, ${stopped}` : "";
  return `${title}: loss ${number(losses[at])}, NDCG ${number(ndcgs[at])}${done}`;
}

/** @param {readonly number[]} row @param {readonly number[]} scores */
function near(row, scores) {
  return (
    row.length === scores.length &&
    row.every((score, i) => Math.abs(score - scores[i]) <= SAME * Math.max(1, Math.abs(score)))
  );
}

/** @param {unknown} one @param {unknown} other */
function alike(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * @param {string} label
 * @param {Record<string, string>} options
 */
function choice(label, options) {
  const made = Object.entries(options).map(([value, name]) => element("option", { value }, name));
  return element("select", { "aria-label": label, ...KEEPS_KEYS }, ...made);
}
