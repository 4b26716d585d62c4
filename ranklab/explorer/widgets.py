"""Controls and live pictures to compose a page around a Lab.

A control is a pair (read, write) on the scenario of a Lab, a picture is a function of its
explanation. Both end where nothing changes: equal scenarios send nothing.

    explorer = ranklab.explore()
    HBox([widgets.temperature(explorer.lab), widgets.live(explorer.lab, charts.contributions)])
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from html import escape
from io import BytesIO
from typing import Any

import ipywidgets

from ranklab.explanation.checks import (
    MAX_LABEL,
    MAX_SCORE,
    MAX_TEMPERATURE,
    MIN_TEMPERATURE,
    PADDING,
)
from ranklab.explanation.definitions import LAMBDA_WEIGHTS, LOSSES, loss_title
from ranklab.explanation.explanation import Explanation
from ranklab.explanation.scenario import Scenario
from ranklab.explorer.lab import Lab, check_lab

_DECADE_STEP = 0.05  # of a temperature slider, in powers of ten
_PAUSE = 0.7  # seconds without a change after which a slider's next one is a new step


def temperature(lab: Lab) -> ipywidgets.FloatLogSlider:
    """A slider for the temperature of a Lab, on a logarithmic scale over all that is allowed.

    Args:
        lab: The Lab it moves, and follows.
    """
    check_lab(lab)
    slider = ipywidgets.FloatLogSlider(
        value=lab.scenario.temperature,
        min=math.log10(MIN_TEMPERATURE),
        max=math.log10(MAX_TEMPERATURE),
        step=_DECADE_STEP,
        readout=False,
        tooltip="Low: only the strongest competitors count. High: all share",
        style={"description_width": "16ch"},  # fixed: a label that grows would move the track
        layout={"width": "360px"},
    )
    last = 0.0
    gesture = object()

    def notch(value: float) -> int:
        return round(math.log10(value) / _DECADE_STEP)

    def write(change: Any) -> None:
        nonlocal last, gesture
        # The browser moves the slider to the nearest notch and says so: nobody chose that.
        if notch(change["new"]) == notch(lab.scenario.temperature):
            return
        now = time.monotonic()
        if now - last > _PAUSE:
            gesture = object()
        last = now
        value = float(f"{change['new']:.3g}")
        if not lab.attempt(lambda scenario: scenario.replace(temperature=value), gesture):
            read()

    def read(_: Any = None) -> None:
        slider.description = f"temperature {lab.scenario.temperature:.3g}"
        slider.value = lab.scenario.temperature

    slider.observe(write, "value")
    lab.observe(read, "explanation")
    read()
    return slider


def loss(lab: Lab) -> ipywidgets.ToggleButtons:
    """A choice of the loss.

    Args:
        lab: The Lab it moves, and follows.
    """
    check_lab(lab)
    if lab.loss is not None:
        raise ValueError("this Lab has a custom loss: there is no choice between losses")
    options = [(loss_title(name), name) for name in LOSSES]
    control = ipywidgets.ToggleButtons(options=options, description="loss")
    return _bound(lab, control, "loss")


def lambda_weight(lab: Lab) -> ipywidgets.Dropdown:
    """A choice of the lambda weight.

    Args:
        lab: The Lab it moves, and follows.
    """
    options = [("none", None), *((name, name) for name in LAMBDA_WEIGHTS)]
    control = ipywidgets.Dropdown(
        options=options, description="lambda weight", style={"description_width": "initial"}
    )
    return _bound(lab, control, "lambda_weight")


def normalize_labels(lab: Lab) -> ipywidgets.Checkbox:
    """A switch: divide the labels by their sum.

    Args:
        lab: The Lab it moves, and follows.
    """
    return _bound(lab, ipywidgets.Checkbox(description="normalize labels"), "normalize_labels")


def scores(lab: Lab) -> ipywidgets.VBox:
    """A field for the score of each item.

    Args:
        lab: The Lab it moves, and follows.
    """
    return _fields(lab, "scores", -MAX_SCORE, MAX_SCORE, 0.1)


def labels(lab: Lab) -> ipywidgets.VBox:
    """A field for the label of each item; -1 is padding.

    Args:
        lab: The Lab it moves, and follows.
    """
    return _fields(lab, "labels", PADDING, MAX_LABEL, 1.0)


def live(lab: Lab, picture: Callable[[Explanation], Any]) -> ipywidgets.VBox:
    """Any picture of the explanation of a Lab, drawn anew in place whenever it changes.

    What `picture` raises stands below it in words, and the last good picture stays.

    Args:
        lab: The Lab it follows.
        picture: A function of an Explanation that gives a plotly figure, a matplotlib figure, or
            text: always the same of these.

    Raises:
        TypeError: `picture` gives something else.

    >>> lab = Lab(Scenario([0.6, 0.8], [1, 0]))
    >>> shown = live(lab, lambda explanation: f"{explanation.loss:.2f}")
    >>> lab.scenario = lab.scenario.replace(temperature=0.1)
    >>> shown.children[0].value
    '<pre>2.13</pre>'
    """
    check_lab(lab)
    with lab.lock:
        first = picture(lab.explanation)
        frame, draw = _frame(first)
        message = ipywidgets.HTML()

        def follow(_: Any = None) -> None:
            try:
                draw(picture(lab.explanation))
            except Exception as error:  # nobody would see it in a callback
                message.value = f"<pre>{escape(f'{type(error).__name__}: {error}')}</pre>"
            else:
                message.value = ""

        draw(first)
        lab.observe(follow, "explanation")
    return ipywidgets.VBox([frame, message])


def _frame(first: Any) -> tuple[ipywidgets.Widget, Callable[[Any], None]]:
    """What shows a picture of this kind, and how to draw another into it."""
    if isinstance(first, str):
        text = ipywidgets.HTML()
        return text, lambda said: setattr(text, "value", f"<pre>{escape(_same(said, str))}</pre>")
    kind = type(first).__module__.partition(".")[0]
    if hasattr(first, "to_plotly_json"):
        import plotly.graph_objects as go

        chart = go.FigureWidget()
        return chart, lambda figure: _redraw(chart, _same(figure, go.Figure))
    if kind == "matplotlib" or hasattr(first, "savefig"):
        from matplotlib.figure import Figure

        image = ipywidgets.Image(format="png")
        return image, lambda figure: setattr(image, "value", _png(_same(figure, Figure)))
    raise TypeError(
        "picture must give a plotly figure, a matplotlib figure or text, got "
        f"{type(first).__name__}"
    )


def _same(given: Any, kind: type) -> Any:
    if not isinstance(given, kind):
        raise TypeError(f"picture gave a {kind.__name__} first, and now a {type(given).__name__}")
    return given


def _redraw(chart: Any, figure: Any) -> None:
    """Put a figure into a live one: traces of the same kinds are updated, not replaced."""
    with chart.batch_update():
        if [trace.type for trace in chart.data] == [trace.type for trace in figure.data]:
            for old, new in zip(chart.data, figure.data, strict=True):
                old.update(new.to_plotly_json(), overwrite=True)
        else:
            chart.data = ()
            chart.add_traces(figure.data)
        chart.layout.update(figure.layout.to_plotly_json(), overwrite=True)


def _png(figure: Any) -> bytes:
    buffer = BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def _bound(lab: Lab, control: Any, field: str) -> Any:
    """Tie the value of a control to a field of the scenario, both ways."""
    check_lab(lab)

    def write(change: Any) -> None:
        if not lab.attempt(lambda scenario: scenario.replace(**{field: change["new"]})):
            read()

    def read(_: Any = None) -> None:
        control.value = getattr(lab.scenario, field)

    read()
    control.observe(write, "value")
    lab.observe(read, "explanation")
    return control


def _fields(lab: Lab, field: str, low: float, high: float, step: float) -> ipywidgets.VBox:
    """A number field for each item, for one of the fields of the scenario."""
    check_lab(lab)
    box = ipywidgets.VBox()

    def write_at(item: int) -> Callable[[Any], None]:
        def write(change: Any) -> None:
            def changed(scenario: Scenario) -> Scenario:
                values = list(getattr(scenario, field))
                values[item] = change["new"]
                return scenario.replace(**{field: values})

            here = item < len(lab.scenario)
            if here and getattr(lab.scenario, field)[item] != change["new"]:
                lab.attempt(changed)
                read()  # also where it was refused

        return write

    def read(_: Any = None) -> None:
        values, items = getattr(lab.scenario, field), lab.scenario.items
        if len(box.children) != len(values):
            style = {"description_width": "16ch"}
            made = [
                ipywidgets.BoundedFloatText(value=value, min=low, max=high, step=step, style=style)
                for value in values
            ]
            for item, control in enumerate(made):
                control.observe(write_at(item), "value")
            box.children = made
        for control, value, name in zip(box.children, values, items, strict=True):
            control.value, control.description = value, name

    read()
    lab.observe(read, "explanation")
    return box
