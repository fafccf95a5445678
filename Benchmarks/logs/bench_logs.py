#!/usr/bin/env python3
"""How fast logs are read: beside TensorBoard's own reader, and as a whole diagnosis.

    python3 Benchmarks/logs/bench_logs.py               three rounds
    python3 Benchmarks/logs/bench_logs.py --rounds 5

Files are made once under .build/bench-logs. The two readers take turns:

- `events`: an event file of 400,000 scalars. TensorBoard's EventAccumulator (nothing left out)
  against `ballast diagnose`, which also starts, maps the columns and judges them. The megabytes
  per second are those of a file of 2,000,000 scalars.
- `diagnosis`: `ballast diagnose` of a CSV file with a million steps, its wall time.
- `memory`: the peak memory of `ballast diagnose` on a CSV file of a gigabyte; --no-memory leaves
  it out.

Ratios are medians over rounds. Everything goes to .build/bench-logs.json.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / ".build" / "bench-logs"
VENV = ROOT / ".venv-logs"
EVENTS = 400_000
MANY_EVENTS = 2_000_000
ROWS = 1_000_000
GIGABYTE_ROWS = 23_000_000


def main() -> None:
    """Makes the files, measures and prints."""
    options = arguments()
    python = interpreter()
    WORK.mkdir(parents=True, exist_ok=True)
    events, many = (make_events(python, count) for count in (EVENTS, MANY_EVENTS))
    rounds = [(peer(python, events), ours(options.ballast, "diagnose", str(events)))
              for _ in range(options.rounds)]
    size = sum(file.stat().st_size for file in many.iterdir())
    reading = statistics.median(
        ours(options.ballast, "diagnose", str(many)) for _ in range(options.rounds))
    table = WORK / "million.csv"
    make_table(table, ROWS)
    seconds = [ours(options.ballast, "diagnose", str(table), "--format", "json")
               for _ in range(options.rounds)]
    answer = {
        "eventBytes": size, "peerSeconds": [a for a, _ in rounds],
        "ballastSeconds": [b for _, b in rounds],
        "ratio": statistics.median(a / b for a, b in rounds),
        "megabytesPerSecond": size / 1e6 / reading,
        "millionStepsDiagnosed": statistics.median(seconds),
    }
    if not options.no_memory:
        huge = WORK / "gigabyte.csv"
        make_table(huge, GIGABYTE_ROWS)
        answer["gigabyteBytes"] = huge.stat().st_size
        before = time.perf_counter()
        answer["gigabytePeakBytes"] = peak(options.ballast, "diagnose", str(huge))
        answer["gigabyteSeconds"] = time.perf_counter() - before
    (ROOT / ".build" / "bench-logs.json").write_text(json.dumps(answer, indent=1))
    print(f"load average {os.getloadavg()[0]:.1f}")
    for name, value in answer.items():
        print(f"{name:24} {value}")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-memory", action="store_true", help="leave the gigabyte out")
    parser.add_argument("--ballast", type=pathlib.Path,
                        default=ROOT / ".build" / "release" / "ballast")
    options = parser.parse_args()
    if not options.ballast.exists():
        parser.error(f"{options.ballast} does not exist; run 'swift build -c release' first")
    return options


def interpreter() -> pathlib.Path:
    """A Python with the tensorboard package, which is installed once."""
    python = VENV / "bin" / "python"
    if not python.exists():
        print("installing tensorboard in", VENV)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "tensorboard==2.20.0",
                        "setuptools<81"], check=True)
    return python


def make_events(python: pathlib.Path, count: int) -> pathlib.Path:
    """A folder with an event file of so many scalars."""
    folder = WORK / f"events-{count}"
    if not folder.exists():
        subprocess.run([str(python), str(HERE / "make_events.py"), str(folder), str(count)],
                       check=True)
    return folder


def peer(python: pathlib.Path, events: pathlib.Path) -> float:
    """Seconds of EventAccumulator alone, without the start of Python and its imports."""
    program = (
        "import sys, time\n"
        "from tensorboard.backend.event_processing.event_accumulator import EventAccumulator\n"
        "start = time.perf_counter()\n"
        "reader = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0, 'tensors': 0})\n"
        "reader.Reload()\n"
        "count = sum(len(reader.Scalars(tag)) for tag in reader.Tags()['scalars'])\n"
        "print(time.perf_counter() - start, count)\n")
    output = subprocess.run([str(python), "-c", program, str(events)], check=True,
                            capture_output=True, text=True).stdout.split()
    if int(output[1]) != EVENTS:
        raise SystemExit(f"TensorBoard read {output[1]} scalars of {EVENTS}")
    return float(output[0])


def ours(ballast: pathlib.Path, *command: str) -> float:
    """Wall seconds of a whole command."""
    start = time.perf_counter()
    subprocess.run([str(ballast), *command], check=True, capture_output=True)
    return time.perf_counter() - start


def peak(ballast: pathlib.Path, *command: str) -> int:
    """The most memory that a command has used."""
    subprocess.run([str(ballast), *command], check=True, capture_output=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def make_table(path: pathlib.Path, rows: int) -> None:
    """A training that goes well, as CSV with a validation every hundred steps."""
    if path.exists():
        return
    draw = random.Random(0)
    with open(path, "w") as file:
        file.write("step,train_loss,val_loss,learning_rate,grad_norm\n")
        for step in range(rows):
            noise = draw.random()
            loss = 0.2 + 2 / (1 + 20 * step / rows) + 0.1 * noise
            validation = f"{loss + 0.05:.6f}" if step % 100 == 99 else ""
            file.write(f"{step},{loss:.9f},{validation},0.010000000,{1 + noise:.9f}\n")


if __name__ == "__main__":
    main()
