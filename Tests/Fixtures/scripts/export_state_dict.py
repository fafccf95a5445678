"""Saves a model's hashed state_dict as safetensors, to be read by `ballast import`.

    python export_state_dict.py resnet18 hashed.safetensors [--classes 7]

`roundtrip.py` on the file that `ballast export` then writes must give the logits of this one.
"""

import argparse

from safetensors.torch import save_file

import hashing
import models


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Save a hashed state_dict as safetensors.")
    parser.add_argument("model", choices=[model.name for model in models.MODELS])
    parser.add_argument("output", help="safetensors file to write")
    parser.add_argument("--classes", type=int, help="classes of the head; default the fixture's")
    return parser.parse_args()


if __name__ == "__main__":
    options = arguments()
    module = hashing.fill(models.named(options.model).make(options.classes))
    state = module.state_dict()
    save_file(state, options.output)
    print(f"{options.output}: {len(state)} tensors of {options.model}")
