#!/usr/bin/env python3
"""Loading speed beside torchvision: the same files and transforms, measured alternately.

    python3 Benchmarks/data/bench_data.py             five rounds
    python3 Benchmarks/data/bench_data.py --rounds 3 --folder photos

A folder of JPEG files is made once under .build/bench-data, unless --folder names one with `train`
and `val`. torchvision reads it with ImageFolder and DataLoader(num_workers=2, batch_size=32), an
epoch to warm up first; its workers sleep while anything else is measured. Ballast takes turns:

- `folder`: an epoch from files, with an empty cache: decoding, packing, and one epoch of batches;
- `cache`: epochs from the packed cache, the program started anew each round;
- `step`: a GoogLeNet step on images from the loader over one on images in memory (one program
  measures both in turn), on --threads threads.

Ratios are medians over rounds of torchvision's seconds over ours (higher is better for us), but
`step`, which is ours alone. `processor time` is the same ratio of the time that processors worked,
which other programs on the machine move less. Everything goes to .build/bench-data.json. Keep the
machine quiet: the load average is recorded. PyTorch is that of Benchmarks/peer.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peer"))
import environment  # noqa: E402 (lies beside, not in a package)

WORK = environment.ROOT / ".build" / "bench-data"
# Name, torchvision's part, ours. A resized crop is cut from the file's own pixels there, from those
# stored at 256×256 here.
ROWS = [
    ("crop", "resize:256+random-crop+flip"),
    ("resized-crop", "resize:256+random-resized-crop+flip"),
]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=pathlib.Path, help="JPEG files in train/ and val/")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds per measurement")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)),
                        help="threads of the GoogLeNet step; default all cores")
    parser.add_argument("--ballast", type=pathlib.Path,
                        default=environment.ROOT / ".build" / "release" / "ballast")
    options = parser.parse_args()
    if not options.ballast.exists():
        parser.error(f"{options.ballast} does not exist; run 'swift build -c release' first")
    return options


class Peer:
    """A process with torchvision's loader, which reads an epoch when it is told to."""

    def __init__(self, python: pathlib.Path, folder: pathlib.Path, row: str):
        self.process = subprocess.Popen(
            [str(python), str(HERE / "loader.py"), str(folder / "train"), row],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.epoch()

    def epoch(self) -> tuple[float, float]:
        """Images per second of one epoch, and the processor seconds of each."""
        self.process.stdin.write("epoch\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit("torchvision's process ended; its message stands above")
        speed, processor = answer.split()
        return float(speed), float(processor)

    def end(self) -> None:
        """Lets the process and its workers end."""
        self.process.stdin.close()
        self.process.wait()


def ours(options: argparse.Namespace, folder: pathlib.Path, transform: str, *more: str) -> dict:
    """One run of `ballast bench --data`."""
    command = [str(options.ballast), "bench", "--data", f"folder:{folder}",
               "--transform", transform, "--seconds", str(options.seconds), "--format", "json",
               *more]
    run = subprocess.run(command, capture_output=True, text=True, check=False,
                         env=os.environ | {"BALLAST_CACHE": str(WORK / "cache")})
    if run.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {run.returncode}\n{run.stderr.strip()}")
    return json.loads(run.stdout)


def loading(options: argparse.Namespace, python: pathlib.Path, folder: pathlib.Path,
            row: str, transform: str) -> dict:
    """Alternates an epoch of torchvision's with ours from files and from the cache."""
    only = ["--loading-only", "--model", "lenet5", "--threads", "1", "--image-size", "224"]
    rounds = []
    peer = Peer(python, folder, row)
    for _ in range(options.rounds):
        theirs, their_work = peer.epoch()
        shutil.rmtree(WORK / "cache", ignore_errors=True)
        cold = ours(options, folder, transform, *only)
        warm = ours(options, folder, transform, *only)
        epoch = cold["loadingSeconds"] + cold["images"] / cold["imagesPerSecond"]
        work = cold["loadingProcessorSeconds"] / cold["images"] + cold["processorSecondsPerImage"]
        rounds.append({
            "peer": theirs, "folder": cold["images"] / epoch, "cache": warm["imagesPerSecond"],
            "ready": warm["loadingSeconds"], "workFolder": their_work / work,
            "workCache": their_work / warm["processorSecondsPerImage"]})
    peer.end()
    return {"row": row, "transform": transform, "rounds": rounds}


def main() -> None:
    """Measures all rows and prints a table."""
    options = arguments()
    python = environment.interpreter()
    folder = options.folder or WORK / "jpegs"
    if not folder.exists():
        subprocess.run([str(python), str(HERE / "make_jpegs.py"), str(folder)], check=True)
    results = [loading(options, python, folder, *row) for row in ROWS]
    steps = [ours(options, folder, "resize:112+random-resized-crop+flip", "--model", "googlenet",
                  "--image-size", "96", "--threads", str(options.threads))
             for _ in range(options.rounds)]
    answer = {"machine": environment.machine(), "loading": results, "steps": steps}
    (environment.ROOT / ".build" / "bench-data.json").write_text(json.dumps(answer, indent=1))
    print(answer["machine"])
    for result in results:
        for kind in ("folder", "cache"):
            ratios = [entry[kind] / entry["peer"] for entry in result["rounds"]]
            works = [entry["work" + kind.title()] for entry in result["rounds"]]
            speeds = [statistics.median(entry[name] for entry in result["rounds"])
                      for name in ("peer", kind)]
            print(f"{result['row']:13} {kind:7} torchvision {speeds[0]:6.0f} images/s, "
                  f"ballast {speeds[1]:6.0f}, ratio {statistics.median(ratios):.2f} "
                  f"({min(ratios):.2f} … {max(ratios):.2f}), processor time "
                  f"{statistics.median(works):.2f}")
    ratios = [step["secondsPerStepWithLoader"] / step["secondsPerStep"] for step in steps]
    plain = statistics.median(step["secondsPerStep"] for step in steps) * 1e3
    print(f"GoogLeNet step {plain:.0f} ms in memory, with the loader "
          f"{statistics.median(ratios):.3f} times that ({min(ratios):.3f} … {max(ratios):.3f})")


if __name__ == "__main__":
    main()
