"""Writes the events of one run, in the order and the words of Ballast's own loop."""

from __future__ import annotations

import math
import os
from typing import Any, Optional

from . import _description
from ._inputs import InputSurvey
from ._journal import SCHEMA, Journal, warn


class Recorder:
    """Keeps `run.json` in step with `events.jsonl`.

    What comes before the first step waits for it: only then it is known how many classes there
    are and what the images look like.
    """

    def __init__(self, out: str, resume: "bool | int", manifest: dict[str, Any]) -> None:
        self.manifest = manifest
        self.steps = 0
        self._waiting: "list[tuple[str, dict[str, Any]]]" = []
        self._has_started = False
        self.journal = Journal.closed()
        if resume is not False and _holds_run(out):
            step = None if resume is True else int(resume)
            self.journal, self.manifest, self.steps = Journal.reopen(out, step)
            self._has_started = True
            self.manifest.update(status="running", steps=self.steps)
            self.journal.write_manifest(self.manifest)
            self.journal.append("resumed", {"step": self.steps})
            return
        try:
            self.journal = Journal.create(out, manifest)
        except FileExistsError:
            raise
        except OSError as error:
            warn(f"nothing is recorded: cannot make {out}: {error.strerror}")

    @property
    def has_started(self) -> bool:
        """Whether the first event is written."""
        return self._has_started

    def start(
        self, survey: InputSurvey, classes: Optional[int], start: dict[str, Any],
        configuration: dict[str, Any],
    ) -> None:
        """Writes the first event, and what has waited for it."""
        names = self.manifest["classNames"] or [str(index) for index in range(classes or 0)]
        configuration = {**self.manifest["configuration"], **configuration}
        self.manifest.update(
            classNames=names, configuration=configuration, preprocessing=survey.preprocessing())
        facts = survey.facts()
        if facts is not None:
            self.manifest["inputs"] = facts
        start["dataset"]["classNames"] = names
        self._has_started = True
        self.journal.append("runStarted", {
            **start, "configuration": configuration, "machine": self.manifest["machine"],
            "parameters": self.manifest["parameters"],
            "preprocessing": self.manifest["preprocessing"],
        })
        for kind, fields in self._waiting:
            self.journal.append(kind, fields)
        self._waiting.clear()
        self.journal.write_manifest(self.manifest)

    def append(self, kind: str, fields: dict[str, Any]) -> None:
        """Writes an event, behind the first."""
        if self._has_started:
            self.journal.append(kind, fields)
        else:
            self._waiting.append((kind, fields))

    def note(self, text: str) -> None:
        """A sentence for a person."""
        self.append("note", {"text": text})

    def survey(self, survey: InputSurvey) -> None:
        """Writes what further batches say of the images."""
        facts = survey.facts()
        if facts is not None and self._has_started:
            self.manifest["inputs"] = facts
            self.journal.write_manifest(self.manifest)

    def end(self, status: str, reason: str) -> None:
        """Writes how the run ended, and closes the files."""
        self.manifest.update(status=status, steps=self.steps)
        self.append("runEnded", {"status": status, "step": self.steps, "reason": reason})
        self.journal.write_manifest(self.manifest)
        self.journal.close()


def manifest(
    configuration: dict[str, Any], parameters: int, class_names: "list[str]", seed: int
) -> dict[str, Any]:
    """The contents of `run.json` before the first step."""
    return {
        "schema": SCHEMA, "recorder": "pytorch", "configuration": configuration, "seed": seed,
        "versions": _description.versions(), "machine": _description.machine(),
        "status": "running", "classNames": class_names,
        "preprocessing": InputSurvey().preprocessing(), "datasetDigest": "", "steps": 0,
        "parameters": parameters,
    }


def last_word(loss: float, error: Optional[BaseException]) -> "tuple[str, str]":
    """The status and the reason of a run's end."""
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", "interrupted"
    if error is not None:
        return "failed", f"{type(error).__name__}: {error}"
    if not math.isfinite(loss):
        return "diverged", "the last loss is not finite"
    return "completed", "the training has ended"


def _holds_run(out: str) -> bool:
    return os.path.exists(os.path.join(out, "run.json"))
