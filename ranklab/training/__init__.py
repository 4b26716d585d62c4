"""A small model that learns to rank: its lists, its record, its figures, its widget, its trials.

It imports `explanation`, `data`, `drawing` and `explorer`; `fitting` alone imports the losses and
TensorFlow. Add what is recorded of a training in `record`, what is drawn of it in `figures`.
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
