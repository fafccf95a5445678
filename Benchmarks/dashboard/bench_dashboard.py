"""How fast the dashboard opens its pages, and what memory it takes.

    python3 Benchmarks/dashboard/bench_dashboard.py PROGRAM [--minutes M] [--steps N]

Makes 100 runs and one of a million steps in a temporary folder, starts PROGRAM dashboard on it, and
asks for pages as a browser would. Then several runs grow for some minutes while their pages are
kept open. No package but Python's own is needed.
"""

import argparse
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request

RECORDING = (pathlib.Path(__file__).resolve().parents[2]
             / "Tests" / "BallastReportTests" / "Recordings" / "hook-validation-spike")
LINE = (
    '{{"accuracy":0.140625,"batch":{{"checksum":"50ffb6a64b23287e","epoch":{epoch},"position":0}},'
    '"committed":true,"epoch":{epoch},"gradientNorm":{norm:.14f},"kind":"step",'
    '"labelCounts":[21,16,19,19,20,18,15],"learningRate":0.2,"loss":{loss:.16f},"momentum":0.7,'
    '"schema":1,"seconds":0.0164711600009468,"step":{step},"time":1795286417.129641,'
    '"topKAccuracy":0.671875,"updateRatio":0.21734505543360738,"worstShare":0.0750379228374266}}\n')
VALIDATION = (
    '{{"accuracy":0.68,"batches":4,"epoch":0,"kind":"validation","loss":{loss:.16f},"mode":"eval",'
    '"part":"validation","samples":256,"schema":1,"seconds":0.3,"step":{step},'
    '"time":1795286163.6826909,"topKAccuracy":1.0}}\n')


def lines(first: int, last: int) -> str:
    """Steps with a validation behind each hundredth."""
    text = []
    for step in range(first, last + 1):
        loss = 0.5 + 100 / (step + 50) + (step * 7919 % 1000) / 5000
        text.append(LINE.format(step=step, epoch=step // 1000, loss=loss, norm=1 + loss))
        if step % 100 == 0:
            text.append(VALIDATION.format(step=step, loss=loss + 0.1))
    return "".join(text)


def make_run(folder: pathlib.Path, steps: int, status: str = "completed") -> None:
    folder.mkdir(parents=True)
    manifest = json.loads((RECORDING / "run.json").read_text())
    manifest["status"] = status
    (folder / "run.json").write_text(json.dumps(manifest))
    start = (RECORDING / "events.jsonl").read_text().splitlines(keepends=True)[0]
    with open(folder / "events.jsonl", "w") as journal:
        journal.write(start)
        for first in range(1, steps + 1, 10_000):
            journal.write(lines(first, min(first + 9_999, steps)))


class Server:
    def __init__(self, program: str, folder: pathlib.Path):
        self.process = subprocess.Popen(
            [program, "dashboard", str(folder), "--port", "0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()

    def ask(self, path: str) -> "tuple[float, str]":
        """The seconds until the page was there, and the page."""
        start = time.perf_counter()
        with urllib.request.urlopen(self.address + path) as answer:
            text = answer.read().decode()
        return time.perf_counter() - start, text

    def keys(self) -> "dict[str, str]":
        return {run["name"]: run["key"] for run in json.loads(self.ask("runs.json")[1])["runs"]}

    def memory(self) -> "tuple[float, float]":
        """Resident now, and at most so far, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        value = lambda key: int(status.split(key + ":")[1].split()[0]) / 1000
        return value("VmRSS"), value("VmHWM")

    def close(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def bench_list(program: str, folder: pathlib.Path) -> None:
    for index in range(100):
        make_run(folder / f"run-{index:03}", 1000)
    server = Server(program, folder)
    first, _ = server.ask("")
    start = time.perf_counter()
    while "still reading" in server.ask("")[1]:
        time.sleep(0.02)
    read = first + time.perf_counter() - start
    while any("headline" not in run for run in json.loads(server.ask("runs.json")[1])["runs"]):
        time.sleep(0.1)
    again = [server.ask("")[0] for _ in range(20)]
    print(f"100 runs of 1000 steps: the list at once {first * 1000:.0f} ms, all of it read after "
          f"{read * 1000:.0f} ms, then {statistics.median(again) * 1000:.0f} ms "
          f"(at most {max(again) * 1000:.0f}); {server.memory()[0]:.0f} MB resident")
    key = server.keys()["run-007"]
    page = [server.ask(f"run/{key}")[0] for _ in range(10)]
    print(f"a run of 1000 steps opens in {page[0] * 1000:.0f} ms, then "
          f"{statistics.median(page) * 1000:.0f} ms")
    server.close()


def bench_long(program: str, folder: pathlib.Path, steps: int) -> None:
    make_run(folder / "long", steps)
    size = (folder / "long" / "events.jsonl").stat().st_size / 1e6
    server = Server(program, folder)
    # As a person does who opens the list at once, and the run in it.
    start = time.perf_counter()
    listed, text = server.ask("")
    key = text.split('href="/run/')[1][:16]
    opened, text = server.ask(f"run/{key}")
    while "Curves" not in text:
        time.sleep(0.02)
        text = server.ask(f"run/{key}")[1]
    charts = time.perf_counter() - start

    def until_gone(words: str) -> float:
        nonlocal text
        while words in text:
            time.sleep(0.05)
            text = server.ask(f"run/{key}")[1]
        return time.perf_counter() - start

    read, judged = until_gone("Being read"), until_gone("Being judged")
    ticks = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().split()[13:15]
    busy = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    again = [server.ask(f"run/{key}")[0] for _ in range(10)]
    print(f"{steps} steps ({size:.0f} MB): the list answers in {listed * 1000:.0f} ms, the page "
          f"in {opened * 1000:.0f} ms; after the server began the first charts are there within "
          f"{charts * 1000:.0f} ms, all of the curves within {read * 1000:.0f} ms, and the "
          f"judgement within {judged * 1000:.0f} ms, for which it computed {busy:.2f} s; then the "
          f"page takes {statistics.median(again) * 1000:.0f} ms, {len(text) / 1000:.0f} kB; "
          f"{server.memory()[0]:.0f} MB resident, {server.memory()[1]:.0f} MB at most")
    server.close()


def watch(server: Server, path: str, ends: threading.Event, counts: "list[int]") -> None:
    with urllib.request.urlopen(server.address + path) as stream:
        for line in stream:
            counts[0] += line.startswith(b"event: update")
            if ends.is_set():
                return


def bench_watching(program: str, folder: pathlib.Path, minutes: float) -> None:
    names = [f"growing-{index}" for index in range(4)]
    for name in names:
        make_run(folder / name, 20_000, "running")
    server = Server(program, folder)
    keys = server.keys()
    ends, counts = threading.Event(), [0]
    for path in ["events"] + [f"run/{keys[name]}/events" for name in names]:
        threading.Thread(target=watch, args=(server, path, ends, counts), daemon=True).start()
    end, step, seen = time.time() + minutes * 60, 20_000, []
    while time.time() < end:
        for name in names:
            with open(folder / name / "events.jsonl", "a") as journal:
                journal.write(lines(step + 1, step + 500))
        step += 500
        time.sleep(1)
        seen.append(server.memory()[0])
    ends.set()
    third = max(1, len(seen) // 3)
    # A long run is read whole for a moment when it is judged, so the least tells what stays.
    span = lambda part: (f"{min(part):.0f} to {max(part):.0f} MB "
                         f"(median {statistics.median(part):.0f})")
    print(f"4 runs grew by 500 steps a second each for {minutes:g} min, to {step} steps, with "
          f"their pages and the list open: {counts[0]} updates; resident memory "
          f"{span(seen[:third])} in the first third, {span(seen[-third:])} in the last")
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--only", choices=["list", "long", "watching"])
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    parts = {
        "list": lambda folder: bench_list(program, folder),
        "long": lambda folder: bench_long(program, folder, arguments.steps),
        "watching": lambda folder: bench_watching(program, folder, arguments.minutes),
    }
    for name, part in parts.items():
        if arguments.only in (None, name):
            folder = pathlib.Path(tempfile.mkdtemp(prefix="ballast-bench-"))
            try:
                part(folder / "runs")
            finally:
                shutil.rmtree(folder)


if __name__ == "__main__":
    main()
