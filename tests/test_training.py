"""A small model learns to rank: what goes in, what comes out, and how one stops it."""

import dataclasses
import re
import time
from pathlib import Path
from xml.etree import ElementTree

import ipywidgets
import numpy as np
import pytest

import ranklab
from ranklab import metrics
from ranklab.explorer import stage
from ranklab.training import figures, fitting
from ranklab.training.record import (
    FeatureList,
    Training,
    country_lists,
    mean_ndcg,
    ndcg_by_wealth,
    shown_list,
)
from ranklab.training.trainer import Trainer

pytestmark = pytest.mark.slow


def a_list(seed, n, features=2):
    """Labels that the first feature gives away."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(n, features)).astype(np.float32)
    labels = np.digitize(values[:, 0], [0.0, 1.0]).astype(np.float64)
    return FeatureList(f"q{seed}", tuple(map(str, range(n))), values, labels)


TOY = (
    [a_list(seed, 3 + seed % 5) for seed in range(20)],
    [a_list(seed, 6) for seed in range(50, 56)],
)


def test_the_countries_are_split_by_year_and_no_list_is_filled_up():
    learned, held_out = country_lists()
    assert {int(one.query[-4:]) for one in learned} == set(range(1962, 1993, 5))
    assert {int(one.query[-4:]) for one in held_out} == {1997, 2002, 2007}
    for one in (*learned, *held_out):
        assert one.features.shape == (len(one.items), 3)
        assert len(one.labels) == len(one.items)
        assert np.isfinite(one.features).all()
    assert {len(one.items) for one in held_out} == {2, 25, 30, 33, 52}


def test_the_features_are_those_of_the_country():
    now, before = (ranklab.data.gapminder("Americas", year, sample=None) for year in (2007, 1997))
    (americas,) = (one for one in country_lists()[1] if one.query == "Americas 2007")
    cuba = americas.items.index("Cuba")
    assert americas.features[cuba] == pytest.approx(
        [now.scores[cuba], before.scores[cuba], before.labels[cuba] / 4]
    )
    shown = shown_list()
    assert shown.features[shown.items.index("Cuba")] == pytest.approx(americas.features[cuba])


def test_the_mean_ndcg_leaves_out_lists_without_a_relevant_item():
    teaches, empty = a_list(0, 6), a_list(1, 4)
    empty = FeatureList("empty", empty.items, empty.features, np.zeros(4))
    scores = [np.arange(6.0), np.arange(4.0)]
    alone = metrics.ndcg(teaches.labels, metrics.ranks(scores[0]), 5)
    assert mean_ndcg([teaches, empty], scores) == pytest.approx(alone)
    assert 0.74 < ndcg_by_wealth() < 0.76


@pytest.mark.parametrize("loss", ["softmax", "unique_softmax"])
def test_a_model_learns_what_the_labels_ask_for(loss):
    run = ranklab.train(loss, rate=0.05, epochs=15, lists=TOY)
    assert len(run) == 15
    assert run.losses[-1] < run.losses[0]
    assert run.ndcgs[-1] > 0.95 > run.ndcgs[0]
    assert run.scores.shape == (16, 6)
    assert run.shown.scores == tuple(run.scores[-1].round(3))
    assert run.first(0.95) > 0
    assert run.first(1.01) is None


def test_the_same_seed_is_the_same_training_and_another_is_another():
    first, again, other = (
        ranklab.train(epochs=2, rate=0.01, seed=seed, lists=TOY).losses for seed in (0, 0, 1)
    )
    assert first.tolist() == again.tolist() != other.tolist()


def test_the_countries_are_learned_better_than_wealth_alone_ranks_them():
    run = ranklab.train(rate=0.03, epochs=20)
    assert run.ndcgs[0] < ndcg_by_wealth() < run.ndcgs[-1]
    picture = figures.training(run)
    assert f"from {run.ndcgs[0]:.2f} to {run.ndcgs[-1]:.2f}" in repr(picture)
    assert f"A ranking by wealth alone has {ndcg_by_wealth():.2f}." in repr(picture)
    assert dashed(picture) == [pytest.approx(ndcg_by_wealth())]
    assert picture.png().startswith(b"\x89PNG")


def dashed(picture):
    """The levels of the dashed lines of a figure."""
    lines = [line for axes in picture.axes for line in axes.lines if line.get_linestyle() == "--"]
    return [float(np.unique(line.get_ydata()).item()) for line in lines]


def test_lists_of_ones_own_have_no_baseline_of_the_countries():
    run = ranklab.train(epochs=1, lists=TOY)
    picture = figures.training(run, run)
    assert run.by_wealth is None
    assert "wealth" not in picture.words
    assert dashed(picture) == []
    assert "wealth" not in str([text.get_text() for text in picture.axes[1].texts])


def test_the_baseline_is_that_of_the_lists_that_are_held_out():
    learned, held_out = country_lists()
    given = ranklab.train(epochs=1, lists=(learned, held_out))
    assert given.by_wealth == ndcg_by_wealth()
    assert ranklab.train(epochs=1, lists=(learned, held_out[:5])).by_wealth is None


def test_padding_has_no_rank():
    padded = FeatureList("p", ("a", "b", "c"), np.eye(3, dtype=np.float32), np.array([-1.0, 1, 0]))
    assert mean_ndcg([padded], [np.array([9.0, 2.0, 1.0])]) == 1


def test_the_global_seed_changes_nothing():
    import keras

    runs = []
    for seed in (1, 2):
        keras.utils.set_random_seed(seed)
        runs.append(ranklab.train(epochs=2, rate=0.01, lists=TOY).losses.tolist())
    assert runs[0] == runs[1]


def test_numbers_of_numpy_are_numbers():
    run = ranklab.train(epochs=np.int64(1), rate=np.float32(0.01), seed=np.int64(5), lists=TOY)
    assert (run.seed, run.epochs) == (5, 1)


@pytest.mark.parametrize(
    ("features", "labels", "words"),
    [
        (np.zeros((2, 3)), [1.0, 0, 0], r"features of shape \(2, 3\)"),
        (np.zeros(3), [1.0, 0, 0], r"features of shape \(3,\)"),
        (np.zeros((3, 2)), [1.0], "expected features"),
        (np.full((3, 2), np.nan), [1.0, 0, 0], "not finite"),
        (np.zeros((3, 2)), [200.0, 0, 0], "labels"),
    ],
)
def test_a_list_of_features_that_does_not_fit_is_refused(features, labels, words):
    with pytest.raises(ValueError, match=words):
        FeatureList("q", ("a", "b", "c"), features.astype(np.float32), np.array(labels))


def test_lists_from_which_nothing_can_be_learned_are_refused():
    nothing = [FeatureList("q", ("a",), np.zeros((1, 2), np.float32), np.zeros(1))]
    with pytest.raises(ValueError, match="none of the 1 lists to learn from has a relevant item"):
        fitting.train(lists=(nothing, TOY[1]))
    with pytest.raises(ValueError, match="none of the 0 lists held out has a relevant item"):
        fitting.train(lists=(TOY[0], []))
    with pytest.raises(ValueError, match=r"the same number of features, got \[2, 5\]"):
        fitting.train(lists=(TOY[0], [a_list(1, 5, features=5)]))


def test_it_can_be_stopped_after_any_epoch():
    seen = []

    def watch(training: Training) -> bool:
        seen.append(len(training))
        return len(training) < 3

    assert len(ranklab.train(epochs=9, lists=TOY, each_epoch=watch)) == 3
    assert seen == [1, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"loss": "hinge"}, ValueError, "loss must be one of 'softmax', 'unique_softmax', got"),
        ({"loss": ["softmax"]}, ValueError, "loss must be one of"),
        ({"rate": 0}, ValueError, "rate must be above 0"),
        ({"rate": float("nan")}, ValueError, "rate must be above 0"),
        ({"rate": "fast"}, TypeError, "rate must be a number"),
        ({"epochs": 0}, ValueError, "epochs must be from 1 to 10,000, got 0"),
        ({"epochs": 1.5}, TypeError, "epochs must be a whole number"),
        ({"seed": -1}, ValueError, "seed must be from 0"),
        ({"temperature": -1}, ValueError, "temperature"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_words(arguments, error, words):
    with pytest.raises(error, match=words):
        fitting.train(**arguments)


def test_a_figure_wants_a_training():
    with pytest.raises(TypeError, match=r"trained must be what ranklab.train returns, got int"):
        figures.training(3)
    with pytest.raises(TypeError, match=r"before must be what ranklab.train returns, got str"):
        figures.training(ranklab.train(epochs=1, lists=TOY), before="softmax")


@pytest.mark.parametrize(
    ("choices", "dotted_losses"),
    [({"rate": 0.1}, 1), ({"temperature": 0.5}, 0), ({"loss": "unique_softmax"}, 0)],
)
def test_the_training_before_is_dotted_where_the_units_are_the_same(choices, dotted_losses):
    before = ranklab.train(epochs=2, lists=TOY)
    now = ranklab.train(epochs=3, lists=TOY, **choices)
    picture = figures.training(now, before)
    losses, ndcgs = (
        [line.get_ydata().tolist() for line in axes.lines if line.get_linestyle() == ":"]
        for axes in picture.axes
    )
    assert ndcgs == [before.ndcgs.tolist()]
    assert losses == [before.losses.tolist()] * dotted_losses
    assert (
        f"Before, dotted, with softmax loss, T = 1, rate 0.01: NDCG@5 {before.ndcgs[-1]:.2f} "
        "after 2 epochs." in picture.words
    )


def test_a_picture_inside_a_page_has_the_colours_of_its_theme_and_says_what_it_shows():
    run = dataclasses.replace(ranklab.train(epochs=2, lists=TOY), by_wealth=0.5)
    picture = figures.training(run, run)
    page = ElementTree.fromstring(picture.inline())
    assert (page.get("role"), page.get("aria-label")) == ("img", picture.words)
    drawn = picture.inline()
    assert re.findall(r"#[0-9a-f]{6}\b", drawn) == []  # every colour is a variable
    assert re.findall(r"<style|<metadata|<text|<!--|url\(http", drawn) == []
    used = set(re.findall(r"var\(--rl-(\w+)\)", drawn))
    css = (Path(stage.__file__).parent / "static" / "stage.css").read_text("utf-8")
    assert {"ink", "metric", "quiet", "text"} <= used
    assert [name for name in used if f"--rl-{name}:" not in css] == []


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>", '"&', "</style>", "--> <script>", "#0072b2", ' id="a_1"',
        "font: 12px x", "font-family: evil", ' width="3pt" height="4pt"', "日本", "$x$",
    ],
)  # fmt: skip
def test_what_a_picture_says_is_text_wherever_it_stands(name):
    scenario = ranklab.Scenario([1, 0], [0, 1], items=[name, "b"])
    e = ranklab.explain(scenario)
    for picture in (ranklab.figures.contributions(e), ranklab.figures.ranking(e)):
        page = ElementTree.fromstring(picture.inline())
        assert page.get("aria-label") == " ".join(picture.words.splitlines()) or (
            page.get("aria-label").split() == picture.words.split()
        )
        tags = {node.tag.rpartition("}")[2] for node in page.iter()}
        assert tags <= {"div", "svg", "g", "path", "defs", "use", "clipPath", "rect"}


def test_the_training_before_has_its_name_also_where_it_was_longer():
    short, long = (ranklab.train(epochs=epochs, lists=TOY) for epochs in (2, 5))
    for axes in figures.training(short, long).axes:
        (named,) = [text for text in axes.texts if text.get_text() == "before"]
        assert named.xy[0] == 2


# The widget


def test_the_trainer_trains_with_what_its_controls_say():
    trainer = Trainer(epochs=3)
    assert repr(trainer) == "Trainer(3 epochs, seed=0)"
    assert trainer.wait() is None
    trainer.loss.value, trainer.temperature.value = "unique_softmax", 0.5
    trainer.start()
    run = trainer.wait()
    assert (run.loss, run.temperature, len(run)) == ("unique_softmax", 0.5, 3)
    assert trainer.lab.scenario == run.shown
    trainer.lab.undo()  # a training is one step of the history
    assert set(trainer.lab.scenario.scores) == {0.0}
    trainer.loss.value = "softmax"
    trainer.start()
    trainer.wait()
    said = [child.value for child in trainer.children if isinstance(child, ipywidgets.HTML)]
    assert "Before, dotted, with unique softmax loss, T = 0.5" in said[0]
    trainer.close()


def test_the_trainer_stops_and_starts_again():
    trainer = Trainer(epochs=400)
    trainer.start()
    trainer.start()  # one at a time
    deadline = time.monotonic() + 60
    while not trainer.lab.can_undo and time.monotonic() < deadline:
        time.sleep(0.05)
    trainer.stop()
    assert 0 < len(trainer.wait()) < 400
    trainer.epochs = 2
    trainer.start()
    assert trainer.training is None  # what was trained before is no answer any more
    trainer.stop()
    trainer.start()  # while the other is in its last epoch
    assert len(trainer.wait()) == 2
    trainer.close()


def test_a_training_that_was_stopped_is_the_one_before():
    trainer = Trainer(epochs=400)
    for rate in (0.001, 0.01):
        trainer.rate.value = rate
        trainer.start()
        while not trainer.lab.can_undo:
            time.sleep(0.02)
        trainer.stop()
    trainer.epochs, trainer.rate.value = 1, 0.1
    trainer.start()  # at once: the one before is in its last epoch
    trainer.wait()
    said = [child.value for child in trainer.children if isinstance(child, ipywidgets.HTML)]
    assert "Before, dotted, with softmax loss, T = 1, rate 0.01:" in said[-1]
    trainer.close()


def test_a_closed_trainer_learns_no_more_and_leaves_nothing():
    trainer = Trainer(epochs=400)
    trainer.start()
    while not trainer.lab.can_undo:
        time.sleep(0.05)
    trainer.close()
    assert len(trainer.wait()) < 400
    assert all(widget.comm is None for widget in (trainer, *trainer.children))


@pytest.mark.parametrize("options", [{"epochs": 0}, {"epochs": 2.5}, {"seed": "a"}])
def test_a_trainer_that_could_not_train_is_refused(options):
    with pytest.raises((TypeError, ValueError), match=next(iter(options))):
        Trainer(**options)


def test_what_goes_wrong_is_said_on_screen(monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("<b>out of memory</b>")

    monkeypatch.setattr(fitting, "train", fail)
    trainer = Trainer(epochs=2)
    trainer.start()
    trainer.wait()
    shown = trainer.children[3].value
    assert "The training failed: RuntimeError: &lt;b&gt;out of memory" in shown
    assert not trainer.children[2].children[0].disabled
    trainer.close()
