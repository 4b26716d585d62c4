// What anywidget hands to `render`, as small as it can be, and it keeps what is sent.
async ({ source, state }) => {
  const listeners = {};
  const model = {
    state,
    sent: [],
    get: (name) => state[name],
    set: (name, value) => model.receive({ [name]: value }),
    // All that one message holds is there before anybody hears of any of it.
    receive: (traits) => {
      Object.assign(state, traits);
      for (const name of Object.keys(traits)) {
        for (const callback of listeners[`change:${name}`] ?? []) callback();
      }
    },
    save_changes: () => {
      const { edit, views, projector } = state;
      model.sent.push(structuredClone({ edit, views, projector }));
    },
    on: (event, callback) => (listeners[event] ??= []).push(callback),
    off: (event, callback) => {
      listeners[event] = listeners[event].filter((other) => other !== callback);
    },
    listeners,
  };
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(url);
  window.model = model;
  window.cleanup = widget.render({ model, el: document.getElementById("stage") });
};
