"""Train a small model to rank: the data, the training, its record, figures, widget and trials.

The folder imports `explanation`, `data`, `drawing`, `explorer` and `installed`; only `fitting`
imports the losses and TensorFlow. Add a value to record in `record`, and a plot in `figures`.
"""

from ranklab.training.record import (
    FeatureList,
    Training,
    country_lists,
    feature_lists,
    list_ndcgs,
    mean_ndcg,
    ndcg_by_wealth,
    shown_list,
)

__all__ = [
    "FeatureList",
    "Training",
    "country_lists",
    "feature_lists",
    "list_ndcgs",
    "mean_ndcg",
    "ndcg_by_wealth",
    "shown_list",
]
