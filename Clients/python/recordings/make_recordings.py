"""Makes the recordings of hooked trainings that the diagnosis is tested with.

    python Clients/python/recordings/make_recordings.py [NAME…]

Each is a real training in PyTorch on made-up images, with one thing wrong that is known, or none.
They go to Tests/BallastReportTests/Recordings. Needs torch and torchvision; made with PyTorch
2.15.0 and one thread.
"""

from __future__ import annotations

import argparse
import pathlib
import shutil
import sys
from typing import Callable

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

CLIENT = pathlib.Path(__file__).resolve().parents[1]
OUT = CLIENT.parents[1] / "Tests" / "BallastReportTests" / "Recordings"
sys.path[:0] = [str(CLIENT / "src"), str(CLIENT / "examples")]
import ballast  # noqa: E402
import synthetic  # noqa: E402
import validation_spike  # noqa: E402


class Indexed(TensorDataset):
    """Samples with their position, which the hook is told."""

    classes = ["0°", "26°", "51°", "77°", "103°", "129°", "154°"]

    def __getitem__(self, index: int) -> "tuple[Tensor, Tensor, int]":
        image, label = super().__getitem__(index)
        return image, label, index


def plain_network() -> nn.Module:
    """Convolutions without normalization."""
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 16, 64), nn.ReLU(), nn.Linear(64, synthetic.CLASSES))


def standardized(images: Tensor) -> Tensor:
    """About mean 0 and deviation 1."""
    return (images - 0.5) / 0.2


def train(
    out: pathlib.Path, model: nn.Module, *, rate: float, epochs: int,
    pixels: Callable[[Tensor], Tensor] = standardized, shuffle: bool = True,
    by_class: bool = False, spoil: Callable[[int, Tensor], Tensor] = lambda step, x: x,
) -> None:
    """A usual training: 1024 images, batches of 64, momentum 0.9, a validation per epoch."""
    images, labels = synthetic.images(1024, seed=1, contrast=0.2)
    if by_class:
        order = labels.argsort(stable=True)
        images, labels = images[order], labels[order]
    batches = DataLoader(Indexed(pixels(images), labels), 64, shuffle=shuffle)
    other, truth = synthetic.images(256, seed=2, contrast=0.2)
    held_out = DataLoader(TensorDataset(pixels(other), truth), 64)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    with ballast.watch(model, optimizer, out, train_loader=batches, epochs=epochs) as watcher:
        for epoch in range(epochs):
            model.train()
            for images, labels, indices in batches:
                optimizer.zero_grad()
                loss = criterion(model(spoil(watcher.steps + 1, images)), labels)
                loss.backward()
                watcher.step(loss, batch_labels=labels, batch_indices=indices, epoch=epoch)
                optimizer.step()
            print(f"  epoch {epoch}: training {loss.item():.4g}, "
                  f"validation {watcher.validate(held_out, criterion).losses}", flush=True)


def spoiled(step: int, images: Tensor) -> Tensor:
    """Three images of one batch are noise far out of range, as a broken decoder leaves them."""
    if step == 70:
        images = images.clone()
        noise = torch.Generator().manual_seed(9)
        images[[5, 17, 40]] = 100 * torch.randn(3, *images.shape[1:], generator=noise)
    return images


def resnet() -> nn.Module:
    """A small residual network with batch normalization."""
    from torchvision.models.resnet import BasicBlock, ResNet

    return ResNet(BasicBlock, [1, 1, 1, 1], num_classes=synthetic.CLASSES)


def spike(out: pathlib.Path) -> None:
    """The example's own training."""
    sys.argv = ["validation_spike.py", "--lr", "0.2", "--out", str(out)]
    validation_spike.main()


CASES: "dict[str, Callable[[pathlib.Path], None]]" = {
    "hook-validation-spike": spike,
    "hook-healthy": lambda out: train(out, resnet(), rate=0.01, epochs=8),
    "hook-not-normalized": lambda out: train(
        out, plain_network(), rate=0.05, epochs=2, pixels=lambda x: x * 255),
    "hook-sorted-labels": lambda out: train(
        out, plain_network(), rate=0.02, epochs=8, shuffle=False, by_class=True),
    "hook-bad-batch": lambda out: train(
        out, plain_network(), rate=0.01, epochs=8, spoil=spoiled),
    "hook-rate-too-high": lambda out: train(out, plain_network(), rate=0.5, epochs=8),
}


def main() -> None:
    """Makes the named recordings, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CASES))
    parser.add_argument("--out", type=pathlib.Path, default=OUT)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.names or CASES:
        print(name, flush=True)
        torch.manual_seed(0)
        shutil.rmtree(options.out / name, ignore_errors=True)
        CASES[name](options.out / name)


if __name__ == "__main__":
    main()
