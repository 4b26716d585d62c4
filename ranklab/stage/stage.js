// Joined from ranklab/stage/src by ranklab/stage/build.py: edit there, then make stage.

// src/dom.js
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}
var KEEPS_KEYS = { "data-lm-suppress-shortcuts": "true" };
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
function mark(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
}

// src/state.js
var PAGE = crypto.getRandomValues(new Uint32Array(2)).join("-");
var gestures = 0;
function newGesture() {
  gestures += 1;
  return `${PAGE}.${gestures}`;
}
var State = class {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.held = null;
    this.waiting = [];
    this.redraw = () => {
    };
  }
  /** @returns {Picture} */
  get picture() {
    return this.model.get("picture");
  }
  /** @returns {string} */
  get hint() {
    return this.model.get("hint");
  }
  /** Whether the kernel has not yet answered what is on screen. */
  get pending() {
    return this.last.revision > this.picture.revision;
  }
  /** The last edit, answered or not. @returns {Edit} */
  get last() {
    const none = { revision: 0, moved: 0, gesture: null, commands: [] };
    return { ...none, scenario: this.picture.scenario, ...this.model.get("edit") };
  }
  /** @returns {Scenario} */
  get scenario() {
    return this.pending ? this.last.scenario : this.picture.scenario;
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
   * @param {Command["changes"]} [changes]
   */
  command(name, changes) {
    const revision = this.#next();
    const command = { revision, name, ...changes ? { changes } : {} };
    const base = this.pending ? this.last : { ...this.last, moved: 0, gesture: null, commands: [] };
    const { scenario } = this;
    this.#send({ ...base, scenario, revision, commands: [...base.commands, command] });
  }
  /** Send what waited for an answer. */
  answered() {
    while (this.waiting.length > 0 && !(this.pending && this.last.commands.length > 0)) {
      this.waiting.shift()?.();
    }
  }
  #next() {
    return Math.max(this.last.revision, this.picture.revision) + 1;
  }
  /** @param {Edit} edit */
  #send(edit) {
    this.model.set("edit", edit);
    this.model.save_changes();
  }
};
function ranks({ scores, labels }) {
  const order = scores.map((_, i) => i);
  order.sort(
    (a, b) => Number(labels[a] < 0) - Number(labels[b] < 0) || (labels[a] < 0 ? 0 : scores[b] - scores[a]) || a - b
  );
  const result = new Array(scores.length);
  order.forEach((item, place) => {
    result[item] = place + 1;
  });
  return result;
}

// src/controls.js
var DECADES = 3;
var Controls = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    const group = newGesture();
    this.losses = [
      radio(group, "softmax", "Everybody competes with everybody"),
      radio(group, "unique_softmax", "An item competes with the less relevant ones only")
    ];
    for (const [input] of this.losses) {
      input.addEventListener("change", () => {
        state.edit(() => ({ loss: (
          /** @type {import("./state.js").Scenario["loss"]} */
          input.value
        ) }));
      });
    }
    this.slider = element("input", {
      type: "range",
      min: String(-DECADES),
      max: String(DECADES),
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
      if (unchanged && state.picture.message === "") return;
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
      ...[
        ["", "none"],
        ["dcg", "DCG"],
        ["ndcg", "NDCG"],
        ["precision", "precision"]
      ].map(([value, name]) => element("option", { value }, name))
    );
    this.weight.addEventListener("change", () => {
      const weight = (
        /** @type {import("./state.js").Scenario["lambda_weight"]} */
        this.weight.value || null
      );
      state.edit(() => ({ lambda_weight: weight }));
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
        { class: "rl-group rl-choice", role: "radiogroup", "aria-label": "loss" },
        ...this.losses.map(([, label]) => label)
      ),
      element("div", { class: "rl-group rl-history" }, this.undo, this.redo, this.reset),
      element(
        "label",
        { class: "rl-group", title: "Low: only the strongest competitors count. High: all share" },
        "temperature",
        this.slider,
        this.field
      ),
      element(
        "label",
        { class: "rl-group", title: "Let a metric say how much each item matters" },
        "lambda weight",
        this.weight
      ),
      element("div", { class: "rl-group" }, this.normalizeLabel)
    );
  }
  /** @param {import("./state.js").State} state */
  draw({ scenario, picture }) {
    for (const [input] of this.losses) input.checked = input.value === scenario.loss;
    this.slider.value = String(Math.log10(scenario.temperature));
    mark(this.slider, { "aria-valuetext": String(scenario.temperature) });
    const refused = picture.message !== "" && document.activeElement === this.field;
    if (!this.typing && !refused) this.field.value = String(scenario.temperature);
    this.weight.value = scenario.lambda_weight ?? "";
    this.normalize.checked = scenario.normalize_labels;
    const why = scenario.loss === "unique_softmax" ? "Unique softmax weights an item by 2^label − 1: there is nothing to normalize" : scenario.lambda_weight === "dcg" || scenario.lambda_weight === "ndcg" ? "The lambda weight takes the place of the labels: there is nothing to normalize" : "";
    this.normalize.disabled = why !== "";
    mark(this.normalizeLabel, { title: why || "Divide the labels by their sum", "data-off": why ? "" : null });
    mark(this.undo, { "aria-disabled": String(!picture.can_undo) });
    mark(this.redo, { "aria-disabled": String(!picture.can_redo) });
  }
};
function typed(text) {
  const plain2 = text.trim().replace("−", "-");
  const pointed = /,\d{3}$/.test(plain2) ? plain2 : plain2.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(pointed) && Number.isFinite(Number(pointed)) ? Number(pointed) : text;
}
function radio(name, value, title) {
  const input = element("input", { type: "radio", name, value, ...KEEPS_KEYS });
  return [input, element("label", { title }, input, value.replace("_", " "))];
}
function button(name, title, act) {
  const node = element("button", { type: "button", title, ...KEEPS_KEYS }, name);
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") act();
  });
  return node;
}

// src/words.js
var MINUS = "−";
function number(value) {
  const size = Math.abs(value);
  let text;
  if (size === 0) text = "0";
  else if (size >= 9995e5) text = value.toExponential(2).replace("e+", "e");
  else if (size >= 999500) text = `${(value / 1e6).toPrecision(3).replace(/\.?0+$/, "")} million`;
  else if (size >= 999.5) text = Math.round(value).toLocaleString("en-US");
  else if (size < 9995e-7) text = value.toExponential(1);
  else text = value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size * 1.0005))));
  return text.replaceAll("-", MINUS);
}
function plain(value) {
  const size = Math.abs(value);
  if (size >= 1e5 && Number.isInteger(value / 1e4)) return value.toExponential().replace("e+", "e").replace("-", MINUS);
  if (size >= 1e5 || size > 0 && size < 5e-5) return number(value);
  return String(Number(value.toFixed(4))).replace("-", MINUS);
}

// src/label.js
var PIPS = 4;
var LARGEST = 30;
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
    this.pips = Array.from({ length: PIPS }, (_, i) => {
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
        role: "slider",
        tabindex: "0",
        "aria-valuemin": "0",
        "aria-valuemax": String(LARGEST),
        title: "Click, or press a digit or an arrow key",
        ...KEEPS_KEYS
      },
      ...this.pips,
      this.number
    );
    this.node.addEventListener("keydown", (event) => this.#takeKey(event));
  }
  /** @param {import("./state.js").Scenario} scenario */
  draw({ items, labels }) {
    const label = labels[this.item];
    const countable = Number.isInteger(label) && label >= 0 && label <= PIPS;
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
    const down = ["ArrowDown", "ArrowLeft", "-"].includes(event.key);
    const digit = /^\d$/.test(event.key);
    if (!up && !down && !digit && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (!event.repeat) this.gesture = newGesture();
    if (digit) this.#set(() => Number(event.key), this.gesture);
    else if (event.key === "Home") this.#set(() => 0, this.gesture);
    else if (event.key === "End") this.#set(() => PIPS, this.gesture);
    else if (up) this.#set((label) => Math.min(LARGEST, Math.max(0, label) + 1), this.gesture);
    else this.#set((label) => label < 0 ? label : Math.max(0, label - 1), this.gesture);
  }
};

// src/scale.js
var LARGEST2 = 1e6;
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
  /** @param {number[]} scores */
  constructor(scores) {
    this.reach = 0;
    this.arrows = 1;
    this.stretch([1 / 1.15, ...scores]);
  }
  /** @param {number[]} scores */
  stretch(scores) {
    const largest = Math.max(...scores.map(Math.abs));
    if (largest > this.reach) this.reach = Math.min(LARGEST2, niceAbove(1.15 * largest));
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
   * the longest takes a sixteenth to a fifth of the axis, and no tip leaves it.
   * @param {number[]} scores
   * @param {number[]} steps
   */
  fitArrows(scores, steps) {
    let most = Infinity;
    let longest = 0;
    steps.forEach((step, i) => {
      const length = Math.abs(step) / (2 * this.reach);
      const end = Math.min(1, Math.max(0, this.place(scores[i])));
      const room = Math.max(0.03, step > 0 ? 1 - end : end);
      if (length > 0) most = Math.min(most, Math.min(0.2, room) / length);
      longest = Math.max(longest, length);
    });
    if (longest < 1e-7) return;
    if (this.arrows > most || this.arrows < 0.3 * most) this.arrows = niceBelow(most);
  }
};

// src/row.js
var Row = class {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   * @param {import("./scale.js").Axis} axis
   */
  constructor(state, item, axis) {
    this.state = state;
    this.item = item;
    this.axis = axis;
    this.rank = element("span", { class: "rl-rank" });
    this.name = element("span", { class: "rl-name" });
    this.label = new LabelPips(state, item);
    this.bar = element("span", { class: "rl-bar" });
    this.arrow = element("span", { class: "rl-arrow rl-answer" });
    this.value = element("span", { class: "rl-value" });
    this.handle = element("span", { class: "rl-handle", role: "slider", tabindex: "0", ...KEEPS_KEYS });
    this.track = element(
      "span",
      { class: "rl-track" },
      element("span", { class: "rl-zero" }),
      this.bar,
      this.arrow,
      this.value,
      this.handle
    );
    this.chance = element("span", { class: "rl-meter" });
    this.target = element("span", { class: "rl-target" });
    this.share = element("span", { class: "rl-share" });
    this.part = element("span", { class: "rl-figure" });
    this.node = element(
      "div",
      { class: "rl-row", role: "listitem" },
      this.rank,
      this.name,
      this.label.node,
      this.track,
      element("span", { class: "rl-chance rl-answer", "aria-hidden": "true" }, this.chance, this.target),
      element("span", { class: "rl-part rl-answer", "aria-hidden": "true" }, this.share, this.part)
    );
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
    this.gesture = newGesture();
  }
  /**
   * @param {import("./state.js").State} state
   * @param {number} rank
   */
  draw({ scenario, picture, held }, rank) {
    const { item: i, axis } = this;
    const score = scenario.scores[i];
    const there = scenario.labels[i] >= 0;
    this.node.style.setProperty("--rl-place", String(rank - 1));
    mark(this.node, { "data-held": held === i ? "" : null, "data-empty": there ? null : "" });
    write(this.rank, there ? String(rank) : "–");
    write(this.name, scenario.items[i]);
    mark(this.name, { title: scenario.items[i] });
    this.label.draw(scenario);
    const zero = axis.place(0);
    const end = clamp(axis.place(score), 0, 1);
    span(this.bar, zero, end);
    this.handle.style.left = `${100 * end}%`;
    write(this.value, plain(score));
    mark(this.value, { "data-side": score < 0 ? "right" : "left" });
    const step = there ? picture.steps[i] : 0;
    const tip = clamp(end + step * axis.arrows / (2 * axis.reach), -0.05, 1.05);
    span(this.arrow, end, tip);
    mark(this.arrow, { "data-push": step > 0 ? "up" : step < 0 ? "down" : null });
    const push = step > 0 ? "pushed up" : "pushed down";
    mark(this.handle, {
      "aria-label": `score of ${scenario.items[i]}`,
      "aria-valuenow": String(score),
      "aria-valuemin": String(-axis.reach),
      "aria-valuemax": String(axis.reach),
      "aria-valuetext": there ? `${plain(score)}, rank ${rank}, ${push} by ${number(Math.abs(step))}` : `${plain(score)}, an empty place`
    });
    this.chance.style.width = `${100 * picture.probabilities[i]}%`;
    this.target.style.left = `${100 * picture.targets[i]}%`;
    const part = picture.contributions[i];
    this.share.style.width = `${picture.loss > 0 ? 100 * part / picture.loss : 0}%`;
    write(this.part, there ? number(part) : "–");
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
    const { state, axis, item } = this;
    if (event.button !== 0 || state.held !== null) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const { reach } = axis;
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
      if (Math.abs(state.scenario.scores[item]) === reach) axis.stretch([1.01 * reach]);
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
    this.#move((score) => clamp(Number(move(score).toPrecision(10)), -LARGEST2, LARGEST2), this.gesture);
  }
};
function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
function span(node, from, to) {
  node.style.left = `${100 * Math.min(from, to)}%`;
  node.style.width = `${100 * Math.abs(to - from)}%`;
}

// src/list.js
var SETTLED = 300;
var List = class {
  /**
   * @param {import("./state.js").State} state
   * @param {import("./reading.js").Reading} reading
   */
  constructor(state, reading) {
    this.state = state;
    this.reading = reading;
    this.rows = [];
    this.axis = new Axis([]);
    this.ticks = element("span", { class: "rl-ticks", "aria-hidden": "true" });
    this.head = element(
      "div",
      { class: "rl-row rl-columns", "aria-hidden": "true" },
      element("span", { class: "rl-rank" }, ""),
      element("span", { class: "rl-name" }, "item"),
      element("span", { class: "rl-label" }, "label"),
      element("span", { class: "rl-track" }, element("b", {}, "score"), this.ticks),
      element("span", { class: "rl-chance" }, "probability and ", element("i", {}), " target"),
      element("span", { class: "rl-part" }, "part of the loss")
    );
    this.places = element("div", { class: "rl-places", role: "list", "aria-label": "Items, best score first" });
    this.scale = element("span", {});
    const up = element("span", { class: "rl-up" }, "→");
    const down = element("span", { class: "rl-down" }, "←");
    this.legend = element("p", { class: "rl-legend" }, this.scale, up, " pushed up  ", down, " pushed down");
    this.node = element("div", { class: "rl-list" }, this.head, this.places, this.legend);
    this.pointed = null;
    this.places.addEventListener("pointerleave", () => {
      this.pointed = null;
      reading.show(this.#focused());
    });
    this.places.addEventListener("focusout", () => reading.show(this.pointed));
    this.timer = void 0;
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { scenario, picture } = state;
    const count = scenario.scores.length;
    if (count !== this.rows.length) this.#build(count);
    if (state.held === null) this.axis.stretch(scenario.scores);
    this.axis.fitArrows(scenario.scores, picture.steps);
    this.#drawAxis();
    const places = ranks(scenario);
    this.rows.forEach((row, i) => row.draw(state, places[i]));
    const times = this.axis.arrows === 1 ? "" : ` (drawn ×${plain(this.axis.arrows)})`;
    write(this.scale, `Arrows: one descent step of rate 1${times}. `);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#order(places), SETTLED);
  }
  /** @param {number} count */
  #build(count) {
    this.state.held = null;
    this.pointed = null;
    this.axis = new Axis(this.state.scenario.scores);
    this.rows = Array.from({ length: count }, (_, i) => new Row(this.state, i, this.axis));
    this.rows.forEach((row, i) => {
      row.node.addEventListener("pointerenter", () => {
        this.pointed = i;
        this.reading.show(i);
      });
      row.node.addEventListener("focusin", () => this.reading.show(i));
    });
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
    this.loss = element("output", { class: "rl-loss rl-answer" });
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
    write(this.loss, loss);
    mark(this.loss, { "data-size": loss.length > 7 ? "small" : loss.length > 5 ? "medium" : null });
    write(this.ndcg, picture.ndcg === null ? "–" : picture.ndcg.toFixed(3));
    write(this.mrr, picture.mrr === null ? "–" : picture.mrr.toFixed(3));
  }
};
function labelled(name, output, title) {
  output.setAttribute("aria-label", name);
  output.setAttribute("aria-live", "off");
  return element("div", { class: "rl-number", title }, element("span", {}, name), output);
}

// src/reading.js
var SETTLED2 = 400;
var PATIENCE = 5e3;
var SILENT = "The kernel has not answered: it is busy, or it was restarted; then run the cell again.";
var NAME_LENGTH = 40;
var Reading = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.item = null;
    this.line = element("p", { class: "rl-line" });
    this.message = element("p", { class: "rl-message", role: "alert" });
    this.live = element("p", { class: "rl-spoken", "aria-live": "polite" });
    this.node = element("div", { class: "rl-reading" }, this.line, this.message, this.live);
    this.spoken = "";
    this.timer = void 0;
  }
  /** @param {number | null} item */
  show(item) {
    if (item === this.item) return;
    this.item = item;
    this.draw(this.state);
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { picture, scenario } = state;
    const item = state.held ?? this.item;
    const about = item === null || item >= scenario.scores.length ? null : sentence(state, item);
    const standing = picture.ndcg === null ? "No relevant item: this list costs nothing and teaches nothing." : picture.note || "Point at an item, or reach it with Tab, to read its numbers.";
    write(this.line, about ?? standing);
    clearTimeout(this.timer);
    if (state.pending) {
      this.timer = setTimeout(() => write(this.message, SILENT), PATIENCE);
      return;
    }
    write(this.message, picture.message);
    this.timer = setTimeout(() => {
      const spoken = `${about ?? ""} Loss ${number(picture.loss)}.`.trim();
      if (this.spoken !== "" && spoken !== this.spoken) write(this.live, spoken);
      this.spoken = spoken;
    }, SETTLED2);
  }
};
function sentence({ scenario, picture, pending }, item) {
  const full = scenario.items[item];
  const name = full.length > NAME_LENGTH ? `${full.slice(0, NAME_LENGTH - 1)}…` : full;
  const label = scenario.labels[item];
  if (label < 0) return `${name}: an empty place. What is not there costs nothing and competes with nobody.`;
  const where = `${name}: score ${plain(scenario.scores[item])}, rank ${ranks(scenario)[item]}, label ${plain(label)}.`;
  if (pending) return where;
  const step = picture.steps[item];
  const push = Math.abs(step) < 5e-4 ? "Hardly pushed" : `Pushed ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
  return `${where} Probability ${number(picture.probabilities[item])}, target ${number(picture.targets[item])}. ${push} in one step. Costs ${number(picture.contributions[item])} of ${number(picture.loss)}.`;
}

// src/stage.js
var NOTICEABLE = 80;
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
    reading.node
  );
  root.addEventListener("keydown", (event) => takeHistoryKeys(event, state));
  el.replaceChildren(root);
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
function takeHistoryKeys(event, state) {
  const writing = event.target instanceof HTMLInputElement && event.target.type === "text";
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
