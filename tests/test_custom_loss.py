"""Any Keras loss in the place of ranklab's: its numbers, its gradient, and what it cannot show."""

import json
from functools import partial
from math import exp, log, nan

import keras
import numpy as np
import pytest
import tensorflow as tf
import traitlets
from front_end import send
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import numbers

import ranklab
from ranklab import Lab, Scenario, explain, explore, widgets
from ranklab.explorer.picture import picture
from ranklab.explorer.views import VIEWS

pytestmark = pytest.mark.slow

SMALL = Scenario(scores=[0.5, 1.0, 2.0], labels=[1, 0, -1], items=["a", "b", "nobody"])


def squares(y_true, y_pred):
    """One value for each item."""
    return tf.square(y_true - y_pred)


def hinge(y_true, y_pred):
    """A pairwise loss: one number."""
    better = tf.cast(y_true[:, :, None] > y_true[:, None, :], y_pred.dtype)
    return tf.reduce_sum(better * tf.nn.relu(1 - (y_pred[:, :, None] - y_pred[:, None, :])))


def cold(y_true, y_pred):
    """Good for scores below 5."""
    return tf.reduce_sum(tf.sqrt(5.0 - y_pred))


@tf.custom_gradient
def bent(y_pred):
    """One number, and a gradient of another shape."""
    return tf.reduce_sum(y_pred), lambda up: up * tf.ones(2)


def command(explorer, revision, what, **arguments):
    asked = {"revision": revision, "name": what, "arguments": arguments}
    send(explorer, revision, commands=[asked])


# From plain Python


def test_a_keras_loss_gives_its_value_and_its_gradient():
    e = explain(SMALL, loss=keras.losses.MeanSquaredError())
    assert e.loss == pytest.approx((0.5**2 + 1.0**2) / 2)
    assert e.gradient == pytest.approx([2 * (0.5 - 1) / 2, 2 * (1.0 - 0) / 2, 0])
    assert e.ranks.tolist() == [2, 1, 3]
    assert e.metrics == explain(SMALL).metrics
    assert repr(e) == "Explanation(custom:mean_squared_error, n=3, T=1.00, loss=0.625000)"


def test_a_value_for_each_item_is_its_contribution():
    e = explain(SMALL, loss=squares)
    assert e.contributions == pytest.approx([0.25, 1.0, 0.0])
    assert e.loss == pytest.approx(1.25)
    assert e.gradient == pytest.approx([-1, 2, 0])


def test_what_only_the_losses_of_ranklab_have_is_not_made_up():
    e = explain(SMALL, loss=hinge)
    for unknown in (e.weights, e.probabilities, e.targets, e.contributions, e.pull_up, e.push_down):
        assert unknown is None
    assert not e.competitors.any()
    with pytest.raises(ValueError, match="read-only"):
        e.gradient[0] = 1


@pytest.mark.parametrize("loss", ["softmax", "unique_softmax"])
@settings(max_examples=10)
@given(st.data())
def test_brought_as_ones_own_a_loss_of_ranklab_gives_the_same(loss, data):
    n = data.draw(st.integers(1, 6))
    scores = data.draw(st.lists(numbers(-5, 5), min_size=n, max_size=n))
    labels = data.draw(st.lists(st.sampled_from([-1, 0, 1, 2, 3]), min_size=n, max_size=n))
    scenario = Scenario(scores, labels, loss=loss)
    own = {"softmax": ranklab.SoftmaxLoss, "unique_softmax": ranklab.UniqueSoftmaxLoss}[loss]()
    brought, known = explain(scenario, loss=own), explain(scenario)
    assert brought.loss == pytest.approx(known.loss, rel=1e-5, abs=1e-5)
    assert brought.gradient == pytest.approx(known.gradient, rel=1e-4, abs=1e-5)


def test_where_nobody_is_there_the_loss_is_not_asked():
    e = explain(Scenario([1, 2], [-1, -1]), loss=cold)
    assert (e.loss, e.gradient.tolist()) == (0, [0, 0])
    assert "No item is there" in e.describe()


def test_it_says_what_it_knows():
    assert explain(SMALL, loss=squares).describe().splitlines() == [
        "squares of 2 items: 1.25.",
        "Padding, not there: 1 item.",
        "On top: b; NDCG 0.631, MRR 0.500.",
        "Costs most: b, 1.00.",
        "One step of rate 1 moves up a (by 1.00).",
        "One step of rate 1 moves down b (by 2.00).",
        "A custom loss, squares: its value, and its gradient by automatic differentiation. "
        "Probabilities, competitors and a derivation are known of ranklab's losses alone.",
    ]


@pytest.mark.parametrize(
    ("loss", "error", "said"),
    [
        (3, TypeError, "loss must be a Keras loss, such as keras.losses.MeanSquaredError"),
        ("softmax", TypeError, r"scenario.replace\(loss='unique_softmax'\)"),
        (keras.losses.MeanSquaredError, TypeError, "loss must be a Keras loss"),
        (lambda y, p: 1 / 0, ValueError, "lambda failed: ZeroDivisionError: division by zero"),
        (lambda y, p: 3.0, ValueError, "lambda has no gradient"),
        (lambda y, p: np.sum(p), ValueError, "lambda has no gradient"),
        (lambda y, p: tf.reduce_sum(p) * nan, ValueError, "not finite here: its value holds NaN"),
        (lambda y, p: tf.reduce_sum(tf.sqrt(p - p)), ValueError, "its gradient holds NaN"),
        (lambda y, p: p[:, :1] * [1.0, 2.0, 3.0], ValueError, r"got the shape \(1, 3\) for 2"),
        (
            lambda y, p: tf.cast(p, tf.complex64),
            ValueError,
            "must give real numbers, got complex64",
        ),
        (lambda y, p: tf.argsort(p), ValueError, "must give real numbers, got int32"),
        (lambda y, p: "a", ValueError, "must give real numbers, got string"),
        (lambda y, p: bent(p), ValueError, r"gradient of lambda must have the shape \(1, 2\)"),
    ],
)
def test_a_loss_that_is_none_is_refused_in_words(loss, error, said):
    with pytest.raises(error, match=said):
        explain(SMALL, loss=loss)


@pytest.mark.parametrize(
    "choice",
    [
        {"temperature": 0.5},
        {"lambda_weight": "ndcg"},
        {"topn": 3},
        {"normalize_labels": False},
        {"sample_weight": [1, 2, 3]},
    ],
)
def test_what_it_would_not_hear_is_refused(choice):
    with pytest.raises(ValueError, match=f"{next(iter(choice))} belongs to the losses of ranklab"):
        explain(SMALL.replace(**choice), loss=hinge)


def test_a_metric_can_be_looked_at_and_moves_no_score():
    def misplaced(y_true, y_pred):
        right = tf.argmax(y_true, axis=1) == tf.argmax(y_pred, axis=1)
        return 1 - tf.cast(right, tf.float32) + 0 * y_pred[:, 0]

    e = explain(SMALL, loss=misplaced)
    assert (e.loss, e.gradient.tolist()) == (1, [0, 0, 0])
    assert "The gradient is 0: no score moves." in e.describe()


class Named:
    name = 3

    def __call__(self, y_true, y_pred):
        return tf.reduce_sum(y_pred)


@pytest.mark.parametrize(
    ("loss", "name"),
    [
        (partial(keras.losses.huber, delta=0.5), "custom:huber"),
        (Named(), "custom:Named"),
        (keras.losses.MeanSquaredError(name="my <b>"), "custom:my <b"),
    ],
)
def test_it_goes_by_its_own_name(loss, name):
    assert explain(SMALL, loss=loss).scenario.loss == name


def test_a_name_is_text_and_no_formula():
    def loss(y_true, y_pred):
        return tf.reduce_sum(y_pred)

    loss.__name__ = r"$\frac{$"
    assert ranklab.figures.ranking(explain(SMALL, loss=loss)).png().startswith(b"\x89PNG")


def test_parts_below_zero_are_drawn_where_they_can_be_seen():
    e = explain(Scenario([1, 10, 9.2], [0, 0, 0]), loss=lambda y, p: p * [[1.0, -10.0, 10.0]])
    left, right = ranklab.figures.contributions(e).axes[0].get_xlim()
    assert left < -100 < 92 < right
    bars = ranklab.figures.ranking(e).axes[0].patches
    assert max(bar.get_width() for bar in bars) <= 20


# Beside the losses of ranklab


def test_it_can_be_compared_with_those_of_ranklab():
    three = ranklab.compare(SMALL, loss=[hinge, "softmax", "unique_softmax"])
    assert three.titles == ("hinge", "softmax", "unique softmax")
    assert three.values == ("custom:hinge", "softmax", "unique_softmax")
    assert [e.loss for e in three.explanations[1:]] == [log(1 + exp(0.5))] * 2
    assert three.disagree == (False, False, False)
    printed = str(three)
    assert "−1.00 / ?" in printed
    assert "/ part of the loss, ? where it has none; ≠ moves both ways" in printed


def test_it_can_be_descended():
    path = ranklab.descend(SMALL, rate=0.1, steps=50, loss=hinge)
    # Both move by 0.1 a step, so that the gap of 0.5 becomes a lead of 1 after 7.5.
    assert path.losses[:3] == pytest.approx([1.5, 1.3, 1.1])
    assert (path.stopped, len(path)) == ("converged", 8)
    assert path.losses[-1] == 0
    assert path.first(ndcg=1) == 3
    assert path.scores[:, 2].tolist() == [2.0] * 9  # padding never moves
    assert path.scenario.loss == "custom:hinge"


def test_a_descent_ends_where_the_loss_does():
    path = ranklab.descend(SMALL, rate=5, steps=50, loss=cold)  # moves up, past 5
    assert path.stopped == "diverged"
    assert 0 < len(path) < 50
    assert np.isfinite(path.losses).all()


def test_a_descent_stands_still_at_the_floor():
    floor = Scenario([60.0, -60.0], [1, 0])
    for step in ("rate", "length"):
        path = ranklab.descend(floor, steps=9, step=step, loss=ranklab.SoftmaxLoss())
        assert (path.stopped, len(path)) == ("converged", 0)


def test_a_mistake_in_the_middle_of_a_descent_is_said():
    calls = []

    def forgetful(y_true, y_pred):
        calls.append(1)
        if len(calls) > 3:
            raise KeyError("typo")
        return tf.reduce_sum(tf.square(y_pred))

    with pytest.raises(ValueError, match="forgetful failed: KeyError: 'typo'"):
        ranklab.descend(SMALL, loss=forgetful)


def test_a_descent_that_cannot_start_says_why():
    with pytest.raises(ValueError, match="cold is not finite here"):
        ranklab.descend(SMALL.replace(scores=[9, 1, 2]), loss=cold)


def test_it_races_the_losses_of_ranklab_in_the_explorer():
    explorer = explore(SMALL, loss=hinge, show=["descent", "comparison"])
    titles = [variant["title"] for variant in explorer.picture["comparison"]["variants"]]
    assert titles == ["hinge", "softmax", "unique softmax"]
    command(explorer, 1, "descend", rate=0.1, step="rate", race=True)
    assert [run["title"] for run in explorer.descent["runs"]] == titles
    assert explorer.descent["runs"][0]["stopped"] == "converged"


# What carries a scenario names the loss, and no more


@pytest.mark.parametrize("carried", ["json", "link"])
def test_what_carries_it_names_it_and_opening_says_that_it_is_not_there(carried):
    scenario = explain(SMALL, loss=hinge).scenario
    text = getattr(scenario, f"to_{carried}")()
    opened = getattr(Scenario, f"from_{carried}")(text)
    assert opened == scenario
    assert opened.loss == "custom:hinge"
    with pytest.raises(ValueError, match=r"custom:hinge.*only its name: give the loss"):
        explore(opened)
    assert explore(opened, loss=hinge).explanation.loss == explain(SMALL, loss=hinge).loss


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\nb", "\ud800"])
def test_a_name_that_cannot_be_shown_is_refused(name):
    with pytest.raises(ValueError, match="the name of a loss must have 1 to 200 characters"):
        SMALL.replace(loss=f"custom:{name}")


@pytest.mark.parametrize(
    "ask",
    [
        explain,
        Lab,
        explore,
        ranklab.verify,
        ranklab.sweep,
        ranklab.descend,
        ranklab.tie_orders,
        Scenario.to_python,
        lambda scenario: ranklab.compare(scenario, temperature=[1, 2]),
        lambda scenario: ranklab.weigh_lists([scenario]),
        lambda scenario: ranklab.charts.loss_surface(scenario, 0, 1),
    ],
)
def test_whoever_does_not_have_the_loss_says_so(ask):
    with pytest.raises(ValueError, match="custom:hinge"):
        ask(SMALL.replace(loss="custom:hinge"))


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (ranklab.figures.contributions, "hinge gives one number for the list"),
        (ranklab.charts.contributions, "hinge gives one number for the list"),
        (ranklab.derive, "hinge is a custom loss: there is a derivation"),
    ],
)
def test_what_it_does_not_have_cannot_be_drawn(draw, said):
    with pytest.raises(ValueError, match=said):
        draw(explain(SMALL, loss=hinge))


def test_parts_that_it_has_are_drawn():
    e = explain(SMALL, loss=squares)
    assert (
        repr(ranklab.figures.contributions(e))
        == "Parts of the loss: 1.25 = b 1.00, a 0.250, nobody 0"
    )
    assert [bar.x.tolist() for bar in ranklab.charts.contributions(e).data] == [[1.0, 0.25, 0.0]]


# In the explorer


def test_a_drag_asks_it_anew():
    explorer = explore(SMALL, loss=hinge)
    assert repr(explorer) == "Explorer(custom:hinge, n=3, T=1.00, loss=1.500000)"  # 1 - (0.5 - 1)
    send(explorer, 1, scenario={"scores": [0.75, 1.0, 2.0]})
    assert explorer.explanation.loss == pytest.approx(1.25)
    assert explorer.picture["steps"] == pytest.approx([1, -1, 0])
    command(explorer, 2, "undo")
    assert explorer.scenario.scores == SMALL.scores


def test_the_numbers_that_go_to_the_browser_are_json():
    for loss, parts in ((hinge, []), (squares, pytest.approx([0.25, 1, 0]))):
        sent = picture(explain(SMALL, loss=loss), ("metrics",))
        assert json.loads(json.dumps(sent, allow_nan=False))["contributions"] == parts
        assert (sent["probabilities"], sent["targets"]) == ([], [])


def test_a_loss_that_fails_in_the_middle_keeps_the_last_good_picture():
    explorer = explore(SMALL, loss=cold)
    before = explorer.picture
    send(explorer, 1, scenario={"scores": [6.0, 1.0, 2.0]})
    assert explorer.message.startswith("cold is not finite here: its value holds NaN")
    assert explorer.scenario == explorer.lab.scenario == Scenario.from_record(before["scenario"])
    assert explorer.picture["loss"] == before["loss"]
    assert not explorer.lab.can_undo
    send(explorer, 2, scenario={"scores": [4.0, 1.0, 2.0]})
    assert explorer.message == ""
    assert explorer.explanation.loss == pytest.approx(1 + 2)


def test_a_step_back_that_fails_loses_nothing():
    broken = []

    def fragile(y_true, y_pred):
        return tf.reduce_sum(y_pred) / (0.0 if broken else 1.0)

    explorer = explore(SMALL, loss=fragile)
    send(explorer, 1, scenario={"scores": [2.0, 1.0, 2.0]})
    broken.append(True)
    command(explorer, 2, "undo")
    assert "fragile" in explorer.message
    assert explorer.scenario.scores == (2.0, 1.0, 2.0)
    broken.clear()
    command(explorer, 3, "undo")
    assert explorer.scenario.scores == SMALL.scores


def test_what_does_not_apply_is_put_away_and_said():
    explorer = explore(SMALL, loss=hinge, hide=["history"])
    away = ("history", "loss", "temperature", "view sweep", "presets", "verify", "probabilities")
    assert not {"view metrics", "view comparison", "view descent"} & set(explorer.hidden)
    for name in away:
        assert name in explorer.hidden
    assert "parts" in explorer.hidden
    assert "parts" not in explore(SMALL, loss=squares).hidden
    assert "A custom loss, hinge" in explorer.picture["note"]


@pytest.mark.parametrize("view", [name for name, view in VIEWS.items() if view.needs_races])
def test_a_view_that_does_not_apply_is_refused(view):
    with pytest.raises(ValueError, match=f"the view '{view}' shows the races of a loss"):
        explore(SMALL, loss=hinge, show=[view])
    explorer = explore(SMALL, loss=hinge, show=["metrics"])
    with pytest.raises(traitlets.TraitError):  # a browser that asks all the same
        explorer.set_state({"views": [view]})
    assert explorer.views == ("metrics",)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        (
            "preset",
            {"name": "all tied"},
            "shown under 'custom:hinge' alone, got the loss 'softmax'",
        ),
        ("replace", {"loss": "unique_softmax"}, "got the loss 'unique_softmax'"),
        ("replace", {"temperature": 2}, "temperature belongs to the losses of ranklab"),
        ("descend", {"rate": -1}, "rate must be a finite number above 0"),
        ("descend", {"loss": "softmax"}, "multiple values for keyword argument 'loss'"),
        ("export", {"kind": "python"}, "no Python to write"),
        ("export", {"kind": "latex"}, "a derivation of ranklab"),
    ],
)
def test_what_a_browser_asks_of_it_in_vain_is_said(name, arguments, said):
    explorer = explore(SMALL, loss=hinge)
    command(explorer, 1, name, **arguments)
    assert said in explorer.message
    assert explorer.scenario == explorer.lab.start


def test_what_can_be_exported_is():
    explorer = explore(SMALL, loss=hinge)
    for kind in ("link", "json"):  # pictures are drawn by the browser
        command(explorer, explorer.exported.get("id", 0) + 1, "export", kind=kind)
        assert explorer.message == ""
    assert Scenario.from_json(explorer.exported["text"]) == explorer.scenario


def test_metrics_are_chosen_as_ever():
    explorer = explore(SMALL, loss=hinge, show=["metrics"])
    command(explorer, 1, "measure", k=1)
    assert explorer.explanation.metrics.k == 1
    assert explorer.explanation.loss == 1.5
    command(explorer, 2, "measure", relevant_from=30)
    assert explorer.explanation.metrics.mrr == 0


def test_a_lab_of_it_has_live_pictures():
    lab = Lab(SMALL, hinge)
    shown = widgets.live(lab, lambda explanation: f"{explanation.loss:.2f}")
    lab.scenario = lab.scenario.replace(scores=[3.0, 1.0, 0.0])
    assert lab.explanation.loss == 0
    assert "0.00" in repr(shown)


def test_what_differs_in_a_temperature_cannot_be_compared():
    with pytest.raises(ValueError, match="only losses can be compared, got temperature"):
        explore(SMALL, loss=hinge, compare={"temperature": [1, 2]})


@pytest.mark.parametrize("change", [{"temperature": 0.5}, {"scores": [6.0, 1.0, 2.0]}])
def test_a_comparison_with_a_loss_that_refuses_says_so_and_the_rest_lives(change):
    explorer = explore(SMALL, compare={"loss": [cold, "softmax"]}, show=["comparison"])
    assert explorer.picture["comparison"]["refused"] == ""
    send(explorer, 1, scenario=change)
    assert explorer.scenario == explorer.lab.scenario == SMALL.replace(**change)
    assert explorer.picture["loss"] == explain(explorer.scenario).loss
    assert explorer.answered == 1
    compared = explorer.picture["comparison"]
    assert compared["variants"] == []
    assert "temperature belongs" in compared["refused"] or "not finite" in compared["refused"]
    command(explorer, 2, "undo")
    assert len(explorer.picture["comparison"]["variants"]) == 2


def test_what_is_set_and_refused_is_not_what_is_on_screen():
    explorer = explore(SMALL, loss=cold)
    for refused in (explorer.scenario.replace(scores=[6, 1, 2]), SMALL):
        with pytest.raises(ValueError, match="cold"):
            explorer.scenario = refused
        assert explorer.scenario == explorer.lab.scenario == explorer.explanation.scenario


def test_a_number_for_the_list_is_no_part_of_an_item_that_is_alone():
    def mean(y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred))

    explorer = explore(Scenario([0.5, 1.0], [1, -1]), loss=mean)
    assert "parts" in explorer.hidden
    assert explain(Scenario([0.5], [1]), loss=squares).contributions.tolist() == [0.25]
    assert explore(Scenario([0.5], [-1]), loss=mean).explanation.loss == 0
    send(explorer, 1, scenario={"labels": [-1, -1]})
    send(explorer, 2, scenario={"labels": [1, 0]})
    assert explorer.picture["contributions"] == []
    assert "parts" in explorer.hidden


def test_keras_is_no_witness_of_what_it_computes_itself():
    with pytest.raises(ValueError, match="Keras computes what is on screen already"):
        explore(SMALL, loss=hinge).verify()


def test_where_no_item_is_relevant_there_is_no_ndcg():
    e = explain(SMALL.replace(labels=[0, 0, -1]), loss=squares)
    assert picture(e)["ndcg"] is None
    assert "A custom loss" in picture(e)["note"]
    assert "On top: b.\n" in e.describe()
    assert "costs nothing" not in e.describe()


def test_controls_of_ranklab_do_not_lie_about_it():
    lab = Lab(SMALL, cold)
    with pytest.raises(ValueError, match="no choice between losses"):
        widgets.loss(lab)
    temperature, normalize = widgets.temperature(lab), widgets.normalize_labels(lab)
    field = widgets.scores(lab).children[0]
    temperature.value, normalize.value, field.value = 10, False, 7
    assert (temperature.value, normalize.value, field.value) == (1, True, 0.5)
    assert lab.scenario == explain(SMALL, loss=cold).scenario


def test_a_browser_cannot_name_a_loss_into_being():
    explorer = explore(SMALL)
    send(explorer, 1, scenario={"loss": "custom:hinge"})
    assert "only its name" in explorer.message
    assert explorer.scenario == SMALL


def test_a_lab_has_its_loss():
    with pytest.raises(ValueError, match="give a scenario and a loss, or a lab, not both"):
        explore(lab=Lab(SMALL), loss=hinge)


def test_the_sentence_of_a_preset_is_not_said_of_another_loss():
    assert explore(ranklab.preset("all tied").replace(lambda_weight=None), loss=hinge).hint == ""


def test_a_hostile_name_stays_text():
    def loss(y_true, y_pred):
        return tf.reduce_sum(y_pred)

    loss.__name__ = "<img src=x onerror=alert(1)>"
    explorer = explore(SMALL, loss=loss)
    assert explorer.scenario.loss == "custom:img src=x onerror=alert(1)"
    assert "img src=x" in ranklab.figures.ranking(explorer.explanation).svg().decode()
