"""The widget that trains a small model with the chosen loss, temperature and rate."""

from __future__ import annotations

import time
from html import escape
from threading import Event, Thread
from typing import Any

import ipywidgets

from ranklab.explanation.definitions import LOSSES, loss_title
from ranklab.explanation.scenario import Scenario
from ranklab.explorer.choices import LOCKS
from ranklab.explorer.explorer import Explorer
from ranklab.explorer.lab import Lab
from ranklab.explorer.picture import still
from ranklab.installed import TensorFlowMissingError
from ranklab.training import figures
from ranklab.training.record import Training, check_options, shown_list

_REDRAW_EVERY = 0.25  # seconds; drawing the chart takes a tenth of a second
_HIDDEN = ("controls", "toolbar", "history", "steps")
_WIDE = {"description_width": "110px"}
_SLIDER = {"width": "420px"}


class Trainer(ipywidgets.VBox):  # type: ignore[misc, unused-ignore]
    """A widget that trains a small Keras model: controls, learning curves, and one ranked list.

    Args:
        epochs: The number of epochs of each training.
        seed: The seed of the initial weights and of the order of the lists.

    Attributes:
        training: The latest training, or None.
        loss: The control of the loss; the others are `temperature` and `rate`.
        lab: The Lab of the list on screen.
    """

    def __init__(self, epochs: int = 40, seed: int = 0) -> None:
        check_options(1.0, epochs, seed)
        self.epochs, self.seed = epochs, seed
        self.training: Training | None = None
        self._before: Training | None = None
        self.lab = Lab(_untrained())
        self._wanted = Event()
        self._thread: Thread | None = None
        self._drawn = 0.0
        options = [(loss_title(name), name) for name in LOSSES]
        self.loss = ipywidgets.ToggleButtons(options=options, description="loss", style=_WIDE)
        self.temperature = ipywidgets.FloatLogSlider(
            1.0, min=-1, max=1, step=0.1, description="temperature", style=_WIDE,
            layout=_SLIDER, readout_format=".2g",
        )  # fmt: skip
        self.rate = ipywidgets.FloatLogSlider(
            0.001, min=-4, max=-1, step=0.25, description="learning rate", style=_WIDE,
            layout=_SLIDER, readout_format=".2g",
        )  # fmt: skip
        self._start = ipywidgets.Button(description="Train", button_style="primary")
        self._stop = ipywidgets.Button(description="Stop", disabled=True)
        self._bar = ipywidgets.IntProgress(max=epochs, description="0 epochs", style=_WIDE)
        self._chart = ipywidgets.HTML(layout={"flex": "2 1 340px", "max_width": "560px"})
        self._words = ipywidgets.HTML()
        self._start.on_click(lambda _: self.start())
        self._stop.on_click(lambda _: self.stop())
        explorer = Explorer(self.lab, _HINT, show=(), hide=_HIDDEN, lock=LOCKS)
        explorer.layout = ipywidgets.Layout(flex="3 1 520px", min_width="0")
        # The chart stands beside the list, or below it where there is no room: a training that
        # begins must not push the list off the screen.
        beside = ipywidgets.Layout(flex_flow="row wrap", align_items="flex-start")
        super().__init__(
            [
                self.loss,
                ipywidgets.HBox([self.temperature, self.rate]),
                ipywidgets.HBox([self._start, self._stop, self._bar]),
                self._words,
                ipywidgets.HBox([explorer, self._chart], layout=beside),
            ]
        )
        self._chart.layout.display = "none"
        self._say("Press Train. The first time, loading TensorFlow takes a few seconds.")

    def __repr__(self) -> str:
        return f"Trainer({self.epochs} epochs, seed={self.seed})"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs) or {}
        return {**bundle, "text/plain": repr(self), **still(self.lab.explanation)}

    def start(self) -> None:
        """Start a training with the values of the controls. Does nothing during a training."""
        if self.learning and self._wanted.is_set():
            return
        self._put_by()
        before, self._wanted = self._thread, Event()
        self._wanted.set()
        self._start.disabled, self._stop.disabled = True, False
        choices = self.loss.value, self.temperature.value, self.rate.value
        arguments = (before, self._wanted, *choices)
        self._thread = Thread(target=self._train, args=arguments, daemon=True)
        self._thread.start()

    @property
    def learning(self) -> bool:
        """Whether a training is running."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Stop after the current epoch, and keep the training so far."""
        self._wanted.clear()

    def wait(self) -> Training | None:
        """Wait until the training has ended, and return it."""
        if self._thread is not None:
            self._thread.join()
        return self.training

    def close(self) -> None:
        """Stop the training, and close all widgets."""
        if hasattr(self, "_wanted"):  # missing if `__init__` refused its arguments
            self.stop()
        for widget in _below(self):
            widget.close()
        super().close()

    def _train(
        self, before: Thread | None, wanted: Event, loss: str, temperature: float, rate: float
    ) -> None:
        if before is not None:
            before.join()  # a stopped training is still in its last epoch
        self._put_by()
        self._bar.bar_style = ""
        self._say("Loading TensorFlow.")
        try:
            from ranklab.training.fitting import train

            self._say("Training.")
            training = train(
                loss, temperature, rate, self.epochs, self.seed,
                each_epoch=lambda training: self._follow(training, wanted),
            )  # fmt: skip
            self._draw(training)
            self.training = training
        except TensorFlowMissingError as error:
            self._fail(str(error))
        except Exception as error:  # otherwise an error in a thread stays invisible
            self._fail(f"{type(error).__name__}: {error}")
        finally:
            if wanted is self._wanted:  # no other training has started
                self._start.disabled, self._stop.disabled = False, True

    def _fail(self, why: str) -> None:
        self._bar.bar_style = "danger"
        self._say(f"The training failed: {why}")

    def _put_by(self) -> None:
        """Keep the latest training to compare the next one with, and clear it."""
        self._before, self.training = self.training or self._before, None

    def _follow(self, training: Training, wanted: Event) -> bool:
        if time.monotonic() - self._drawn > _REDRAW_EVERY:
            self._draw(training)
        return wanted.is_set()

    def _draw(self, training: Training) -> None:
        still = figures.training(training, self._before)
        self._chart.value = still.inline()
        self._chart.layout.display = None
        self._bar.value = len(training)
        self._bar.description = f"{len(training)} epochs"
        self._say(still.words)
        self.lab.edit(training.shown, gesture=self)
        self._drawn = time.monotonic()

    def _say(self, text: str) -> None:
        self._words.value = f'<p style="font-size: 15px; line-height: 1.4">{escape(text)}</p>'


_HINT = "The list of the first lesson. The model never sees it while it learns."


def _untrained() -> Scenario:
    shown = shown_list()
    return Scenario([0.0] * len(shown.items), shown.labels, shown.items)


def _below(box: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """All widgets in a box, including those in nested boxes."""
    children = getattr(box, "children", ())
    return [widget for child in children for widget in (*_below(child), child)]
