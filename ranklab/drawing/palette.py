"""The colours of stills and explorations, those of the stage in the light theme."""

UP, DOWN = "#0072B2", "#D55E00"  # Okabe and Ito's blue and vermilion
BAR, INK, QUIET, LINE = "#B4B9BE", "#33383D", "#595959", "#D4D4D4"
# Okabe and Ito's others, for lines: each with a dash of its own where they run out.
SERIES = (UP, DOWN, "#009E73", "#E69F00", "#CC79A7", "#56B4E9", INK)
TEXT, PAPER = "#1F1F1F", "white"
