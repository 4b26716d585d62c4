/** Explorers without a screen: node browser_sessions.mjs reads a request a line, and answers each. */

import { createInterface } from "node:readline";

import { State } from "../ranklab/explorer/src/state.js";

/** What anywidget hands to `render`; `sent` keeps what goes to the kernel. */
function modelOf(state) {
  const listeners = {};
  const model = {
    sent: [],
    get: (name) => state[name],
    set: (name, value) => model.receive({ [name]: value }),
    receive: (traits) => {
      Object.assign(state, traits);
      for (const name of Object.keys(traits)) for (const hear of listeners[`change:${name}`] ?? []) hear();
    },
    save_changes: () => model.sent.push(structuredClone({ edit: state.edit })),
    send: (message) => model.sent.push(structuredClone({ message })),
    on: (event, callback) => (listeners[event] ??= []).push(callback),
    off: () => {},
  };
  return model;
}

const explorers = new Map();

const REQUESTS = {
  open: ({ id, state }) => {
    const model = modelOf(state);
    const opened = new State(model);
    opened.listen({ change: () => {}, desert: () => {} });
    explorers.set(id, { model, state: opened });
  },
  move: ({ id, field, item, value, gesture }) => {
    const { state } = explorers.get(id);
    state.edit((now) => {
      if (field === "temperature") return { temperature: value };
      return { [field]: now[field].map((old, i) => (i === item % now[field].length ? value : old)) };
    }, gesture);
  },
  command: ({ id, name, given }) => explorers.get(id).state.command(name, given),
  grasp: ({ id, item }) => {
    const { state } = explorers.get(id);
    state.grip = null;
    if (item === null) return state.release();
    state.held = item % state.scenario.scores.length;
  },
  hear: ({ id, traits }) => explorers.get(id).model.receive(traits),
};

/** What is on screen, and what went to the kernel since the last request. */
function said(id) {
  const { model, state } = explorers.get(id);
  const { shown, mirror, heardAll } = state.kernel;
  return {
    sent: model.sent.splice(0),
    scenario: state.scenario,
    loss: state.picture.loss,
    message: state.message,
    warning: state.provider.warning,
    history: { past: shown.past, future: shown.future, gesture: shown.gesture },
    present: shown.present !== null,
    measured: shown.measured,
    can: [state.picture.can_undo, state.picture.can_redo],
    whole: mirror.whole,
    heard_all: heardAll,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  try {
    REQUESTS[request.ask](request);
    await null; // what waits for the end of the event
    console.log(JSON.stringify(said(request.id)));
  } catch (error) {
    console.log(JSON.stringify({ error: error.stack }));
  }
}
