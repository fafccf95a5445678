"""Runs the hook's tests in an environment of their own, which it makes on the first call.

    python3 Clients/python/run_tests.py [NAME…]
    python3 Clients/python/run_tests.py --interpreter    # prints which one it uses

The environment is .venv-python under the repository's root; $BALLAST_HOOK_PYTHON names another
interpreter that has PyTorch.
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VARIABLE = "BALLAST_HOOK_PYTHON"


def has_torch(python: pathlib.Path) -> bool:
    """Whether an interpreter is there and has PyTorch."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0


def interpreter() -> pathlib.Path:
    """The one to test with."""
    given = os.environ.get(VARIABLE)
    python = pathlib.Path(given) if given else ROOT / ".venv-python" / "bin" / "python"
    if not given and not has_torch(python):
        folder = python.parents[1]
        print(f"installing PyTorch in {folder} (once; some gigabytes)", file=sys.stderr)
        run([sys.executable, "-m", "venv", str(folder)], "apt-get install python3-venv")
        run([str(python), "-m", "pip", "install", "--quiet", "--requirement",
             str(HERE / "tests" / "requirements.txt")],
            f"set {VARIABLE} to an interpreter that has torch")
    if not has_torch(python):
        raise SystemExit(f"{python} cannot import torch")
    return python


def run(command: "list[str]", mend: str) -> None:
    """Ends the program where a command fails."""
    status = subprocess.run(command, check=False).returncode
    if status != 0:
        raise SystemExit(f"{' '.join(command)}: status {status}; mend: {mend}")


def main() -> int:
    """The status of the tests."""
    if sys.argv[1:] == ["--interpreter"]:
        print(interpreter())
        return 0
    environment = dict(
        os.environ, OMP_NUM_THREADS="1",
        PYTHONPATH=os.pathsep.join([str(HERE / "src"), str(HERE / "tests")]))
    command = [str(interpreter()), "-m", "unittest"]
    command += sys.argv[1:] or ["discover", "--start-directory", str(HERE / "tests")]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
