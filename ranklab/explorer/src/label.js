/** A label: up to four pips to click, or a number; any number can be typed. */

import { typed } from "./controls.js";
import { element, KEEPS_KEYS, mark, write } from "./dom.js";
import { LIMITS } from "./facts.js";
import { newGesture } from "./state.js";
import { refusal, Typing } from "./typing.js";
import { plain } from "./words.js";

const TOGETHER = 1000; // ms within which the digits that one presses are one number

export class LabelPips {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   */
  constructor(state, item) {
    this.state = state;
    this.item = item;
    this.gesture = newGesture();
    this.countable = true;
    this.pips = Array.from({ length: LIMITS.pips }, (_, i) => {
      const pip = element("span", { class: "rl-pip" });
      pip.addEventListener("click", () => {
        if (!this.countable || state.refuses("labels")) return; // the click on a number opens its field
        this.#click((label) => (label === i + 1 ? i : i + 1));
      });
      return pip;
    });
    this.number = element("span", { class: "rl-label-number" });
    this.node = element(
      "span",
      {
        class: "rl-label",
        "data-lock": "labels",
        role: "slider",
        tabindex: "0",
        "aria-valuemin": "0",
        "aria-valuemax": String(LIMITS.label),
        title: "Click a dot, press an arrow key or type a number. Double click or Enter: a field. Space: pin",
        ...KEEPS_KEYS,
      },
      ...this.pips,
      this.number,
    );
    this.typing = new Typing(state, item, "labels", this.node);
    this.node.addEventListener("keydown", (event) => this.#takeKey(event));
    this.node.addEventListener("click", ({ target }) => {
      const dot = this.countable && this.pips.some((pip) => pip === target);
      if (!dot) this.typing.open();
    });
    this.node.addEventListener("dblclick", () => {
      if (state.refuses("labels")) return;
      if (this.countable) this.#click(() => this.clicked.label);
      this.typing.open();
    });
    /** What was typed on the label itself, and when. */
    this.typed = { text: "", at: -Infinity };
    /** The label before the first of quick clicks: a double click changes nothing. */
    this.clicked = { label: 0, at: -Infinity, gesture: this.gesture };
  }

  /** @param {import("./types.js").Scenario} scenario */
  draw({ items, labels }) {
    const label = labels[this.item];
    const countable = Number.isInteger(label) && label >= 0 && label <= LIMITS.pips;
    this.countable = countable;
    this.pips.forEach((pip, i) => mark(pip, { "data-full": label > i ? "" : null }));
    mark(this.node, {
      "data-number": countable || label < 0 ? null : "",
      "aria-label": `label of ${items[this.item]}`,
      "aria-valuenow": String(Math.max(0, label)),
      "aria-valuetext": label < 0 ? "padding, not there" : plain(label),
    });
    write(this.number, countable || label < 0 ? "" : plain(label));
  }

  /** @param {(label: number) => number} change @param {string} gesture */
  #set(change, gesture) {
    this.state.edit((scenario) => {
      const labels = [...scenario.labels];
      labels[this.item] = change(labels[this.item]);
      return { labels };
    }, gesture);
  }

  /** Quick clicks are one gesture. @param {(label: number) => number} change */
  #click(change) {
    const at = performance.now();
    if (at - this.clicked.at > TOGETHER) {
      this.clicked = { label: this.state.scenario.labels[this.item], at, gesture: newGesture() };
    }
    this.#set(change, this.clicked.gesture);
  }

  /** Digits pressed shortly after each other are one number. @param {string} key */
  #type(key) {
    const at = performance.now();
    const goesOn = at - this.typed.at < TOGETHER;
    if (!goesOn) this.gesture = newGesture();
    this.typed = { text: goesOn ? this.typed.text + key : key, at };
    const { text } = this.typed;
    const labels = this.state.scenario.labels.map((label, i) => (i === this.item ? typed(text) : label));
    if (!refusal(this.state.scenario, { labels }, this.item)) return this.#set(() => Number(typed(text)), this.gesture);
    this.typed.text = "";
    this.typing.refuse(text);
  }

  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const up = ["ArrowUp", "ArrowRight", "+"].includes(event.key);
    const down = ["ArrowDown", "ArrowLeft", "-"].includes(event.key);
    const typing = /^\d$/.test(event.key) || (/^[.,]$/.test(event.key) && this.typed.text !== "");
    if (!up && !down && !typing && !["Home", "End", "Enter", " "].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (event.key === " ") return this.state.pin(this.item);
    if (event.key === "Enter") return this.typing.open();
    if (this.state.refuses("labels")) return;
    if (typing) return this.#type(event.key);
    if (!event.repeat) this.gesture = newGesture();
    this.typed.text = "";
    if (event.key === "Home") this.#set(() => 0, this.gesture);
    else if (event.key === "End") this.#set(() => LIMITS.pips, this.gesture);
    else if (up) this.#set((label) => Math.min(LIMITS.label, Math.max(0, label) + 1), this.gesture);
    else this.#set((label) => (label < 0 ? label : Math.max(0, label - 1)), this.gesture);
  }
}
