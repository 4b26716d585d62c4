/** The card of an exercise: the question, a field for the answer, and the feedback. */

// Keeps JupyterLab's shortcuts off a focused control. It must be on the control, not on a parent.
const KEEPS_KEYS = { "data-lm-suppress-shortcuts": "true" };
const PATIENCE = 5000; // ms to wait for the kernel before saying that it does not answer
let cards = 0;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function button(text, title, act) {
  const node = element("button", { type: "button", title, ...KEEPS_KEYS }, text);
  node.addEventListener("click", act);
  return node;
}

function numberField(send) {
  const input = element("input", {
    type: "text",
    inputmode: "decimal",
    size: "9",
    "aria-label": "your answer, a number",
    ...KEEPS_KEYS,
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.stopPropagation(); // otherwise the notebook handles Enter as well
    send();
  });
  return { nodes: [input], read: () => input.value };
}

function choiceField(choices) {
  const group = `ranklab-exercise-${(cards += 1)}`; // each card needs a separate radio group
  const inputs = choices.map((choice) =>
    element("input", { type: "radio", name: group, value: choice, ...KEEPS_KEYS }),
  );
  const labels = inputs.map((input) => element("label", {}, input, input.value));
  return {
    nodes: [element("span", { class: "rx-choices", role: "radiogroup" }, ...labels)],
    read: () => inputs.find((input) => input.checked)?.value ?? "",
  };
}

function render({ model, el }) {
  const question = model.get("question");
  let timer;
  const send = (act, answer = null) => {
    const asked = model.get("asked");
    model.set("asked", { revision: (asked.revision ?? 0) + 1, act, answer });
    model.save_changes();
    clearTimeout(timer);
    timer = setTimeout(() => {
      said.textContent = "The kernel does not answer. If it was restarted, run the cell again.";
    }, PATIENCE);
  };
  const check = () => send("check", field ? field.read() : null);
  const field = { number: () => numberField(check), choice: () => choiceField(question.choices) }[
    question.kind
  ]?.();

  const title = element("span", { class: "rx-title" });
  const progress = element("span", { class: "rx-progress", role: "img" });
  const hints = element("ol", { class: "rx-hints" });
  const said = element("p", { class: "rx-said", role: "status" });
  const hint = button("Hint", "One step towards the answer", () => send("hint"));
  const reveal = button("Show the answer", "An answer, and why it is right", () => send("reveal"));
  const controls = element(
    "div",
    { class: "rx-controls" },
    ...(field ? field.nodes : []),
    element("span", { class: "rx-buttons" }, button("Check", "Judge the answer", check), hint, reveal),
  );
  controls.querySelector("button").classList.add("rx-check");

  function draw() {
    const state = model.get("state");
    clearTimeout(timer);
    title.textContent = `Exercise ${question.number} of ${state.lesson.length}`;
    progress.replaceChildren(
      ...state.lesson.map((solved) => element("span", { class: "rx-dot", ...(solved && { "data-solved": "" }) })),
    );
    const solved = state.lesson.filter(Boolean).length;
    progress.setAttribute("aria-label", `${solved} of ${state.lesson.length} solved in this lesson`);
    el.firstChild?.toggleAttribute("data-solved", state.solved);
    el.firstChild?.toggleAttribute("data-projector", model.get("projector"));
    said.textContent = state.said;
    said.dataset.outcome = state.outcome;
    hints.replaceChildren(...state.hints.map((text) => element("li", {}, text)));
    const left = question.hints - state.hints.length;
    hint.disabled = left === 0;
    hint.textContent = left === question.hints ? "Hint" : left ? "Next hint" : "No more hints";
  }

  el.replaceChildren(
    element(
      "section",
      { class: "rx-card", "aria-label": `exercise: ${question.name}` },
      element("div", { class: "rx-head" }, title, progress),
      element("p", { class: "rx-question" }, question.text),
      controls,
      said,
      hints,
    ),
  );
  model.on("change:state change:projector", draw);
  draw();
  return () => {
    clearTimeout(timer);
    model.off("change:state change:projector", draw);
  };
}

export default { render };
