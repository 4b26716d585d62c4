"""What one does with explanations: compare, sweep, descend, reorder ties, reduce, verify.

It stands on `explanation`; `verification` alone asks the losses, and TensorFlow, when it is called.
Add an experiment as a module with one function and the frozen record that it returns.
"""
