"""Point the README's badge at a repository: `make badge REPO=owner/name`."""

import re
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
LINK = re.compile(r"(https://mybinder\.org/v2/gh/)[^/\s]+/[^/\s]+(/)")


def main(repository: str) -> str:
    """Write the repository into the link, whichever stands there now."""
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
        return f"REPO must be owner/name, got {repository!r}: make badge REPO=owner/name"
    text = README.read_text(encoding="utf-8")
    if not LINK.search(text):
        return f"{README.name} has no badge: its link starts with https://mybinder.org/v2/gh/"
    README.write_text(LINK.sub(rf"\g<1>{repository}\g<2>", text), encoding="utf-8")
    return ""


if __name__ == "__main__":
    sys.exit(main("".join(sys.argv[1:2])) or None)
