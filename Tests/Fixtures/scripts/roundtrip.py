"""Loads a safetensors state_dict into torchvision's model and writes its logits as JSON.

    python roundtrip.py exported.safetensors resnet18 [--classes 7] [--batch 4] [--output F]

Loading is strict: a name too many, a name too few or another shape ends with PyTorch's message
and status 1. Images are u("images", i); the model is in eval mode, in float32.
"""

import argparse
import json
import pathlib
import sys

import torch
from safetensors.torch import load_file

import golden
import hashing
import models


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Logits of an exported safetensors state_dict.")
    parser.add_argument("weights", help="safetensors file with torchvision's names")
    parser.add_argument("model", choices=[model.name for model in models.MODELS])
    parser.add_argument("--classes", type=int, help="classes of the head; default the fixture's")
    parser.add_argument("--batch", type=int, default=4, help="hashed images; default 4")
    parser.add_argument("--output", type=pathlib.Path, help="file to write; default: print")
    return parser.parse_args()


def logits(options: argparse.Namespace) -> torch.Tensor:
    """Logits [batch, classes] of the loaded model on the hashed images."""
    model = models.named(options.model)
    module = model.make(options.classes)
    try:
        module.load_state_dict(load_file(options.weights), strict=True)
    except RuntimeError as error:
        sys.exit(str(error))
    images = hashing.images("images", options.batch, model.channels, model.image_size)
    with torch.no_grad():
        return module.eval()(images)


if __name__ == "__main__":
    options = arguments()
    text = json.dumps({
        "weights": pathlib.Path(options.weights).name,
        "model": options.model,
        "torch": torch.__version__,
        "logits": golden.numbers(logits(options), 9),
    })
    if options.output:
        options.output.write_text(text + "\n")
    else:
        print(text)
