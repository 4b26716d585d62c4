"""A real JupyterLab for the tests and the benchmarks: start it, open a notebook, run its cells."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

START_TIMEOUT = 90.0
# No token, any user, and this port or none.
OPEN_TO_TESTS = ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--allow-root"]
RUN_TIMEOUT = 120_000.0  # ms; a first import without byte code may take long


@contextmanager
def jupyter_lab(folder: Path) -> Iterator[str]:
    """JupyterLab on 127.0.0.1 without a token, serving a folder; gives its address."""
    port = free_port()
    settings = folder / ".jupyter"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        *OPEN_TO_TESTS, f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with served(command, port, folder / "jupyter.log", env=environment(settings)) as address:
        yield address


def environment(settings: Path) -> dict[str, str]:
    """The variables of the server and its kernels: those that are set, and a quiet TensorFlow."""
    return {
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_CPP_MIN_LOG_LEVEL": "1",
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(settings / "workspaces"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings / "user"),
    }


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    command: list[str], port: int, log: Path, path: str = "/api", **options: Any
) -> Iterator[str]:
    """A server in a process of its own; gives its address once it answers at a path of it."""
    with log.open("w") as stream:
        server = subprocess.Popen(command, stdout=stream, stderr=stream, **options)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}{path}", server, log)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, path)


def open_notebook(page: Any, address: str, name: str) -> None:
    """Open a notebook in Lab and wait until its kernel is idle."""
    page.goto(f"{address}/lab/tree/{name}?reset", timeout=RUN_TIMEOUT)
    page.wait_for_function(
        "window.jupyterapp?.commands.hasCommand('notebook:run-all-cells')", timeout=RUN_TIMEOUT
    )
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=RUN_TIMEOUT)
    # Cells that are run before the kernel is there would open a dialog that asks for one.
    page.wait_for_function(
        """() => {
            const context = window.jupyterapp.shell.currentWidget?.sessionContext;
            return context?.isReady && context.session?.kernel?.status === 'idle';
        }""",
        timeout=RUN_TIMEOUT,
    )


def command(page: Any, name: str, **arguments: Any) -> None:
    """Execute one of Lab's commands and wait for it."""
    page.evaluate(
        "([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments]
    )


def run_all(page: Any) -> None:
    """Run all cells of the open notebook and wait for the last one."""
    command(page, "notebook:run-all-cells")


def ask_kernel(page: Any, code: str) -> str:
    """Run code in the kernel of the open notebook and return the text it shows."""
    return str(
        page.evaluate(
            """async (code) => {
                const panel = window.jupyterapp.shell.currentWidget;
                const kernel = panel.sessionContext.session.kernel;
                const future = kernel.requestExecute({ code, store_history: false });
                let text = '';
                future.onIOPub = (message) => {
                    const content = message.content;
                    if (message.header.msg_type === 'stream') text += content.text;
                    if (message.header.msg_type === 'error') text += content.evalue;
                    if (message.header.msg_type === 'execute_result')
                        text += content.data['text/plain'];
                };
                await future.done;
                return text;
            }""",
            code,
        )
    )


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-4000:]}")
