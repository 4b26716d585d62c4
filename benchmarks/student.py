"""What a student costs: the memory of the kernel after each lesson, and of the server.

Each lesson runs from the top in a kernel of its own. RSS is what the first student needs; USS is
what each further one on the same machine adds, where libraries are loaded from the same image. Not
in the table: the browser, which is the student's.

    python benchmarks/student.py [--short]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from report import is_short, print_table, print_versions

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SETTLED = 5.0  # seconds until a server has loaded what it loads


def megabytes(process: psutil.Process) -> tuple[str, str]:
    """RSS and USS."""
    memory = process.memory_full_info()
    return f"{memory.rss / 1e6:.0f} MB", f"{memory.uss / 1e6:.0f} MB"


def after_lesson(path: Path) -> tuple[tuple[str, str], bool]:
    """The memory of a kernel that has run a lesson, and whether TensorFlow is in it."""
    notebook = nbformat.read(path, as_version=4)
    question = "import os, sys; print(os.getpid(), 'tensorflow' in sys.modules)"
    notebook.cells.append(nbformat.v4.new_code_cell(question))
    manager = KernelManager(kernel_name="python3")
    client = NotebookClient(notebook, km=manager, timeout=300)
    client.extra_arguments = ["--log-level=ERROR"]
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        pid, tensorflow = notebook.cells[-1].outputs[-1].text.split()
        return megabytes(psutil.Process(int(pid))), tensorflow == "True"


def of_server() -> tuple[str, str]:
    """The memory of a JupyterLab server that nobody has opened yet."""
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    with tempfile.TemporaryDirectory() as folder:
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, **quiet)
        try:
            time.sleep(SETTLED)
            return megabytes(psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    short = is_short(__doc__)
    os.environ.update(TF_ENABLE_ONEDNN_OPTS="0", TF_CPP_MIN_LOG_LEVEL="1")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RANKLAB_PROGRESS"] = str(Path(folder) / "progress.json")
        lessons = sorted(NOTEBOOKS.glob("0*.ipynb"))
        rows = []
        for path in lessons[1:2] if short else lessons:
            memory, tensorflow = after_lesson(path)
            rows.append((path.stem, *memory, "yes" if tensorflow else "no"))
    rows.append(("the server, beside them", *of_server(), "no"))
    print_table("memory after a lesson", ("lesson", "first", "each further", "TensorFlow"), rows)
    print_versions("ipykernel", "jupyterlab")


if __name__ == "__main__":
    main()
