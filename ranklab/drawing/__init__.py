"""Explanations as pictures: plotly charts, matplotlib figures and LaTeX, with one palette.

It imports `explanation` and `experiments`, draws their numbers and computes none. Add a chart in
`charts`, a figure in `figures`.
"""
