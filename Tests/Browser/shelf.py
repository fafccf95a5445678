"""A folder of runs to be looked at, made of the recordings that other tests have."""

import json
import os
import pathlib
import shutil

TESTS = pathlib.Path(__file__).resolve().parents[1]
REPORTS = TESTS / "BallastReportTests" / "Recordings"
LOGS = TESTS / "BallastLogsTests" / "Recordings"

# Names as a person would give them, so that pictures show what is usual.
RUNS = {
    "googlenet-lr-0.2": "hook-validation-spike",
    "resnet-lr-0.01": "hook-healthy",
    "resnet-sorted": "hook-sorted-labels",
    "resnet-raw-pixels": "hook-not-normalized",
    "resnet-lr-0.5": "hook-rate-too-high",
    "resnet-bad-batch": "hook-bad-batch",
}
GROWING = "resnet-lr-0.01-again"
HOSTILE = "<img src=x onerror=alert(1)>"
# All files are as old as this, so that pages are the same each time.
OLD = 1_790_000_000


def make(folder: pathlib.Path) -> pathlib.Path:
    """The folder with its runs; one of them has come half-way."""
    for name, recording in RUNS.items():
        shutil.copytree(REPORTS / recording, folder / name)
    shutil.copytree(REPORTS / "hook-healthy", folder / GROWING)
    manifest = folder / GROWING / "run.json"
    values = json.loads(manifest.read_text())
    values["status"] = "running"
    manifest.write_text(json.dumps(values))
    journal = folder / GROWING / "events.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join(lines[: len(lines) // 2]))
    shutil.copytree(REPORTS / "hook-healthy", folder / HOSTILE)
    shutil.copy(LOGS / "keras" / "csvlogger.csv", folder / "keras.csv")
    broken = folder / "broken"
    shutil.copytree(REPORTS / "hook-bad-batch", broken)
    (broken / "run.json").write_text('{"schema": 1, "conf')
    for path in folder.rglob("*"):
        if GROWING not in path.parts:
            os.utime(path, (OLD, OLD))
    return folder


def rest_of_growing() -> "list[str]":
    """The lines that the growing run has still to write."""
    lines = (REPORTS / "hook-healthy" / "events.jsonl").read_text().splitlines(keepends=True)
    return lines[len(lines) // 2:]
