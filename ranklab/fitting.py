"""Fitting: a small Keras model learns to rank lists, with one of ranklab's losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Integral, Real
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ranklab import losses
from ranklab.scenario import Scenario
from ranklab.training import FeatureList, Training, country_lists, mean_ndcg, shown_list

EPOCHS = 60
MAX_RATE = 10.0
_HIDDEN = 8
_BATCH = 9  # lists


class ListScorer(keras.Model):  # type: ignore[misc, unused-ignore]
    """Scores every item by its own features: two dense layers, over ragged lists.

    Args:
        seed: Of the first weights.
    """

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        first, last = (keras.initializers.GlorotUniform(seed=seed + i) for i in (0, 1))
        self.hidden = keras.layers.Dense(_HIDDEN, activation="tanh", kernel_initializer=first)
        self.score = keras.layers.Dense(1, kernel_initializer=last)

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
    """Train a small model on the Gapminder lists, and watch the lists that it never sees.

    The optimizer is Adam. The same arguments give the same training on the same machine.

    Args:
        loss: `'softmax'` or `'unique_softmax'`.
        temperature: T of the loss.
        rate: The learning rate.
        epochs: How often the model sees every list.
        seed: Of the first weights, and of the order of the lists.
        lists: Others to learn from, and others to hold out; the last of them is followed.
        each_epoch: Called after each epoch with the training so far; where it returns False, the
            training stops.

    Raises:
        TypeError: An argument has the wrong type.
        ValueError: An argument is out of its limits.
    """
    _check(rate, epochs, seed)
    shown = shown_list() if lists is None else lists[1][-1]
    learned, held_out = country_lists() if lists is None else lists
    build = {"softmax": losses.SoftmaxLoss, "unique_softmax": losses.UniqueSoftmaxLoss}
    if loss not in build:
        raise ValueError(f"loss must be 'softmax' or 'unique_softmax', got {loss!r}")
    criterion = build[loss](temperature=temperature, ragged=True)
    model = ListScorer(seed)
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=criterion)
    measured: list[tuple[float, float, Any]] = []

    def measure(*_: Any) -> None:
        measured.append(_measured(model, criterion, held_out, shown))

    def training() -> Training:
        losses_, ndcgs, scores = map(np.array, zip(*measured, strict=True))
        last = Scenario(scores[-1].round(3), shown.labels, shown.items, loss, temperature)
        return Training(loss, temperature, rate, seed, epochs, losses_, ndcgs, scores, last)

    def after_epoch(*_: Any) -> None:
        measure()
        if each_epoch is not None and each_epoch(training()) is False:
            model.stop_training = True

    batches = tf.data.Dataset.from_tensor_slices(_ragged(learned))
    batches = batches.shuffle(len(learned), seed=seed).batch(_BATCH)
    watch = keras.callbacks.LambdaCallback(on_train_begin=measure, on_epoch_end=after_epoch)
    model.fit(batches, epochs=epochs, callbacks=[watch], shuffle=False, verbose=0)
    return training()


def _check(rate: Any, epochs: Any, seed: Any) -> None:
    if isinstance(rate, bool) or not isinstance(rate, Real):
        raise TypeError(f"rate must be a number above 0, got {rate!r}")
    if not 0 < float(rate) <= MAX_RATE:
        raise ValueError(f"rate must be above 0 and at most {MAX_RATE:g}, got {rate!r}")
    for name, value, least, most in (("epochs", epochs, 1, 10_000), ("seed", seed, 0, 2**31 - 2)):
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise TypeError(f"{name} must be a whole number, got {value!r}")
        if not least <= int(value) <= most:
            raise ValueError(f"{name} must be from {least} to {most:,}, got {value}")


def _measured(model: Any, criterion: Any, lists: Sequence[FeatureList], shown: FeatureList) -> Any:
    features, labels = _ragged(lists)
    scores = model(features)
    rows = np.split(scores.flat_values.numpy(), scores.row_splits.numpy()[1:-1])
    followed = model(_ragged([shown])[0]).flat_values.numpy().astype(np.float64)
    return float(criterion(labels, scores)), mean_ndcg(lists, rows), followed


def _ragged(lists: Sequence[FeatureList]) -> tuple[Any, Any]:
    """Features and labels of lists as ragged tensors: nothing is padded."""
    lengths = [len(one.items) for one in lists]
    features = np.concatenate([one.features for one in lists])
    labels = np.concatenate([one.labels for one in lists]).astype(np.float32)
    return (
        tf.RaggedTensor.from_row_lengths(features, lengths),
        tf.RaggedTensor.from_row_lengths(labels, lengths),
    )
