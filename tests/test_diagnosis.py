"""Diagnosis: each check finds what it looks for, counts it, and leaves its neighbours alone."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ranklab
from ranklab.diagnosis import diagnose, diagnose_model
from ranklab.diagnosis.checks import CHECKS
from ranklab.diagnosis.record import SEVERITIES

INF, NAN = float("inf"), float("nan")

LABELS = np.array([[2.0, 0, 1, 0], [0, 3, 1, 1], [1, 0, 0, 4]])
SCORES = np.array([[1.5, -0.5, 0.25, -1], [0.5, 2, -0.75, 1], [-0.25, 1.25, -1.5, 0.75]])


def names(diagnosis):
    return [finding.name for finding in diagnosis.findings]


def with_values(array, **values):
    """A copy in which `r1_2=7` puts 7 into row 1, item 2."""
    array = array.copy()
    for place, value in values.items():
        row, item = map(int, place.removeprefix("r").split("_"))
        array[row, item] = value
    return array


def with_last_row(labels, scores):
    return np.vstack([LABELS, [labels]]), np.vstack([SCORES, [scores]])


# Arguments of diagnose, and the name, severity, count, total and example of the one finding.
FOUND = {
    "a NaN score": (
        (LABELS, with_values(SCORES, r1_2=NAN)),
        ("not_finite", "error", 1, 12, "y_pred[1][2] = nan"),
    ),
    "an infinite score, a label and a weight": (
        (with_values(LABELS, r0_1=INF), with_values(SCORES, r1_2=INF), [1, 1, NAN]),
        ("not_finite", "error", 6, 12,
         "y_true[0][1] = inf, y_pred[0][1] = -0.5, sample_weight[0][1] = 1"),
    ),
    "a relevant item at -inf": (
        (LABELS, with_values(SCORES, r2_3=-INF)),
        ("not_finite", "error", 1, 12, "y_pred[2][3] = -inf"),
    ),
    "weights of 0 everywhere": (
        (LABELS, SCORES, [0, 0, 0]), ("no_weight", "error", 12, 12, "sample_weight[0][0] = 0")
    ),
    "scores of shape [batch, list, 1]": (
        (LABELS, SCORES[..., np.newaxis]),
        ("extra_axis", "error", 3, 3,
         "y_true[0] = [2, 0, 1, 0], y_pred[0] = [1.5, -0.5, 0.25, -1]"),
    ),
    "a list of padding": (
        with_last_row([-1, -1, NAN, -1], [1, 2, 3, 4]),
        ("only_padding", "warning", 1, 4,
         "y_true[3] = [-1, -1, nan, -1], y_pred[3] = [1, 2, 3, 4]"),
    ),
    "a list of one item": (
        with_last_row([2, -1, -1, -1], [1, 2, 3, 4]),
        ("one_item", "warning", 1, 4, "y_true[3] = [2, -1, -1, -1], y_pred[3] = [1, 2, 3, 4]"),
    ),
    "a list without a relevant item": (
        with_last_row([0, 0, 0, -1], [1, 2, 3, 4]),
        ("nothing_relevant", "warning", 1, 4,
         "y_true[3] = [0, 0, 0, -1], y_pred[3] = [1, 2, 3, 4]"),
    ),
    "a list of equal labels": (
        with_last_row([2, 2, -1, -1], [1, 2, 3, 4]),
        ("equal_labels", "warning", 1, 4, "y_true[3] = [2, 2, -1, -1], y_pred[3] = [1, 2, 3, 4]"),
    ),
    "scores after a softmax": (
        (LABELS[:2], [[0.7, 0.1, 0.1, 0.1], [0.25, 0.5, 0.125, 0.125]]),
        ("probabilities", "warning", 2, 2,
         "y_true[0] = [2, 0, 1, 0], y_pred[0] = [0.7, 0.1, 0.1, 0.1]"),
    ),
    "a softmax over padding too": (
        ([[2, 0, 1, -1], [0, 3, 1, -1]], [[0.6, 0.1, 0.1, 0.2], [0.2, 0.4, 0.1, 0.3]]),
        ("probabilities", "warning", 2, 2,
         "y_true[0] = [2, 0, 1, -1], y_pred[0] = [0.6, 0.1, 0.1, 0.2]"),
    ),
    "scores after a sigmoid": (
        (np.tile(LABELS, (2, 1)), np.tile(1 / (1 + np.exp(-SCORES)), (2, 1))),
        ("probabilities", "warning", 6, 6,
         "y_true[0] = [2, 0, 1, 0], y_pred[0] = [0.8176, 0.3775, 0.5622, 0.2689]"),
    ),
    "large scores": (
        (LABELS, SCORES * [[100], [100], [1]]),
        ("step", "warning", 2, 3, "y_true[0] = [2, 0, 1, 0], y_pred[0] = [150, -50, 25, -100]"),
    ),
    "equal scores": (
        (LABELS, np.full_like(SCORES, 0.5)),
        ("equal_scores", "warning", 3, 3,
         "y_true[0] = [2, 0, 1, 0], y_pred[0] = [0.5, 0.5, 0.5, 0.5]"),
    ),
    "padding of label 0 and score 0": (
        ([[2, 1, 0, 0, 0], [1, 0, 2, 0, 0], [0, 1, 3, 0, 2]],
         [[0.5, 1.5, 0, 0, 0], [2, -1, 0.25, 0.75, 0], [1, 2, -1, 0.5, 3]]),
        ("zeros_as_padding", "warning", 4, 15, "y_true[0][2] = 0, y_pred[0][2] = 0"),
    ),
    "padding scored by a bias": (
        ([[2, 1, 0, 0], [1, 0, 2, 0]], [[0.5, 1.5, 0.3, 0.3], [2, -1, 0.25, 0.3]]),
        ("zeros_as_padding", "warning", 3, 8, "y_true[0][2] = 0, y_pred[0][2] = 0.3"),
    ),
    "labels that drown the rest": (
        (with_values(LABELS, r1_1=12, r2_0=7), SCORES),
        ("loud_labels", "warning", 2, 12, "y_true[1][1] = 12"),
    ),
    "item weights of 0": (
        (LABELS, SCORES, with_values(np.ones_like(LABELS), r0_1=0, r2_2=0)),
        ("weights_of_0", "warning", 2, 12, "y_true[0][1] = 0, sample_weight[0][1] = 0"),
    ),
    "weights below 0": (
        (LABELS, SCORES, [1, -0.5, 1]),
        ("weights_below_0", "warning", 4, 12, "sample_weight[1][0] = -0.5"),
    ),
    "padding before an item": (
        (with_values(LABELS, r0_1=-2, r1_0=NAN), SCORES),
        ("padding_inside", "note", 2, 12, "y_true[0][1] = -2"),
    ),
    "places as labels": (
        ([[3, 1, 2, 6, 5, 4], [2, 1, 3, -1, -1, -1]],
         [[0.5, -1, 2, 1, -0.5, 1.5], [1, 0.25, -0.5, 0, 0, 0]]),
        ("places_as_labels", "note", 2, 2,
         "y_true[0] = [3, 1, 2, 6, 5, 4], y_pred[0] = [0.5, -1, 2, 1, -0.5, 1.5]"),
    ),
    "one-hot labels": (
        ([[0, 1, 0], [1, 0, -1]], [[0.5, -1, 2], [1, 0.25, 0]]),
        ("one_hot", "note", 2, 2, "y_true[0] = [0, 1, 0], y_pred[0] = [0.5, -1, 2]"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "wanted"), FOUND.values(), ids=FOUND)
def test_a_check_finds_what_it_looks_for(arguments, wanted):
    diagnosis = diagnose(*arguments)
    assert names(diagnosis) == [wanted[0]]
    (finding,) = diagnosis.findings
    found = finding.name, finding.severity, finding.count, finding.total, finding.example.numbers
    assert found == wanted
    assert f"{finding.count} of {finding.total} {finding.unit}" in finding.sentence


def test_labels_that_no_float32_gain_holds_are_loud_too():
    diagnosis = diagnose(with_values(LABELS, r1_1=128), SCORES)
    assert names(diagnosis) == ["gain_overflows", "loud_labels"]
    assert [finding.severity for finding in diagnosis.findings] == ["error", "warning"]


def test_every_check_is_seen_to_find_something():
    found = {wanted[0] for _, wanted in FOUND.values()} | {"gain_overflows"}
    assert found == {check.__name__ for check in CHECKS}


NOTHING = {
    "ordinary lists": (LABELS, SCORES),
    "padding at the end, whatever its score": (
        [[2, 0, 1, -1], [1, 3, 0, NAN]],
        [[1, -2, 0.5, NAN], [2, 0, 1, INF]],
    ),
    "an irrelevant item masked by -inf": (LABELS, with_values(SCORES, r0_1=-INF)),
    "two items": ([[2, 1]], [[0.6, 0.8]]),
    "some scores between 0 and 1": (LABELS, np.where(SCORES < 0, 0.5 - SCORES / 100, SCORES)),
    "few scores between 0 and 1": (LABELS, 1 / (1 + np.exp(-SCORES))),
    "one list whose scores sum to 1, beside another": (
        LABELS[:2],
        [[0.7, 0.1, 0.1, 0.1], [0.5, 0.5, 0.25, 0.125]],
    ),
    "one of three lists is a step": (LABELS, SCORES * [[100], [1], [1]]),
    "one of three lists is tied": (LABELS, SCORES * [[1], [0], [1]]),
    "irrelevant items last": ([[2, 1, 0, 0]], [[0.5, 1.5, -0.3, -0.6]]),
    "one irrelevant item last, of score 0": ([[2, 1, 0], [1, 2, 0]], [[1, 2, 0], [3, -1, 0]]),
    "a score of 0 at the end and elsewhere": ([[2, 1, 0, 0]], [[0, 1.5, 0, 0]]),
    "labels of 6": (with_values(LABELS, r1_1=6), SCORES),
    "weights of 0 for padding": (
        [[2, 0, 1, -1], [1, 3, 0, -1]],
        [[1, -2, 0.5, 0], [2, 0, 1, 0]],
        [[1, 2, 1, 0], [0.5, 1, 1, 0]],
    ),
    "a list of weight 0": (LABELS, SCORES, [1, 0, 2]),
    "a list whose items all have weight 0": (
        LABELS,
        SCORES,
        np.ones_like(LABELS) * [[1], [0], [1]],
    ),
    "grades in a row": ([[3, 1, 2, 4, 5]], [[1, 2, 0.5, -1, 1.5]]),
    "one relevant item each, one of grade 2": ([[0, 1, 0], [2, 0, 0]], [[0.5, -1, 2], [1, 0, 3]]),
    "one list with two relevant items": ([[0, 1, 0], [1, 1, 0]], [[0.5, -1, 2], [1, 0, 3]]),
    "ragged lists": ([[2, 0], [1, 0, 3]], [[0.5, -1], [2, 1, 0.25]], [[1, 1], [2, 1, 1]]),
}


@pytest.mark.parametrize("arguments", NOTHING.values(), ids=NOTHING)
def test_what_is_near_is_not_found(arguments):
    diagnosis = diagnose(*arguments)
    assert names(diagnosis) == []
    assert "Nothing strange. Looked for: not finite, " in " ".join(str(diagnosis).split())


@st.composite
def ordinary_batches(draw):
    """Graded labels of two grades or more, normal scores, and 3 to 30 items a list."""
    random = np.random.default_rng(draw(st.integers(0, 1000)))
    labels, scores = [], []
    for n in draw(st.lists(st.integers(3, 30), min_size=1, max_size=40)):
        grades = random.integers(0, 5, n)
        grades[:3] = 0, 1, random.integers(2, 5)
        labels.append(random.permutation(grades).astype(float))
        scores.append(random.normal(0, draw(st.sampled_from([0.5, 1, 3])), n))
    return labels, scores


def padded(rows, value):
    width = max(map(len, rows))
    return np.array([np.pad(row, (0, width - len(row)), constant_values=value) for row in rows])


@given(ordinary_batches())
def test_ordinary_lists_are_never_strange(batch):
    labels, scores = batch
    ragged = [[row.tolist() for row in rows] for rows in batch]
    ones = [np.ones_like(row) for row in labels]
    for arguments in (
        ragged,
        [*batch, [row.tolist() for row in ones]],
        (padded(labels, -1), padded(scores, 0)),
        (padded(labels, -1), padded(scores, NAN), padded(ones, 0)),
        (padded(labels, NAN).astype("float32"), padded(scores, 9).astype("float32")),
    ):
        assert names(diagnose(*arguments)) == []


@given(ordinary_batches())
def test_the_order_of_the_lists_changes_nothing(batch):
    labels, scores = (padded(rows, -1) for rows in batch)
    labels[::3] = 0
    one, other = diagnose(labels, scores), diagnose(labels[::-1], scores[::-1])
    assert [(f.name, f.count) for f in one.findings] == [(f.name, f.count) for f in other.findings]


def test_a_list_that_looks_whole_is_never_padding_in_a_ragged_batch():
    assert names(diagnose([[2, 1, 0, 0], [1, 0, 2]], [[0.5, 1, 0, 0], [2, -1, 0.3]])) == []


@pytest.mark.parametrize(
    ("labels", "scores", "wanted"),
    [
        ([[1], [0], [2]], [[0.5], [1], [2]], ["one_item", "nothing_relevant"]),
        ([[0, 0], [2, -1]], [[0.5, 1], [1, 2]], ["one_item", "nothing_relevant"]),
        ([[-1, -1], [0, 0]], [[0.5, 1], [1, 2]], ["only_padding", "nothing_relevant"]),
    ],
)
def test_where_no_list_costs_anything_that_is_an_error(labels, scores, wanted):
    diagnosis = diagnose(labels, scores)
    assert names(diagnosis) == wanted
    for finding in diagnosis.findings:
        assert finding.severity == "error"
        assert finding.sentence.endswith("Every list here costs 0: the loss is always 0.")


def test_items_in_rows_of_their_own_are_told_from_short_lists():
    assert "The shape is [3, 1]" in diagnose([[1], [0], [2]], [[1], [2], [3]]).describe()
    assert "The shape is" not in diagnose([[1, -1], [0, 1]], [[1, 2], [3, 1]]).describe()


def test_the_worst_comes_first():
    labels, scores = with_last_row([0, 0, 0, 0], [NAN, 1, 2, 3])
    diagnosis = diagnose(with_values(labels, r0_0=-1), scores)
    assert names(diagnosis) == ["not_finite", "nothing_relevant", "padding_inside"]
    severities = [SEVERITIES.index(finding.severity) for finding in diagnosis.findings]
    assert severities == [0, 1, 2]
    assert [finding.name for finding in diagnosis.strange] == names(diagnosis)[:2]


class Named:
    """A loss that has a temperature."""

    def __init__(self, temperature):
        self.temperature = temperature

    def __call__(self, y_true, y_pred):
        return 0.0


def test_the_temperature_of_the_loss_counts():
    assert names(diagnose(LABELS, SCORES, loss=Named(0.01))) == ["step"]
    assert names(diagnose(LABELS, SCORES * 100, loss=Named(100))) == []
    assert names(diagnose(LABELS, SCORES, loss=Named(1e5))) == ["equal_scores"]
    assert diagnose(LABELS, SCORES, loss=Named(0.5)).temperature == 0.5


def test_scores_between_0_and_1_are_right_where_the_temperature_is_low():
    # At T = 0.1 the best item can be 10 logits ahead: the floor is ln(1 + 3 e^-10).
    labels, scores = np.tile(LABELS, (2, 1)), np.tile(1 / (1 + np.exp(-SCORES)), (2, 1))
    assert log(1 + 3 * exp(-10)) < 0.1 < log(1 + 3 * exp(-1))
    assert names(diagnose(labels, scores, loss=Named(0.1))) == []
    assert f"{log(1 + 3 * exp(-1)):.3g} on average" in diagnose(labels, scores).findings[0].sentence


def test_what_is_true_of_the_other_loss_alone_is_not_said():
    labels = with_values(LABELS, r1_1=200)
    ndcg, dcg = ranklab.NDCGLambdaWeight(), ranklab.DCGLambdaWeight()
    both = ["gain_overflows", "loud_labels"]
    for loss, wanted in (
        (None, both),
        (ranklab.UniqueSoftmaxLoss(), both),
        (ranklab.SoftmaxLoss(), []),
        (ranklab.SoftmaxLoss(lambda_weight=dcg), []),
        (ranklab.SoftmaxLoss(lambda_weight=ndcg), ["loud_labels"]),
    ):
        assert names(diagnose(labels, SCORES, loss=loss)) == wanted


def test_a_loss_of_another_house_is_named():
    said = " ".join(diagnose(LABELS, SCORES, loss=Named(1.0)).describe().split())
    assert "(Named, not ranklab's: the sentences below are" in said
    assert "(loss not known)" in diagnose(LABELS, SCORES).describe()
    assert "T = 0.5 (SoftmaxLoss)" in str(
        diagnose(LABELS, SCORES, loss=ranklab.SoftmaxLoss(temperature=0.5))
    )


@pytest.mark.parametrize("loss", ["softmax", ranklab.SoftmaxLoss, 0.5])
def test_what_is_no_loss_is_refused(loss):
    with pytest.raises(TypeError, match="loss must be a loss such as ranklab"):
        diagnose(LABELS, SCORES, loss=loss)


def test_a_diagnosis_reads_well():
    diagnosis = diagnose([[1, 0, 2], [1]], [[0.5, 1, -1], [2]])
    assert repr(diagnosis) == "Diagnosis(one_item; 2 lists)"
    lines = str(diagnosis).splitlines()
    assert lines[0] == (
        "Looked at 1 batch: 2 lists, 4 items without padding; T = 1 (loss not known)."
    )
    assert lines[1].startswith("1. [warning] Lists of one item: 1 of 2 lists. A single item has")
    assert str(diagnosis).endswith("\n   Example: y_true[1] = [1], y_pred[1] = [2]")
    assert repr(diagnose(LABELS, SCORES)) == "Diagnosis(nothing strange; 3 lists)"


def test_a_long_row_is_shown_without_its_middle():
    labels = np.zeros((1, 50))
    numbers = diagnose(labels, np.arange(50.0)[np.newaxis] / 10).findings[0].example.numbers
    assert numbers == (
        "y_true[0] = [0, 0, 0, 0, 0, ..., 0], y_pred[0] = [0, 0.1, 0.2, 0.3, 0.4, ..., 4.9]"
    )


# A model with its data.


def first_feature(features):
    return np.asarray(features)[..., 0]


def batches(*pairs):
    return [(np.asarray(scores)[..., np.newaxis], labels) for labels, scores in pairs]


def test_a_model_is_looked_at_in_a_few_batches():
    bad = with_values(SCORES, r2_1=NAN)
    data = batches((LABELS, SCORES), (LABELS[1:], SCORES[1:]), (LABELS, bad))
    assert names(diagnose_model(first_feature, data, batches=2)) == []
    diagnosis = diagnose_model(first_feature, iter(data))
    assert (diagnosis.batches, diagnosis.lists, diagnosis.items) == (3, 8, 32)
    (finding,) = diagnosis.findings
    assert finding.example.numbers == "batch 3, y_pred[2][1] = nan"
    assert (finding.example.batch, finding.example.row, finding.example.item) == (3, 2, 1)


def test_batches_may_differ_in_size_and_weights():
    data = [
        (SCORES[..., np.newaxis], LABELS, [1, 2, 1]),
        (SCORES[:1, :3, np.newaxis], LABELS[:1, :3], [[1, 0, 1]]),
        (SCORES[..., np.newaxis], LABELS, None),
    ]
    (finding,) = diagnose_model(first_feature, data).findings
    assert (finding.name, finding.count, finding.total) == ("weights_of_0", 1, 12 + 3 + 12)
    assert finding.example.numbers == "batch 2, y_true[0][1] = 0, sample_weight[0][1] = 0"


@pytest.mark.parametrize(
    ("model", "data", "options", "error", "said"),
    [
        (LABELS, SCORES, {}, TypeError, r"use ranklab\.diagnose\(y_true, y_pred\)"),
        (first_feature, [], {}, ValueError, "there is no list to examine"),
        (first_feature, [LABELS], {}, TypeError, r"batch 1 of the dataset must be \(features, lab"),
        (first_feature, [], {"batches": 0}, ValueError, "batches must be a whole number from 1"),
        (first_feature, [], {"batches": True}, ValueError, "batches must be a whole number from 1"),
        (
            first_feature,
            batches((LABELS, SCORES), (LABELS[0], SCORES[0])),
            {},
            ValueError,
            r"batch 2 of the dataset: y_true has shape \(4,\); expected a batch of lists",
        ),
        (
            lambda _: {"a": SCORES},
            [(None, LABELS)],
            {},
            TypeError,
            "batch 1 of the dataset: y_pred must be .* pick one of its outputs",
        ),
    ],
)
def test_what_is_no_model_or_data_is_refused(model, data, options, error, said):
    with pytest.raises(error, match=said):
        diagnose_model(model, data, **options)


def test_a_model_given_to_diagnose_is_led_on():
    with pytest.raises(TypeError, match=r"use ranklab\.diagnose_model\(model, dataset\)"):
        diagnose(first_feature, [(SCORES, LABELS)])
