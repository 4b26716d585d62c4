"""Train a small Keras model to rank lists with one of ranklab's losses."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ranklab import losses  # first: its error says in one sentence that TensorFlow is missing

# isort: split
import keras
import numpy as np
import tensorflow as tf

from ranklab.explanation.checks import checked_temperature
from ranklab.explanation.definitions import loss_of
from ranklab.explanation.scenario import Scenario
from ranklab.training.record import (
    Array,
    FeatureList,
    Training,
    check_lists,
    check_options,
    country_lists,
    list_ndcgs,
    ndcg_by_wealth,
    shown_list,
)

EPOCHS = 60
_HIDDEN = 8
_BATCH = 9  # lists


class ListScorer(keras.Model):  # type: ignore[misc, unused-ignore]
    """Scores each item from its features: two dense layers, applied to ragged lists.

    Args:
        seed: The seed of the initial weights.
    """

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        first, last = (keras.initializers.GlorotUniform(seed=seed + i) for i in (0, 1))
        self.hidden = keras.layers.Dense(_HIDDEN, activation="tanh", kernel_initializer=first)
        # A bias would shift all scores of a list alike, and a listwise loss ignores shifts: the
        # gradient would be 0 but for rounding errors, which Adam scales up to full steps.
        self.score = keras.layers.Dense(1, use_bias=False, kernel_initializer=last)

    def call(self, lists: Any) -> Any:
        """Scores of the items, shape [lists, (items)]."""
        return tf.ragged.map_flat_values(self._score_items, lists)

    def _score_items(self, items: Any) -> Any:
        return self.score(self.hidden(items))[:, 0]


def train(
    loss: str = "softmax",
    temperature: float = 1.0,
    rate: float = 0.01,
    epochs: int = EPOCHS,
    seed: int = 0,
    *,
    lists: tuple[Sequence[FeatureList], Sequence[FeatureList]] | None = None,
    each_epoch: Callable[[Training], bool | None] | None = None,
) -> Training:
    """Train a small model on the Gapminder lists, and evaluate it on held-out lists.

    The optimizer is Adam. The same arguments give the same training on the same machine.

    Args:
        loss: `'softmax'` or `'unique_softmax'`.
        temperature: The temperature of the loss.
        rate: The learning rate.
        epochs: The number of epochs.
        seed: The seed of the initial weights and of the order of the lists.
        lists: Other lists to learn from, and other held-out lists. The scores of the last
            held-out list are recorded.
        each_epoch: Called after each epoch with the training so far. If it returns False, the
            training stops.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: An argument is out of its limits.
    """
    check_options(rate, epochs, seed)
    build = getattr(losses, loss_of(loss).keras_class)
    temperature = checked_temperature(temperature)
    rate, epochs, seed = float(rate), int(epochs), int(seed)
    learned, held_out = country_lists() if lists is None else lists
    check_lists(learned, held_out)
    shown = shown_list() if lists is None else held_out[-1]
    by_wealth = ndcg_by_wealth() if held_out is country_lists()[1] else None
    criterion = build(temperature=temperature, ragged=True)
    model = ListScorer(seed)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=criterion)
    held_out_features, held_out_labels = _ragged(held_out)
    shown_features, _ = _ragged([shown])
    measured: list[tuple[float, Array, Array]] = []

    def measure(*_: Any) -> None:
        scores = model(held_out_features)
        rows = np.split(scores.flat_values.numpy(), scores.row_splits.numpy()[1:-1])
        followed = model(shown_features).flat_values.numpy().astype(np.float64)
        measured.append(
            (float(criterion(held_out_labels, scores)), list_ndcgs(held_out, rows), followed)
        )

    def training() -> Training:
        losses_, each, scores = map(np.array, zip(*measured, strict=True))
        ndcgs = np.array([of_lists.mean() for of_lists in each])
        last = Scenario(scores[-1].round(3), shown.labels, shown.items, loss, temperature)
        measures = losses_, ndcgs, scores
        return Training(loss, temperature, rate, seed, epochs, *measures, last, each[-1], by_wealth)

    def after_epoch(*_: Any) -> None:
        measure()
        if each_epoch is not None and each_epoch(training()) is False:
            model.stop_training = True

    # Shuffled here, because a shuffle of tf.data also depends on the user's global seed.
    random = np.random.default_rng(seed)
    orders = np.array([random.permutation(len(learned)) for _ in range(epochs)])
    features, labels = _ragged(learned)
    batches = (
        tf.data.Dataset.from_tensor_slices(orders)
        .flat_map(lambda order: tf.data.Dataset.from_tensor_slices(order).batch(_BATCH))
        .map(lambda rows: (tf.gather(features, rows), tf.gather(labels, rows)))
    )
    watch = keras.callbacks.LambdaCallback(on_train_begin=measure, on_epoch_end=after_epoch)
    steps = math.ceil(len(learned) / _BATCH)
    model.fit(
        batches, epochs=epochs, steps_per_epoch=steps, callbacks=[watch], shuffle=False, verbose=0
    )
    return training()


def _ragged(lists: Sequence[FeatureList]) -> tuple[Any, Any]:
    """Features and labels of lists as ragged tensors, without padding."""
    lengths = [len(one.items) for one in lists]
    features = np.concatenate([one.features for one in lists])
    labels = np.concatenate([one.labels for one in lists]).astype(np.float32)
    return (
        tf.RaggedTensor.from_row_lengths(features, lengths),
        tf.RaggedTensor.from_row_lengths(labels, lengths),
    )
