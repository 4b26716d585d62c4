// Joined from ranklab/explorer/src by build.py beside it: edit there, then make stage.

// src/dom.js
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
var KEEPS_KEYS = { "data-lm-suppress-shortcuts": "true" };
function write(node, text2) {
  if (node.textContent !== text2) node.textContent = text2;
}
function mark(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

// src/facts.js
var LOSSES = {
  "softmax": {
    "title": "softmax",
    "sentence": "Every item competes with the whole list",
    "why_not": {
      "temperature": {
        "": "",
        "dcg": "",
        "ndcg": "",
        "precision": ""
      },
      "lambda_weight": {
        "": "",
        "dcg": "",
        "ndcg": "",
        "precision": "The precision weight has pair weights alone, and softmax has no pairs: it changes nothing here."
      },
      "topn": {
        "": "Without a lambda weight, topn changes nothing.",
        "dcg": "The DCG weight of an item is the same for any topn.",
        "ndcg": "",
        "precision": "The precision weight has pair weights alone, and softmax has no pairs: it changes nothing here."
      },
      "normalize_labels": {
        "": "",
        "dcg": "The DCG weight takes the place of the labels: nothing is divided by their sum.",
        "ndcg": "The NDCG weight takes the place of the labels: nothing is divided by their sum.",
        "precision": ""
      },
      "sample_weight": {
        "": "",
        "dcg": "",
        "ndcg": "",
        "precision": ""
      }
    }
  },
  "unique_softmax": {
    "title": "unique softmax",
    "sentence": "An item competes with the less relevant ones only",
    "why_not": {
      "temperature": {
        "": "",
        "dcg": "",
        "ndcg": "",
        "precision": ""
      },
      "lambda_weight": {
        "": "",
        "dcg": "Unique softmax takes no lambda weight: it changes nothing here.",
        "ndcg": "Unique softmax takes no lambda weight: it changes nothing here.",
        "precision": "Unique softmax takes no lambda weight: it changes nothing here."
      },
      "topn": {
        "": "Unique softmax takes no lambda weight, and no topn of one.",
        "dcg": "Unique softmax takes no lambda weight, and no topn of one.",
        "ndcg": "Unique softmax takes no lambda weight, and no topn of one.",
        "precision": "Unique softmax takes no lambda weight, and no topn of one."
      },
      "normalize_labels": {
        "": "Unique softmax weights an item by 2^label - 1.",
        "dcg": "Unique softmax weights an item by 2^label - 1.",
        "ndcg": "Unique softmax weights an item by 2^label - 1.",
        "precision": "Unique softmax weights an item by 2^label - 1."
      },
      "sample_weight": {
        "": "",
        "dcg": "",
        "ndcg": "",
        "precision": ""
      }
    }
  }
};
var LAMBDA_WEIGHTS = {
  "dcg": {
    "title": "DCG",
    "sentence": "An item weighs its label over its rank"
  },
  "ndcg": {
    "title": "NDCG",
    "sentence": "An item weighs its part of the NDCG"
  },
  "precision": {
    "title": "precision",
    "sentence": "Weights pairs of items alone"
  }
};
var VIEWS = {
  "parts": {
    "title": "Parts",
    "sentence": "What each item adds to the loss",
    "is_experiment": false
  },
  "probabilities": {
    "title": "Probabilities",
    "sentence": "Each item's probability, and the target that the loss wants it to reach",
    "is_experiment": false
  },
  "competitors": {
    "title": "Who competes",
    "sentence": "Which items compete in each item's race",
    "is_experiment": false
  },
  "gradient": {
    "title": "Gradient",
    "sentence": "Each item's step and its two halves: pull up and push down",
    "is_experiment": false
  },
  "derivation": {
    "title": "Derivation",
    "sentence": "Every line of the computation, from a label to the loss",
    "is_experiment": false
  },
  "metrics": {
    "title": "Metrics",
    "sentence": "How good the ranking is for a user",
    "is_experiment": false
  },
  "sweep": {
    "title": "Sweep",
    "sentence": "Loss and shares of the steps over the temperature",
    "is_experiment": true
  },
  "comparison": {
    "title": "Compare",
    "sentence": "The same list under several losses or temperatures",
    "is_experiment": true
  },
  "descent": {
    "title": "Descent",
    "sentence": "Let the scores follow their gradient, step by step",
    "is_experiment": true
  }
};
var PRESETS = {
  "two items": {
    "look_for": "Item 1 is relevant and ranks second: its score moves up, and that of item 2 as far down.",
    "scenario": {
      "scores": [
        0.6,
        0.8
      ],
      "labels": [
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "three items": {
    "look_for": "The only relevant item is on top, and the loss is still above 0: p is below 1.",
    "scenario": {
      "scores": [
        0.5,
        0.8,
        0.4
      ],
      "labels": [
        0,
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "unique_softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "a floor above zero": {
    "look_for": "A perfect ranking costs ln 2, because two relevant items must share one distribution.",
    "scenario": {
      "scores": [
        30,
        30,
        0
      ],
      "labels": [
        1,
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "the best item pushed down": {
    "look_for": "The ranking is perfect, yet the best item moves down: its p is above its target.",
    "scenario": {
      "scores": [
        4,
        1,
        0
      ],
      "labels": [
        2,
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "equal grades never fight": {
    "look_for": "Items 1 and 2 have equal labels: drag one past the other, and neither moves the other.",
    "scenario": {
      "scores": [
        1,
        0,
        2,
        -1
      ],
      "labels": [
        2,
        2,
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3",
        "item 4"
      ],
      "loss": "unique_softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "pushed from above alone": {
    "look_for": "Item 3 is relevant and on top, yet it moves down: item 1 has the higher label.",
    "scenario": {
      "scores": [
        0,
        1,
        2
      ],
      "labels": [
        2,
        0,
        1
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "unique_softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "gains grow fast": {
    "look_for": "Lower the label from 4 to 3, 2, 1: two tied items cost 10.4, 4.85, 2.08, 0.69.",
    "scenario": {
      "scores": [
        0,
        0
      ],
      "labels": [
        4,
        0
      ],
      "items": [
        "item 1",
        "item 2"
      ],
      "loss": "unique_softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "the worse, the weaker": {
    "look_for": "Under the NDCG weight, the relevant item at the bottom moves up less than that at rank 2.",
    "scenario": {
      "scores": [
        4,
        3,
        2,
        1,
        0
      ],
      "labels": [
        0,
        1,
        0,
        0,
        1
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3",
        "item 4",
        "item 5"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": "ndcg",
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "a swap makes it jump": {
    "look_for": "Drag item 1 just past item 2: the ranking becomes perfect, and the loss jumps up.",
    "scenario": {
      "scores": [
        1.999,
        2,
        0
      ],
      "labels": [
        1,
        0,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": "ndcg",
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "temperature picks the rival": {
    "look_for": "At T = 0.1 only the strongest competitor moves down; at a higher T the weaker one does.",
    "scenario": {
      "scores": [
        1,
        2,
        0
      ],
      "labels": [
        1,
        0,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "softmax",
      "temperature": 0.1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "all tied": {
    "look_for": "An untrained model ties all scores: the order of the rows alone decides the loss.",
    "scenario": {
      "scores": [
        0,
        0,
        0
      ],
      "labels": [
        2,
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": "ndcg",
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "an empty place": {
    "look_for": "Item 2 is padding: its high score changes nothing.",
    "scenario": {
      "scores": [
        0,
        5,
        1
      ],
      "labels": [
        1,
        -1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "an untrained list": {
    "look_for": "Ten equal scores cost ln 10: a long list starts with a larger loss than a short one.",
    "scenario": {
      "scores": [
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0
      ],
      "labels": [
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        1
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3",
        "item 4",
        "item 5",
        "item 6",
        "item 7",
        "item 8",
        "item 9",
        "item 10"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  },
  "lower loss, worse ranking": {
    "look_for": "This ranking is bad and costs 1.13; scores 3, 2.9, -3, -3 are a good one and cost 2.65.",
    "scenario": {
      "scores": [
        0,
        0.1,
        0.05,
        -9
      ],
      "labels": [
        2,
        0,
        1,
        0
      ],
      "items": [
        "item 1",
        "item 2",
        "item 3",
        "item 4"
      ],
      "loss": "softmax",
      "temperature": 1,
      "lambda_weight": null,
      "topn": null,
      "normalize_labels": true,
      "sample_weight": null
    }
  }
};
var EXPORTS = {
  "link": "Copy link",
  "python": "Copy as Python",
  "json": "Copy as JSON",
  "latex": "Copy as LaTeX",
  "png": "Save PNG",
  "svg": "Save SVG"
};
var LIMITS = {
  "items": 1e4,
  "shown": 50,
  "drawn": 200,
  "score": 1e6,
  "label": 30,
  "pips": 4,
  "sample_weight": 1e6,
  "temperature": [
    1e-3,
    1e3
  ],
  "swept": [
    0.01,
    100
  ],
  "name": 200,
  "json": 16e6,
  "link": 65536,
  "unpacked": 4e6,
  "pasted": 1e6,
  "views": 3,
  "steps": 1e4,
  "descent": 200,
  "history": 200
};

// src/state.js
var PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
var gestures = 0;
var TRAITS = [
  "edit",
  "message",
  "hint",
  "views",
  "followed",
  "verification",
  "projector",
  "sweep",
  "descent",
  "exported",
  "hidden",
  "locked",
  "predicted"
];
function newGesture() {
  gestures += 1;
  return `${PAGE}.${gestures}`;
}
var State = class {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.held = null;
    this.moved = null;
    this.pointed = null;
    this.focused = null;
    this.order = "score";
    this.editing = false;
    this.predicting = false;
    this.deserted = false;
    this.waiting = [];
    this.redraw = () => {
    };
    this.relight = () => {
    };
  }
  /** @returns {Picture} */
  get picture() {
    return this.model.get("picture");
  }
  /** The revision of the last edit that the kernel has answered. @returns {number} */
  get answered() {
    return this.model.get("answered");
  }
  /** Why the last edit was refused. @returns {string} */
  get message() {
    return this.model.get("message");
  }
  /** @returns {string} */
  get hint() {
    return this.model.get("hint");
  }
  /** The views below the list, by name. @returns {string[]} */
  get views() {
    return this.model.get("views");
  }
  /** @returns {boolean} */
  get projector() {
    return this.model.get("projector");
  }
  /** The item that the derivation follows. @returns {null | number} */
  get followed() {
    return this.model.get("followed");
  }
  /** What Keras said of the list on screen. @returns {{ state?: string, text?: string }} */
  get verification() {
    return this.model.get("verification");
  }
  /** The sweep, once it is there. @returns {null | Swept} */
  get swept() {
    const swept = this.model.get("sweep");
    return swept.losses ? swept : null;
  }
  /** @returns {{ id?: number, runs?: Run[] }} */
  get descent() {
    return this.model.get("descent");
  }
  /** @returns {{ id?: number, text?: string, address?: string, name?: string }} */
  get exported() {
    return this.model.get("exported");
  }
  /** What a teacher has put away. @returns {string[]} */
  get hidden() {
    return this.model.get("hidden");
  }
  /** What is shown and cannot be changed. @returns {string[]} */
  get locked() {
    return this.model.get("locked");
  }
  /** What is to be guessed before it is shown. @returns {"" | "loss" | "ndcg"} */
  get predicted() {
    return this.model.get("predicted");
  }
  /** The item that all views light up: the one in the hand, pointed at or focused. */
  get lit() {
    const item = this.held ?? this.pointed ?? this.focused;
    return item !== null && item < this.scenario.scores.length ? item : null;
  }
  /**
   * Hear what changes.
   * @param {{ change: () => void, take: () => void, desert: () => void }} hear on any change, on an
   *   answer of the kernel, and when the kernel is gone
   * @returns {() => void} what ends it
   */
  listen({ change, take, desert }) {
    const heard = { "change:picture": take, "change:answered": take, comm_live_update: desert };
    for (const name of TRAITS) heard[`change:${name}`] = change;
    for (const [event, callback] of Object.entries(heard)) this.model.on(event, callback);
    return () => {
      for (const [event, callback] of Object.entries(heard)) this.model.off(event, callback);
    };
  }
  /**
   * Tell the kernel something that is no edit: which views are shown, which item is followed.
   * @param {string} name
   * @param {unknown} value
   */
  tell(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }
  /** Whether the kernel has not yet answered what is on screen. */
  get pending() {
    return this.last.revision > this.answered;
  }
  /**
   * Whether a hand or a key moves a bar: it is held, or it has the focus and moved last. The axis
   * must then stand still.
   */
  get inHand() {
    const { gesture, commands } = this.last;
    return this.held !== null || this.moved !== null && this.moved === gesture && commands.length === 0;
  }
  /** The last edit, answered or not. @returns {Edit} */
  get last() {
    const none = { revision: 0, moved: 0, gesture: null, commands: [] };
    return { ...none, scenario: this.picture.scenario, ...this.model.get("edit") };
  }
  /**
   * The pending edit, unless the list has become longer or shorter meanwhile: then the kernel's
   * numbers would not fit it.
   * @returns {Scenario}
   */
  get scenario() {
    const { scenario } = this.last;
    const fits = scenario.scores.length === this.picture.scenario.scores.length;
    return this.pending && fits ? scenario : this.picture.scenario;
  }
  /**
   * Change the scenario at once. Edits of one gesture are one step of the history.
   * @param {(scenario: Scenario) => Partial<Scenario>} change
   * @param {null | string} gesture
   */
  edit(change, gesture = null) {
    if (this.pending && this.last.commands.length > 0) {
      this.waiting.push(() => this.edit(change, gesture));
      return;
    }
    const revision = this.#next();
    const scenario = { ...this.scenario, ...change(this.scenario) };
    this.#send({ revision, moved: revision, gesture, scenario, commands: [] });
  }
  /**
   * Ask the kernel for what only it can do. Commands that it has not answered go along again, so
   * that messages which the front end merges lose none.
   * @param {Command["name"]} name
   * @param {Command["arguments"]} [given]
   */
  command(name, given) {
    const revision = this.#next();
    const command = { revision, name, ...given ? { arguments: given } : {} };
    const { scenario } = this.picture;
    const none = { ...this.last, scenario, moved: 0, gesture: null, commands: [] };
    const base = this.pending ? this.last : none;
    this.#send({ ...base, revision, commands: [...base.commands, command] });
  }
  /** Send what waited for an answer. */
  sendWaiting() {
    while (this.waiting.length > 0 && !(this.pending && this.last.commands.length > 0)) {
      this.waiting.shift()?.();
    }
  }
  #next() {
    return Math.max(this.last.revision, this.answered) + 1;
  }
  /** @param {Edit} edit */
  #send(edit) {
    this.model.set("edit", edit);
    this.model.save_changes();
  }
};
function ties({ scores, labels }) {
  const counts = /* @__PURE__ */ new Map();
  scores.forEach((score, i) => {
    if (labels[i] >= 0) counts.set(score, (counts.get(score) ?? 0) + 1);
  });
  return scores.map((score, i) => labels[i] >= 0 ? counts.get(score) : 0);
}
function saidRanks(scenario) {
  const { scores, labels } = scenario;
  const rank = ranks(scenario);
  const counts = ties(scenario);
  const first = /* @__PURE__ */ new Map();
  scores.forEach((score, i) => {
    if (labels[i] >= 0) first.set(score, Math.min(first.get(score) ?? Infinity, rank[i]));
  });
  return scores.map((score, i) => {
    if (labels[i] < 0) return "–";
    const from = first.get(score);
    return counts[i] > 1 ? `${from}–${from + counts[i] - 1}` : String(from);
  });
}
function ranks({ scores, labels }) {
  const order = scores.map((_, i) => i);
  order.sort(
    (a, b) => Number(labels[a] < 0) - Number(labels[b] < 0) || (labels[a] < 0 ? 0 : scores[b] - scores[a]) || a - b
  );
  const result = new Array(scores.length);
  order.forEach((item, place2) => {
    result[item] = place2 + 1;
  });
  return result;
}

// src/controls.js
var Controls = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    const group = newGesture();
    this.losses = Object.entries(LOSSES).map(([name, loss]) => radio(group, name, loss));
    for (const [input] of this.losses) {
      input.addEventListener("change", () => {
        state.edit(() => ({ loss: input.value }));
      });
    }
    this.slider = element("input", {
      type: "range",
      min: String(Math.log10(LIMITS.temperature[0])),
      max: String(Math.log10(LIMITS.temperature[1])),
      step: "0.02",
      "aria-label": "temperature",
      ...KEEPS_KEYS
    });
    let gesture = newGesture();
    for (const event of ["pointerdown", "keydown"]) {
      this.slider.addEventListener(event, (e) => {
        if (!(e instanceof KeyboardEvent && e.repeat)) gesture = newGesture();
      });
    }
    this.slider.addEventListener("input", () => {
      const temperature = Number((10 ** Number(this.slider.value)).toPrecision(3));
      state.edit(() => ({ temperature }), gesture);
    });
    this.field = element("input", {
      type: "text",
      inputmode: "decimal",
      size: "7",
      "aria-label": "temperature, as a number",
      ...KEEPS_KEYS
    });
    this.typing = false;
    const commit = () => {
      this.typing = false;
      const unchanged = this.field.value === String(state.scenario.temperature);
      if (unchanged && state.message === "") return;
      state.command("replace", { temperature: typed(this.field.value) });
    };
    this.field.addEventListener("input", () => {
      this.typing = true;
    });
    this.field.addEventListener("change", () => {
      if (this.typing) commit();
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.stopPropagation();
      this.typing = false;
      if (event.key === "Enter") commit();
      else this.field.value = String(state.scenario.temperature);
    });
    this.field.addEventListener("blur", () => {
      if (!state.pending) this.field.value = String(state.scenario.temperature);
    });
    this.weight = element(
      "select",
      { ...KEEPS_KEYS },
      element("option", { value: "" }, "none"),
      ...Object.entries(LAMBDA_WEIGHTS).map(
        ([value, { title, sentence: sentence3 }]) => element("option", { value, title: sentence3 }, title)
      )
    );
    this.weight.addEventListener("change", () => {
      state.edit(() => ({ lambda_weight: this.weight.value || null }));
    });
    this.normalize = element("input", { type: "checkbox", ...KEEPS_KEYS });
    this.normalize.addEventListener("change", () => {
      const normalize = this.normalize.checked;
      state.edit(() => ({ normalize_labels: normalize }));
    });
    this.normalizeLabel = element("label", {}, this.normalize, "normalize labels");
    this.undo = button("Undo", "Take the last step back (Ctrl+Z)", () => state.command("undo"));
    this.redo = button("Redo", "Take it again (Ctrl+Shift+Z)", () => state.command("redo"));
    this.reset = button("Reset", "Back to where it started", () => state.command("reset"));
    this.node = element(
      "div",
      { class: "rl-controls" },
      element(
        "div",
        { class: "rl-group rl-choice", role: "radiogroup", "aria-label": "loss", "data-control": "loss" },
        ...this.losses.map(([, label]) => label)
      ),
      element("div", { class: "rl-group rl-history", "data-control": "history" }, this.undo, this.redo, this.reset),
      element(
        "label",
        { class: "rl-group", "data-control": "temperature", title: "Low: only the strongest competitors count. High: all share" },
        "temperature",
        this.slider,
        this.field
      ),
      element(
        "label",
        { class: "rl-group", "data-control": "lambda_weight", title: "Let a metric say how much each item matters" },
        "lambda weight",
        this.weight
      ),
      element("div", { class: "rl-group", "data-control": "normalize_labels" }, this.normalizeLabel)
    );
  }
  /** @param {import("./state.js").State} state */
  draw({ scenario, picture, message }) {
    for (const [input] of this.losses) input.checked = input.value === scenario.loss;
    this.slider.value = String(Math.log10(scenario.temperature));
    mark(this.slider, { "aria-valuetext": String(scenario.temperature) });
    const refused = message !== "" && document.activeElement === this.field;
    if (!this.typing && !refused) this.field.value = String(scenario.temperature);
    this.weight.value = scenario.lambda_weight ?? "";
    this.normalize.checked = scenario.normalize_labels;
    const why = whyNot(scenario, "normalize_labels");
    this.normalize.disabled = why !== "";
    mark(this.normalizeLabel, { title: why || "Divide the labels by their sum", "data-off": why ? "" : null });
    mark(this.undo, { "aria-disabled": String(!picture.can_undo) });
    mark(this.redo, { "aria-disabled": String(!picture.can_redo) });
  }
};
function typed(text2) {
  const plain2 = text2.trim().replace("−", "-");
  const pointed = /,\d{3}$/.test(plain2) ? plain2 : plain2.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) && Number.isFinite(Number(pointed)) ? Number(pointed) : text2;
}
function radio(group, value, { title, sentence: sentence3 }) {
  const input = element("input", { type: "radio", name: group, value, ...KEEPS_KEYS });
  return [input, element("label", { title: sentence3 }, input, title)];
}
function whyNot({ loss, lambda_weight: weight }, setting) {
  const losses = LOSSES;
  return losses[loss]?.why_not[setting][weight ?? ""] ?? "";
}
function button(name, title, act) {
  const node = element("button", { type: "button", title, ...KEEPS_KEYS }, name);
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") act();
  });
  return node;
}

// src/editing.js
var Editing = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.seed = element("input", {
      type: "text",
      inputmode: "numeric",
      size: "5",
      value: "1",
      "aria-label": "seed",
      title: "The same seed gives the same list again",
      ...KEEPS_KEYS
    });
    const seeded = (name) => {
      const seed = /^\d+$/.test(this.seed.value.trim()) ? Number(this.seed.value) : this.seed.value;
      state.command(name, { seed });
      if (typeof seed === "number") this.seed.value = String(seed + 1);
    };
    this.weights = button("Sample weights", "Give every item a weight of its own, or none", () => {
      const { sample_weight: weights, scores } = state.scenario;
      state.command("replace", { sample_weight: weights ? null : scores.map(() => 1) });
    });
    this.text = element("textarea", {
      rows: "3",
      placeholder: "0.6\n0.8",
      "aria-label": "numbers to paste, one for each item",
      ...KEEPS_KEYS
    });
    this.text.addEventListener("keydown", (event) => event.stopPropagation());
    const paste = (field3) => () => state.command("paste", { text: this.text.value, field: field3 });
    this.node = element(
      "div",
      { class: "rl-editing", role: "group", "aria-label": "Edit the list" },
      element(
        "div",
        { class: "rl-group" },
        button("Add item", "Add an item at the end, with score 0 and label 0", () => state.command("add")),
        button("Invert", "Every score becomes its negative", () => state.command("invert")),
        button("Shuffle", "Another order: only ties can tell", () => seeded("shuffle")),
        button("Randomise", "Scores as of a fresh model", () => seeded("randomise")),
        element("label", { class: "rl-group" }, "seed", this.seed),
        this.weights
      ),
      element(
        "div",
        { class: "rl-group" },
        this.text,
        button("Paste as scores", "A column of numbers, one for each item", paste("scores")),
        button("Paste as labels", "A column of numbers, one for each item", paste("labels"))
      )
    );
  }
  /** @param {import("./state.js").State} state */
  draw({ editing, scenario }) {
    this.node.hidden = !editing;
    this.weights.setAttribute("aria-pressed", String(scenario.sample_weight !== null));
  }
};

// src/words.js
var MINUS = "−";
function number(value) {
  const size = Math.abs(value);
  let text2;
  if (size === 0) text2 = "0";
  else if (size >= 99999.5 || size < 9995e-7) text2 = value.toExponential(2).replace("e+", "e");
  else text2 = value.toFixed(size >= 999.5 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size * 1.0005))));
  return text2.replaceAll("-", MINUS);
}
function signed(value) {
  return (value > 0 ? "+" : "") + number(value);
}
var HARDLY = 5e-7;
function stepOf(step) {
  return signed(Math.abs(step) < HARDLY ? 0 : step);
}
function plain(value) {
  const size = Math.abs(value);
  const extreme = size >= 99999.5 || size > 0 && size < 9995e-7;
  const text2 = extreme ? Number(value.toPrecision(3)).toExponential().replace("e+", "e") : String(Number(value.toFixed(4)));
  return text2.replaceAll("-", MINUS);
}

// src/label.js
var LabelPips = class {
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
        if (!this.countable) return;
        this.#set((label) => label === i + 1 ? i : i + 1, newGesture());
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
        title: "Click, or press a digit or an arrow key",
        ...KEEPS_KEYS
      },
      ...this.pips,
      this.number
    );
    this.node.addEventListener("keydown", (event) => this.#takeKey(event));
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
      "aria-valuetext": label < 0 ? "padding, not there" : plain(label)
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
  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const up = ["ArrowUp", "ArrowRight", "+"].includes(event.key);
    const down2 = ["ArrowDown", "ArrowLeft", "-"].includes(event.key);
    const digit = /^\d$/.test(event.key);
    if (!up && !down2 && !digit && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (!event.repeat) this.gesture = newGesture();
    if (digit) this.#set(() => Number(event.key), this.gesture);
    else if (event.key === "Home") this.#set(() => 0, this.gesture);
    else if (event.key === "End") this.#set(() => LIMITS.pips, this.gesture);
    else if (up) this.#set((label) => Math.min(LIMITS.label, Math.max(0, label) + 1), this.gesture);
    else this.#set((label) => label < 0 ? label : Math.max(0, label - 1), this.gesture);
  }
};

// src/row_editing.js
var RowEditing = class {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   */
  constructor(state, item) {
    this.item = item;
    this.label = 0;
    this.name = field("rl-rename", (text2) => state.command("rename", { item, name: text2 }));
    this.there = element("input", { type: "checkbox", ...KEEPS_KEYS });
    this.there.addEventListener("change", () => {
      const { checked } = this.there;
      state.edit(({ labels }) => {
        const changed = [...labels];
        if (!checked) this.label = labels[item];
        changed[item] = checked ? this.label : -1;
        return { labels: changed };
      });
    });
    this.weight = field("rl-weight", (text2) => {
      const weights = [...state.scenario.sample_weight ?? []];
      state.command("replace", { sample_weight: weights.map((w, i) => i === item ? typed(text2) : w) });
    });
    this.remove = element("button", { type: "button", ...KEEPS_KEYS }, "×");
    this.remove.addEventListener("click", () => state.command("remove", { item }));
    const there = element("label", { title: "An empty place is padding: it is not there" }, this.there);
    this.node = element("span", { class: "rl-edit" }, there, this.weight, this.remove);
  }
  /** @param {import("./types.js").Scenario} scenario */
  draw({ items, labels, sample_weight: weights }) {
    const name = items[this.item];
    show(this.name, name);
    mark(this.name, { "aria-label": `name of ${name}` });
    this.there.checked = labels[this.item] >= 0;
    mark(this.there, { "aria-label": `${name} is there` });
    this.weight.hidden = weights === null;
    show(this.weight, weights === null ? "" : String(weights[this.item]));
    mark(this.weight, { "aria-label": `sample weight of ${name}` });
    mark(this.remove, { "aria-label": `remove ${name}`, title: `Remove ${name}` });
  }
};
function field(name, send) {
  const node = element("input", { type: "text", class: name, ...KEEPS_KEYS });
  node.addEventListener("change", () => send(node.value));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.stopPropagation();
    if (event.key === "Escape") node.value = node.dataset.shown ?? "";
    node.blur();
  });
  return node;
}
function show(node, text2) {
  node.dataset.shown = text2;
  if (document.activeElement !== node) node.value = text2;
}

// src/row.js
var Row = class {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   * @param {import("./scale.js").Axis} axis
   */
  constructor(state, item, axis2) {
    this.state = state;
    this.item = item;
    this.axis = axis2;
    this.rank = element("span", { class: "rl-rank" });
    this.name = element("span", { class: "rl-name" });
    this.edit = new RowEditing(state, item);
    this.label = new LabelPips(state, item);
    this.bar = element("span", { class: "rl-bar" });
    this.arrow = element("span", { class: "rl-arrow rl-answer", "data-answer": "steps" });
    this.value = element("span", { class: "rl-value" });
    this.handle = element("span", { class: "rl-handle", "data-lock": "scores", role: "slider", tabindex: "0", ...KEEPS_KEYS });
    this.track = element(
      "span",
      { class: "rl-track" },
      element("span", { class: "rl-zero" }),
      this.bar,
      this.arrow,
      this.handle
    );
    this.chance = element("span", { class: "rl-meter" });
    this.target = element("span", { class: "rl-target" });
    this.partBar = element("span", { class: "rl-part-bar" });
    this.part = element("span", { class: "rl-figure" });
    this.node = element(
      "div",
      { class: "rl-row", role: "listitem", "data-item": String(item) },
      this.rank,
      element("span", { class: "rl-who" }, this.name, this.edit.name),
      this.label.node,
      this.value,
      this.track,
      element("span", { class: "rl-chance rl-answer", "data-answer": "probabilities", "aria-hidden": "true" }, this.chance, this.target),
      element("span", { class: "rl-part rl-answer", "data-answer": "parts", "aria-hidden": "true" }, this.partBar, this.part),
      this.edit.node
    );
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
    this.handle.addEventListener("blur", () => {
      state.moved = null;
    });
    this.gesture = newGesture();
    this.drawn = [];
    this.place = 0;
  }
  /**
   * @param {import("./state.js").State} state
   * @param {{ rank: string, place: number, tied: boolean }} standing
   */
  draw({ scenario, picture, held, editing, predicting }, { rank, place: place2, tied }) {
    const { item: i, axis: axis2 } = this;
    const score = scenario.scores[i];
    const there = scenario.labels[i] >= 0;
    if (editing) this.edit.draw(scenario);
    const made = [score, scenario.labels[i], scenario.items[i], rank, place2, tied, held === i, picture, axis2.reach, axis2.arrows, predicting];
    if (made.every((value, at) => value === this.drawn[at])) return;
    this.drawn = made;
    if (place2 !== this.place) this.node.style.setProperty("--rl-place", String(place2 - 1));
    this.place = place2;
    mark(this.node, { "data-held": held === i ? "" : null, "data-empty": there ? null : "" });
    write(this.rank, rank);
    mark(this.rank, { title: tied ? "Tied: equal scores rank in the order given" : null });
    write(this.name, scenario.items[i]);
    mark(this.name, { title: scenario.items[i] });
    this.label.draw(scenario);
    const zero = axis2.place(0);
    const end = clamp(axis2.place(score), 0, 1);
    span(this.bar, zero, end);
    this.handle.style.left = percent(end);
    write(this.value, plain(score));
    const step = there ? picture.steps[i] : 0;
    const tip = clamp(end + step * axis2.arrows / (2 * axis2.reach), -0.05, 1.05);
    span(this.arrow, end, tip);
    mark(this.arrow, { "data-moves": step > 0 ? "up" : step < 0 ? "down" : null });
    const moves = predicting ? "" : `, moves ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
    mark(this.handle, {
      "aria-label": `score of ${scenario.items[i]}`,
      "aria-valuenow": String(score),
      "aria-valuemin": String(-axis2.reach),
      "aria-valuemax": String(axis2.reach),
      "aria-valuetext": there ? `${plain(score)}, rank ${rank}${tied ? ", tied" : ""}${moves}` : `${plain(score)}, an empty place`
    });
    this.chance.style.width = percent(picture.probabilities[i] ?? 0);
    this.target.style.left = percent(picture.targets[i] ?? 0);
    const part = picture.contributions[i] ?? 0;
    this.partBar.style.width = percent(picture.loss > 0 ? clamp(part / picture.loss, 0, 1) : 0);
    write(this.part, there && picture.contributions.length ? number(part) : "–");
  }
  /** @param {(score: number) => number} change @param {string} gesture */
  #move(change, gesture) {
    this.state.edit((scenario) => {
      const scores = [...scenario.scores];
      scores[this.item] = change(scores[this.item]) + 0;
      return { scores };
    }, gesture);
  }
  /** @param {PointerEvent} event */
  #drag(event) {
    const { state, axis: axis2, item } = this;
    if (event.button !== 0 || state.held !== null) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const { reach } = axis2;
    const start = clamp(state.scenario.scores[item], -reach, reach);
    const from = event.clientX;
    let moved = false;
    state.held = item;
    state.redraw();
    const move = (e) => {
      moved ||= e.clientX !== from;
      if (e.pointerId !== event.pointerId || !moved) return;
      const perPixel = 2 * reach / this.track.getBoundingClientRect().width;
      const digits = Math.max(0, Math.ceil(-Math.log10(perPixel)));
      const score = clamp(start + (e.clientX - from) * perPixel, -reach, reach);
      const back = e.clientX === from;
      this.#move(() => back ? start : Number(score.toFixed(digits)), gesture);
    };
    const end = () => {
      this.handle.removeEventListener("pointermove", move);
      state.held = null;
      state.redraw();
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("lostpointercapture", end, { once: true });
  }
  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { step, reach } = this.axis;
    const far = event.shiftKey ? 5 * step : step;
    const moves = (
      /** @type {Record<string, (score: number) => number>} */
      {
        ArrowRight: (score) => score + far,
        ArrowUp: (score) => score + far,
        ArrowLeft: (score) => score - far,
        ArrowDown: (score) => score - far,
        PageUp: (score) => score + 10 * step,
        PageDown: (score) => score - 10 * step,
        Home: () => -reach,
        End: () => reach
      }
    );
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (!event.repeat) this.gesture = newGesture();
    this.state.moved = this.gesture;
    this.#move((score) => clamp(Number(move(score).toPrecision(10)), -LIMITS.score, LIMITS.score), this.gesture);
  }
};
function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
function span(node, from, to) {
  node.style.left = percent(Math.min(from, to));
  node.style.width = percent(Math.abs(to - from));
}
function percent(part) {
  return `${(100 * part).toFixed(2)}%`;
}

// src/scale.js
function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 3, 5, 10].find((f) => f * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(1));
}
function niceBelow(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [5, 2, 1].find((f) => f * power <= value * (1 + 1e-9)) ?? 1;
  return Number((factor * power).toPrecision(1));
}
var Axis = class {
  /** @param {readonly number[]} scores */
  constructor(scores) {
    this.reach = 0;
    this.arrows = 1;
    this.fit(scores);
  }
  /** Reach as far as the scores need, and no further. @param {readonly number[]} scores */
  fit(scores) {
    this.reach = 0;
    this.stretch([1 / 1.15, ...scores]);
  }
  /** Grow if the scores need it. @param {readonly number[]} scores */
  stretch(scores) {
    const largest = Math.max(...scores.map(Math.abs));
    if (largest > this.reach) this.reach = Math.min(LIMITS.score, niceAbove(1.15 * largest));
  }
  /** How many score units one press of an arrow key moves a bar. */
  get step() {
    return niceBelow(this.reach / 20);
  }
  /** @param {number} score @returns {number} its place on the track, 0 to 1 */
  place(score) {
    return 0.5 + score / (2 * this.reach);
  }
  /** @returns {number[]} */
  get ticks() {
    const half = this.reach / 2;
    return [-this.reach, -half, 0, half, this.reach];
  }
  /**
   * Choose how many times longer than true the arrows are drawn, and keep to it while it serves:
   * the longest takes a twelfth to a quarter of the axis, and no tip leaves it.
   * @param {readonly number[]} scores
   * @param {readonly number[]} steps
   */
  fitArrows(scores, steps) {
    let most = Infinity;
    let longest = 0;
    steps.forEach((step, i) => {
      const length = Math.abs(step) / (2 * this.reach);
      const end = Math.min(1, Math.max(0, this.place(scores[i])));
      const room = Math.max(0.03, step > 0 ? 1 - end : end);
      if (length > 0) most = Math.min(most, Math.min(0.25, room) / length);
      longest = Math.max(longest, length);
    });
    if (longest < 1e-7) return;
    if (this.arrows > most || this.arrows < 0.3 * most) this.arrows = niceBelow(most);
  }
};

// src/list.js
var SETTLED = 300;
var List = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.rows = [];
    this.axis = new Axis([]);
    this.ticks = element("span", { class: "rl-ticks", "aria-hidden": "true" });
    this.edited = element("span", { class: "rl-edit" });
    this.head = element(
      "div",
      { class: "rl-row rl-columns", "aria-hidden": "true" },
      element("span", { class: "rl-rank" }, ""),
      element("span", { class: "rl-name" }, "item"),
      element("span", { class: "rl-label" }, "label"),
      element("span", { class: "rl-value" }, "score"),
      element("span", { class: "rl-track" }, this.ticks),
      element("span", { class: "rl-chance", "data-answer": "probabilities" }, "probability and ", element("i", {}), " target"),
      element("span", { class: "rl-part", "data-answer": "parts" }, "part of the loss"),
      this.edited
    );
    this.places = element("div", { class: "rl-places", role: "list", "aria-label": "Items, best score first" });
    this.scale = element("span", {});
    const up = element("span", { class: "rl-up" }, "→");
    const down2 = element("span", { class: "rl-down" }, "←");
    this.arrows = element("span", { "data-answer": "steps" }, this.scale, up, " moves up  ", down2, " moves down");
    this.tied = element("span", {}, "Items with equal scores are tied: they share their ranks, and stand in the order given.");
    this.legend = element("p", { class: "rl-legend" }, this.arrows, " ", this.tied);
    this.node = element("div", { class: "rl-list" }, this.head, this.places, this.legend);
    this.timer = void 0;
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { scenario, picture } = state;
    const count = scenario.scores.length;
    if (count !== this.rows.length) this.#build(count);
    if (state.inHand) this.axis.stretch(scenario.scores);
    else if (state.held === null) this.axis.fit(scenario.scores);
    this.axis.fitArrows(scenario.scores, picture.steps);
    this.#drawAxis();
    const byScore = ranks(scenario);
    const places = state.order === "score" ? byScore : scenario.scores.map((_, i) => i + 1);
    const tied = ties(scenario);
    const said2 = saidRanks(scenario);
    this.rows.forEach((row, i) => row.draw(state, { rank: said2[i], place: places[i], tied: tied[i] > 1 }));
    write(this.edited, scenario.sample_weight ? "there?  sample weight" : "there?");
    this.tied.hidden = !tied.some((count2) => count2 > 1);
    mark(this.node, {
      "data-editing": state.editing ? "" : null,
      "data-weighted": scenario.sample_weight ? "" : null
    });
    const times = this.axis.arrows === 1 ? "" : ` (drawn ×${plain(this.axis.arrows)})`;
    write(this.scale, `Arrows: one descent step of rate 1${times}. `);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#order(places), SETTLED);
  }
  /** @param {number} count */
  #build(count) {
    this.state.held = null;
    this.state.pointed = null;
    this.axis = new Axis(this.state.scenario.scores);
    this.rows = Array.from({ length: count }, (_, i) => new Row(this.state, i, this.axis));
    this.places.replaceChildren(...this.rows.map((row) => row.node));
    this.places.style.setProperty("--rl-count", String(count));
    mark(this.node, { "data-long": count > 14 ? "" : null });
  }
  #drawAxis() {
    const { ticks } = this.axis;
    if (this.ticks.dataset.reach === String(this.axis.reach)) return;
    this.ticks.dataset.reach = String(this.axis.reach);
    this.ticks.replaceChildren(
      ...ticks.map((tick) => {
        const node = element("span", {}, plain(tick));
        node.style.left = `${100 * this.axis.place(tick)}%`;
        return node;
      })
    );
  }
  /** @returns {number | null} */
  #focused() {
    const at = this.rows.findIndex((row) => row.node.contains(document.activeElement));
    return at < 0 ? null : at;
  }
  /**
   * Tab goes down the page as it looks. Where the rows stand on screen does not depend on it, and
   * the row that has the focus stays where it is: the others move around it.
   * @param {number[]} places
   */
  #order(places) {
    if (this.state.held !== null || places.length !== this.rows.length) return;
    const nodes = this.rows.map((_, i) => i).sort((a, b) => places[a] - places[b]).map((item) => this.rows[item].node);
    if (nodes.every((node, at2) => this.places.children[at2] === node)) return;
    const focused = this.#focused();
    const fixed = focused === null ? nodes[0] : this.rows[focused].node;
    const at = nodes.indexOf(fixed);
    fixed.before(...nodes.slice(0, at));
    fixed.after(...nodes.slice(at + 1));
  }
};

// src/numbers.js
var Numbers = class {
  constructor() {
    this.figure = element("span", {});
    this.loss = element("output", { class: "rl-loss rl-answer" }, this.figure);
    this.ndcg = element("output", { class: "rl-metric rl-answer" });
    this.mrr = element("output", { class: "rl-metric rl-answer" });
    this.node = element(
      "div",
      { class: "rl-numbers", role: "group", "aria-label": "Loss and metrics" },
      labelled("loss", this.loss, "What this list costs: the parts of all items added up"),
      labelled("NDCG", this.ndcg, "How good the ranking is, from 0 to 1; a dash where no item is relevant"),
      labelled("MRR", this.mrr, "One divided by the rank of the first relevant item")
    );
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const loss = number(picture.loss);
    write(this.figure, loss);
    mark(this.loss, { "data-size": loss.length > 7 ? "small" : loss.length > 5 ? "medium" : null });
    write(this.ndcg, picture.ndcg === null ? "–" : picture.ndcg.toFixed(3));
    write(this.mrr, picture.mrr === null ? "–" : picture.mrr.toFixed(3));
  }
};
function labelled(name, output, title) {
  output.setAttribute("aria-label", name);
  output.setAttribute("aria-live", "off");
  const node = element("div", { class: "rl-number", title }, element("span", {}, name), output);
  if (name !== "loss") mark(node, { "data-answer": "metrics" });
  return node;
}

// src/permissions.js
function hideAndLock(root, { hidden, locked }) {
  if (hidden.length + locked.length === 0) return;
  for (const node of root.querySelectorAll("[data-control], [data-answer], [data-lock]")) {
    const { control = "", answer = "", lock = control } = (
      /** @type {HTMLElement} */
      node.dataset
    );
    const away = hidden.includes(control) || hidden.includes(answer);
    mark(node, {
      "data-away": away ? "" : null,
      inert: locked.includes(lock) ? "" : null
    });
  }
}

// src/prediction.js
var QUESTIONS = { loss: "What will the loss be?", ndcg: "What will NDCG be?" };
var Prediction = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.revealed = false;
    this.question = element("span", {});
    this.guess = element("input", {
      type: "text",
      inputmode: "decimal",
      size: "8",
      "aria-label": "your guess",
      ...KEEPS_KEYS
    });
    this.guess.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.stopPropagation();
      this.#reveal();
    });
    this.show = button("Show", "Show the answer", () => this.#reveal());
    this.again = button("Predict again", "Hide the answers, and guess again", () => {
      this.revealed = false;
      this.guess.value = "";
      write(this.said, "");
      state.redraw();
    });
    this.said = element("span", { role: "status" });
    this.form = element("span", { class: "rl-group" }, this.question, this.guess, this.show);
    this.node = element("div", { class: "rl-prediction rl-controls" }, this.form, this.said, this.again);
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { predicted: asked } = state;
    state.predicting = asked !== "" && !this.revealed;
    this.node.hidden = asked === "";
    if (asked === "") return;
    write(this.question, QUESTIONS[asked]);
    this.form.hidden = this.revealed;
    this.again.hidden = !this.revealed;
    const root = this.node.closest(".ranklab");
    if (root) mark(root, { "data-predicting": state.predicting ? "" : null });
  }
  #reveal() {
    const text2 = this.guess.value.trim().replace("−", "-").replace(",", ".");
    const guess = Number(text2);
    if (text2 === "" || !Number.isFinite(guess)) {
      write(this.said, "Write a number first, such as 0.7: a guess costs nothing.");
      return;
    }
    if (this.state.pending) return;
    const { picture, predicted } = this.state;
    const value = predicted === "loss" ? picture.loss : picture.ndcg ?? 0;
    const off = Math.abs(guess - value);
    const how = off < 5e-4 ? "exactly right" : `off by ${number(off)}`;
    write(this.said, `You said ${number(guess)}; it is ${number(value)}: ${how}.`);
    this.revealed = true;
    this.state.redraw();
  }
};

// src/reading.js
var SETTLED2 = 400;
var PATIENCE = 5e3;
var SILENT = "The kernel has not answered: it is busy, or it was restarted; then run the cell again.";
var DESERTED = "The kernel behind this picture is gone, and nothing answers any more: run the cell again.";
var NAME_LENGTH = 40;
var Reading = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.line = element("p", { class: "rl-line" });
    this.message = element("p", { class: "rl-message", role: "alert" });
    this.live = element("p", { class: "rl-spoken", "aria-live": "polite" });
    this.node = element("div", { class: "rl-reading" }, this.line, this.live);
    this.spoken = "";
    this.timer = void 0;
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { picture } = state;
    const item = state.lit;
    const about = item === null || state.predicting ? null : sentence(state, item);
    const standing = picture.note || "Point at an item, or reach it with Tab, to read its numbers.";
    write(this.line, about ?? standing);
    clearTimeout(this.timer);
    if (state.deserted) {
      write(this.message, DESERTED);
      return;
    }
    if (state.pending) {
      this.timer = setTimeout(() => write(this.message, SILENT), PATIENCE);
      return;
    }
    write(this.message, state.message);
    this.timer = setTimeout(() => {
      const spoken = `${about ?? ""} Loss ${number(picture.loss)}.`.trim();
      if (state.predicting) return;
      if (this.spoken !== "" && spoken !== this.spoken) write(this.live, spoken);
      this.spoken = spoken;
    }, SETTLED2);
  }
};
function sentence({ scenario, picture, pending }, item) {
  const full = scenario.items[item];
  const name = full.length > NAME_LENGTH ? `${full.slice(0, NAME_LENGTH - 1)}…` : full;
  const label = scenario.labels[item];
  if (label < 0) return `${name}: an empty place. It costs nothing and competes with no item.`;
  const tied = ties(scenario)[item] > 1 ? " (tied: equal scores rank in the order given)" : "";
  const where = `${name}: score ${plain(scenario.scores[item])}, rank ${saidRanks(scenario)[item]}${tied}, label ${plain(label)}.`;
  if (pending) return where;
  const step = picture.steps[item];
  const moves = Math.abs(step) < 5e-4 ? "Hardly moves" : `Moves ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
  const said2 = [where];
  if (picture.probabilities.length) {
    said2.push(`Probability ${number(picture.probabilities[item])}, target ${number(picture.targets[item])}.`);
  }
  said2.push(`${moves} in one step.`);
  if (picture.contributions.length) {
    said2.push(`Costs ${number(picture.contributions[item])} of ${number(picture.loss)}.`);
  }
  return said2.join(" ");
}

// src/export.js
var Export = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.id = state.exported.id ?? 0;
    this.kind = "";
    this.select = element(
      "select",
      { "aria-label": "export", "data-control": "export", title: "Copy the list as text, or save a picture", ...KEEPS_KEYS },
      element("option", { value: "" }, "Export"),
      ...Object.entries(EXPORTS).map(([value, name]) => element("option", { value }, name))
    );
    this.select.addEventListener("change", () => {
      this.kind = this.select.value;
      if (this.kind) state.command("export", { kind: this.kind });
      this.select.value = "";
    });
    this.said = element("p", { role: "status" });
    this.text = element("textarea", { rows: "4", readonly: "", "aria-label": "to copy", ...KEEPS_KEYS });
    this.node = element("div", { class: "rl-exported" }, this.said, this.text);
    this.node.hidden = true;
  }
  /** @param {import("./state.js").State} state */
  draw({ exported }) {
    if (!exported.id || exported.id === this.id || this.kind === "") return;
    this.id = exported.id;
    this.node.hidden = false;
    this.text.hidden = true;
    const { address, name = "", text: text2 = "" } = exported;
    if (address) {
      element("a", { href: address, download: name }).click();
      write(this.said, `Saved as ${name}.`);
    } else this.#copy(text2);
    this.kind = "";
  }
  /** @param {string} text */
  async #copy(text2) {
    this.text.value = text2;
    try {
      await navigator.clipboard.writeText(text2);
      write(this.said, "Copied.");
    } catch {
      write(this.said, "The browser does not let this page copy. Here it is:");
      this.text.hidden = false;
      this.text.select();
    }
  }
};

// src/toolbar.js
var Toolbar = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.views = Object.entries(VIEWS).map(([name, { title, sentence: sentence3 }]) => {
      const node = button(title, sentence3, () => {
        const shown = state.views;
        state.tell("views", shown.includes(name) ? shown.filter((v) => v !== name) : [...shown, name]);
      });
      node.dataset.view = name;
      node.dataset.control = `view ${name}`;
      return node;
    });
    this.order = button("As given", "Leave the rows where they are, whatever they score", () => {
      state.order = state.order === "score" ? "given" : "score";
      state.redraw();
    });
    this.edit = button("Edit list", "Names, empty places, weights; add, remove, paste, shuffle", () => {
      state.editing = !state.editing;
      state.redraw();
    });
    this.projector = button("Projector", "Large type, strokes and targets", () => {
      state.tell("projector", !state.projector);
    });
    this.verify = button("Check with Keras", "Ask the Keras loss and its automatic gradient", () => {
      state.command("verify");
    });
    for (
      const [node, name] of
      /** @type {[HTMLElement, string][]} */
      [
        [this.order, "order"],
        [this.edit, "edit"],
        [this.projector, "projector"],
        [this.verify, "verify"]
      ]
    ) {
      node.dataset.control = name;
    }
    this.export = new Export(state);
    this.verdict = element("p", { class: "rl-verdict", role: "status" });
    this.presets = element(
      "select",
      { "aria-label": "preset", "data-control": "presets", title: "Lists that show something", ...KEEPS_KEYS },
      element("option", { value: "" }, "Presets"),
      ...Object.entries(PRESETS).map(([name, { look_for: title }]) => element("option", { value: name, title }, name))
    );
    this.presets.addEventListener("change", () => {
      if (this.presets.value) state.command("preset", { name: this.presets.value });
      this.presets.value = "";
    });
    const group = (title, experiment) => {
      const nodes = this.views.filter((_, at) => Object.values(VIEWS)[at].is_experiment === experiment);
      return element("div", { class: "rl-group", role: "group", "aria-label": title, "data-control": "views" }, title, ...nodes);
    };
    this.node = element(
      "div",
      { class: "rl-toolbar rl-controls" },
      group("Look closer", false),
      element(
        "div",
        { class: "rl-group rl-tools" },
        this.presets,
        this.order,
        this.edit,
        this.projector,
        this.verify,
        this.export.select
      ),
      group("Experiment", true),
      this.verdict,
      this.export.node
    );
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    this.export.draw(state);
    const { views, projector, verification } = state;
    for (const node of this.views) {
      const shown = views.includes(node.dataset.view ?? "");
      const full = !shown && views.length >= LIMITS.views;
      mark(node, { "aria-pressed": String(shown), "aria-disabled": String(full) });
    }
    mark(this.order, { "aria-pressed": String(state.order === "given") });
    mark(this.edit, { "aria-pressed": String(state.editing) });
    mark(this.projector, { "aria-pressed": String(projector) });
    const { state: stage = "", text: text2 = "" } = verification;
    mark(this.verify, { "aria-disabled": String(stage === "asking") });
    write(this.verdict, text2);
    mark(this.verdict, { "data-state": stage || null });
  }
};

// src/ticks.js
var LEAST = 1e-9;
var Reach = class {
  constructor() {
    this.value = 0;
  }
  /**
   * @param {number} most the largest number on the axis
   * @param {boolean} inHand whether a bar is in the hand
   * @returns {number}
   */
  fit(most, inHand) {
    const wanted = niceAbove(Math.max(most, LEAST));
    this.value = inHand ? Math.max(this.value, wanted) : wanted;
    return this.value;
  }
};
function round(value) {
  const text2 = number(value);
  const [digits, power] = text2.split("e");
  const short = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  return power === void 0 ? short : `${short}e${power}`;
}
function axis(node, ticks) {
  const made = ticks.join();
  if (node.dataset.ticks === made) return;
  node.dataset.ticks = made;
  const last = ticks.length - 1;
  node.replaceChildren(
    ...ticks.map((tick, at) => {
      const text2 = element("span", { "data-at": at === 0 ? "start" : at === last ? "end" : "middle" }, round(tick));
      text2.style.left = `${100 * at / last}%`;
      return text2;
    })
  );
}
function logTicks(low, high) {
  const from = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, i) => from + i);
  const inside2 = (factors) => powers.flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`))).filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  const tens = inside2([1]);
  if (tens.length >= 3) return tens.filter((_, at) => at % Math.ceil(tens.length / 5) === 0);
  const few = inside2([1, 3]);
  return few.length >= 3 ? few : inside2([1, 2, 5]);
}

// src/item_bars.js
var Line = class {
  /** @param {number} item @param {HTMLElement[]} marks */
  constructor(item, marks) {
    this.name = element("span", { class: "rl-name", dir: "auto" });
    this.marks = marks;
    this.figure = element("span", { class: "rl-figure" });
    const track = element("span", { class: "rl-line-track", "aria-hidden": "true" }, ...marks);
    this.node = element(
      "div",
      { class: "rl-item", role: "listitem", "data-item": String(item) },
      this.name,
      track,
      this.figure
    );
  }
};
var ItemBars = class {
  /**
   * @param {string} label
   * @param {string} legend
   * @param {string[]} marks the classes of its marks
   * @param {string} heads what the figures are
   */
  constructor(label, legend, marks, heads) {
    this.marks = marks;
    this.lines = [];
    this.ticks = element("span", { class: "rl-line-ticks" });
    this.heads = element("span", { class: "rl-figure" }, heads);
    const head = element("div", { class: "rl-line-head", "aria-hidden": "true" }, element("span"), this.ticks, this.heads);
    this.places = element("div", { class: "rl-items", role: "list", "aria-label": label });
    this.legend = element("p", { class: "rl-legend" }, legend);
    this.node = element("div", { class: "rl-item-bars" }, head, this.places, this.legend);
  }
  /**
   * @param {import("./types.js").Scenario} scenario
   * @param {number[]} ticks the numbers on the axis, from its start to its end
   * @param {(line: Line, item: number) => void} drawLine
   */
  drawLines(scenario, ticks, drawLine) {
    const count = scenario.scores.length;
    if (this.lines.length !== count) {
      this.lines = Array.from(
        { length: count },
        (_, i) => new Line(i, this.marks.map((name) => element("span", { class: name })))
      );
      this.places.replaceChildren(...this.lines.map((line2) => line2.node));
      mark(this.places, { "data-long": count > 14 ? "" : null });
    }
    axis(this.ticks, ticks);
    const rank = ranks(scenario);
    this.lines.forEach((line2, i) => {
      line2.node.style.setProperty("--rl-moved", String(rank[i] - 1 - i));
      mark(line2.node, { "data-empty": scenario.labels[i] < 0 ? "" : null });
      write(line2.name, scenario.items[i]);
      mark(line2.name, { title: scenario.items[i] });
      drawLine(line2, i);
    });
  }
};

// src/comparison.js
var OWN_UNITS = /* @__PURE__ */ new Set(["loss", "temperature"]);
var OWN = "Each item's step of rate 1. Losses and temperatures have units of their own, so each picture has an axis of its own: compare directions and proportions.";
var SHARED = "Each item's step of rate 1. All pictures have the same axis.";
var DISAGREE = " ≠ moves up in one and down in another.";
var Variant = class {
  /** @param {string} title */
  constructor(title) {
    this.reach = new Reach();
    this.bars = new ItemBars(`Step of each item: ${title}`, "", ["rl-zero", "rl-up-bar", "rl-down-bar"], "");
    this.title = element("span", {}, title);
    this.loss = element("b", {});
    this.node = element(
      "section",
      { class: "rl-variant", "aria-label": title },
      element("p", { class: "rl-variant-head" }, this.title, this.loss),
      this.bars.node
    );
  }
};
var Comparison = class {
  constructor() {
    this.variants = [];
    this.places = element("div", { class: "rl-variants" });
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.places, this.words);
    this.titles = "";
  }
  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const compared = picture.comparison;
    if (!compared) return;
    const { scenario } = picture;
    const { choice: choice2, variants, disagree, refused } = compared;
    this.places.hidden = refused !== "";
    const own = OWN_UNITS.has(choice2);
    write(this.words, refused || (own ? OWN : SHARED) + (disagree.includes(true) ? DISAGREE : ""));
    this.#build(variants.map(({ title }) => title));
    const all = Math.max(...variants.flatMap(({ steps }) => steps.map(Math.abs)));
    variants.forEach(({ loss, steps }, at) => {
      const variant = this.variants[at];
      write(variant.loss, number(loss));
      const reach = variant.reach.fit(own ? Math.max(...steps.map(Math.abs)) : all, inHand);
      variant.bars.drawLines(scenario, [-reach, 0, reach], (line2, i) => {
        const { marks: [, up, down2], figure, name, node } = line2;
        up.style.width = `${50 * Math.max(0, steps[i]) / reach}%`;
        down2.style.width = `${50 * Math.max(0, -steps[i]) / reach}%`;
        write(figure, scenario.labels[i] >= 0 ? stepOf(steps[i]) : "–");
        mark(node, { "data-disagree": disagree[i] ? "" : null });
        const said2 = `${disagree[i] ? "≠ " : ""}${scenario.items[i]}`;
        write(name, said2);
        mark(name, { title: said2 });
      });
    });
  }
  /** @param {string[]} titles */
  #build(titles) {
    if (titles.join("\n") === this.titles) return;
    this.titles = titles.join("\n");
    this.variants = titles.map((title) => new Variant(title));
    this.places.replaceChildren(...this.variants.map(({ node }) => node));
  }
};

// src/svg.js
var SVG = "http://www.w3.org/2000/svg";
function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  place(made, attributes);
  made.append(...children);
  return made;
}
function place(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value));
}
function through(xs, ys) {
  let pen = "M";
  return xs.map((x, at) => {
    if (!Number.isFinite(ys[at])) {
      pen = "M";
      return "";
    }
    const point = `${pen}${x.toFixed(2)} ${ys[at].toFixed(2)}`;
    pen = "L";
    return point;
  }).join("");
}
function scale(low, high, from, to) {
  const span2 = high > low ? high - low : 1;
  return (value) => from + (value - low) / span2 * (to - from);
}

// src/competitors.js
var MANY = 16;
var NAMED = 4;
var LEGEND = "A row is one item's race: who stands in its denominator, and how likely there. Bold: itself. Faint: a race that costs nothing.";
var Competitors = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.row = shape("rect", { class: "rl-band" });
    this.column = shape("rect", { class: "rl-band" });
    this.places = shape("path", { class: "rl-place" });
    this.own = shape("path", { class: "rl-place rl-own" });
    this.squares = shape("path", { class: "rl-square" });
    this.faint = shape("path", { class: "rl-square rl-faint" });
    const drawn = [this.row, this.column, this.places, this.own, this.squares, this.faint];
    this.svg = shape("svg", { role: "img" }, ...drawn);
    this.ranks = element("div", { class: "rl-matrix-ranks", "aria-hidden": "true" });
    this.names = element("div", { class: "rl-matrix-names", "aria-hidden": "true" });
    this.matrix = element("div", { class: "rl-matrix" }, this.ranks, this.names, this.svg);
    this.sentence = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.matrix, this.sentence);
    this.order = [];
    this.across = null;
    this.svg.addEventListener("pointermove", (event) => this.#point(event));
    this.svg.addEventListener("pointerleave", () => {
      this.across = null;
      state.pointed = null;
      state.relight();
    });
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { race_probabilities: probabilities, weights, scenario } = picture;
    if (!probabilities || !weights) return;
    const rank = ranks(scenario);
    const count = probabilities.length;
    this.order = probabilities.map((_, i) => i).sort((a, b) => rank[a] - rank[b]);
    const places = [];
    const own = [];
    const squares = [];
    const faint = [];
    this.order.forEach((i, y) => {
      this.order.forEach((j, x) => {
        const probability2 = probabilities[i][j];
        if (probability2 < 0) return;
        (i === j ? own : places).push(square(x + 0.5, y + 0.5, 0.86));
        (weights[i] > 0 ? squares : faint).push(square(x + 0.5, y + 0.5, 0.8 * Math.sqrt(probability2)));
      });
    });
    this.places.setAttribute("d", places.join(""));
    this.own.setAttribute("d", own.join(""));
    this.squares.setAttribute("d", squares.join(""));
    this.faint.setAttribute("d", faint.join(""));
    this.svg.setAttribute("viewBox", `0 0 ${count} ${count}`);
    this.matrix.style.setProperty("--rl-count", String(count));
    this.#label(scenario, rank);
    const words = this.order.map((i) => sentence2(picture, i)).join(" ");
    mark(this.svg, { "aria-label": `Who competes with whom. ${words}` });
  }
  /** @param {import("./state.js").State} state */
  light(state) {
    const { lit, pointed, picture } = state;
    const at = lit === null ? -1 : this.order.indexOf(lit);
    const count = this.order.length;
    this.row.style.display = this.column.style.display = at < 0 ? "none" : "inline";
    if (at >= 0) {
      place(this.row, { x: 0, y: at, width: count, height: 1 });
      place(this.column, { x: at, y: 0, width: 1, height: count });
    }
    const shown = lit !== null && picture.race_probabilities;
    const cell = shown && lit === pointed && this.across !== null ? probability(picture, lit, this.across) : "";
    write(this.sentence, shown ? `${cell}${sentence2(picture, lit)}` : LEGEND);
  }
  /**
   * @param {import("./types.js").Scenario} scenario
   * @param {number[]} rank
   */
  #label({ items, labels }, rank) {
    const many = this.order.length > MANY;
    const said2 = (i) => labels[i] < 0 ? "–" : String(rank[i]);
    const middle = (at) => `${(100 * (at + 0.5) / this.order.length).toFixed(2)}%`;
    const [names, numbers] = [this.order, this.order].map(
      (order, across) => order.map((i, at) => {
        const name = across ? said2(i) : items[i];
        const node = element("span", { "data-item": String(i), title: name, dir: "auto" }, name);
        node.style[across ? "left" : "top"] = middle(at);
        const tenth = across === 1 && (at === 0 || (at + 1) % 10 === 0);
        mark(node, { "data-minor": many && !tenth ? "" : null });
        return node;
      })
    );
    this.names.replaceChildren(...names);
    this.ranks.replaceChildren(...numbers);
  }
  /** @param {PointerEvent} event */
  #point(event) {
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    const count = this.order.length;
    const row = this.order[Math.floor((event.clientY - top) / height * count)] ?? null;
    const across = this.order[Math.floor((event.clientX - left) / width * count)] ?? null;
    if (row === this.state.pointed && across === this.across) return;
    this.state.pointed = row;
    this.across = across;
    this.state.relight();
  }
};
function probability({ scenario: { items }, race_probabilities: probabilities = [] }, item, other) {
  const value = probabilities[item][other];
  return value < 0 ? "" : `${items[other]}: probability ${number(value)} in the race of ${items[item]}. `;
}
function sentence2({ scenario, race_probabilities: probabilities = [], weights = [] }, item) {
  const name = scenario.items[item];
  if (scenario.labels[item] < 0) return `${name} is not there.`;
  const others = scenario.items.map((_, j) => j).filter((j) => j !== item);
  const own = others.filter((j) => probabilities[item][j] >= 0);
  own.sort((a, b) => probabilities[item][b] - probabilities[item][a]);
  const matters = weights[item] > 0 ? `weight ${number(weights[item])}` : "it costs nothing";
  if (own.length) return `${name} competes with ${named(scenario, own)} (${matters}).`;
  const races = others.filter((j) => probabilities[j][item] >= 0 && weights[j] > 0);
  races.sort((a, b) => probabilities[b][item] - probabilities[a][item]);
  const pushed = races.length ? `; it competes in the ${races.length > 1 ? "races" : "race"} of ${named(scenario, races)}` : "";
  return `${name} has no competitor in its own race (${matters})${pushed}.`;
}
function named({ items: names }, items) {
  const more = items.length > NAMED ? ` and ${items.length - NAMED} more` : "";
  return items.slice(0, NAMED).map((i) => names[i]).join(", ") + more;
}
function square(x, y, side) {
  const half = side / 2;
  const length = side.toFixed(3);
  return `M${(x - half).toFixed(3)} ${(y - half).toFixed(3)}h${length}v${length}h-${length}z`;
}

// src/derivation.js
var MATHML = "http://www.w3.org/1998/Math/MathML";
var TAGS = /* @__PURE__ */ new Set(["mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "mfrac", "munder"]);
var ENDS = /* @__PURE__ */ new Set(["=", "+", "−", "·"]);
var BRACKETS = /* @__PURE__ */ new Set(["(", ")"]);
var SETTLED3 = 120;
var Derivation = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.lines = element("ol", { class: "rl-derivation" });
    this.empty = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.lines, this.empty);
    this.drawn = "";
    this.timer = void 0;
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const lines = picture.derivation;
    if (!lines) return;
    const drawn = JSON.stringify(lines);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.lines.replaceChildren(...lines.map(line));
    write(this.empty, lines.length ? "" : picture.note);
  }
  /** @param {import("./state.js").State} state */
  light(state) {
    const { lit } = state;
    clearTimeout(this.timer);
    if (lit === null || this.node.matches(":hover, :focus-within")) return;
    this.timer = setTimeout(() => {
      if (lit !== state.followed) state.tell("followed", lit);
    }, SETTLED3);
  }
};
function line({ title, formula, text: text2 }) {
  const set = element("div", { class: "rl-set" }, ...pieces(formula).map(piece));
  const plain2 = element("code", { title: "For a calculator: click, and copy" }, text2);
  const both = element("div", { class: "rl-formula", tabindex: "0", ...KEEPS_KEYS }, set, plain2);
  const choose = () => getSelection()?.selectAllChildren(plain2);
  plain2.addEventListener("click", choose);
  both.addEventListener("focus", choose);
  return element("li", {}, element("span", { class: "rl-line-title" }, title), both);
}
function pieces(formula) {
  const made = [[]];
  let before = "(";
  for (const part of flat(formula)) {
    const operator = part[0] === "mo" ? String(part[1]) : "";
    if (ENDS.has(operator) && (before === "" || before === ")")) made.push([]);
    made[made.length - 1].push(part);
    before = operator;
  }
  return made;
}
function flat(formula) {
  const [tag, ...parts] = formula;
  return tag === "mrow" && parts.length > 2 ? parts.flatMap((part) => Array.isArray(part) ? flat(part) : []) : [formula];
}
function piece(parts, at) {
  const math = document.createElementNS(MATHML, "math");
  math.setAttribute("displaystyle", "true");
  math.append(...parts.map(built));
  if (at > 0) math.firstElementChild?.setAttribute("form", "infix");
  return math;
}
function built([tag, ...parts]) {
  const node = document.createElementNS(MATHML, TAGS.has(tag) ? tag : "mtext");
  if (tag === "mo" && BRACKETS.has(String(parts[0]))) node.setAttribute("stretchy", "false");
  for (const part of parts) {
    if (typeof part === "string") node.append(part);
    else if (Array.isArray(part)) node.append(built(part));
    else node.setAttribute("data-item", String(part.item));
  }
  return node;
}

// src/chart.js
var SIZE = 1e3;
var LINE_HEIGHT = 1.3;
var DASHES = ["none", "6 4", "2 3", "10 3 2 3", "4 2"];
var Chart = class {
  /** @param {string} title @param {string} [kind] what its style calls it */
  constructor(title, kind = "") {
    this.title = element("p", { class: "rl-chart-title" }, title);
    this.rules = shape("g", {});
    this.curves = shape("g", {});
    const stretched = { viewBox: `0 0 ${SIZE} ${SIZE}`, preserveAspectRatio: "none", "aria-hidden": "true" };
    this.svg = shape("svg", stretched, this.rules, this.curves);
    this.marker = element("span", { class: "rl-marker" });
    this.plot = element("div", { class: "rl-plot" }, this.svg, this.marker);
    this.leaders = shape("svg", { ...stretched, class: "rl-leaders" });
    this.ends = element("div", { class: "rl-ends" });
    this.upright = element("div", { class: "rl-y-ticks" });
    this.level = element("div", { class: "rl-x-ticks" });
    this.node = element(
      "div",
      { class: `rl-chart ${kind}`.trim() },
      this.title,
      element("div", { class: "rl-chart-grid" }, this.upright, this.plot, this.leaders, this.ends, this.level)
    );
    this.mark(null);
  }
  /**
   * @param {Curve[]} curves
   * @param {Tick[]} xTicks
   * @param {Tick[]} yTicks
   * @param {number} height in lines of text; names make it higher
   */
  draw(curves, xTicks, yTicks, height) {
    const named2 = curves.filter(({ name, minor }) => name !== "" && !minor).length;
    const lines = Math.max(height, named2);
    this.node.style.setProperty("--rl-chart-height", `${(lines * LINE_HEIGHT).toFixed(2)}em`);
    this.rules.replaceChildren(
      ...yTicks.map(({ at }) => shape("line", { class: "rl-rule", x1: 0, x2: SIZE, y1: down(at), y2: down(at) }))
    );
    this.curves.replaceChildren(
      ...curves.map(
        ({ xs, ys, item }, at) => shape("path", {
          class: item === void 0 ? "rl-curve" : "rl-push-share",
          ...item === void 0 ? { "stroke-dasharray": DASHES[at % DASHES.length] } : { "data-of": item },
          d: through(twice(xs).map((x) => x * SIZE), twice(ys).map(down))
        })
      )
    );
    this.upright.replaceChildren(...yTicks.map((tick) => text(tick, "top", 1 - tick.at)));
    this.level.replaceChildren(...xTicks.map((tick) => text(tick, "left", tick.at)));
    this.#name(curves, 1 / lines);
  }
  /** @param {number | null} at where the marker stands, from 0 to 1; null takes it away */
  mark(at) {
    this.marker.hidden = at === null;
    if (at !== null) this.marker.style.left = `${(100 * at).toFixed(3)}%`;
  }
  /** @param {number | null} lit the item whose line is thick */
  light(lit) {
    for (const line2 of this.curves.children) {
      mark(line2, { "data-on": lit !== null && line2.getAttribute("data-of") === String(lit) ? "" : null });
    }
  }
  /** @param {Curve[]} curves @param {number} gap between two names, of the height */
  #name(curves, gap) {
    const shown = curves.filter(({ name }) => name !== "");
    const wanted = shown.map(({ ys }) => 1 - (ys.at(-1) ?? 0));
    const kept = shown.map((_, at) => at).filter((at) => !shown[at].minor);
    const places = [...wanted];
    apart(kept.map((at) => wanted[at]), gap).forEach((place2, at) => places[kept[at]] = place2);
    this.ends.replaceChildren(
      ...shown.map(({ name, item, minor }, at) => {
        const node = element("span", { class: "rl-end", title: name, dir: "auto" });
        write(node, name);
        mark(node, { "data-item": item === void 0 ? null : String(item), "data-minor": minor ? "" : null });
        node.style.top = `${(100 * places[at]).toFixed(2)}%`;
        return node;
      })
    );
    this.leaders.replaceChildren(
      ...kept.map(
        (at) => shape("path", { class: "rl-leader", d: through([0, SIZE], [wanted[at] * SIZE, places[at] * SIZE]) })
      )
    );
    mark(this.node, { "data-named": shown.length > 0 ? "" : null });
  }
};
function twice(values) {
  return values.length === 1 ? [...values, ...values] : values;
}
function down(y) {
  return (1 - y) * SIZE;
}
function text(tick, side, at) {
  const node = element("span", { "data-at": at < 0.02 ? "start" : at > 0.98 ? "end" : "middle" }, tick.text);
  node.style[side] = `${(100 * at).toFixed(2)}%`;
  return node;
}
function apart(wanted, gap) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const places = new Array(wanted.length);
  let least = gap / 2;
  for (const i of order) {
    places[i] = Math.max(wanted[i], least);
    least = places[i] + gap;
  }
  let most = 1 - gap / 2;
  for (const i of order.reverse()) {
    places[i] = Math.min(places[i], most);
    most = places[i] - gap;
  }
  return places;
}

// src/descent_charts.js
var MOST_LINES = 14;
var NAMED2 = 3;
var FirstStep = class {
  constructor() {
    this.bars = new ItemBars("First step of each item", "", ["rl-zero", "rl-up-bar", "rl-down-bar"], "first step");
    this.reach = new Reach();
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.words, this.bars.node);
  }
  /**
   * @param {import("./state.js").State} state
   * @param {number} rate above 0
   * @param {string} kind "rate" or "length"
   */
  draw({ picture, inHand }, rate, kind) {
    const { scenario, steps, loss } = picture;
    const length = Math.hypot(...steps);
    const times = kind === "length" ? rate / (length || 1) : rate;
    const moves = steps.map((step) => step * times);
    const far = moves.map((_, i) => i).sort((a, b) => Math.abs(moves[b]) - Math.abs(moves[a]));
    const said2 = far.slice(0, NAMED2).filter((i) => stepOf(moves[i]) !== "0");
    const how = said2.map((i) => `${scenario.items[i]} ${stepOf(moves[i])}`).join(", ");
    write(
      this.words,
      said2.length === 0 ? `The loss is ${number(loss)}, and no score moves: the gradient is 0.` : `The loss is ${number(loss)}. The first step moves the scores so: ${how}${far.length > said2.length ? ", …" : "."}`
    );
    this.bars.node.hidden = said2.length === 0 || scenario.scores.length > MOST_LINES;
    const reach = this.reach.fit(Math.max(...moves.map(Math.abs)), inHand);
    this.bars.drawLines(scenario, [-reach, 0, reach], ({ marks: [, up, down2], figure }, i) => {
      up.style.width = `${50 * Math.max(0, moves[i]) / reach}%`;
      down2.style.width = `${50 * Math.max(0, -moves[i]) / reach}%`;
      write(figure, scenario.labels[i] >= 0 ? stepOf(moves[i]) : "–");
    });
  }
};
var RunCharts = class {
  constructor() {
    this.losses = element("div", { class: "rl-variants" });
    this.ndcg = new Chart("NDCG over the steps");
    this.node = element("div", { role: "img" }, this.losses, this.ndcg.node);
    this.charts = [];
  }
  /** @param {import("./types.js").Run[]} runs @param {number} last the last step of the longest run */
  draw(runs, last) {
    const across = scale(0, last, 0, 1);
    const ticks = [.../* @__PURE__ */ new Set([0, Math.round(last / 2), last])].map((step) => ({ at: across(step), text: String(step) }));
    this.charts = runs.map((run) => lossChart(run, across, ticks));
    this.losses.replaceChildren(...this.charts.map(({ node }) => node));
    this.ndcg.draw(
      runs.map(({ ndcgs, title, stopped }) => ({
        name: runs.length > 1 ? title : "",
        ...course(ndcgs, stopped, across)
      })),
      ticks,
      [0, 0.5, 1].map((at) => ({ at, text: round(at) })),
      4
    );
  }
  /** @param {number | null} at where the marker stands, from 0 to 1 */
  mark(at) {
    for (const chart of [...this.charts, this.ndcg]) chart.mark(at);
  }
  /** @param {string} words */
  say(words) {
    mark(this.node, { "aria-label": `Loss and NDCG over the steps. ${words}` });
  }
};
function lossChart({ title, losses, stopped }, across, xTicks) {
  const [low, high] = [Math.min(0, ...losses), Math.max(0, ...losses)];
  const [foot, top] = [low < 0 ? -niceAbove(-low) : 0, high > 0 ? niceAbove(high) : 0];
  const [from, to] = [foot, top > foot ? top : foot + 1];
  const up = scale(from, to, 0, 1);
  const yTicks = [.../* @__PURE__ */ new Set([from, ...from < 0 && to > 0 ? [0] : [(from + to) / 2], to])];
  const chart = new Chart(`${title}: loss over the steps`);
  const { xs, ys } = course(losses.map(up), stopped, across);
  chart.draw([{ name: "", xs, ys }], xTicks, yTicks.map((tick) => ({ at: up(tick), text: round(tick) })), 5);
  return chart;
}
function course(values, stopped, across) {
  const xs = values.map((_, step) => across(step));
  return stopped === "converged" ? { xs: [...xs, 1], ys: [...values, values[values.length - 1]] } : { xs, ys: values };
}

// src/descent.js
var SPEEDS = { slow: 4, steady: 15, fast: 60 };
var SAME = 2e-6;
var FOLLOWED = {
  loss: "the loss",
  temperature: "the temperature",
  labels: "labels",
  lambda_weight: "the lambda weight",
  topn: "topn",
  normalize_labels: "normalized labels",
  sample_weight: "sample weights"
};
var Descent = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.at = 0;
    this.id = 0;
    this.runs = [];
    this.changed = [];
    this.timer = void 0;
    this.gesture = newGesture();
    this.valid = 0.1;
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
    for (const node of [this.rate, this.step, this.race]) node.addEventListener("change", () => this.#ask());
    this.rate.addEventListener("input", () => this.draw(this.state));
    this.speed.addEventListener("change", () => {
      if (this.timer !== void 0) this.#toggle(), this.#toggle();
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
      this.words
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
        element("label", { class: "rl-group", title: "The other losses from the same start, each in a chart of its own" }, this.race, "race")
      ),
      this.first.node,
      this.earlier,
      this.played
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
    this.state.command("descend", {
      rate: typed(this.rate.value),
      step: this.step.value,
      race: this.race.checked
    });
  }
  #toggle() {
    if (this.timer !== void 0) {
      this.#pause();
      return;
    }
    if (this.at >= this.#last()) this.#show(0);
    const speed = SPEEDS[
      /** @type {keyof typeof SPEEDS} */
      this.speed.value
    ];
    this.timer = setInterval(() => {
      if (!this.node.isConnected || this.at >= this.#last()) this.#pause();
      else this.#show(this.at + 1);
    }, 1e3 / speed);
    write(this.play, "Pause");
  }
  #pause() {
    clearInterval(this.timer);
    this.timer = void 0;
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
    this.changed = Object.entries(FOLLOWED).filter(([field3]) => !alike(
      /** @type {any} */
      now[field3],
      /** @type {any} */
      start[field3]
    )).map(([, said2]) => said2);
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
};
function said({ title, losses, ndcgs, stopped }, step) {
  const at = Math.min(step, losses.length - 1);
  const done = at === losses.length - 1 && stopped !== "steps" ? `, ${stopped}` : "";
  return `${title}: loss ${number(losses[at])}, NDCG ${number(ndcgs[at])}${done}`;
}
function near(row, scores) {
  return row.length === scores.length && row.every((score, i) => Math.abs(score - scores[i]) <= SAME * Math.max(1, Math.abs(score)));
}
function alike(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
function choice(label, options) {
  const made = Object.entries(options).map(([value, name]) => element("option", { value }, name));
  return element("select", { "aria-label": label, ...KEEPS_KEYS }, ...made);
}

// src/gradient.js
var Gradient = class extends ItemBars {
  constructor() {
    super(
      "Step of each item and its two halves",
      "Right: the pull up by the item's own races. Left: the push down by the races of others. Dot: the step, their difference.",
      ["rl-zero", "rl-up-bar", "rl-down-bar", "rl-net"],
      "step"
    );
    this.reach = new Reach();
  }
  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const { pull_up: up = [], push_down: down2 = [], scenario, steps } = picture;
    if (up.length !== steps.length) return;
    const reach = this.reach.fit(Math.max(...up, ...down2), inHand);
    const half = 50 / reach;
    this.drawLines(scenario, [-reach, 0, reach], ({ marks: [, upBar, downBar, net], figure }, i) => {
      upBar.style.width = `${half * up[i]}%`;
      downBar.style.width = `${half * down2[i]}%`;
      net.style.left = `${50 + half * (up[i] - down2[i])}%`;
      const there = scenario.labels[i] >= 0;
      write(figure, there ? stepOf(steps[i]) : "–");
      mark(figure, { title: there ? `pull up ${number(up[i])}, push down ${number(down2[i])}` : null });
    });
  }
};

// src/metrics.js
var GAINS = { exponential: "2^label − 1", linear: "label" };
var Metrics = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.gain = element(
      "select",
      { "aria-label": "gain of NDCG and DCG", ...KEEPS_KEYS },
      ...Object.entries(GAINS).map(([value, name]) => element("option", { value }, name))
    );
    this.k = field2("cut-off, in places", "numeric");
    this.from = field2("relevant from label", "decimal");
    const choose = () => {
      const k = /^\d+$/.test(this.k.value.trim()) ? Number(this.k.value) : this.k.value;
      const from = this.from.value.trim() === "" ? null : typed(this.from.value);
      state.command("measure", { k, gain: this.gain.value, relevant_from: from });
    };
    for (const node of [this.gain, this.k, this.from]) node.addEventListener("change", choose);
    this.legend = element("p", { class: "rl-legend" });
    this.rows = new Map(
      ["ndcg_at_k", "dcg_at_k", "mrr", "precision_at_k", "average_precision"].map((name) => [
        name,
        { head: element("th", { scope: "row" }), value: element("td", { class: "rl-figure" }) }
      ])
    );
    const body = [...this.rows.values()].map(({ head, value }) => element("tr", {}, head, value));
    this.node = element(
      "div",
      {},
      element("table", { class: "rl-metrics rl-answer" }, element("tbody", {}, ...body)),
      element(
        "div",
        { class: "rl-controls rl-choices" },
        element("label", { class: "rl-group" }, "gain", this.gain),
        element("label", { class: "rl-group" }, "cut-off", this.k),
        element("label", { class: "rl-group" }, "relevant from label", this.from)
      ),
      this.legend
    );
  }
  /** @param {import("./state.js").State} state */
  draw({ picture: { metrics, ndcg } }) {
    if (!metrics) return;
    const { k, relevant_from: chosen, threshold } = metrics;
    const names = {
      ndcg_at_k: `NDCG@${k}`,
      dcg_at_k: `DCG@${k}`,
      mrr: "MRR",
      precision_at_k: `precision@${k}`,
      average_precision: "average precision"
    };
    for (const [name, title] of Object.entries(names)) {
      const row = this.rows.get(name);
      if (!row) continue;
      write(row.head, title);
      const value = (
        /** @type {Record<string, unknown>} */
        metrics[name]
      );
      write(row.value, ndcg === null ? "–" : number(Number(value)));
    }
    this.gain.value = metrics.gain;
    if (document.activeElement !== this.k) this.k.value = String(k);
    if (document.activeElement !== this.from) this.from.value = chosen === null ? "" : String(chosen);
    mark(this.k, { title: "How many places count" });
    mark(this.from, {
      title: "Empty: 1, or, where no label reaches 1, any label above 0",
      placeholder: plain(threshold)
    });
    const why = chosen === null && threshold < 1 ? ", because no label reaches 1" : "";
    write(
      this.legend,
      `Tied scores rank in the order given. Relevant for MRR, precision and average precision: label ${plain(threshold)} and above${why}.`
    );
  }
};
function field2(name, inputmode) {
  const node = element("input", { type: "text", inputmode, size: "4", "aria-label": name, ...KEEPS_KEYS });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.stopPropagation();
    node.blur();
  });
  return node;
}

// src/parts.js
var ROOMY = 0.12;
var Parts = class {
  constructor() {
    this.stack = element("div", { class: "rl-stack", role: "img" });
    this.ticks = element("div", { class: "rl-stack-ticks", "aria-hidden": "true" });
    this.sum = element("p", { class: "rl-sum" });
    this.node = element("div", {}, this.stack, this.ticks, this.sum);
    this.reach = new Reach();
  }
  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const { scenario, contributions, loss } = picture;
    const rank = ranks(scenario);
    const items = contributions.map((_, i) => i).filter((i) => contributions[i] > 0);
    items.sort((a, b) => rank[a] - rank[b]);
    const reach = this.reach.fit(loss, inHand);
    while (this.stack.children.length > items.length) this.stack.lastElementChild?.remove();
    while (this.stack.children.length < items.length) this.stack.append(element("span", {}));
    items.forEach((i, at) => {
      const node = (
        /** @type {HTMLElement} */
        this.stack.children[at]
      );
      const width = contributions[i] / reach;
      node.style.width = `${100 * width}%`;
      mark(node, { "data-item": String(i), title: `${scenario.items[i]} ${number(contributions[i])}` });
      write(node, width > ROOMY ? scenario.items[i] : "");
    });
    axis(this.ticks, [0, reach / 2, reach]);
    const terms = items.map(
      (i) => element("span", { "data-item": String(i) }, `${number(contributions[i])} ${scenario.items[i]}`)
    );
    const summed = terms.flatMap((term, at) => at ? [" + ", term] : [term]);
    const total = items.length ? `${number(loss)} = ` : "Nothing costs anything.";
    this.sum.replaceChildren(total, ...summed);
    mark(this.stack, { "aria-label": this.sum.textContent ?? "" });
  }
};

// src/probabilities.js
var Probabilities = class extends ItemBars {
  constructor() {
    super(
      "Probability and target of each item",
      "Bar: probability. Stroke: its target.",
      ["rl-meter", "rl-target"],
      "probability / target"
    );
    this.reach = new Reach();
  }
  /** @param {import("./state.js").State} state */
  draw({ picture, inHand }) {
    const { probabilities, scenario, targets } = picture;
    const reach = Math.min(1, this.reach.fit(Math.max(...probabilities, ...targets), inHand));
    this.drawLines(scenario, [0, reach / 2, reach], ({ marks: [meter, target], figure }, i) => {
      meter.style.width = `${100 * probabilities[i] / reach}%`;
      target.style.left = `${100 * targets[i] / reach}%`;
      const there = scenario.labels[i] >= 0;
      write(figure, there ? `${number(probabilities[i])} / ${number(targets[i])}` : "–");
    });
  }
};

// src/sweep.js
var [FIRST, LAST] = LIMITS.swept.map(Math.log10);
var ACROSS = scale(FIRST, LAST, 0, 1);
var X_TICKS = Array.from({ length: LAST - FIRST + 1 }, (_, i) => ({
  at: ACROSS(FIRST + i),
  text: round(10 ** (FIRST + i))
}));
var SHARES = [-1, -0.5, 0, 0.5, 1].map((share) => ({ at: (share + 1) / 2, text: round(share) }));
var NAMES = 12;
var LOWEST = 1e-4;
var NEAR = 10;
function inside(decade) {
  return Math.min(LAST, Math.max(FIRST, decade));
}
var Sweep = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.loss = new Chart("");
    this.shares = new Chart("share of all steps: moves up above 0, down below", "rl-grip");
    this.handle = element(
      "div",
      {
        class: "rl-sweep",
        role: "slider",
        tabindex: "0",
        "aria-label": "temperature on the sweep",
        "aria-valuemin": String(LIMITS.swept[0]),
        "aria-valuemax": String(LIMITS.swept[1]),
        title: "Drag to change the temperature",
        ...KEEPS_KEYS
      },
      this.loss.node,
      this.shares.node,
      element("p", { class: "rl-chart-title rl-x-title" }, "temperature T (log scale)")
    );
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.handle, this.words);
    this.drawn = [];
    this.minor = false;
    this.gesture = newGesture();
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
  }
  /** @param {import("./state.js").State} state */
  draw({ picture, scenario, swept }) {
    if (!swept) return;
    const names = picture.scenario.items;
    const made = [swept, names.join("\n")];
    if (made.some((part, at) => part !== this.drawn[at])) this.#drawCurves(swept, names);
    this.drawn = made;
    const { temperature } = scenario;
    const decade = Math.log10(temperature);
    const off = decade < FIRST - 1e-9 ? "left" : decade > LAST + 1e-9 ? "right" : "";
    for (const chart of [this.loss, this.shares]) chart.mark(off ? null : ACROSS(decade));
    const where = off ? ` (off this chart, to the ${off})` : "";
    mark(this.handle, {
      "aria-valuenow": String(Math.min(LIMITS.swept[1], Math.max(LIMITS.swept[0], temperature))),
      "aria-valuetext": `${plain(temperature)}${where}, loss ${number(picture.loss)}`
    });
    const { losses, temperatures } = swept;
    const least = losses.indexOf(Math.min(...losses));
    const said2 = losses.every((loss) => loss === 0) ? `This list costs 0 at every T. Now T = ${plain(temperature)}${where}.` : `At T = ${plain(temperature)}${where} the loss is ${number(picture.loss)}. On this chart it is least, ${number(losses[least])}, at T = ${plain(temperatures[least])}.`;
    write(this.words, this.minor ? `${said2} Point at an item to see its name.` : said2);
  }
  /** @param {import("./state.js").State} state */
  light({ lit }) {
    this.shares.light(lit);
  }
  /** @param {import("./types.js").Swept} swept @param {readonly string[]} names */
  #drawCurves({ temperatures, losses, push_shares: shares }, names) {
    const xs = temperatures.map((t) => ACROSS(Math.log10(t)));
    this.#drawLoss(xs, losses);
    const strengths = names.map((_, i) => Math.max(...shares.map((row) => Math.abs(row[i]))));
    const strongest = names.map((_, i) => i).sort((a, b) => strengths[b] - strengths[a]);
    const kept = new Set(strongest.slice(0, NAMES).filter((i) => strengths[i] > 0));
    this.minor = strengths.some((strength, i) => strength > 0 && !kept.has(i));
    const curves = names.map((name, item) => ({
      name,
      xs,
      ys: shares.map((row) => (row[item] + 1) / 2),
      item,
      minor: !kept.has(item)
    }));
    this.shares.draw(curves, X_TICKS, SHARES, 9);
    this.light(this.state);
  }
  /** @param {number[]} xs @param {number[]} losses */
  #drawLoss(xs, losses) {
    const most = Math.max(...losses);
    if (most <= 0) {
      write(this.loss.title, "loss");
      const ticks2 = [{ at: 0, text: "0" }, { at: 1, text: "1" }];
      this.loss.draw([{ name: "", xs, ys: losses.map(() => 0) }], [], ticks2, 5);
      return;
    }
    const least = Math.max(Math.min(...losses), most * LOWEST);
    const below = losses.some((loss) => loss < least);
    write(this.loss.title, `loss (log scale${below ? `; below ${number(least)} it stands at the foot` : ""})`);
    const [low, high] = [Math.min(least, most / 2) / 1.02, most * 1.02];
    const up = scale(Math.log10(low), Math.log10(high), 0, 1);
    const ticks = logTicks(low, high).map((tick) => ({ at: up(Math.log10(tick)), text: round(tick) }));
    const ys = losses.map((loss) => up(Math.log10(Math.max(loss, low))));
    this.loss.draw([{ name: "loss", xs, ys }], [], ticks, 5);
  }
  /** @param {PointerEvent} event */
  #drag(event) {
    const { left, right } = this.shares.plot.getBoundingClientRect();
    if (event.button !== 0 || event.clientX < left - NEAR || event.clientX > right + NEAR) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const move = (e) => {
      const box = this.shares.plot.getBoundingClientRect();
      this.#set(scale(box.left, box.right, FIRST, LAST)(e.clientX), gesture);
    };
    move(event);
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener(
      "lostpointercapture",
      () => this.handle.removeEventListener("pointermove", move),
      { once: true }
    );
  }
  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    const by = { ArrowRight: 0.05, ArrowUp: 0.05, ArrowLeft: -0.05, ArrowDown: -0.05, PageUp: 0.5, PageDown: -0.5 };
    const step = (
      /** @type {Record<string, number>} */
      by[event.key]
    );
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) this.gesture = newGesture();
    this.#set(Math.log10(this.state.scenario.temperature) + step, this.gesture);
  }
  /** @param {number} decade @param {string} gesture */
  #set(decade, gesture) {
    const temperature = Number((10 ** inside(decade)).toPrecision(3));
    this.state.edit(() => ({ temperature }), gesture);
  }
};

// src/views.js
var KINDS = {
  parts: Parts,
  probabilities: Probabilities,
  competitors: Competitors,
  gradient: Gradient,
  derivation: Derivation,
  metrics: Metrics,
  sweep: Sweep,
  comparison: Comparison,
  descent: Descent
};
var Views = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.shown = /* @__PURE__ */ new Map();
    this.drawn = null;
    this.node = element("div", { class: "rl-views" });
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const names = (
      /** @type {(keyof typeof VIEWS)[]} */
      state.views.filter((name) => name in KINDS)
    );
    const same = names.join() === [...this.shown.keys()].join();
    if (!same) this.#arrange(names);
    const fresh = !same || state.picture !== this.drawn;
    this.drawn = state.picture;
    for (const { view } of this.shown.values()) {
      if (fresh || view.live) view.draw(state);
    }
  }
  /** @param {import("./state.js").State} state */
  light(state) {
    for (const { view } of this.shown.values()) view.light?.(state);
  }
  /** @param {(keyof typeof VIEWS)[]} names */
  #arrange(names) {
    const before = this.shown;
    this.shown = new Map(names.map((name) => [name, before.get(name) ?? this.#build(name)]));
    this.node.replaceChildren(...[...this.shown.values()].map(({ panel }) => panel));
  }
  /** @param {keyof typeof VIEWS} name */
  #build(name) {
    const { title, sentence: sentence3 } = VIEWS[name];
    const view = new KINDS[name](this.state);
    const head = element("div", { class: "rl-title", title: sentence3 }, title);
    const panel = element("section", { class: "rl-panel", "aria-label": title, "data-view": name }, head, view.node);
    return { panel, view };
  }
};

// src/stage.js
var NOTICEABLE = 80;
function render({ model, el }) {
  const state = new State(model);
  const numbers = new Numbers();
  const controls = new Controls(state);
  const reading = new Reading(state);
  const list = new List(state);
  const toolbar = new Toolbar(state);
  const editing = new Editing(state);
  const views = new Views(state);
  const prediction = new Prediction(state);
  const hint = element("p", { class: "rl-hint" });
  const cut = element("p", { class: "rl-cut", role: "note" });
  const said2 = element("div", { class: "rl-said" }, hint, reading.message);
  const now = element("div", { class: "rl-now" }, numbers.node, said2);
  const head = element("div", { class: "rl-head" }, now, controls.node);
  const main = element("div", { class: "rl-main" }, list.node, reading.node);
  const parts = [head, cut, prediction.node, main, toolbar.node, editing.node, views.node];
  const page = element("div", { class: "rl-page" }, ...parts);
  const root = element("section", { class: "ranklab", "aria-label": "Ranking loss explorer" }, page);
  root.addEventListener("keydown", (event) => takeHistoryKeys(event, state));
  followHand(root, state);
  el.replaceChildren(root);
  const relight = () => {
    const lit = String(state.lit);
    for (const node of root.querySelectorAll("[data-item]")) {
      mark(node, { "data-lit": (
        /** @type {HTMLElement} */
        node.dataset.item === lit ? "" : null
      ) });
    }
    views.light(state);
    reading.draw(state);
  };
  let late;
  const draw = () => {
    root.dataset.pending = String(state.pending);
    if (!state.pending) {
      clearTimeout(late);
      late = void 0;
      delete root.dataset.late;
    } else {
      late ??= setTimeout(() => root.dataset.late = "", NOTICEABLE);
    }
    mark(root, { "data-deserted": state.deserted ? "" : null });
    mark(page, { "data-views": state.views.length ? String(state.views.length) : null });
    mark(root, { "data-projector": state.projector ? "" : null });
    write(hint, state.hint);
    write(cut, state.picture.cut ?? "");
    for (const part of [numbers, controls, prediction, list, toolbar, editing, views]) part.draw(state);
    hideAndLock(root, state);
    relight();
  };
  let asked = false;
  const drawSoon = () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      draw();
    });
  };
  const take = () => {
    state.deserted = false;
    drawSoon();
    state.sendWaiting();
  };
  state.redraw = draw;
  state.relight = relight;
  const desert = () => {
    state.deserted = true;
    draw();
  };
  const forget = state.listen({ change: drawSoon, take, desert });
  draw();
  return () => {
    clearTimeout(late);
    forget();
  };
}
function followHand(root, state) {
  const itemOf = (target) => {
    const node = target instanceof Element ? target.closest("[data-item]") : null;
    return node ? Number(node.getAttribute("data-item")) : null;
  };
  const point = (by, item) => {
    if (state[by] === item) return;
    state[by] = item;
    state.relight();
  };
  root.addEventListener("pointerover", (event) => {
    if (!(event.target instanceof SVGElement)) point("pointed", itemOf(event.target));
  });
  root.addEventListener("pointerleave", () => point("pointed", null));
  root.addEventListener("focusin", (event) => point("focused", itemOf(event.target)));
  root.addEventListener("focusout", () => point("focused", null));
}
function takeHistoryKeys(event, state) {
  const { target } = event;
  const writing = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement && target.type === "text";
  if (!(event.ctrlKey || event.metaKey) || event.altKey || writing) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  if (state.held === null) state.command(key === "y" || event.shiftKey ? "redo" : "undo");
  event.preventDefault();
  event.stopPropagation();
}
var stage_default = { render };
export {
  stage_default as default
};
