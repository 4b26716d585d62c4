"""Batches of lists with their features as a `tf.data.Dataset`, to train a Keras model.

TensorFlow is imported only when a dataset is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ranklab.data.features import Features
from ranklab.explanation.checks import checked_count, shown
from ranklab.explanation.scenario import Scenario
from ranklab.installed import check_tensorflow

MAX_BATCH = 1_000_000
MAX_SEED = 1 << 31
PADDING = (0.0, -1.0, 0.0)  # a feature, a label, a sample weight


def dataset_of(
    lists: Mapping[str, Scenario], features: Features, batch: int, ragged: bool, seed: int | None
) -> Any:
    """Make the dataset that `Lists.to_dataset` returns; `lists` are by query."""
    checked_count("batch", batch, 1, MAX_BATCH, "lists")
    if not isinstance(ragged, bool):
        raise TypeError(f"ragged must be True or False, got {shown(ragged)}")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, Integral)):
        raise TypeError(f"seed must be a whole number or None, got {shown(seed)}")
    if seed is not None and not 0 <= seed < MAX_SEED:
        raise ValueError(f"seed must be from 0 to {MAX_SEED - 1:,}, got {shown(seed)}")
    if not features.count:
        raise ValueError(
            "these lists have no features, and a model needs some: read the lists with "
            "read_svmlight, which keeps the features of a file"
        )

    flat = _flat(lists, features)
    _check_finite(lists, flat[0])
    check_tensorflow()

    import tensorflow as tf

    lengths = [len(scenario) for scenario in lists.values()]
    parts = [tf.RaggedTensor.from_row_lengths(part, lengths) for part in flat]

    def batch_of(rows: Any) -> tuple[Any, ...]:
        chosen = [tf.gather(part, rows) for part in parts]
        if ragged:
            return tuple(chosen)
        return tuple(part.to_tensor(pad) for part, pad in zip(chosen, PADDING, strict=True))

    order = tf.data.Dataset.range(len(lists))
    if seed is not None:
        order = order.shuffle(len(lists), seed=int(seed))
    return order.batch(int(batch)).map(batch_of)


def _flat(lists: Mapping[str, Scenario], features: Features) -> tuple[NDArray[np.float32], ...]:
    """Features, labels and sample weights of all items, list by list."""
    weights = [
        np.ones(len(scenario)) if scenario.sample_weight is None else scenario.sample_weight
        for scenario in lists.values()
    ]
    return (
        np.concatenate([features[query] for query in lists]),
        np.concatenate([scenario.labels for scenario in lists.values()]).astype(np.float32),
        np.concatenate(weights).astype(np.float32),
    )


def _check_finite(lists: Mapping[str, Scenario], features: NDArray[np.float32]) -> None:
    """Refuse features that are not finite: they would make the weights of a model NaN."""
    bad = np.argwhere(~np.isfinite(features))
    if bad.size:
        item, column = bad[0].tolist()
        ends = np.cumsum([len(scenario) for scenario in lists.values()])
        query = list(lists)[int(np.searchsorted(ends, item, side="right"))]
        raise ValueError(
            f"query {shown(query)} has no value in column {column} of its features, and a model "
            "cannot learn from NaN: read_svmlight(..., missing={'NULL': 0}) fills in a number"
        )
