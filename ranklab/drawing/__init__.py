"""Draw explanations and experiments: plotly charts, matplotlib figures and LaTeX, in one palette.

The folder imports `explanation` and `experiments`. It draws their numbers and computes none. Add
an interactive chart in `charts`, and a static figure in `figures`.
"""
