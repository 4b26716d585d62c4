"""What all tests share: hypothesis tries the same examples in every run, few enough to wait for.

No test may touch the progress of whoever runs it.
"""

import os
import tempfile

from hypothesis import settings

settings.register_profile("ranklab", max_examples=30, deadline=None, derandomize=True)
settings.load_profile("ranklab")

os.environ["RANKLAB_PROGRESS"] = os.path.join(tempfile.mkdtemp(prefix="ranklab-"), "progress.json")
