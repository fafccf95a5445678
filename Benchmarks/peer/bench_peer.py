#!/usr/bin/env python3
"""Training speed beside PyTorch: the same work, measured alternately, on this machine.

    python3 Benchmarks/peer/bench_peer.py             every row, five rounds
    python3 Benchmarks/peer/bench_peer.py --quick     a first look
    python3 Benchmarks/peer/bench_peer.py --rows lenet5-32,lenet5-128 --rounds 9

The current PyTorch is installed into .venv-peer on the first call, or taken from the interpreter
that BALLAST_PEER_PYTHON names. A step is forward, backward and SGD (momentum 0.7, weight decay
0.001), the loss read each time, with the same number of threads on both sides. PyTorch is given
eager, channels-last, torch.compile, and both together (for bfloat16 all under autocast), each warm,
each in a process of its own that is stopped by a signal while anything else is measured. Variants
whose fastest step is 1.5 times the best one's are left at that; the others take turns with
`ballast bench`: ours, theirs, ours, theirs. The best variant is the one with the lowest median.

`ratio` is the median over rounds of PyTorch's best time over ours (higher is better for us),
`/ limit` our step over the time of its kernels alone, `memory` our peak over that of PyTorch's
process (VmHWM both), `- libraries` the same without what PyTorch's import alone takes. Everything
goes to .build/bench-peer.json. Keep the machine quiet: the load average is recorded.
"""

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys

import environment
import report
from peer_process import PeerProcess
from rows import VARIANTS, Row, chosen

FAR = 1.5
BUSY = 0.5


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", help="comma-separated names; default all")
    parser.add_argument("--rounds", type=int, help="rounds per row; default 5, 2 when --quick")
    parser.add_argument("--seconds", type=float,
                        help="seconds per measurement; default 3, 1 when --quick")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)),
                        help="threads of both sides; default all cores")
    parser.add_argument("--quick", action="store_true", help="two short rounds")
    parser.add_argument("--no-compile", action="store_true", help="leave torch.compile out")
    parser.add_argument("--peer-only", action="store_true", help="measure PyTorch alone")
    parser.add_argument("--ballast", type=pathlib.Path,
                        default=environment.ROOT / ".build" / "release" / "ballast",
                        help="our program; default .build/release/ballast")
    parser.add_argument("--output", type=pathlib.Path,
                        default=environment.ROOT / ".build" / "bench-peer.json")
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.seconds = options.seconds or (1.0 if options.quick else 3.0)
    if options.rounds < 1 or options.threads < 1:
        parser.error("--rounds and --threads must be positive")
    if not options.peer_only and not options.ballast.exists():
        parser.error(f"{options.ballast} does not exist; run 'swift build -c release' first")
    return options


def measure_ours(row: Row, options: argparse.Namespace) -> dict:
    """One run of `ballast bench`, as its JSON says."""
    command = [str(options.ballast), "bench", *row.options(),
               "--threads", str(options.threads), "--format", "json"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {run.returncode}\n{run.stderr.strip()}")
    return json.loads(run.stdout)


def measure(row: Row, python: pathlib.Path, options: argparse.Namespace) -> dict:
    """Warms every variant, drops the far ones, and alternates the rest with ours."""
    names = [name for name in VARIANTS if not (options.no_compile and "compile" in name)]
    with contextlib.ExitStack() as stack:
        peers = []
        for name in names:
            print(f"{row.name}: warming {name}", file=sys.stderr)
            peer = PeerProcess(python, row, name, options.threads, options.seconds)
            peers.append(stack.enter_context(peer))
        warm = [peer for peer in peers if peer.failed is None]
        for peer in warm:
            peer.measure(options.seconds)
        fastest = min((peer.fastest for peer in warm), default=0)
        near = [peer for peer in warm if peer.fastest <= FAR * fastest]
        ours = []
        for number in range(options.rounds):
            print(f"{row.name}: round {number + 1} of {options.rounds}", file=sys.stderr)
            if not options.peer_only:
                ours.append(measure_ours(row, options))
            for peer in near:
                peer.measure(options.seconds)
        version = next((peer.torch for peer in warm), None)
        return {"torch": version} | report.summary(row, peers, ours, options.rounds)


def main() -> None:
    """Measures row by row, printing as it goes, and writes the JSON."""
    options = arguments()
    rows = chosen(options.rows)
    python = environment.interpreter()
    head = environment.machine() | {"threads": options.threads, "rounds": options.rounds}
    print(f"{head['processor']}, {head['cores']} cores, load {head['loadAverage']}, "
          f"{options.threads} threads, {options.rounds} rounds")
    if head["loadAverage"] > BUSY:
        print("other work is running: two spinning thread pools make these figures worthless")
    results = []
    for row in rows:
        results.append(measure(row, python, options))
        print(f"{row.name}\n{report.variants(results[-1])}", flush=True)
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(json.dumps({"machine": head, "rows": results}, indent=1) + "\n")
    print(f"\n{report.table(results)}\n\nwritten: {options.output}")


if __name__ == "__main__":
    main()
