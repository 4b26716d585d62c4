"""Lists as batches that a Keras model learns from: padded and ragged."""

import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

import ranklab
from ranklab import Scenario, data

# Three lists of 2, 1 and 3 items; feature 2 of the second item of query b is not spelled out.
LETOR = """\
2 qid:a 1:0.5 2:1
0 qid:a 1:-1 2:2
1 qid:b 1:4 2:0.25
0 qid:c 1:1
1 qid:c 1:2 2:8
3 qid:c 1:3 2:9
"""
A, B, C = ([[0.5, 1], [-1, 2]], [[4, 0.25]], [[1, 0], [2, 8], [3, 9]])


@pytest.fixture
def lists(tmp_path):
    path = tmp_path / "letor.txt"
    path.write_text(LETOR)
    return data.read_svmlight(path)


def weighted():
    """Two lists, one with sample weights."""
    features = data.Features(
        1,
        {"a": np.array([0, 1]), "b": np.array([2])},
        np.arange(4),
        np.zeros(3, np.uint16),
        np.array([1, 2, 3], np.float32),
    )
    scenarios = (Scenario([0, 0], [1, 0], sample_weight=[2, 0.5]), Scenario([0], [1]))
    return data.Lists(("a", "b"), scenarios, features)


def test_padding_fills_up_to_the_longest_of_a_batch(lists):
    (first, last) = lists.to_dataset(2)
    none = [0, 0]
    assert [part.numpy().tolist() for part in first] == [
        [A, [*B, none]],
        [[2, 0], [1, -1]],
        [[1, 1], [1, 0]],
    ]
    assert [part.numpy().tolist() for part in last] == [[C], [[0, 1, 3]], [[1, 1, 1]]]
    assert {part.dtype for part in first} == {tf.float32}


def test_ragged_batches_add_nothing(lists):
    (features, labels, weights), _ = lists.to_dataset(2, ragged=True)
    assert features.to_list() == [A, B]
    assert features.shape.as_list() == [2, None, 2]
    assert labels.to_list() == [[2, 0], [1]]
    assert weights.to_list() == [[1, 1], [1]]


def test_shapes_hold_for_lists_of_any_length(lists):
    features, labels, weights = lists.to_dataset(2).element_spec
    assert features.shape.as_list() == [None, None, 2]
    assert labels.shape.as_list() == weights.shape.as_list() == [None, None]


@pytest.mark.parametrize("ragged", [False, True])
def test_weights_are_those_of_the_scenarios(ragged):
    ((_, _, weights),) = weighted().to_dataset(9, ragged=ragged)
    padded = weights.to_tensor() if ragged else weights
    assert padded.numpy().tolist() == [[2, 0.5], [1, 0]]


def orders(dataset, epochs):
    """Which list comes when, in each epoch: its length tells them apart."""
    lengths = ([labels.shape[1] for _, labels, _ in dataset] for _ in range(epochs))
    return [tuple(epoch) for epoch in lengths]


def test_a_seed_draws_another_order_for_each_epoch_and_the_same_again(lists):
    assert orders(lists.to_dataset(1), 2) == [(2, 1, 3)] * 2
    drawn = orders(lists.to_dataset(1, seed=3), 12)
    assert drawn == orders(lists.to_dataset(1, seed=3), 12)
    assert {tuple(sorted(order)) for order in drawn} == {(1, 2, 3)}
    assert len(set(drawn)) > 1


@pytest.mark.parametrize("loss", [ranklab.SoftmaxLoss, ranklab.UniqueSoftmaxLoss])
def test_padded_and_ragged_batches_cost_the_same(lists, loss):
    costs = []
    for ragged in (False, True):
        ((features, labels, weights),) = lists.to_dataset(3, ragged=ragged)
        scores = tf.reduce_sum(features, axis=-1)
        costs.append(float(loss(ragged=ragged)(labels, scores, weights)))
    assert costs[0] == pytest.approx(costs[1], rel=1e-6)


def test_some_of_the_lists_are_a_dataset_too(lists):
    ((features, labels, _),) = lists.sample(1, seed=0).to_dataset(5)
    assert features.shape[:2] == labels.shape


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"batch": 0}, ValueError, "batch must be from 1 to 1,000,000 lists, got 0"),
        ({"batch": 2.0}, TypeError, "batch must be a whole number of lists, got 2.0"),
        ({"batch": 2, "ragged": "yes"}, TypeError, "ragged must be True or False, got 'yes'"),
        ({"batch": 2, "seed": True}, TypeError, "seed must be a whole number or None, got True"),
        ({"batch": 2, "seed": -1}, ValueError, "seed must be from 0 to 2,147,483,647, got -1"),
    ],
)
def test_an_argument_that_does_not_fit_is_named(lists, arguments, error, said):
    with pytest.raises(error, match=said):
        lists.to_dataset(**arguments)


def test_lists_without_features_say_where_features_come_from():
    with pytest.raises(ValueError, match=r"no features, .* read_svmlight"):
        data.paste("0.6 1\n0.8 0").to_dataset(1)


def test_a_feature_without_a_value_is_refused_with_its_place(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(LETOR.replace("2:0.25", "2:NULL"))
    with pytest.raises(ValueError, match=r"query 'b' has no value in column 1 of .*missing="):
        data.read_svmlight(path).to_dataset(1)
    filled = data.read_svmlight(path, missing={"NULL": 7}).to_dataset(3)
    ((features, _, _),) = filled
    assert features[1, 0].numpy().tolist() == [4, 7]


@pytest.mark.parametrize("query", [0, "d", ["a"]])
def test_features_that_are_not_there_name_those_that_are(lists, query):
    with pytest.raises(
        KeyError, match=r"there is no query .*; there are features for 'a', 'b', 'c'"
    ):
        lists.features[query]


def test_features_of_a_source_without_any_say_so():
    with pytest.raises(KeyError, match=r"there are no features for 0: the source .* has none"):
        data.paste("0.6 1").features[0]


def test_tensorflow_loads_when_a_dataset_is_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text(LETOR)
    program = (
        "import sys, ranklab\n"
        "lists = ranklab.data.read_svmlight('a.txt')\n"
        "print('tensorflow' in sys.modules)\n"
        "lists.to_dataset(2)\n"
        "print('tensorflow' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout.split() == ["False", "True"], done.stderr
