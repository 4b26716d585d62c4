"""The wheel of this checkout, built without the network."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


def pip(*arguments):
    """Run pip; what the path of the tests holds is no package that is installed already."""
    here = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True, env=here)


def build(source, folder):
    """Build the wheel of a source without the network."""
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(source))
    [wheel] = folder.glob("*.whl")
    return wheel
