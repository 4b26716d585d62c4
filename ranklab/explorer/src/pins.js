/** Pins: a click on an item keeps all views with it, until a second click or Escape lets go. */

const OTHER = "input, button, select, textarea, label, a, code, [role=slider], .rl-value";

/**
 * @param {HTMLElement} root
 * @param {import("./state.js").State} state
 */
export function listenForPins(root, state) {
  root.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || target.closest(OTHER)) return;
    const item = target.closest("[data-item]")?.getAttribute("data-item");
    if (item) state.pin(Number(item));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || state.pinned === null) return;
    event.preventDefault();
    event.stopPropagation();
    state.pin(state.pinned);
  });
}

/**
 * The pin goes with its item: to another place, under another name, or away.
 * @param {import("./state.js").State} state
 */
export function keepPin(state) {
  const { pinned, pinnedAmong: before, scenario } = state;
  const { items } = scenario;
  if (pinned === null) return;
  state.pinnedAmong = items;
  const renamed = items.length === before.length && items.every((name, i) => i === pinned || name === before[i]);
  if (renamed) return;
  const at = items.indexOf(before[pinned]);
  state.pinned = at < 0 ? null : at;
}
