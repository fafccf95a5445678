"""The directory of a run: `run.json`, rewritten as a whole, and `events.jsonl`, appended to.

Opening it raises, because that happens before any training. Writing never does: a full disk is
said once on standard error, and the training goes on.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import Any, Callable, Optional

from . import _encoding

SCHEMA = 1
MANIFEST = "run.json"
EVENTS = "events.jsonl"
_ABOUT_STEPS = ("step", "layers", "nonFinite", "validation", "scheduleChanged")


def warn(text: str) -> None:
    """One line on standard error, where there is one."""
    try:
        print(f"ballast: {text}", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        pass


class Journal:
    """A run directory that is written to.

    Make one by :meth:`create`, :meth:`reopen` or :meth:`closed`.
    """

    def __init__(self, path: str, descriptor: Optional[int]) -> None:
        self.path = path
        self._descriptor = descriptor
        self._has_warned = False

    @classmethod
    def closed(cls) -> "Journal":
        """A journal that takes everything and keeps nothing."""
        return cls("", None)

    @classmethod
    def create(cls, path: str, manifest: dict[str, Any]) -> "Journal":
        """Makes the directory of a new run. It appears at once, with both files in it.

        Raises FileExistsError where a run or anything else is already, and OSError where the
        directory cannot be made.
        """
        path = path.rstrip("/") or "/"
        if os.path.exists(os.path.join(path, MANIFEST)):
            raise FileExistsError(
                f"{path} holds a run already: choose another out=, or go on with it by "
                "resume=True")
        if os.path.exists(path) and (not os.path.isdir(path) or os.listdir(path)):
            raise FileExistsError(f"{path} is not empty and holds no run: choose another out=")
        temporary = f"{path}.new-{os.getpid()}"
        shutil.rmtree(temporary, ignore_errors=True)
        try:
            os.makedirs(temporary)
            _write(os.path.join(temporary, MANIFEST), _encoding.indented(manifest))
            _write(os.path.join(temporary, EVENTS), b"")
            if os.path.isdir(path):
                os.rmdir(path)
            os.rename(temporary, path)
        except OSError:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        return cls(path, _opened(path))

    @classmethod
    def reopen(cls, path: str, step: Optional[int]) -> "tuple[Journal, dict[str, Any], int]":
        """Goes on with a run: its journal, its manifest and the updates made so far.

        What is recorded of later updates than `step` is taken away; None: nothing is, but a
        torn last line. Raises ValueError where the run was not written by this package or is
        damaged.
        """
        with open(os.path.join(path, MANIFEST), "rb") as file:
            manifest = _encoding.parsed(file.read())
        if manifest.get("recorder") != "pytorch":
            raise ValueError(
                f"{path} holds a run that another program has recorded: choose another out=")
        events = os.path.join(path, EVENTS)
        with open(events, "rb") as file:
            lines = file.read().split(b"\n")[:-1]
        kept, reached = _cut([text for text in lines if text], step, events)
        _replace(events, b"".join(text + b"\n" for text in kept))
        return cls(path, _opened(path)), manifest, reached

    @property
    def is_open(self) -> bool:
        """Whether what is appended goes anywhere."""
        return self._descriptor is not None

    def append(self, kind: str, fields: dict[str, Any]) -> None:
        """Writes a whole line, or nothing of it."""
        if self._descriptor is None:
            return
        event = {"schema": SCHEMA, "time": time.time(), "kind": kind, **fields}
        self._guarded(lambda: self._write_line(_encoding.line(event)))

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Puts another `run.json` in the place of the old one."""
        if self._descriptor is None:
            return
        target = os.path.join(self.path, MANIFEST)
        self._guarded(lambda: _replace(target, _encoding.indented(manifest)))

    def close(self) -> None:
        """Ends the writing. To close twice does no harm."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            self._guarded(lambda: os.close(descriptor))

    def _write_line(self, data: bytes) -> None:
        descriptor = self._descriptor
        assert descriptor is not None
        done = 0
        try:
            while done < len(data):
                done += os.write(descriptor, data[done:])
        except OSError:
            if done:
                end = os.lseek(descriptor, 0, os.SEEK_END)
                os.ftruncate(descriptor, max(0, end - done))
            raise

    def _guarded(self, action: Callable[[], object]) -> None:
        try:
            action()
        except OSError as error:
            if not self._has_warned:
                self._has_warned = True
                warn(f"the record of the run has gaps: cannot write to {self.path}: "
                     f"{error.strerror}; the training goes on")


def _opened(path: str) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
    return os.open(os.path.join(path, EVENTS), flags, 0o644)


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _replace(path: str, data: bytes) -> None:
    temporary = f"{path}.new-{os.getpid()}"
    try:
        _write(temporary, data)
        os.replace(temporary, path)
    except OSError:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def _cut(lines: "list[bytes]", step: Optional[int], path: str) -> "tuple[list[bytes], int]":
    kept: list[bytes] = []
    reached = 0
    for index, text in enumerate(lines):
        try:
            event = _encoding.parsed(text)
        except ValueError as error:
            raise ValueError(f"{path}:{index + 1} is no event: {error}") from None
        kind, at = event.get("kind"), event.get("step", 0)
        if kind == "runEnded" or kind in _ABOUT_STEPS and step is not None and at > step:
            continue
        if kind == "step":
            reached = max(reached, at)
        kept.append(text)
    return kept, reached if step is None else step
