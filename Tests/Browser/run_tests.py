"""Loads reports and the dashboard in a real browser, and looks at what a person would see.

    python3 Tests/Browser/run_tests.py PROGRAM

PROGRAM is the built ballast. Playwright and axe come from PyPI into an environment of their own,
.build/browser/venv; the browser is Debian's chromium, which is installed where it is missing.
Pictures of the pages are left in .build/browser/.
"""

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FOLDER = ROOT / ".build" / "browser"
REQUIREMENTS = HERE / "requirements.txt"


def interpreter() -> pathlib.Path:
    """The environment's, which is made on the first call and when its packages change."""
    venv = FOLDER / "venv"
    python, mark = venv / "bin" / "python", venv / "requirements.txt"
    if not mark.exists() or mark.read_text() != REQUIREMENTS.read_text():
        print(f"installing Playwright and axe in {venv}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS)],
            check=True)
        mark.write_text(REQUIREMENTS.read_text())
    return python


def browser() -> str:
    """Debian's chromium, installed where it is missing."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    print("installing the Debian package chromium", file=sys.stderr)
    rights = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run(rights + ["apt-get", "update", "-qq"], check=True)
    subprocess.run(
        rights + ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium",
                  "fonts-dejavu-core"], check=True)
    return shutil.which("chromium") or "chromium"


def main() -> int:
    """The status of the checks."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: run_tests.py PROGRAM")
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = dict(
        os.environ, BALLAST_PROGRAM=str(pathlib.Path(sys.argv[1]).resolve()),
        BALLAST_CHROMIUM=browser(), BALLAST_PICTURES=str(FOLDER), OMP_NUM_THREADS="1")
    command = [str(interpreter()), "-m", "unittest", "discover",
               "--start-directory", str(HERE), "--pattern", "*_checks.py"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
