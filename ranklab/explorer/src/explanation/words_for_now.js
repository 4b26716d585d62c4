/** Words and limits, until the shared facts hold them. */

const DCG = "A DCG weight takes the place of the labels: nothing is divided by their sum.";
const NDCG = "A NDCG weight takes the place of the labels: nothing is divided by their sum.";
const PAIRS =
  "A precision weight has pair weights alone, and softmax has no pairs: it changes nothing here.";
const IGNORED = "Unique softmax takes no lambda weight: it changes nothing here.";
const NO_TOPN = "Unique softmax takes no lambda weight, and no topn of one.";
const GAIN = "Unique softmax weights an item by 2^label - 1.";

/** Why a setting changes nothing, by lambda weight ("" for none); "" where it acts. */
export const LOSSES = {
  softmax: {
    title: "softmax",
    why_not: {
      lambda_weight: { "": "", dcg: "", ndcg: "", precision: PAIRS },
      topn: {
        "": "Without a lambda weight, topn changes nothing.",
        dcg: "A DCG weight of an item is the same for any topn.",
        ndcg: "",
        precision: PAIRS,
      },
      normalize_labels: { "": "", dcg: DCG, ndcg: NDCG, precision: "" },
    },
  },
  unique_softmax: {
    title: "unique softmax",
    why_not: {
      lambda_weight: { "": "", dcg: IGNORED, ndcg: IGNORED, precision: IGNORED },
      topn: { "": NO_TOPN, dcg: NO_TOPN, ndcg: NO_TOPN, precision: NO_TOPN },
      normalize_labels: { "": GAIN, dcg: GAIN, ndcg: GAIN, precision: GAIN },
    },
  },
};

export const LAMBDA_WEIGHTS = { dcg: {}, ndcg: {}, precision: {} };

export const LIMITS = {
  items: 10_000,
  score: 1e6,
  label: 30,
  sample_weight: 1e6,
  temperature: [1e-3, 1e3],
  name: 200,
  json: 16_000_000,
  pasted: 1_000_000,
  steps: 10_000,
};

export const SENTENCES = {
  nothing_relevant: "No relevant item: this list costs nothing and teaches nothing.",
  no_weight: "Every weight is 0: this list costs nothing and teaches nothing.",
  all_tied:
    "All scores are equal: the ranking and the metrics follow the order given, not a model.",
};
