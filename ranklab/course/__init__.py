"""What the lessons need: exercises, the record of the learner, and differences from TF-Ranking.

The folder imports `explanation`, `data`, `explorer` and `training`. Add an exercise in the module
of its lesson, and a difference in `differences`.
"""
