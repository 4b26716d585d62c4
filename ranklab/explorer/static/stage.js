// Joined from ranklab/explorer/src by build.py beside it: edit there, then make stage.

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

// src/words.js
var MINUS = "−";
function number(value) {
  const size = Math.abs(value);
  let text;
  if (size === 0) text = "0";
  else if (size >= 9995e5) text = value.toExponential(2).replace("e+", "e");
  else if (size >= 999500) text = `${Number((value / 1e6).toPrecision(3))} million`;
  else if (size >= 999.5) text = grouped(value.toFixed(0));
  else if (size < 9995e-7) text = value.toExponential(1);
  else text = value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size * 1.0005))));
  return text.replaceAll("-", MINUS);
}
function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
function signed(value) {
  return (value > 0 ? "+" : "") + number(value);
}
function plain(value) {
  const size = Math.abs(value);
  if (size >= 1e5 && Number.isInteger(value / 1e4)) return value.toExponential().replace("e+", "e").replace("-", MINUS);
  if (size >= 1e5 || size > 0 && size < 5e-5) return number(value);
  return String(Number(value.toFixed(4))).replace("-", MINUS);
}

// src/explanation/formatting.js
var SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
var WHITE = new RegExp(SPACE);
var HEAD = new RegExp(`^${SPACE}`);
var TAIL = new RegExp(`(?<!${SPACE})${SPACE}$`);
function general(value, digits = 6) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const sign = value < 0 ? "-" : "";
  const [mantissa, exponent] = roundedToEven(Math.abs(value), digits).split("e");
  const power = Number(exponent);
  const figures = mantissa.replace(".", "");
  if (power < -4 || power >= digits) {
    const shown2 = trimmed(`${figures[0]}.${figures.slice(1)}`);
    return `${sign}${shown2}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  if (power < 0) return `${sign}${trimmed(`0.${"0".repeat(-power - 1)}${figures}`)}`;
  return sign + trimmed(`${figures.slice(0, power + 1)}.${figures.slice(power + 1)}`);
}
function roundedToEven(size, digits) {
  const rounded = size.toExponential(digits - 1);
  if (!/5e/.test(size.toExponential(digits))) return rounded;
  const exact = size.toExponential(100).split("e")[0].replace(".", "");
  if (!/^50*$/.test(exact.slice(digits))) return rounded;
  if (Number(exact[digits - 1]) % 2) return rounded;
  const [mantissa, exponent] = size.toExponential(100).split("e");
  return `${mantissa.slice(0, digits === 1 ? 1 : digits + 1)}e${exponent}`;
}
function trimmed(text) {
  return text.replace(/\.?0*$/, "");
}
function grouped2(value) {
  return grouped(String(value));
}
function strip(text) {
  return text.replace(HEAD, "").replace(TAIL, "");
}
function lengthOf(text) {
  let count = text.length;
  for (let i = 1; i < text.length; i++) if (isHigh(text, i - 1) && isLow(text, i)) count -= 1;
  return count;
}
function clipped(text, most) {
  if (lengthOf(text) <= most) return text;
  return `${[...text.slice(0, 2 * most)].slice(0, most - 1).join("")}…`;
}
function shown(value, level = 2) {
  if (value === null || value === void 0) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${clipped(value, 60)}'`;
  if (typeof value === "number") return String(value).replace("Infinity", "inf").replace("NaN", "nan");
  if (Array.isArray(value)) return `[${some(value, level, (one) => shown(one, level - 1))}]`;
  if (typeof value !== "object") return typeof value;
  const entry2 = ([key, one]) => `${shown(key)}: ${shown(one, level - 1)}`;
  return `{${some(Object.entries(value), level, entry2)}}`;
}
function some(values, level, show2) {
  if (level === 0) return values.length > 0 ? "..." : "";
  const most = 6;
  return [...values.slice(0, most).map(show2), ...values.length > most ? ["..."] : []].join(", ");
}
function isHigh(text, i) {
  return (text.charCodeAt(i) & 64512) === 55296;
}
function isLow(text, i) {
  return (text.charCodeAt(i) & 64512) === 56320;
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
var SENTENCES = {
  "all_tied": "All scores are equal: the ranking and the metrics follow the order given, not a model.",
  "no_weight": "Every weight is 0: this list costs nothing and teaches nothing.",
  "nothing_relevant": "No relevant item: this list costs nothing and teaches nothing."
};

// src/explanation/checks.js
var PADDING = -1;
var ENTRIES = { scores: "score", labels: "label", items: "name", sample_weight: "sample weight" };
var GROUPED = /^[+\-\u2212]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+(?:\.[0-9]*)?|(?:\.[0-9]{3})+,[0-9]*)$/;
var Refused = class extends Error {
};
function checkedScores(scores) {
  const values = numbers("scores", scores);
  if (values.length === 0) {
    throw new Refused("scores is empty: give at least one item, such as scores=[0.6, 0.8]");
  }
  if (values.length > LIMITS.items) {
    const [has, most] = [grouped2(values.length), grouped2(LIMITS.items)];
    throw new Refused(`scores has ${has} items; a scenario holds at most ${most}`);
  }
  values.forEach((value, i) => {
    if (!(Math.abs(value) <= LIMITS.score)) {
      throw new Refused(`${entry("scores", i)} must be a finite number between -1e6 and 1e6, got ${shown(value)}`);
    }
  });
  return values;
}
function checkedLabels(labels, n) {
  const values = numbers("labels", labels);
  if (values.length !== n) {
    const has = `scores has ${n} items but labels has ${values.length}`;
    throw new Refused(`${has}: give one label per score`);
  }
  values.forEach((value, i) => {
    if (!(value > -Infinity && value <= LIMITS.label)) {
      throw new Refused(
        `${entry("labels", i)} must be a number from 0 to 30, or below 0 for padding (NaN is padding for the Keras losses alone), got ${shown(value)}`
      );
    }
  });
  return values.map((value) => value < 0 ? PADDING : value);
}
function checkedSampleWeight(weights, n) {
  if (missing(weights)) return null;
  const values = numbers("sample_weight", weights);
  if (values.length !== n) {
    const has = `scores has ${n} items but sample_weight has ${values.length}`;
    throw new Refused(`${has}: give one weight per score`);
  }
  values.forEach((value, i) => {
    if (!(value >= 0 && value <= LIMITS.sample_weight)) {
      throw new Refused(`${entry("sample_weight", i)} must be a number from 0 to 1e6, got ${shown(value)}`);
    }
  });
  return values;
}
function checkedItems(names, n) {
  const values = sequence("items", names, "names");
  if (values.length !== n) {
    const has = `scores has ${n} items but items has ${values.length} names`;
    throw new Refused(`${has}: give one name per score`);
  }
  return values.map(checkedName);
}
function checkedName(name, i) {
  if (typeof name !== "string") {
    throw new Refused(`${entry("items", i)} must be a string, got ${shown(name)}`);
  }
  if (strip(name) === "" || lengthOf(name) > LIMITS.name) {
    const wanted = `${entry("items", i)} must have 1 to ${LIMITS.name} characters`;
    throw new Refused(`${wanted}, got ${shown(name)}`);
  }
  if (/\p{Cs}/u.test(name)) {
    const half = `${entry("items", i)} holds half a character (a lone surrogate) that no file can store`;
    throw new Refused(`${half}: ${shown(name)}`);
  }
  return name;
}
function checkedCustomName(loss, prefix) {
  const name = loss.slice(prefix.length);
  const prints = !/\p{C}|(?! )\p{Z}/u.test(name);
  if (!prints || strip(name) === "" || lengthOf(name) > LIMITS.name) {
    const wanted = `the name of a loss must have 1 to ${LIMITS.name} characters that print`;
    throw new Refused(`${wanted}, got ${shown(name)}`);
  }
  return loss;
}
function checkedTemperature(temperature) {
  if (typeof temperature === "boolean") {
    throw new Refused(`temperature must be a number, got ${shown(temperature)}`);
  }
  const value = numberOf("temperature", temperature);
  const [least, most] = LIMITS.temperature;
  if (!(value >= least && value <= most)) {
    const wanted = `temperature must be a number from ${least} to ${general(most)}`;
    throw new Refused(`${wanted}, got ${shown(temperature)}`);
  }
  return value;
}
function checkedTopn(topn) {
  if (missing(topn)) return null;
  if (typeof topn !== "number" || !Number.isInteger(topn)) {
    throw new Refused(`topn must be a whole number of places or None, got ${shown(topn)}`);
  }
  if (!(topn >= 1 && topn <= LIMITS.items)) {
    throw new Refused(
      `topn must be at least 1 and at most ${grouped2(LIMITS.items)}, or None for all places, got ${shown(topn)}`
    );
  }
  return topn;
}
function checkedChoice(argument, value, choices) {
  const found = choices.find((choice2) => choice2 === value);
  if (found !== void 0) return found;
  const known = choices.map(shown).join(", ");
  throw new Refused(`${argument} must be one of ${known}, got ${shown(value)}`);
}
function parsed(word) {
  const ascii = word.replace(/\p{Decimal_Number}/gu, digit).replaceAll("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(ascii)) return NaN;
  const value = Number(ascii);
  return Number.isFinite(value) ? value : NaN;
}
function typed(text) {
  const word = strip(text);
  return isGrouped(word) ? NaN : parsed(word.replace(",", "."));
}
function isGrouped(word) {
  return GROUPED.test(word);
}
function digit(character) {
  const code = character.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Decimal_Number}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
function missing(value) {
  return value === null || value === void 0;
}
function sequence(argument, values, what) {
  if (Array.isArray(values)) return values;
  throw new Refused(`${argument} must be a list of ${what}, got ${shown(values)}`);
}
function numbers(argument, values) {
  return sequence(argument, values, "numbers").map((v, i) => numberOf(argument, v, i));
}
function entry(argument, i) {
  return `${ENTRIES[
    /** @type {keyof typeof ENTRIES} */
    argument
  ]} of item ${i + 1} (${argument}[${i}])`;
}
function numberOf(argument, value, i) {
  if (typeof value !== "number" && typeof value !== "boolean") {
    const what = i === void 0 ? argument : entry(argument, i);
    throw new Refused(`${what} must be a number, got ${shown(value)}`);
  }
  return Number(value) + 0;
}

// src/explanation/draws.js
var WHOLE = 2 ** 32;

// src/explanation/scenario.js
var CUSTOM = "custom:";
var FIELDS = (
  /** @type {const} */
  [
    "scores",
    "labels",
    "items",
    "loss",
    "temperature",
    "lambda_weight",
    "topn",
    "normalize_labels",
    "sample_weight"
  ]
);
function isCustom(loss) {
  return typeof loss === "string" && loss.startsWith(CUSTOM);
}
function scenario(given) {
  const { loss = Object.keys(LOSSES)[0], temperature = 1, normalize_labels: normalize = true } = given;
  const scores = checkedScores(given.scores);
  const n = scores.length;
  const names = given.items ?? null;
  return Object.freeze({
    scores: Object.freeze(scores),
    labels: Object.freeze(checkedLabels(given.labels, n)),
    items: Object.freeze(names === null ? defaultItems(n) : checkedItems(names, n)),
    loss: checkedLoss(loss),
    temperature: checkedTemperature(temperature),
    lambda_weight: checkedChoice("lambda_weight", given.lambda_weight ?? null, [
      null,
      ...Object.keys(LAMBDA_WEIGHTS)
    ]),
    topn: checkedTopn(given.topn),
    normalize_labels: checkedChoice("normalize_labels", normalize, [true, false]),
    sample_weight: Object.freeze(checkedSampleWeight(given.sample_weight, n))
  });
}
function checkedLoss(loss) {
  if (typeof loss === "string" && isCustom(loss)) return checkedCustomName(loss, CUSTOM);
  return checkedChoice("loss", loss, Object.keys(LOSSES));
}
function replace(old, changes) {
  const unknown = Object.keys(changes).filter((name) => !isField(name));
  if (unknown.length > 0) {
    const least = shown(unknown.sort()[0]);
    throw new Refused(`a Scenario has no field ${least}; it has ${FIELDS.join(", ")}`);
  }
  const unnamed = same(old.items, defaultItems(old.items.length));
  return scenario({ ...old, ...unnamed ? { items: null } : {}, ...changes });
}
function same(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, i) => same(value, other[i]));
  }
  if (isRecord(one) && isRecord(other)) {
    return FIELDS.every((field3) => same(one[field3], other[field3]));
  }
  return one === other;
}
function defaultItems(n) {
  return Array.from({ length: n }, (_, i) => `item ${i + 1}`);
}
function isField(name) {
  return FIELDS.some((field3) => field3 === name);
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/explanation/edits.js
function lockedHere(lock) {
  const verb = lock === "scores" || lock === "labels" ? "are" : "is";
  return `The ${lock.replaceAll("_", " ")} ${verb} locked here.`;
}

// src/ranking.js
function ties({ scores, labels }) {
  const counts = /* @__PURE__ */ new Map();
  scores.forEach((score, i) => {
    if (labels[i] >= 0) counts.set(score, (counts.get(score) ?? 0) + 1);
  });
  return scores.map((score, i) => labels[i] >= 0 ? counts.get(score) : 0);
}
function saidRanks(scenario2) {
  const { scores, labels } = scenario2;
  const rank = ranks(scenario2);
  const counts = ties(scenario2);
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
    this.pinned = null;
    this.pinnedAmong = [];
    this.keys = "";
    this.said = "";
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
  /** What is to be guessed before it is shown, here or elsewhere. @returns {"" | "loss" | "ndcg" | "elsewhere"} */
  get predicted() {
    return this.model.get("predicted");
  }
  /**
   * Say why something cannot be done, or what was done instead.
   * @param {string} text
   */
  say(text) {
    this.said = text;
    this.relight();
  }
  /**
   * Whether a field of the scenario is locked; if it is, say so.
   * @param {string} lock
   */
  refuses(lock) {
    if (!this.locked.includes(lock)) return false;
    this.say(lockedHere(lock));
    return true;
  }
  /**
   * Pin an item, so that all views stay with it; a second time lets go.
   * @param {number} item
   */
  pin(item) {
    this.pinned = this.pinned === item ? null : item;
    this.pinnedAmong = this.scenario.items;
    this.relight();
  }
  /** The item that all views light up: the one in the hand, pinned, pointed at or focused. */
  get lit() {
    const item = this.held ?? this.pinned ?? this.pointed ?? this.focused;
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
    const { scenario: scenario2 } = this.last;
    const fits = scenario2.scores.length === this.picture.scenario.scores.length;
    return this.pending && fits ? scenario2 : this.picture.scenario;
  }
  /**
   * Change the scenario at once. Edits of one gesture are one step of the history.
   * @param {(scenario: Scenario) => Partial<Scenario>} change
   * @param {null | string} gesture
   */
  edit(change, gesture = null) {
    this.said = "";
    if (this.pending && this.last.commands.length > 0) {
      this.waiting.push(() => this.edit(change, gesture));
      return;
    }
    const revision = this.#next();
    const scenario2 = { ...this.scenario, ...change(this.scenario) };
    this.#send({ revision, moved: revision, gesture, scenario: scenario2, commands: [] });
  }
  /**
   * Ask the kernel for what only it can do. Commands that it has not answered go along again, so
   * that messages which the front end merges lose none.
   * @param {Command["name"]} name
   * @param {Command["arguments"]} [given]
   */
  command(name, given) {
    this.said = "";
    const revision = this.#next();
    const command = { revision, name, ...given ? { arguments: given } : {} };
    const { scenario: scenario2 } = this.picture;
    const none = { ...this.last, scenario: scenario2, moved: 0, gesture: null, commands: [] };
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
      state.command("replace", { temperature: typed2(this.field.value) });
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
    this.normalize.addEventListener("click", (event) => {
      if (isOff(this.normalize)) event.preventDefault();
    });
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
        ...this.losses.map(([, label2]) => label2)
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
  draw({ scenario: scenario2, picture, message }) {
    for (const [input] of this.losses) input.checked = input.value === scenario2.loss;
    this.slider.value = String(Math.log10(scenario2.temperature));
    mark(this.slider, { "aria-valuetext": String(scenario2.temperature) });
    const refused = message !== "" && document.activeElement === this.field;
    if (!this.typing && !refused) this.field.value = String(scenario2.temperature);
    this.weight.value = scenario2.lambda_weight ?? "";
    this.normalize.checked = scenario2.normalize_labels;
    const why = whyNot(scenario2, "normalize_labels");
    turnOff(this.normalize, why);
    mark(this.normalizeLabel, { title: why || "Divide the labels by their sum", "data-off": why ? "" : null });
    turnOff(this.undo, picture.can_undo ? "" : "There is no step to take back.");
    turnOff(this.redo, picture.can_redo ? "" : "No step was taken back: there is none to take again.");
  }
};
function typed2(text) {
  const value = typed(text);
  return Number.isNaN(value) ? text : value;
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
    if (!isOff(node)) act();
  });
  return node;
}
function turnOff(node, why) {
  mark(node, { "aria-disabled": String(why !== ""), "data-why": why || null });
}
function isOff(node) {
  return node.getAttribute("aria-disabled") === "true";
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
      "aria-label": "numbers to paste, one for each item, or a copied list",
      ...KEEPS_KEYS
    });
    this.text.addEventListener("keydown", (event) => event.stopPropagation());
    this.resize = element("input", { type: "checkbox", ...KEEPS_KEYS });
    const paste = (field3) => () => state.command("paste", { text: this.text.value, field: field3, resize: this.resize.checked });
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
        button("Paste as labels", "A column of numbers, one for each item", paste("labels")),
        element(
          "label",
          { title: "More numbers add items, fewer remove the last ones" },
          this.resize,
          " resize the list"
        ),
        button(
          "Open",
          "Another list: a link or JSON that the menu Export copied",
          () => state.command("open", { text: this.text.value })
        )
      )
    );
  }
  /** @param {import("./state.js").State} state */
  draw({ editing, scenario: scenario2 }) {
    this.node.hidden = !editing;
    this.weights.setAttribute("aria-pressed", String(scenario2.sample_weight !== null));
  }
};

// src/explanation/sentences.js
function allTied({ scores, labels }) {
  const there = scores.filter((_, i) => labels[i] >= 0);
  return there.length > 1 && there.every((score) => score === there[0]);
}

// src/typing.js
var KINDS = {
  scores: { name: "score", inputmode: "text" },
  labels: { name: "label", inputmode: "decimal" }
};
var TWO_WAYS = "This can be read in two ways: write decimals with a point, and thousands without a comma.";
var Typing = class {
  /**
   * @param {import("./state.js").State} state
   * @param {number} item
   * @param {keyof typeof KINDS} field
   * @param {HTMLElement} anchor where it opens, and what has the focus again afterwards
   */
  constructor(state, item, field3, anchor2) {
    this.state = state;
    this.item = item;
    this.field = field3;
    this.anchor = anchor2;
    const { inputmode } = KINDS[field3];
    this.input = element("input", { type: "text", class: "rl-typed", inputmode, ...KEEPS_KEYS });
    this.why = element("span", { class: "rl-why", role: "alert" });
    this.node = element("span", { class: "rl-typing" }, this.input, this.why);
    this.node.hidden = true;
    this.input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.#take() && this.anchor.focus();
      if (event.key === "Escape") this.#close(), this.anchor.focus();
    });
    this.input.addEventListener("blur", () => this.node.hidden || this.#take());
  }
  /**
   * Open it, with the present number selected or with what has been typed so far.
   * @param {{ text?: string, place?: HTMLElement }} [how] `place`: where, if not at the anchor
   */
  open({ text, place: place2 = this.anchor } = {}) {
    const { scenario: scenario2 } = this.state;
    if (this.state.refuses(this.field)) return;
    const number2 = String(scenario2[this.field][this.item]).replace("-", MINUS);
    this.node.hidden = false;
    this.input.value = text ?? number2;
    mark(this.input, { "aria-label": `${KINDS[this.field].name} of ${scenario2.items[this.item]}, typed` });
    this.#say("");
    this.#stand(place2);
    this.input.focus();
    if (text === void 0) this.input.select();
  }
  /** Open it on what cannot be, and say why. @param {string} text */
  refuse(text) {
    this.open({ text });
    if (!this.node.hidden) this.#take();
  }
  /** @returns {boolean} whether it was taken, or left as it was */
  #take() {
    const { value } = this.input;
    const { scenario: scenario2 } = this.state;
    const values = [...scenario2[this.field]];
    const now = values[this.item];
    const wanted = typed2(value);
    if (value.trim() === "" || wanted === now) return this.#close();
    const changes = { [this.field]: values.map((old, i) => i === this.item ? wanted : old) };
    const why = isGrouped(value.trim()) ? TWO_WAYS : refusal(scenario2, changes, this.item);
    this.#say(why);
    if (why) return false;
    this.#close();
    this.state.edit(() => (
      /** @type {Partial<import("./types.js").Scenario>} */
      changes
    ));
    return true;
  }
  #close() {
    this.node.hidden = true;
    this.#say("");
    return true;
  }
  /** @param {string} why */
  #say(why) {
    write(this.why, why);
    mark(this.input, { "aria-invalid": why ? "true" : null });
  }
  /** @param {HTMLElement} place */
  #stand(place2) {
    const row = (
      /** @type {HTMLElement} */
      this.node.parentElement.getBoundingClientRect()
    );
    const box = place2.getBoundingClientRect();
    const most = row.width - this.input.offsetWidth;
    this.input.style.left = `${Math.max(0, Math.min(most, box.left - row.left))}px`;
    this.input.style.top = `${box.top + box.height / 2 - row.top - this.input.offsetHeight / 2}px`;
  }
};
function refusal(scenario2, changes, item) {
  const name = scenario2.items[item];
  try {
    replace(scenario2, changes);
    return "";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return name === `item ${item + 1}` ? error.message : `${name}: ${error.message}`;
  }
}

// src/label.js
var TOGETHER = 1e3;
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
        if (!this.countable || state.refuses("labels")) return;
        this.#click((label2) => label2 === i + 1 ? i : i + 1);
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
        ...KEEPS_KEYS
      },
      ...this.pips,
      this.number
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
    this.typed = { text: "", at: -Infinity };
    this.clicked = { label: 0, at: -Infinity, gesture: this.gesture };
  }
  /** @param {import("./types.js").Scenario} scenario */
  draw({ items: items2, labels }) {
    const label2 = labels[this.item];
    const countable = Number.isInteger(label2) && label2 >= 0 && label2 <= LIMITS.pips;
    this.countable = countable;
    this.pips.forEach((pip, i) => mark(pip, { "data-full": label2 > i ? "" : null }));
    mark(this.node, {
      "data-number": countable || label2 < 0 ? null : "",
      "aria-label": `label of ${items2[this.item]}`,
      "aria-valuenow": String(Math.max(0, label2)),
      "aria-valuetext": label2 < 0 ? "padding, not there" : plain(label2)
    });
    write(this.number, countable || label2 < 0 ? "" : plain(label2));
  }
  /** @param {(label: number) => number} change @param {string} gesture */
  #set(change, gesture) {
    this.state.edit((scenario2) => {
      const labels = [...scenario2.labels];
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
    const labels = this.state.scenario.labels.map((label2, i) => i === this.item ? typed2(text) : label2);
    if (!refusal(this.state.scenario, { labels }, this.item)) return this.#set(() => Number(typed2(text)), this.gesture);
    this.typed.text = "";
    this.typing.refuse(text);
  }
  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const up = ["ArrowUp", "ArrowRight", "+"].includes(event.key);
    const down = ["ArrowDown", "ArrowLeft", "-"].includes(event.key);
    const typing = /^\d$/.test(event.key) || /^[.,]$/.test(event.key) && this.typed.text !== "";
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
    else if (up) this.#set((label2) => Math.min(LIMITS.label, Math.max(0, label2) + 1), this.gesture);
    else this.#set((label2) => label2 < 0 ? label2 : Math.max(0, label2 - 1), this.gesture);
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
    const change = (kind, value, act) => {
      const values = [...state.scenario[kind] ?? []].map((old, i) => i === item ? value : old);
      const why = refusal(state.scenario, { [kind]: values }, item);
      if (why) state.say(why);
      else act();
      return why === "";
    };
    this.name = field("rl-rename", (text) => change("items", text, () => state.command("rename", { item, name: text })));
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
    this.weight = field("rl-weight", (text) => change("sample_weight", typed2(text), () => {
      const weights = [...state.scenario.sample_weight ?? []];
      state.command("replace", { sample_weight: weights.map((w, i) => i === item ? typed2(text) : w) });
    }));
    this.remove = element("button", { type: "button", ...KEEPS_KEYS }, "×");
    this.remove.addEventListener("click", () => state.command("remove", { item }));
    const there = element("label", { title: "An empty place is padding: it is not there" }, this.there);
    this.node = element("span", { class: "rl-edit" }, there, this.weight, this.remove);
  }
  /** @param {import("./types.js").Scenario} scenario */
  draw({ items: items2, labels, sample_weight: weights }) {
    const name = items2[this.item];
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
  node.addEventListener("change", () => mark(node, { "aria-invalid": send(node.value) ? null : "true" }));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.stopPropagation();
    if (event.key === "Escape") {
      node.value = node.dataset.shown ?? "";
      mark(node, { "aria-invalid": null });
    }
    node.blur();
  });
  return node;
}
function show(node, text) {
  if (node.dataset.shown !== text) mark(node, { "aria-invalid": null });
  node.dataset.shown = text;
  if (document.activeElement !== node && !node.hasAttribute("aria-invalid")) node.value = text;
}

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
      this.value,
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
      this.track,
      element("span", { class: "rl-chance rl-answer", "data-answer": "probabilities", "aria-hidden": "true" }, this.chance, this.target),
      element("span", { class: "rl-part rl-answer", "data-answer": "parts", "aria-hidden": "true" }, this.partBar, this.part),
      this.edit.node,
      this.label.typing.node
    );
    this.typing = new Typing(state, item, "scores", this.handle);
    this.node.append(this.typing.node);
    this.value.addEventListener("click", () => this.typing.open({ place: this.value }));
    this.handle.addEventListener("dblclick", () => this.typing.open({ place: this.value }));
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
    this.handle.addEventListener("focus", () => {
      if (this.handle.matches(":focus-visible")) state.keys = keys(axis);
    });
    this.handle.addEventListener("blur", () => {
      state.moved = null;
      state.keys = "";
    });
    this.gesture = newGesture();
    this.drawn = [];
    this.place = 0;
  }
  /**
   * @param {import("./state.js").State} state
   * @param {{ rank: string, place: number, tied: boolean }} standing
   */
  draw({ scenario: scenario2, picture, held, editing, predicting }, { rank, place: place2, tied }) {
    const { item: i, axis } = this;
    const score = scenario2.scores[i];
    const there = scenario2.labels[i] >= 0;
    if (editing) this.edit.draw(scenario2);
    const made = [score, scenario2.labels[i], scenario2.items[i], rank, place2, tied, held === i, picture, axis.reach, axis.arrows, predicting];
    if (made.every((value, at) => value === this.drawn[at])) return;
    this.drawn = made;
    if (place2 !== this.place) this.node.style.setProperty("--rl-place", String(place2 - 1));
    this.place = place2;
    mark(this.node, { "data-held": held === i ? "" : null, "data-empty": there ? null : "" });
    write(this.rank, rank);
    mark(this.rank, { title: tied ? "Tied: equal scores rank in the order given" : null });
    write(this.name, scenario2.items[i]);
    mark(this.name, { title: scenario2.items[i] });
    this.label.draw(scenario2);
    const zero = axis.place(0);
    const end = clamp(axis.place(score), 0, 1);
    span(this.bar, zero, end);
    this.handle.style.left = percent(end);
    write(this.value, plain(score));
    mark(this.value, { "data-side": score < 0 ? "right" : "left" });
    const step = there ? picture.steps[i] : 0;
    const tip = clamp(end + step * axis.arrows / (2 * axis.reach), -0.05, 1.05);
    span(this.arrow, end, tip);
    mark(this.arrow, { "data-moves": step > 0 ? "up" : step < 0 ? "down" : null });
    mark(this.handle, { title: `Drag. ${keys(axis)} Enter, or a digit: type a score. Space: pin` });
    const moves = predicting ? "" : `, moves ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
    mark(this.handle, {
      "aria-label": `score of ${scenario2.items[i]}`,
      "aria-valuenow": String(score),
      "aria-valuemin": String(-axis.reach),
      "aria-valuemax": String(axis.reach),
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
    this.state.edit((scenario2) => {
      const scores = [...scenario2.scores];
      scores[this.item] = change(scores[this.item]) + 0;
      return { scores };
    }, gesture);
  }
  /** @param {PointerEvent} event */
  #drag(event) {
    const { state, axis, item } = this;
    if (event.button !== 0 || state.held !== null || state.refuses("scores")) return;
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
      state.redraw();
    };
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("lostpointercapture", end, { once: true });
  }
  /** @param {KeyboardEvent} event */
  #takeKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { step, fine, reach } = this.axis;
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
        ".": (score) => score + fine,
        ",": (score) => score - fine,
        Home: () => -reach,
        End: () => reach
      }
    );
    const move = moves[event.key];
    const types = event.key === "Enter" || /^[\d\u2212-]$/.test(event.key);
    if (!move && !types && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (this.state.held !== null) return;
    if (event.key === " ") return this.state.pin(this.item);
    if (types) return this.typing.open({ place: this.value, text: event.key === "Enter" ? void 0 : event.key });
    if (this.state.refuses("scores")) return;
    if (!event.repeat) this.gesture = newGesture();
    this.state.moved = this.gesture;
    this.#move((score) => clamp(Number(move(score).toPrecision(10)), -LIMITS.score, LIMITS.score), this.gesture);
  }
};
function keys({ step, fine }) {
  return `Arrow keys: ${plain(step)}, with Shift ${plain(5 * step)}; comma and period: ${plain(fine)}.`;
}
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
  /** How many, where a whole step is too much. */
  get fine() {
    return Number((this.step / 10).toPrecision(1));
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
      if (length > 0) most = Math.min(most, Math.min(0.2, room) / length);
      longest = Math.max(longest, length);
    });
    if (longest < 1e-7) return;
    if (this.arrows > most || this.arrows < 0.3 * most) this.arrows = niceBelow(most);
  }
};

// src/list.js
var TIED = "Items with equal scores are tied: they share their ranks, and stand in the order given.";
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
      element("span", { class: "rl-track" }, element("b", {}, "score"), this.ticks),
      element("span", { class: "rl-chance", "data-answer": "probabilities" }, "probability and ", element("i", {}), " target"),
      element("span", { class: "rl-part", "data-answer": "parts" }, "part of the loss"),
      this.edited
    );
    this.places = element("div", { class: "rl-places", role: "list", "aria-label": "Items, best score first" });
    this.scale = element("span", {});
    const up = element("span", { class: "rl-up" }, "→");
    const down = element("span", { class: "rl-down" }, "←");
    this.arrows = element("span", { "data-answer": "steps" }, this.scale, up, " moves up  ", down, " moves down");
    this.tied = element("span", {});
    this.legend = element("p", { class: "rl-legend" }, this.arrows, " ", this.tied);
    this.node = element("div", { class: "rl-list" }, this.head, this.places, this.legend);
    this.timer = void 0;
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { scenario: scenario2, picture } = state;
    const count = scenario2.scores.length;
    if (count !== this.rows.length) this.#build(count);
    if (state.inHand) this.axis.stretch(scenario2.scores);
    else if (state.held === null && !state.pending) this.axis.fit(scenario2.scores);
    this.axis.fitArrows(scenario2.scores, picture.steps);
    this.#drawAxis();
    const byScore = ranks(scenario2);
    const places = state.order === "score" ? byScore : scenario2.scores.map((_, i) => i + 1);
    const tied = ties(scenario2);
    const said = saidRanks(scenario2);
    this.rows.forEach((row, i) => row.draw(state, { rank: said[i], place: places[i], tied: tied[i] > 1 }));
    write(this.edited, scenario2.sample_weight ? "there?  sample weight" : "there?");
    this.tied.hidden = !tied.some((count2) => count2 > 1);
    write(this.tied, allTied(scenario2) ? SENTENCES.all_tied : TIED);
    mark(this.node, {
      "data-editing": state.editing ? "" : null,
      "data-weighted": scenario2.sample_weight ? "" : null
    });
    const times2 = this.axis.arrows === 1 ? "" : ` (drawn ×${plain(this.axis.arrows)})`;
    write(this.scale, `Arrows: one descent step of rate 1${times2}. `);
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
    const held = locked.includes(lock);
    const read = node.getAttribute("role") === "slider";
    mark(node, {
      "data-away": away ? "" : null,
      "aria-readonly": held && read ? "true" : null,
      inert: held && !read ? "" : null
    });
  }
}
function listenForWhy(root, state) {
  root.addEventListener("click", ({ target, clientX: x, clientY: y }) => {
    if (!(target instanceof Element)) return;
    const off = target.closest("[aria-disabled=true]") ?? target.closest("label")?.querySelector("[aria-disabled=true]");
    const why = off?.getAttribute("data-why");
    if (why) state.say(why);
    const inert = (
      /** @type {HTMLElement[]} */
      [...root.querySelectorAll("[inert]")].find((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return left <= x && x <= right && top <= y && y <= bottom;
      })
    );
    if (inert) state.say(lockedHere(inert.dataset.lock ?? inert.dataset.control ?? ""));
  });
}

// src/pins.js
var OTHER = "input, button, select, textarea, label, a, code, [role=slider], .rl-value";
function listenForPins(root, state) {
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
function keepPin(state) {
  const { pinned, pinnedAmong: before, scenario: scenario2 } = state;
  const { items: items2 } = scenario2;
  if (pinned === null) return;
  state.pinnedAmong = items2;
  const renamed = items2.length === before.length && items2.every((name, i) => i === pinned || name === before[i]);
  if (renamed) return;
  const at = items2.indexOf(before[pinned]);
  state.pinned = at < 0 ? null : at;
}

// src/prediction.js
var QUESTIONS = { loss: "What will the loss be?", ndcg: "What will NDCG be?" };
var GUESS = "Guess first: this would show the answer.";
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
    const root = this.node.closest(".ranklab");
    if (root) mark(root, { "data-predicting": state.predicting ? "" : null });
    this.node.hidden = asked === "" || asked === "elsewhere";
    if (this.node.hidden) return;
    write(this.question, QUESTIONS[
      /** @type {keyof typeof QUESTIONS} */
      asked
    ]);
    this.form.hidden = this.revealed;
    this.again.hidden = !this.revealed;
  }
  #reveal() {
    const guess = typed2(this.guess.value.replace(",", "."));
    if (typeof guess !== "number") {
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
    this.node = element("div", { class: "rl-reading" }, this.line, this.message, this.live);
    this.spoken = "";
    this.timer = void 0;
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    const { picture } = state;
    const item = state.lit;
    const about = item === null ? null : sentence(state, item);
    const standing = !state.predicting && picture.note || "Point at an item, or reach it with Tab, to read its numbers.";
    write(this.line, [about ?? standing, state.keys].filter(Boolean).join(" "));
    clearTimeout(this.timer);
    if (state.deserted) {
      write(this.message, DESERTED);
      return;
    }
    if (state.said) write(this.message, state.said);
    if (state.pending) {
      this.timer = setTimeout(() => write(this.message, SILENT), PATIENCE);
      return;
    }
    write(this.message, state.said || state.message);
    this.timer = setTimeout(() => {
      const spoken = `${about ?? ""} Loss ${number(picture.loss)}.`.trim();
      if (state.predicting) return;
      if (this.spoken !== "" && spoken !== this.spoken) write(this.live, spoken);
      this.spoken = spoken;
    }, SETTLED2);
  }
};
function sentence({ scenario: scenario2, picture, pending, predicting, pinned }, item) {
  const full = scenario2.items[item];
  const name = item === pinned ? `Pinned (Escape lets go): ${full}` : clipped(full, NAME_LENGTH);
  const label2 = scenario2.labels[item];
  if (label2 < 0) return `${name}: an empty place. It costs nothing and competes with no item.`;
  const tied = ties(scenario2)[item] > 1 ? " (tied: equal scores rank in the order given)" : "";
  const where = `${name}: score ${plain(scenario2.scores[item])}, rank ${saidRanks(scenario2)[item]}${tied}, label ${plain(label2)}.`;
  if (pending || predicting) return where;
  const step = picture.steps[item];
  const moves = Math.abs(step) < 5e-4 ? "Hardly moves" : `Moves ${step > 0 ? "up" : "down"} by ${number(Math.abs(step))}`;
  const said = [where];
  if (picture.probabilities.length) {
    said.push(`Probability ${number(picture.probabilities[item])}, target ${number(picture.targets[item])}.`);
  }
  said.push(`${moves} in one step.`);
  if (picture.contributions.length) {
    said.push(`Costs ${number(picture.contributions[item])} of ${number(picture.loss)}.`);
  }
  return said.join(" ");
}

// src/export.js
var OF_THE_QUESTION = ["", "link", "python", "json"];
var OPENS = "Any explorer opens it: Edit list, paste it, Open. So does Python: ranklab.explore('…').";
var THEN = { link: OPENS, json: OPENS };
var Export = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.id = state.exported.id ?? 0;
    this.kind = "";
    this.shown = "";
    this.select = element(
      "select",
      { "aria-label": "export", "data-control": "export", title: "Copy the list as text, or save a picture", ...KEEPS_KEYS },
      element("option", { value: "" }, "Export"),
      ...Object.entries(EXPORTS).map(([value, name]) => element("option", { value }, name))
    );
    this.select.addEventListener("change", () => {
      this.kind = this.select.value;
      this.select.value = "";
      if (state.predicting && !OF_THE_QUESTION.includes(this.kind)) {
        this.kind = "";
        state.say(GUESS);
      } else if (this.kind) state.command("export", { kind: this.kind });
    });
    this.said = element("p", { role: "status" });
    this.text = element("textarea", { rows: "4", readonly: "", "aria-label": "to copy", ...KEEPS_KEYS });
    this.node = element("div", { class: "rl-exported" }, this.said, this.text);
    this.node.hidden = true;
  }
  /** @param {import("./state.js").State} state */
  draw({ exported, predicting }) {
    if (predicting && !OF_THE_QUESTION.includes(this.shown)) this.node.hidden = true;
    if (!exported.id || exported.id === this.id || this.kind === "") return;
    this.shown = this.kind;
    this.id = exported.id;
    this.node.hidden = false;
    this.text.hidden = true;
    const { address, name = "", text = "" } = exported;
    if (address) {
      element("a", { href: address, download: name }).click();
      write(this.said, `Saved as ${name}.`);
    } else this.#copy(text);
    this.kind = "";
  }
  /** @param {string} text */
  async #copy(text) {
    this.text.value = text;
    const then = THEN[this.shown] ?? "";
    try {
      await navigator.clipboard.writeText(text);
      write(this.said, `Copied. ${then}`.trim());
    } catch {
      write(this.said, `The browser does not let this page copy. Here it is. ${then}`.trim());
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
      const node = button(title, sentence3, () => this.#show(name));
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
  /**
   * Show a view, or put it away. Where there is no room, the one that was opened first goes.
   * @param {string} name
   */
  #show(name) {
    const { state } = this;
    const others = state.views.filter((view) => view !== name);
    if (others.length < state.views.length) return state.tell("views", others);
    const full = others.length >= LIMITS.views;
    const views = (
      /** @type {Record<string, { title: string }>} */
      VIEWS
    );
    state.tell("views", [...others.slice(full ? 1 : 0), name]);
    if (full) {
      state.say(`${views[others[0]].title} has made room for ${views[name].title}: ${LIMITS.views} views are shown at most.`);
    }
  }
  /** @param {import("./state.js").State} state */
  draw(state) {
    this.export.draw(state);
    const { views, projector, verification } = state;
    for (const node of this.views) {
      mark(node, { "aria-pressed": String(views.includes(node.dataset.view ?? "")) });
    }
    mark(this.order, { "aria-pressed": String(state.order === "given") });
    mark(this.edit, { "aria-pressed": String(state.editing) });
    mark(this.projector, { "aria-pressed": String(projector) });
    const { state: stage = "", text = "" } = verification;
    turnOff(this.verify, state.predicting ? GUESS : stage === "asking" ? "Keras is being asked." : "");
    write(this.verdict, state.predicting ? "" : text);
    mark(this.verdict, { "data-state": stage || null });
  }
};

// src/comparison.js
var LEGEND = "Each item's step of rate 1. Steps of different losses and temperatures have different units: each column has a scale of its own. ≠ moves up in one column and down in another.";
var Comparison = class {
  constructor() {
    this.head = element("tr", {});
    this.body = element("tbody", {});
    this.table = element("table", { class: "rl-compared" }, element("thead", {}, this.head), this.body);
    this.words = element("p", { class: "rl-legend" }, LEGEND);
    this.node = element("div", {}, this.table, this.words);
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const compared = picture.comparison;
    if (!compared) return;
    const { scenario: scenario2 } = picture;
    const { variants, disagree, refused } = compared;
    write(this.words, refused || LEGEND);
    this.table.hidden = refused !== "";
    const reaches = variants.map(({ steps }) => niceAbove(Math.max(...steps.map(Math.abs), 1e-9)));
    this.head.replaceChildren(
      element("th", { scope: "col" }, "item"),
      ...variants.map(
        ({ title, loss }, at) => element("th", { scope: "col" }, title, element("b", {}, number(loss)), element("small", {}, `bars to ±${number(reaches[at])}`))
      )
    );
    const rank = ranks(scenario2);
    const items2 = scenario2.scores.map((_, i) => i).sort((a, b) => rank[a] - rank[b]);
    this.body.replaceChildren(
      ...items2.map((i) => {
        const name = `${disagree[i] ? "≠ " : ""}${scenario2.items[i]}`;
        const row = element("tr", { "data-item": String(i) }, element("th", { scope: "row" }, name));
        mark(row, { "data-disagree": disagree[i] ? "" : null });
        variants.forEach(({ steps }, at) => row.append(cell(steps[i], reaches[at])));
        return row;
      })
    );
  }
};
function cell(step, reach) {
  const bar = element("span", { class: step > 0 ? "rl-up-bar" : "rl-down-bar" });
  bar.style.width = `${50 * Math.abs(step) / reach}%`;
  const track = element("span", { class: "rl-line-track", "aria-hidden": "true" }, element("span", { class: "rl-zero" }), bar);
  const figure = element("span", { class: "rl-figure" });
  write(figure, signed(Math.abs(step) < 5e-7 ? 0 : step));
  return element("td", {}, track, figure);
}

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
var Competitors = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.svg = shape("svg", { role: "img" });
    this.row = shape("rect", { class: "rl-band" });
    this.column = shape("rect", { class: "rl-band" });
    this.places = shape("path", { class: "rl-place" });
    this.own = shape("path", { class: "rl-place rl-own" });
    this.squares = shape("path", { class: "rl-square" });
    this.faint = shape("path", { class: "rl-square rl-faint" });
    this.names = shape("g", { "aria-hidden": "true" });
    this.svg.append(this.row, this.column, this.places, this.own, this.squares, this.faint, this.names);
    this.sentence = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.svg, this.sentence);
    this.order = [];
    this.left = 0;
    this.svg.addEventListener("pointermove", (event) => this.#point(event));
    this.svg.addEventListener("click", (event) => {
      const item = this.#itemAt(event);
      if (item !== null) state.pin(item);
    });
    this.svg.addEventListener("pointerleave", () => {
      state.pointed = null;
      state.relight();
    });
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { race_probabilities: probabilities, weights, scenario: scenario2 } = picture;
    if (!probabilities || !weights) return;
    const rank = ranks(scenario2);
    const count = probabilities.length;
    this.order = probabilities.map((_, i) => i).sort((a, b) => rank[a] - rank[b]);
    this.left = count > MANY ? 0 : 6;
    const places = [];
    const own = [];
    const squares = [];
    const faint = [];
    this.order.forEach((i, y) => {
      this.order.forEach((j, x) => {
        const probability = probabilities[i][j];
        if (probability < 0) return;
        (i === j ? own : places).push(square(this.left + x + 0.5, y + 1.5, 0.86));
        (weights[i] > 0 ? squares : faint).push(square(this.left + x + 0.5, y + 1.5, 0.8 * Math.sqrt(probability)));
      });
    });
    this.places.setAttribute("d", places.join(""));
    this.own.setAttribute("d", own.join(""));
    this.squares.setAttribute("d", squares.join(""));
    this.faint.setAttribute("d", faint.join(""));
    this.svg.setAttribute("viewBox", `0 0 ${this.left + count + 0.2} ${count + 1.2}`);
    this.#label(picture, rank);
    const words = this.order.map((i) => sentence2(picture, i)).join(" ");
    mark(this.svg, { "aria-label": `Who competes with whom. ${words}` });
  }
  /** @param {import("./state.js").State} state */
  light(state) {
    const { lit, picture } = state;
    const at = lit === null ? -1 : this.order.indexOf(lit);
    const count = this.order.length;
    const away = at < 0 ? "none" : "inline";
    for (const band of [this.row, this.column]) mark(band, { "data-pinned": state.pinned === null ? null : "" });
    this.row.style.display = this.column.style.display = away;
    if (at >= 0) {
      place(this.row, { x: 0, y: at + 1, width: this.left + count, height: 1 });
      place(this.column, { x: this.left + at, y: 0, width: 1, height: count + 1 });
    }
    write(
      this.sentence,
      lit !== null && picture.race_probabilities ? sentence2(picture, lit) : "A row is one item's race: who stands in its denominator, and how likely there. Bold: itself. Faint: a race that costs nothing."
    );
  }
  /**
   * @param {import("./types.js").Picture} picture
   * @param {number[]} rank
   */
  #label({ scenario: scenario2 }, rank) {
    if (this.order.length > MANY) {
      this.names.replaceChildren();
      return;
    }
    this.names.replaceChildren(
      ...this.order.flatMap((i, at) => {
        const name = scenario2.items[i];
        const shown2 = name.length > 13 ? `${name.slice(0, 12)}…` : name;
        const row = shape("text", { x: String(this.left - 0.3), y: String(at + 1.66), "text-anchor": "end" });
        row.textContent = shown2;
        const column = shape("text", { x: String(this.left + at + 0.5), y: "0.78", "text-anchor": "middle" });
        column.textContent = scenario2.labels[i] < 0 ? "–" : String(rank[i]);
        return [row, column];
      })
    );
  }
  /** @param {MouseEvent} event */
  #itemAt(event) {
    const box = this.svg.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / box.height * (this.order.length + 1.2) - 1);
    return this.order[row] ?? null;
  }
  /** @param {PointerEvent} event */
  #point(event) {
    const item = this.#itemAt(event);
    if (item === this.state.pointed) return;
    this.state.pointed = item;
    this.state.relight();
  }
};
function sentence2({ scenario: scenario2, race_probabilities: probabilities = [], weights = [] }, item) {
  const name = scenario2.items[item];
  if (scenario2.labels[item] < 0) return `${name} is not there.`;
  const others = scenario2.items.map((_, j) => j).filter((j) => j !== item);
  const own = others.filter((j) => probabilities[item][j] >= 0);
  own.sort((a, b) => probabilities[item][b] - probabilities[item][a]);
  const matters = weights[item] > 0 ? `weight ${number(weights[item])}` : "it costs nothing";
  if (own.length) return `${name} competes with ${named(scenario2, own)} (${matters}).`;
  const races = others.filter((j) => probabilities[j][item] >= 0 && weights[j] > 0);
  races.sort((a, b) => probabilities[b][item] - probabilities[a][item]);
  const pushed = races.length ? `; it competes in the race of ${named(scenario2, races)}` : "";
  return `${name} has no competitor in its own race (${matters})${pushed}.`;
}
function named({ items: names }, items2) {
  const more = items2.length > NAMED ? ` and ${items2.length - NAMED} more` : "";
  return items2.slice(0, NAMED).map((i) => names[i]).join(", ") + more;
}
function square(x, y, side) {
  const half = side / 2;
  const length = side.toFixed(3);
  return `M${(x - half).toFixed(3)} ${(y - half).toFixed(3)}h${length}v${length}h-${length}z`;
}

// src/derivation.js
var MATHML = "http://www.w3.org/1998/Math/MathML";
var TAGS = /* @__PURE__ */ new Set(["mrow", "mi", "mn", "mo", "mtext", "msub", "msup", "mfrac", "munder"]);
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
    if (lit === null || state.pinned === null && this.node.matches(":hover, :focus-within")) return;
    this.timer = setTimeout(() => {
      if (lit !== state.followed) state.tell("followed", lit);
    }, SETTLED3);
  }
};
function line({ title, formula, text }) {
  const math = document.createElementNS(MATHML, "math");
  math.setAttribute("displaystyle", "true");
  math.append(built(formula));
  const plain2 = element("code", { title: "For a calculator: click, and copy" }, text);
  const both = element("div", { class: "rl-formula", tabindex: "0", ...KEEPS_KEYS }, math, plain2);
  const choose = () => getSelection()?.selectAllChildren(plain2);
  plain2.addEventListener("click", choose);
  both.addEventListener("focus", choose);
  return element("li", {}, element("span", { class: "rl-line-title" }, title), both);
}
function built([tag, ...parts]) {
  const node = document.createElementNS(MATHML, TAGS.has(tag) ? tag : "mtext");
  for (const part of parts) {
    if (typeof part === "string") node.append(part);
    else if (Array.isArray(part)) node.append(built(part));
    else node.setAttribute("data-item", String(part.item));
  }
  return node;
}

// src/descent.js
var WIDTH = 300;
var HEIGHT = 150;
var LOSS = [16, 66];
var NDCG = [90, 140];
var STROKES = [
  { dashes: "none", said: "" },
  { dashes: "5 4", said: " (dashed)" },
  { dashes: "1.5 3", said: " (dotted)" }
];
var SPEEDS = { slow: 4, steady: 15, fast: 60 };
var Descent = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.at = 0;
    this.id = 0;
    this.runs = [];
    this.timer = void 0;
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
      event.stopPropagation();
      if (this.rate.value === this.asked) this.#ask();
    });
    for (const node of [this.rate, this.step, this.race]) node.addEventListener("change", () => this.#ask());
    this.speed.addEventListener("change", () => {
      if (this.timer !== void 0) this.#toggle(), this.#toggle();
    });
    this.curves = shape("g", {});
    this.marker = shape("line", { class: "rl-marker", y1: LOSS[0], y2: NDCG[1] });
    this.svg = shape(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" },
      shape("text", { x: 4, y: LOSS[0] - 4 }, "loss, from its start (1) to 0"),
      shape("text", { x: 4, y: NDCG[0] - 6 }, "NDCG, 0 to 1"),
      this.curves,
      this.marker
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
        element("label", { class: "rl-group", title: "The other losses from the same start, dashed or dotted" }, this.race, "race")
      ),
      this.svg,
      this.scrub,
      element("div", { class: "rl-controls rl-choices" }, this.back, this.play, this.on, this.speed),
      this.words
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
      rate: typed2(this.rate.value),
      step: this.step.value,
      race: this.race.checked
    });
  }
  #toggle() {
    if (this.timer !== void 0) {
      this.#pause();
      return;
    }
    if (this.runs.length === 0) return;
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
          shape("path", { ...style, d: through(xs, ndcgs.map(bottom)) })
        ];
      })
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
      !this.#fits() ? "The list has changed its length: press Start from here." : this.runs.length ? `Step ${this.at} of ${last}. ${said.join("; ")}.` : "Start from here, then play."
    );
    mark(this.svg, { "aria-label": `Loss and NDCG over the steps. ${this.words.textContent}` });
    for (const node of [this.play, this.back, this.on]) {
      mark(node, { "aria-disabled": String(this.runs.length === 0) });
    }
  }
};
function choice(label2, options) {
  const made = Object.entries(options).map(([value, name]) => element("option", { value }, name));
  return element("select", { "aria-label": label2, ...KEEPS_KEYS }, ...made);
}

// src/item_bars.js
var Line = class {
  /** @param {number} item @param {HTMLElement[]} marks */
  constructor(item, marks) {
    this.name = element("span", { class: "rl-name" });
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
  /** @param {string} label @param {string} legend @param {string[]} marks the classes of its marks */
  constructor(label2, legend, marks) {
    this.marks = marks;
    this.lines = [];
    this.places = element("div", { class: "rl-items", role: "list", "aria-label": label2 });
    this.legend = element("p", { class: "rl-legend" }, legend);
    this.node = element("div", {}, this.places, this.legend);
  }
  /**
   * @param {import("./types.js").Picture} picture
   * @param {(line: Line, item: number) => void} drawLine
   */
  drawLines({ scenario: scenario2 }, drawLine) {
    const count = scenario2.scores.length;
    if (this.lines.length !== count) {
      this.lines = Array.from(
        { length: count },
        (_, i) => new Line(i, this.marks.map((name) => element("span", { class: name })))
      );
      this.places.replaceChildren(...this.lines.map((line2) => line2.node));
      this.places.style.setProperty("--rl-count", String(count));
    }
    const rank = ranks(scenario2);
    this.lines.forEach((line2, i) => {
      line2.node.style.setProperty("--rl-place", String(rank[i] - 1));
      mark(line2.node, { "data-empty": scenario2.labels[i] < 0 ? "" : null });
      write(line2.name, scenario2.items[i]);
      drawLine(line2, i);
    });
  }
};

// src/gradient.js
var Gradient = class extends ItemBars {
  constructor() {
    super(
      "Step of each item and its two halves",
      "Right: the pull up by the item's own races. Left: the push down by the races of others. Dot: the step.",
      ["rl-zero", "rl-up-bar", "rl-down-bar", "rl-net"]
    );
    this.reach = 0;
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { pull_up: up = [], push_down: down = [], steps } = picture;
    if (up.length !== steps.length) return;
    const most = Math.max(...up, ...down, 1e-9);
    if (most > this.reach || most < this.reach / 8) this.reach = niceAbove(most);
    const half = 50 / this.reach;
    this.drawLines(picture, ({ marks: [, upBar, downBar, net], figure }, i) => {
      upBar.style.width = `${half * up[i]}%`;
      downBar.style.width = `${half * down[i]}%`;
      net.style.left = `${50 + half * (up[i] - down[i])}%`;
      const there = picture.scenario.labels[i] >= 0;
      write(figure, there ? signed(Math.abs(steps[i]) < 5e-7 ? 0 : steps[i]) : "–");
      mark(figure, { title: there ? `pull up ${number(up[i])}, push down ${number(down[i])}` : null });
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
      const from = this.from.value.trim() === "" ? null : typed2(this.from.value);
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
      write(row.value, ndcg === null ? "–" : Number(value).toFixed(3));
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
    this.most = element("span", {});
    this.sum = element("p", { class: "rl-sum" });
    const axis = element("div", { class: "rl-stack-axis", "aria-hidden": "true" }, element("span", {}, "0"), this.most);
    this.node = element("div", {}, this.stack, axis, this.sum);
    this.reach = 0;
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    const { scenario: scenario2, contributions, loss } = picture;
    const rank = ranks(scenario2);
    const items2 = contributions.map((_, i) => i).filter((i) => contributions[i] > 0);
    items2.sort((a, b) => rank[a] - rank[b]);
    if (loss > this.reach || loss < this.reach / 8) this.reach = niceAbove(Math.max(loss, 1e-3));
    while (this.stack.children.length > items2.length) this.stack.lastElementChild?.remove();
    while (this.stack.children.length < items2.length) this.stack.append(element("span", {}));
    items2.forEach((i, at) => {
      const node = (
        /** @type {HTMLElement} */
        this.stack.children[at]
      );
      const width = contributions[i] / this.reach;
      node.style.width = `${100 * width}%`;
      mark(node, { "data-item": String(i), title: `${scenario2.items[i]} ${number(contributions[i])}` });
      write(node, width > ROOMY ? scenario2.items[i] : "");
    });
    write(this.most, number(this.reach));
    const terms = items2.map(
      (i) => element("span", { "data-item": String(i) }, `${number(contributions[i])} ${scenario2.items[i]}`)
    );
    const summed = terms.flatMap((term, at) => at ? [" + ", term] : [term]);
    const total = items2.length ? `${number(loss)} = ` : "Nothing costs anything.";
    this.sum.replaceChildren(total, ...summed);
    mark(this.stack, { "aria-label": this.sum.textContent ?? "" });
  }
};

// src/probabilities.js
var Probabilities = class extends ItemBars {
  constructor() {
    super("Probability and target of each item", "Bar: probability, from 0 to 1. Stroke: its target.", [
      "rl-meter",
      "rl-target"
    ]);
  }
  /** @param {import("./state.js").State} state */
  draw({ picture }) {
    this.drawLines(picture, ({ marks: [meter, target], figure }, i) => {
      meter.style.width = `${100 * picture.probabilities[i]}%`;
      target.style.left = `${100 * picture.targets[i]}%`;
      const there = picture.scenario.labels[i] >= 0;
      write(figure, there ? `${number(picture.probabilities[i])} of ${number(picture.targets[i])}` : "–");
    });
  }
};

// src/sweep.js
var WIDTH2 = 300;
var TOP = [14, 84];
var BOTTOM = [108, 196];
var HEIGHT2 = 214;
var [FIRST, LAST] = LIMITS.swept.map(Math.log10);
var DECADES = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i);
var X = scale(FIRST, LAST, 8, WIDTH2 - 8);
function inside(decade) {
  return Math.min(LAST, Math.max(FIRST, decade));
}
function anchor(decade) {
  return decade === DECADES[0] ? "start" : decade === DECADES.at(-1) ? "end" : "middle";
}
var Sweep = class {
  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
    this.live = true;
    this.loss = shape("path", { class: "rl-curve" });
    this.shares = shape("g", {});
    this.zero = shape("line", { class: "rl-rule", x1: X(FIRST), x2: X(LAST) });
    this.marker = shape("line", { class: "rl-marker", y1: TOP[0] + 2, y2: BOTTOM[1] });
    this.grip = shape("circle", { class: "rl-grip", cy: BOTTOM[1] - 4, r: 7 });
    this.high = shape("text", { x: 8, y: TOP[0] - 3 });
    const ticks = DECADES.map(
      (decade) => shape("text", { x: X(decade), y: HEIGHT2 - 4, "text-anchor": anchor(decade) }, String(10 ** decade))
    );
    this.svg = shape(
      "svg",
      { viewBox: `0 0 ${WIDTH2} ${HEIGHT2}`, class: "rl-sweep", "aria-hidden": "true" },
      ...ticks,
      shape("text", { x: 8, y: BOTTOM[0] - 6 }, "share of the steps (up above the line)"),
      this.high,
      this.zero,
      this.loss,
      this.shares,
      this.marker,
      this.grip
    );
    this.handle = element(
      "div",
      {
        class: "rl-sweep-area",
        role: "slider",
        tabindex: "0",
        "aria-label": "temperature on the sweep",
        "aria-valuemin": String(LIMITS.swept[0]),
        "aria-valuemax": String(LIMITS.swept[1]),
        title: "Drag to change the temperature",
        ...KEEPS_KEYS
      },
      this.svg
    );
    this.words = element("p", { class: "rl-legend" });
    this.node = element("div", {}, this.handle, this.words);
    this.drawn = null;
    this.gesture = newGesture();
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("keydown", (event) => this.#takeKey(event));
  }
  /** @param {import("./state.js").State} state */
  draw({ picture, scenario: scenario2, swept }) {
    if (!swept) return;
    if (swept !== this.drawn) this.#drawCurves(swept);
    this.drawn = swept;
    const { temperature } = scenario2;
    const decade = Math.log10(temperature);
    const at = X(inside(decade));
    place(this.marker, { x1: at, x2: at });
    place(this.grip, { cx: at });
    const off = decade < FIRST - 1e-9 ? "left" : decade > LAST + 1e-9 ? "right" : "";
    for (const node of [this.marker, this.grip]) mark(node, { visibility: off ? "hidden" : null });
    mark(this.handle, {
      "aria-valuenow": String(temperature),
      "aria-valuetext": `${number(temperature)}, loss ${number(picture.loss)}`
    });
    const { losses, temperatures } = swept;
    const least = losses.indexOf(Math.min(...losses));
    const where = off ? ` (off this chart, to the ${off})` : "";
    write(
      this.words,
      losses.every((loss) => loss === 0) ? "This list costs 0 at every T." : `At T = ${number(temperature)}${where} the loss is ${number(picture.loss)}; least ${number(losses[least])} at T = ${number(temperatures[least])}.`
    );
  }
  /** @param {import("./state.js").State} state */
  light({ lit }) {
    for (const line2 of this.shares.children) {
      mark(line2, { "data-on": line2.getAttribute("data-of") === String(lit) ? "" : null });
    }
  }
  /** @param {import("./types.js").Swept} swept */
  #drawCurves({ temperatures, losses, push_shares: shares }) {
    const xs = temperatures.map((t) => X(Math.log10(t)));
    const heights = losses.map((loss) => Math.log10(Math.max(loss, 1e-12)));
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    const up = scale(low, Math.max(high, low + 0.3), TOP[1], TOP[0]);
    this.loss.setAttribute("d", through(xs, heights.map(up)));
    const [least, most] = [Math.min(...losses), Math.max(...losses)];
    write(this.high, most === 0 ? "loss: 0 at every T" : `loss, from ${number(least)} to ${number(most)} (log scale)`);
    const level = scale(-1, 1, BOTTOM[1], BOTTOM[0]);
    place(this.zero, { y1: level(0), y2: level(0) });
    const count = shares[0].length;
    this.shares.replaceChildren(
      ...Array.from(
        { length: count },
        (_, i) => shape("path", {
          class: "rl-push-share",
          "data-of": i,
          d: through(xs, shares.map((row) => level(row[i])))
        })
      )
    );
    this.light(this.state);
  }
  /** @param {PointerEvent} event */
  #drag(event) {
    if (event.button !== 0) return;
    this.handle.setPointerCapture(event.pointerId);
    const gesture = newGesture();
    const move = (e) => {
      const box = this.svg.getBoundingClientRect();
      const inner = (e.clientX - box.left) / box.width * WIDTH2;
      this.#set(scale(X(FIRST), X(LAST), FIRST, LAST)(inner), gesture);
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
var KINDS2 = {
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
      state.views.filter((name) => name in KINDS2)
    );
    const same2 = names.join() === [...this.shown.keys()].join();
    if (!same2) this.#arrange(names);
    const fresh = !same2 || state.picture !== this.drawn;
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
    const view = new KINDS2[name](this.state);
    const head = element("div", { class: "rl-title", title: sentence3 }, title);
    const panel = element("section", { class: "rl-panel", "aria-label": title, "data-view": name }, head, view.node);
    return { panel, view };
  }
};

// src/stage.js
var NOTICEABLE = 80;
function render({ model, el }) {
  const state = new State(model);
  const numbers2 = new Numbers();
  const controls = new Controls(state);
  const reading = new Reading(state);
  const list = new List(state);
  const toolbar = new Toolbar(state);
  const editing = new Editing(state);
  const views = new Views(state);
  const prediction = new Prediction(state);
  const hint = element("p", { class: "rl-hint" });
  const cut = element("p", { class: "rl-cut", role: "note" });
  const root = element(
    "section",
    { class: "ranklab", "aria-label": "Ranking loss explorer", tabindex: "-1" },
    // a click leaves Escape to it
    element("div", { class: "rl-head" }, numbers2.node, controls.node),
    hint,
    cut,
    prediction.node,
    list.node,
    reading.node,
    toolbar.node,
    editing.node,
    views.node
  );
  root.addEventListener("keydown", (event) => takeHistoryKeys(event, state));
  followHand(root, state);
  listenForPins(root, state);
  listenForWhy(root, state);
  el.replaceChildren(root);
  const relight = () => {
    const [lit, pinned] = [String(state.lit), String(state.pinned)];
    for (const node of root.querySelectorAll("[data-item]")) {
      const item = node.getAttribute("data-item");
      mark(node, { "data-lit": item === lit ? "" : null, "data-pinned": item === pinned ? "" : null });
      if (node instanceof HTMLElement) mark(node, { "aria-current": item === pinned ? "true" : null });
    }
    views.light(state);
    reading.draw(state);
  };
  let late;
  const draw = () => {
    keepPin(state);
    root.dataset.pending = String(state.pending);
    if (!state.pending) {
      clearTimeout(late);
      late = void 0;
      delete root.dataset.late;
    } else {
      late ??= setTimeout(() => root.dataset.late = "", NOTICEABLE);
    }
    mark(root, { "data-deserted": state.deserted ? "" : null });
    mark(root, { "data-projector": state.projector ? "" : null });
    write(hint, state.hint);
    write(cut, state.picture.cut ?? "");
    for (const part of [numbers2, controls, prediction, list, toolbar, editing, views]) part.draw(state);
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
