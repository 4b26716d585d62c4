"""What the lessons need: exercises, who solved them, and the differences from TF-Ranking.

It imports `explanation`, `data` and `explorer`. Add an exercise in the module of its lesson, a
difference in `differences`.
"""
