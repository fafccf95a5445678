"""JSON as Ballast writes it: sorted keys, and text for the numbers that JSON lacks."""

from __future__ import annotations

import json
import math
from typing import Any


def number(value: float) -> Any:
    """The number itself, or `"nan"`, `"inf"`, `"-inf"`."""
    value = float(value)
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "nan"
    return "inf" if value > 0 else "-inf"


def _spelled(value: Any) -> Any:
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {str(key): _spelled(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_spelled(item) for item in value]
    return value


def line(fields: dict[str, Any]) -> bytes:
    """One event as one line, with its line break. Fields that are None are left out."""
    text = json.dumps(
        _spelled(fields), sort_keys=True, separators=(",", ":"), allow_nan=False,
        ensure_ascii=False)
    return text.encode() + b"\n"


def indented(fields: dict[str, Any]) -> bytes:
    """A file that people open."""
    text = json.dumps(
        _spelled(fields), sort_keys=True, indent=2, allow_nan=False, ensure_ascii=False)
    return text.encode() + b"\n"


def parsed(data: bytes) -> Any:
    """What was written by any of the two above. Raises ValueError for anything else."""
    return json.loads(data.decode())
