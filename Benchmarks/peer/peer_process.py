"""A worker of PyTorch as the driver sees it: stopped by signal unless it is being measured."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile

from rows import Row

WORKER = pathlib.Path(__file__).resolve().parent / "worker.py"


class PeerProcess:
    """Owns one worker; leaves no running process behind when used in a `with` statement."""

    def __init__(self, python: pathlib.Path, row: Row, variant: str, threads: int, warm_up: float):
        """Starts the worker, waits until it is warm, and stops it. `failed` says why it is not."""
        self.variant = variant
        self.times: list[float] = []
        self.fastest = float("inf")
        self.peak_bytes = 0
        environment = dict(os.environ)
        environment |= {"OMP_NUM_THREADS": str(threads), "TORCHINDUCTOR_COMPILE_THREADS": "1"}
        self.errors = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [str(python), str(WORKER), *row.options(), "--variant", variant,
             "--threads", str(threads), "--warm-up", str(warm_up)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors,
            text=True, env=environment)
        answer = self._answer()
        self.failed: str | None = answer.get("failed")
        self.torch: str = answer.get("torch", "")
        self.import_bytes: int = answer.get("importBytes", 0)
        self.warm_up_seconds: float = answer.get("warmUpSeconds", 0.0)
        if self.failed is None:
            self.process.send_signal(signal.SIGSTOP)

    def __enter__(self) -> "PeerProcess":
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.communicate()
        self.errors.close()

    def measure(self, seconds: float) -> float:
        """Wakes the worker, returns and keeps its median seconds per step, and stops it again."""
        self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write(f"measure {seconds}\n")
        self.process.stdin.flush()
        answer = self._answer()
        if "failed" in answer:
            raise SystemExit(f"PyTorch {self.variant}: {answer['failed']}")
        self.process.send_signal(signal.SIGSTOP)
        self.peak_bytes = answer["peakBytes"]
        self.fastest = min(self.fastest, answer["fastestStep"])
        self.times.append(answer["secondsPerStep"])
        return answer["secondsPerStep"]

    def _answer(self) -> dict:
        """The worker's next line; a worker that died is a failure with its last words."""
        if line := self.process.stdout.readline():
            return json.loads(line)
        self.process.wait()
        self.errors.seek(0)
        lines = self.errors.read().strip().splitlines()
        return {"failed": lines[-1] if lines else f"exit status {self.process.returncode}"}
