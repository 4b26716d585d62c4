/** The entry: one view of one explorer, drawn anew from every state. */

import { Controls } from "./controls.js";
import { element, write } from "./dom.js";
import { List } from "./list.js";
import { Numbers } from "./numbers.js";
import { Reading } from "./reading.js";
import { State } from "./state.js";

const NOTICEABLE = 80; // ms after which a number that is not yet right is shown fainter

/**
 * @param {{ model: import("./state.js").Model, el: HTMLElement }} context
 * @returns {() => void} what to do when the view goes away
 */
function render({ model, el }) {
  const state = new State(model);
  const numbers = new Numbers();
  const controls = new Controls(state);
  const reading = new Reading(state);
  const list = new List(state, reading);
  const hint = element("p", { class: "rl-hint" });
  const root = element(
    "section",
    { class: "ranklab", "aria-label": "Ranking loss explorer" },
    element("div", { class: "rl-head" }, numbers.node, controls.node),
    hint,
    list.node,
    reading.node,
  );
  root.addEventListener("keydown", (event) => takeHistoryKeys(event, state));
  el.replaceChildren(root);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  const draw = () => {
    root.dataset.pending = String(state.pending);
    if (!state.pending) {
      clearTimeout(late);
      late = undefined;
      delete root.dataset.late;
    } else {
      // A fade that starts at once, even one with a delay, makes the browser draw frames for which
      // the kernel's answer has to wait: a third of the whole latency.
      late ??= setTimeout(() => (root.dataset.late = ""), NOTICEABLE);
    }
    write(hint, state.hint);
    for (const part of [numbers, controls, list, reading]) part.draw(state);
  };
  const take = () => {
    draw();
    state.answered();
  };
  state.redraw = draw;
  model.on("change:picture", take);
  model.on("change:edit", draw);
  model.on("change:hint", draw);
  draw();
  return () => {
    clearTimeout(late);
    model.off("change:picture", take);
    model.off("change:edit", draw);
    model.off("change:hint", draw);
  };
}

/**
 * Ctrl or Cmd+Z undoes here and nowhere else: the notebook's own undo must not hear it.
 * @param {KeyboardEvent} event
 * @param {State} state
 */
function takeHistoryKeys(event, state) {
  const writing = event.target instanceof HTMLInputElement && event.target.type === "text";
  if (!(event.ctrlKey || event.metaKey) || event.altKey || writing) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  if (state.held === null) state.command(key === "y" || event.shiftKey ? "redo" : "undo");
  event.preventDefault();
  event.stopPropagation();
}

export default { render };
