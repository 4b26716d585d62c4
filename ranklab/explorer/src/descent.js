/** Descent: the steps that a gradient takes, computed ahead, played, scrubbed and raced. */

import { button, typed } from "./controls.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { newGesture } from "./state.js";
import { place, scale, shape, through } from "./svg.js";
import { number } from "./words.js";

const WIDTH = 300;
const HEIGHT = 150;
const LOSS = [16, 66];
const NDCG = [90, 140];
// Of the run that is played, and of the runs beside it.
const STROKES = [
  { dashes: "none", said: "" },
  { dashes: "5 4", said: " (dashed)" },
  { dashes: "1.5 3", said: " (dotted)" },
];
const SPEEDS = { slow: 4, steady: 15, fast: 60 }; // steps a second

export class Descent {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.at = 0;
    this.id = 0;
    /** @type {import("./types.js").Run[]} */
    this.runs = [];
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.gesture = newGesture();
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
    this.speed.addEventListener("change", () => {
      if (this.timer !== undefined) this.#toggle(), this.#toggle();
    });
    this.curves = shape("g", {});
    this.marker = shape("line", { class: "rl-marker", y1: LOSS[0], y2: NDCG[1] });
    this.svg = shape(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" },
      shape("text", { x: 4, y: LOSS[0] - 4 }, "loss, from its start (1) to 0"),
      shape("text", { x: 4, y: NDCG[0] - 6 }, "NDCG, 0 to 1"),
      this.curves,
      this.marker,
    );
    this.words = element("p", { class: "rl-legend", role: "status" });
    this.node = element(
      "div",
      { class: "rl-descent" },
      element(
        "div",
        { class: "rl-controls rl-choices" },
        this.start,
        element("label", { class: "rl-group" }, "rate", this.rate),
        element("label", { class: "rl-group" }, this.step),
        element("label", { class: "rl-group", title: "The other losses from the same start, dashed or dotted" }, this.race, "race"),
      ),
      this.svg,
      this.scrub,
      element("div", { class: "rl-controls rl-choices" }, this.back, this.play, this.on, this.speed),
      this.words,
    );
  }

  /** @param {import("./state.js").State} state */
  draw(state) {
    const { id = 0, runs = [] } = state.descent;
    if (id === this.id) return this.#mark();
    this.id = id;
    this.#pause();
    this.runs = runs;
    this.at = 0;
    this.gesture = newGesture();
    this.#drawCurves();
    this.#mark();
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
    if (this.runs.length === 0) return;
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

  /** @param {number} at */
  #show(at) {
    if (!this.#fits()) this.#pause();
    if (this.runs.length === 0 || !this.#fits()) return;
    this.at = Math.min(this.#last(), Math.max(0, at));
    const { scores } = this.runs[0];
    const row = scores[Math.min(this.at, scores.length - 1)];
    this.state.edit(() => ({ scores: [...row] }), this.gesture);
    this.#mark();
  }

  /** Whether the list on screen is as long as the one that was descended. */
  #fits() {
    return this.runs.every(({ scores }) => scores[0].length === this.state.scenario.scores.length);
  }

  #drawCurves() {
    const x = scale(0, this.#last(), 4, WIDTH - 4);
    this.curves.replaceChildren(
      ...this.runs.flatMap(({ losses, ndcgs }, run) => {
        const top = scale(Math.min(0, ...losses), Math.max(...losses, 1e-12), LOSS[1], LOSS[0]);
        const bottom = scale(0, 1, NDCG[1], NDCG[0]);
        const xs = losses.map((_, at) => x(at));
        const style = { class: "rl-curve", "stroke-dasharray": STROKES[run].dashes };
        return [
          shape("path", { ...style, d: through(xs, losses.map(top)) }),
          shape("path", { ...style, d: through(xs, ndcgs.map(bottom)) }),
        ];
      }),
    );
  }

  #mark() {
    const last = this.#last();
    mark(this.scrub, { max: String(last) });
    this.scrub.value = String(this.at);
    const x = scale(0, last, 4, WIDTH - 4)(this.at);
    place(this.marker, { x1: x, x2: x });
    const said = this.runs.map(({ title, losses, ndcgs, stopped }, run) => {
      const at = Math.min(this.at, losses.length - 1);
      const done = at === losses.length - 1 && stopped !== "steps" ? `, ${stopped}` : "";
      return `${title}${STROKES[run].said}: loss ${number(losses[at])}, NDCG ${ndcgs[at].toFixed(3)}${done}`;
    });
    write(
      this.words,
      !this.#fits()
        ? "The list has changed its length: press Start from here."
        : this.runs.length ? `Step ${this.at} of ${last}. ${said.join("; ")}.` : "Start from here, then play.",
    );
    mark(this.svg, { "aria-label": `Loss and NDCG over the steps. ${this.words.textContent}` });
    for (const node of [this.play, this.back, this.on]) {
      mark(node, { "aria-disabled": String(this.runs.length === 0) });
    }
  }
}

/**
 * @param {string} label
 * @param {Record<string, string>} options
 */
function choice(label, options) {
  const made = Object.entries(options).map(([value, name]) => element("option", { value }, name));
  return element("select", { "aria-label": label, ...KEEPS_KEYS }, ...made);
}
