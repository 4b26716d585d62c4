"""A third witness of the losses, exact at any scores, and the ways to ask the Keras losses.

The witness is float64 and goes race by race: what counts are differences of scores, taken before
they are divided by T, and how far an item is behind the others of its race. No share is ever
subtracted from 1, so nothing cancels, however large or small the scores and the gains are.

Rows are pairs of labels and scores; labels below 0 are padding.
"""

from functools import cache

import numpy as np
import tensorflow as tf

from ranklab.losses import SoftmaxLoss, UniqueSoftmaxLoss

# One list of LONG items has 270,400 pairs: far too many for a form that looks at every pair.
LONG = 520

# How far a right answer may be from the exact one: relative to the largest number, and absolute.
TOLERANCES = {"float32": (1e-5, 1e-6), "float64": (1e-10, 1e-12)}


def exact(loss_class, labels, scores, temperature=1.0, sample_weight=1.0, **weighing):
    """The loss of one row, and its gradient with respect to the scores (0 at padding)."""
    labels, scores = np.asarray(labels, np.float64), np.asarray(scores, np.float64)
    there = labels >= 0
    weight = np.broadcast_to(np.asarray(sample_weight, np.float64), labels.shape)[there]
    race = {SoftmaxLoss: _softmax, UniqueSoftmaxLoss: _unique_softmax}[loss_class]
    gradient = np.zeros(labels.size)
    with np.errstate(invalid="ignore"):  # scores that are no numbers make no number
        loss, gradient[there] = race(labels[there], scores[there], temperature, weight, **weighing)
    return loss, gradient


def _softmax(labels, scores, temperature, sample_weight, weights=None):
    """Everybody races everybody; `weights` take the place of the normalized labels."""
    if weights is None:
        weights = labels / labels.sum() if labels.any() else labels
    weights = weights * sample_weight
    if not weights.any():
        return 0.0, np.zeros(labels.size)
    best = np.argmax(scores)  # the first NaN, where there is one
    exp = np.exp((scores - scores[best]) / temperature)
    rest = np.delete(exp, best).sum()  # what the best item is up against
    costs = np.log1p(rest) - (scores - scores[best]) / temperature
    shares = exp / (1 + rest)
    others = 1 + rest - exp
    others[best] = rest
    pushes = shares * (weights.sum() - weights) - weights * others / (1 + rest)
    return np.sum(costs[weights != 0] * weights[weights != 0]), pushes / temperature


def _unique_softmax(labels, scores, temperature, sample_weight):
    """An item races all items of a lower label at once; who stands at -inf does not run."""
    order = np.argsort(labels, kind="stable")
    y, s = labels[order], scores[order]
    runs = s != -np.inf
    loss, pushes = 0.0, np.zeros(y.size)
    for label, start in zip(*np.unique(y, return_index=True), strict=True):
        mine = slice(start, np.searchsorted(y, label, side="right"))
        lower = np.flatnonzero(runs[:start])
        if not lower.size:
            continue
        gain = np.expm1(label * np.log(2))
        top = s[lower].max()
        exp = np.exp((s[lower] - top) / temperature)
        behind = (top - s[mine]) / temperature + np.log(exp.sum())
        loss += gain * np.logaddexp(0, behind).sum()
        lost = gain * np.exp(-np.logaddexp(0, -behind)) / temperature
        pushes[mine] -= lost
        pushes[lower] += lost.sum() * exp / exp.sum()
    mean = np.sum(sample_weight * labels) / labels.sum() if labels.any() else 0.0
    gradient = np.zeros(y.size)
    gradient[order] = pushes
    return loss * mean, gradient * mean


def rounded(rows, dtype):
    """Rows as numbers of a dtype see them, and as float64 again."""
    return [tuple(np.array(part, dtype).astype(np.float64) for part in row) for row in rows]


def dense(rows, dtype):
    """One tensor [B, N] for each part of the rows, filled up with padding of the worst kind."""
    size = max(len(row[0]) for row in rows)
    tensors = []
    for part, fill in zip(zip(*rows, strict=True), (-1, np.nan, np.nan), strict=False):
        array = np.full((len(rows), size), fill, dtype)
        for place, values in enumerate(part):
            array[place, : len(values)] = values
        tensors.append(tf.constant(array))
    return tensors


def ragged(rows, dtype):
    """One ragged tensor for each part of the rows; nothing is filled up."""
    lengths = np.array([len(row[0]) for row in rows], np.int64)
    return [
        tf.RaggedTensor.from_row_lengths(np.concatenate(part).astype(dtype), lengths)
        for part in zip(*rows, strict=True)
    ]


LAYOUTS = {"dense": dense, "ragged": ragged}


def losses_and_gradient(loss, labels, scores, sample_weight=None):
    """The loss of each list, and the gradient of their sum weighted by 1, 2, 4, 1, 2, 4, ..."""
    is_ragged = isinstance(scores, tf.RaggedTensor)
    flat = scores.flat_values if is_ragged else scores
    with tf.GradientTape() as tape:
        tape.watch(flat)
        losses = loss(labels, scores.with_flat_values(flat) if is_ragged else flat, sample_weight)
        upstream = 2 ** tf.cast(tf.range(tf.size(losses)) % 3, losses.dtype)
        total = losses * upstream  # so that a gradient that leaks into another list shows
    gradient = tape.gradient(total, flat)
    return losses, scores.with_flat_values(gradient) if is_ragged else gradient


_built = cache(lambda loss_class, *arguments: loss_class(*arguments))


def built(loss_class, temperature=1.0, reduction="none"):
    """One instance serves all tests: what it compiles is compiled once."""
    return _built(loss_class, reduction, None, None, temperature)


def compiled(loss, dtype, layout, parts=2):
    """`losses_and_gradient` as one graph for lists of every size."""
    return _compiled(loss, dtype, layout, parts)


@cache
def _compiled(loss, dtype, layout, parts):
    spec = {
        "dense": tf.TensorSpec([None, None], dtype),
        "ragged": tf.RaggedTensorSpec([None, None], dtype, ragged_rank=1),
    }[layout]

    @tf.function(input_signature=[spec] * parts)
    def compute(*tensors):
        return losses_and_gradient(loss, *tensors)

    return compute


def ask(loss, rows, dtype="float32", layout="dense", mode="graph"):
    """What a Keras loss says of rows: losses [B], and one gradient for each row."""
    tensors = LAYOUTS[layout](rows, dtype)
    if mode == "graph":
        losses, gradient = compiled(loss, dtype, layout, len(tensors))(*tensors)
    else:
        losses, gradient = losses_and_gradient(loss, *tensors)
    if layout == "ragged":
        gradient = [row / 2 ** (i % 3) for i, row in enumerate(gradient.numpy())]
        return losses.numpy(), gradient
    gradient = gradient.numpy() / 2.0 ** (np.arange(len(rows)) % 3)[:, None]
    pairs = list(zip(rows, gradient, strict=True))
    assert not any(pushes[len(row[0]) :].any() for row, pushes in pairs), "padding is pushed"
    return losses.numpy(), [pushes[: len(row[0])] for row, pushes in pairs]


def assert_close(got, wanted, dtype="float32"):
    """A loss, or the gradient of one row, is right to what its dtype can hold."""
    relative, absolute = TOLERANCES[dtype]
    allowed = relative * np.abs(wanted).max(initial=0) + absolute
    np.testing.assert_allclose(got, wanted, rtol=0, atol=allowed)


@cache
def _remembered(loss_class, temperature, labels, scores, *weight):
    return exact(loss_class, labels, scores, temperature, *weight)


def assert_exact(loss_class, rows, got, dtype="float32", temperature=1.0):
    """Every row has its own loss and its own gradient; its digits are counted by itself."""
    losses, gradients = got
    assert losses.shape == (len(rows),)
    assert losses.dtype == dtype
    for row, loss, gradient in zip(rounded(rows, dtype), losses, gradients, strict=True):
        parts = (tuple(part.tolist()) for part in row)  # long rows come again and again
        wanted, pushes = _remembered(loss_class, temperature, *parts)
        assert_close(loss, wanted, dtype)
        assert_close(gradient, pushes, dtype)
