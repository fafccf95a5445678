"""A validation loss that goes to hundreds when the learning rate is raised, and comes back.

    python Clients/python/examples/validation_spike.py --lr 0.2 --out runs/spike
    ballast diagnose runs/spike

GoogLeNet from random weights, seven classes, momentum descent. Each round takes one shuffled batch
of training images and one of validation images, as people do who want a curve soon. At a low rate
nothing happens. At a high one the training loss stays moderate while the validation loss, which is
made with batch norm's running averages, leaves every scale, and some twenty rounds later it is
back. The record holds what tells the reason: the same validation batch normalized by its own
statistics.
"""

from __future__ import annotations

import argparse
import pathlib
import sys

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "src")]
import ballast  # noqa: E402
import synthetic  # noqa: E402


def train_once(
    model: nn.Module, batches: DataLoader, criterion: nn.Module,
    optimizer: torch.optim.Optimizer, watcher: ballast.Watcher,
) -> float:
    """One update, with the first batch of a fresh shuffle."""
    model.train()
    images, labels = next(iter(batches))
    optimizer.zero_grad()
    loss = criterion(model(images), labels)
    loss.backward()
    watcher.step(loss, batch_labels=labels)
    optimizer.step()
    return loss.item()


def main() -> None:
    """Trains, and prints both losses of each round."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lr", type=float, default=0.2)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--model", choices=["googlenet", "resnet18"], default="googlenet")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    from torchvision import models

    torch.manual_seed(options.seed)
    extra = {"aux_logits": False, "init_weights": True} if options.model == "googlenet" else {}
    model = getattr(models, options.model)(num_classes=synthetic.CLASSES, **extra)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(
        model.parameters(), lr=options.lr, momentum=0.7, weight_decay=0.001)
    train, held_out = (
        DataLoader(TensorDataset((images - 0.5) / 0.2, labels), options.batch_size, shuffle=True)
        for images, labels in (synthetic.images(2048, seed=1), synthetic.images(512, seed=2)))
    with ballast.watch(
        model, optimizer, options.out, steps=options.rounds, classes=synthetic.CLASSES,
        training_samples=2048,
    ) as watcher:
        for number in range(1, options.rounds + 1):
            loss = train_once(model, train, criterion, optimizer, watcher)
            validation = watcher.validate(held_out, criterion, batches=1)
            others = ", ".join(
                f"{mode} {value:.4g}" for mode, value in validation.losses.items()
                if mode != "eval")
            print(f"round {number}: training {loss:.4g}, validation {validation.loss:.4g} "
                  f"({others})", flush=True)


if __name__ == "__main__":
    main()
