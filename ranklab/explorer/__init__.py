"""What one touches: the Lab (the scenario and its history), the explorer, its widgets, sharing.

It joins `explanation`, `experiments`, `drawing` and `data`; what the browser computes and draws is
in `src/`. Add a view in `views` and in `src/`.
"""
