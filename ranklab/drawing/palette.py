"""The colours of figures and charts, those of the explorer's light theme."""

UP, DOWN = "#0072B2", "#D55E00"  # Okabe and Ito's blue and vermilion
BAR, INK, QUIET, LINE = "#868D94", "#33383D", "#595959", "#D4D4D4"
METRIC = "#7B3F99"  # a curve of NDCG; blue and vermilion mean up and down alone
# Other colours of Okabe and Ito, for lines. After the last one they repeat, with dashes.
SERIES = (UP, DOWN, "#009E73", "#E69F00", "#CC79A7", "#56B4E9", INK)
TEXT, PAPER = "#1F1F1F", "white"
