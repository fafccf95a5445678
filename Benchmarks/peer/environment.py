"""The interpreter that has PyTorch, and the words that tell one machine from another."""

import os
import pathlib
import platform
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
VARIABLE = "BALLAST_PEER_PYTHON"


def interpreter() -> pathlib.Path:
    """$BALLAST_PEER_PYTHON, or .venv-peer's own, made and filled on the first call."""
    if given := os.environ.get(VARIABLE):
        return _checked(pathlib.Path(given))
    folder = ROOT / ".venv-peer"
    python = folder / "bin" / "python"
    if not _has_torch(python):
        print(f"installing PyTorch in {folder} (once; some gigabytes)", file=sys.stderr)
        requirements = pathlib.Path(__file__).resolve().parent / "requirements.txt"
        _run([sys.executable, "-m", "venv", str(folder)], "apt-get install python3-venv")
        _run([str(python), "-m", "pip", "install", "--quiet", "--requirement", str(requirements)],
             f"set {VARIABLE} to an interpreter that has torch and torchvision")
    return _checked(python)


def machine() -> dict:
    """Processor, cores and load: figures of two machines are not to be compared."""
    processor = platform.processor() or platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            processor = line.split(":", 1)[1].strip()
            break
    return {"processor": processor, "cores": len(os.sched_getaffinity(0)),
            "loadAverage": round(os.getloadavg()[0], 2)}


def _has_torch(python: pathlib.Path) -> bool:
    if not python.exists():
        return False
    command = [str(python), "-c", "import torch, torchvision"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _checked(python: pathlib.Path) -> pathlib.Path:
    if not _has_torch(python):
        raise SystemExit(f"{python} cannot import torch and torchvision")
    return python


def _run(command: list[str], mend: str) -> None:
    try:
        subprocess.run(command, check=True)
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{' '.join(command)}: status {error.returncode}; mend: {mend}") from error
