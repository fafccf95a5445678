"""Writes every recording anew: python make_all.py. Each part in a process of its own."""

import os
import subprocess
import sys

PARTS = ("tensorboard", "keras", "lightning", "huggingface", "tables", "text")


def main():
    folder = os.path.dirname(os.path.abspath(__file__))
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    for part in PARTS:
        subprocess.run(
            [sys.executable, os.path.join(folder, f"make_{part}.py")], env=environment, check=True)


if __name__ == "__main__":
    main()
