"""What is true of one list: the question (a Scenario) and its whole answer (an Explanation).

It imports no other folder, and NumPy alone; a custom loss asks TensorFlow when it is called. Add a
loss or a lambda weight in `definitions`, a metric in `metrics`, a preset in `presets`.
"""
