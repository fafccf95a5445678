"""How fixtures are written: one JSON per script, with a header that says what made it."""

import json
import pathlib

import torch
import torchvision

import hashing

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "golden"


def header(script: str, **more) -> dict:
    """Script, versions and the formula of the inputs; there is no seed but the names."""
    return {
        "script": f"Tests/Fixtures/scripts/{script}",
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "seed": "none: every input is a hash of its name and index",
        "formula": hashing.FORMULA,
        "check": {"name": "images", "hash": hashing.hashes("images", 4).tolist(),
                  "u": hashing.uniform("images", (4,)).tolist()},
        **more,
    }


def numbers(values, digits: int) -> list:
    """Nested lists of `values`, rounded to `digits` significant digits."""
    if isinstance(values, torch.Tensor):
        values = values.detach().tolist()
    if isinstance(values, list):
        return [numbers(value, digits) for value in values]
    return float(f"{values:.{digits}g}")


def write(name: str, head: dict, key: str, entries: list) -> None:
    """Writes golden/<name> as {"header": head, key: entries}, an entry a line."""
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(entry, separators=(",", ":"), allow_nan=False) for entry in entries]
    body = ",\n".join(lines)
    text = f'{{"header":{json.dumps(head, indent=1)},\n"{key}":[\n{body}\n]}}\n'
    json.loads(text)
    path.write_text(text)
    print(f"{path.name}: {len(text)} bytes, {len(entries)} {key}")


def relative_error(value: torch.Tensor, truth: torch.Tensor) -> float:
    """The largest difference over the largest magnitude of the truth."""
    value, truth = value.double(), truth.double()
    return float((value - truth).abs().max() / truth.abs().max())
