"""Links: a small record as a string that is safe in a URL, and back, with nothing trusted."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from ranklab.explanation.checks import parsed_json

PREFIX = "ranklab1-"  # the number is the version
MAX_LENGTH = 65_536  # characters
MAX_RECORD = 4_000_000  # bytes that a link may unfold to: a short one could claim gigabytes


def pack(record: dict[str, Any]) -> str:
    """Write a record as a string of letters, digits, `-` and `_`.

    Raises:
        ValueError: It is too long for a link.
    """
    text = json.dumps(_short(record), ensure_ascii=False, separators=(",", ":")).encode()
    link = PREFIX + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")
    if len(link) > MAX_LENGTH or len(text) > MAX_RECORD:
        raise ValueError(
            f"a link of {len(link):,} characters is too long (at most {MAX_LENGTH:,}): "
            "use to_json() for a list of this size"
        )
    return link


def unpack(text: str) -> Any:
    """Read what `pack` wrote, alone or at the end of an address.

    Raises:
        TypeError: `text` is no string.
        ValueError: It is no link of this version, or was cut off or changed.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, got {type(text).__name__}")
    found = re.search(r"ranklab([0-9]{1,9})-([A-Za-z0-9_-]*)\Z", text.strip()[-MAX_LENGTH:])
    if found is None:
        raise ValueError(f"this is no link to a scenario; one starts with {PREFIX!r}")
    if found[1] != "1":
        raise ValueError(f"the link has version {found[1]}; this ranklab reads version 1")
    try:
        packed = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(packed, MAX_RECORD)
        if unpacking.eof and not unpacking.unused_data:  # its checksum is right, too
            return parsed_json(unpacked.decode())
    except (ValueError, zlib.error, RecursionError):
        pass
    raise ValueError("the link is not whole: it was cut off or changed on its way")


def _short(value: Any) -> Any:
    """Whole numbers without their point."""
    if isinstance(value, dict):
        return {name: _short(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_short(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
