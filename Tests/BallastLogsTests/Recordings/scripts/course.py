"""The made-up training that most recordings hold, and the list of what each must be read as.

The values are formulas of the step, so that a reader's test can compare whole series.
"""

import csv
import json
import math
import os
import shutil
import socket

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXPECTED = os.path.join(ROOT, "expected.json")


def train_loss(step):
    """The loss of one training step: a decay with a small saw-tooth."""
    return round(2.0 * 0.97**step + 0.1 + 0.01 * ((step * 7) % 5 - 2), 6)


def validation_loss(step):
    return round(1.9 * 0.972**step + 0.15, 6)


def validation_accuracy(step):
    return round(0.95 - 0.8 * 0.96**step, 6)


def learning_rate(step, steps=60):
    return round(0.05 * (1 + math.cos(math.pi * step / steps)) + 0.001, 8)


def gradient_norm(step):
    return round(3.0 * 0.98**step + 0.05 * (step % 3), 6)


def fresh(*parts):
    """An empty folder for a recording; what an earlier call left in it is gone."""
    path = os.path.join(ROOT, *parts)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def anonymous():
    """Event files carry the machine's name in theirs; these carry none."""
    socket.gethostname = lambda: "host"
    os.getpid = lambda: 1
    os.environ["LOGNAME"] = "someone"


def summary(points):
    """What stands in expected.json about a series of (step, value)."""
    values = [(step, float(value)) for step, value in points]
    finite = [value for _, value in values if math.isfinite(value)]
    return {
        "count": len(values),
        "first": [values[0][0], spelled(values[0][1])],
        "last": [values[-1][0], spelled(values[-1][1])],
        "notFinite": len(values) - len(finite),
        "sumOfFinite": round(math.fsum(finite), 9),
    }


def spelled(value):
    return value if math.isfinite(value) else str(value)


def expect(recording, writer, series):
    """Adds a recording to expected.json: who wrote it, and its series by their names in the log."""
    known = {}
    if os.path.exists(EXPECTED):
        with open(EXPECTED) as file:
            known = json.load(file)
    known[recording] = {
        "writer": writer,
        "series": {name: summary(points) for name, points in sorted(series.items())},
    }
    with open(EXPECTED, "w") as file:
        json.dump(dict(sorted(known.items())), file, indent=1)
        file.write("\n")


def columns(path, step, names=None, skip=("", "NA")):
    """The series of a CSV file as Python's own reader sees them, blanks left out."""
    with open(path, newline="") as file:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]
    names = names or [name for name in rows[0] if name != step]
    return {
        name: [(int(float(row[step])), float(row[name])) for row in rows if row[name] not in skip]
        for name in names
    }


def events(folder):
    """The scalars of one folder of event files as TensorBoard's own reader sees them."""
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.util.tensor_util import make_ndarray

    found = {}
    for name in sorted(os.listdir(folder)):
        if "tfevents" not in name:
            continue
        for raw in RawEventFileLoader(os.path.join(folder, name)).Load():
            event = Event.FromString(raw)
            for value in event.summary.value:
                kind = value.WhichOneof("value")
                if kind == "simple_value":
                    found.setdefault(value.tag, []).append((event.step, value.simple_value))
                elif kind == "tensor" and value.tensor.dtype in (1, 2, 19):
                    array = make_ndarray(value.tensor)
                    if array.size == 1:
                        found.setdefault(value.tag, []).append((event.step, array.item()))
    return found
