/** What Python says too. build.py makes it of facts.py: never edit it by hand. */

export const LOSSES = {
  "softmax": {
    "title": "softmax",
    "sentence": "Every item competes with the whole list",
    "keras_class": "SoftmaxLoss",
    "keras_arguments": [
      "normalize_labels"
    ],
    "why_not": {
      "temperature": {},
      "lambda_weight": {
        "precision": "The precision weight has pair weights alone, and softmax has no pairs: it changes nothing here."
      },
      "topn": {
        "": "Without a lambda weight, topn changes nothing.",
        "dcg": "The DCG weight of an item is the same for any topn.",
        "precision": "The precision weight has pair weights alone, and softmax has no pairs: it changes nothing here."
      },
      "normalize_labels": {
        "dcg": "The DCG weight takes the place of the labels: nothing is divided by their sum.",
        "ndcg": "The NDCG weight takes the place of the labels: nothing is divided by their sum."
      },
      "sample_weight": {}
    }
  },
  "unique_softmax": {
    "title": "unique softmax",
    "sentence": "An item competes with the less relevant ones only",
    "keras_class": "UniqueSoftmaxLoss",
    "keras_arguments": [],
    "why_not": {
      "temperature": {},
      "lambda_weight": {
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
      "sample_weight": {}
    }
  }
};

export const LAMBDA_WEIGHTS = {
  "dcg": {
    "title": "DCG",
    "sentence": "An item weighs its label over its rank",
    "keras_class": "DCGLambdaWeight"
  },
  "ndcg": {
    "title": "NDCG",
    "sentence": "An item weighs its part of the NDCG",
    "keras_class": "NDCGLambdaWeight"
  },
  "precision": {
    "title": "precision",
    "sentence": "Weights pairs of items alone",
    "keras_class": "PrecisionLambdaWeight"
  }
};

export const VIEWS = {
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

export const PRESETS = {
  "two items": {
    "look_for": "Item 1 is relevant and ranks second: its score moves up, and that of item 2 as far down.",
    "scenario": {
      "scores": [
        0.6,
        0.8
      ],
      "labels": [
        1.0,
        0.0
      ]
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
        0.0,
        1.0,
        0.0
      ],
      "loss": "unique_softmax"
    }
  },
  "a floor above zero": {
    "look_for": "A perfect ranking costs ln 2, because two relevant items must share one distribution.",
    "scenario": {
      "scores": [
        30.0,
        30.0,
        0.0
      ],
      "labels": [
        1.0,
        1.0,
        0.0
      ]
    }
  },
  "the best item pushed down": {
    "look_for": "The ranking is perfect, yet the best item moves down: its p is above its target.",
    "scenario": {
      "scores": [
        4.0,
        1.0,
        0.0
      ],
      "labels": [
        2.0,
        1.0,
        0.0
      ]
    }
  },
  "equal grades never fight": {
    "look_for": "Items 1 and 2 have equal labels: drag one past the other, and neither moves the other.",
    "scenario": {
      "scores": [
        1.0,
        0.0,
        2.0,
        -1.0
      ],
      "labels": [
        2.0,
        2.0,
        1.0,
        0.0
      ],
      "loss": "unique_softmax"
    }
  },
  "pushed from above alone": {
    "look_for": "Item 3 is relevant and on top, yet it moves down: item 1 has the higher label.",
    "scenario": {
      "scores": [
        0.0,
        1.0,
        2.0
      ],
      "labels": [
        2.0,
        0.0,
        1.0
      ],
      "loss": "unique_softmax"
    }
  },
  "gains grow fast": {
    "look_for": "Lower the label from 4 to 3, 2, 1: two tied items cost 10.4, 4.85, 2.08, 0.69.",
    "scenario": {
      "scores": [
        0.0,
        0.0
      ],
      "labels": [
        4.0,
        0.0
      ],
      "loss": "unique_softmax"
    }
  },
  "the worse, the weaker": {
    "look_for": "Under the NDCG weight, the relevant item at the bottom moves up less than that at rank 2.",
    "scenario": {
      "scores": [
        4.0,
        3.0,
        2.0,
        1.0,
        0.0
      ],
      "labels": [
        0.0,
        1.0,
        0.0,
        0.0,
        1.0
      ],
      "lambda_weight": "ndcg"
    }
  },
  "a swap makes it jump": {
    "look_for": "Drag item 1 just past item 2: the ranking becomes perfect, and the loss jumps up.",
    "scenario": {
      "scores": [
        1.999,
        2.0,
        0.0
      ],
      "labels": [
        1.0,
        0.0,
        0.0
      ],
      "lambda_weight": "ndcg"
    }
  },
  "temperature picks the rival": {
    "look_for": "At T = 0.1 only the strongest competitor moves down; at a higher T the weaker one does.",
    "scenario": {
      "scores": [
        1.0,
        2.0,
        0.0
      ],
      "labels": [
        1.0,
        0.0,
        0.0
      ],
      "temperature": 0.1
    }
  },
  "all tied": {
    "look_for": "An untrained model ties all scores: the order of the rows alone decides the loss.",
    "scenario": {
      "scores": [
        0.0,
        0.0,
        0.0
      ],
      "labels": [
        2.0,
        1.0,
        0.0
      ],
      "lambda_weight": "ndcg"
    }
  },
  "an empty place": {
    "look_for": "Item 2 is padding: its high score changes nothing.",
    "scenario": {
      "scores": [
        0.0,
        5.0,
        1.0
      ],
      "labels": [
        1.0,
        -1.0,
        0.0
      ]
    }
  },
  "an untrained list": {
    "look_for": "Ten equal scores cost ln 10: a long list starts with a larger loss than a short one.",
    "scenario": {
      "scores": [
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0
      ],
      "labels": [
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0
      ]
    }
  },
  "lower loss, worse ranking": {
    "look_for": "This ranking is bad and costs 1.13; scores 3, 2.9, -3, -3 are a good one and cost 2.65.",
    "scenario": {
      "scores": [
        0.0,
        0.1,
        0.05,
        -9.0
      ],
      "labels": [
        2.0,
        0.0,
        1.0,
        0.0
      ]
    }
  }
};

export const EXPORTS = {
  "link": "Copy link",
  "python": "Copy as Python",
  "json": "Copy as JSON",
  "latex": "Copy as LaTeX",
  "png": "Save PNG",
  "svg": "Save SVG"
};

export const LIMITS = {
  "items": 10000,
  "shown": 50,
  "drawn": 200,
  "score": 1000000.0,
  "label": 30.0,
  "pips": 4,
  "sample_weight": 1000000.0,
  "temperature": [
    0.001,
    1000.0
  ],
  "swept": [
    0.01,
    100.0
  ],
  "name": 200,
  "json": 16000000,
  "link": 65536,
  "unpacked": 4000000,
  "pasted": 1000000,
  "views": 3,
  "steps": 10000,
  "descent": 200,
  "history": 200
};

export const SENTENCES = {
  "all_tied": "All scores are equal: the ranking and the metrics follow the order given, not a model.",
  "no_weight": "Every weight is 0: this list costs nothing and teaches nothing.",
  "nothing_relevant": "No relevant item: this list costs nothing and teaches nothing."
};
