"""What all tests share: hypothesis tries the same examples in every run, few enough to wait for."""

from hypothesis import settings

settings.register_profile("ranklab", max_examples=30, deadline=None, derandomize=True)
settings.load_profile("ranklab")
