"""Small models and loops that the tests share."""

from __future__ import annotations

import contextlib
import io
import json
import pathlib
import tempfile
import unittest
from typing import Any, Iterator

import torch
from torch import nn

import ballast

CLASSES = 3


class SmallNet(nn.Module):
    """Convolution, batch norm, rectifier, dropout, linear."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.bn = nn.BatchNorm2d(8)
        self.relu = nn.ReLU(inplace=True)
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(8, CLASSES)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Scores `(N, 3)`."""
        features = self.relu(self.bn(self.conv(images))).mean(dim=(2, 3))
        return self.fc(self.dropout(features))


def batch(samples: int = 8, seed: int = 0) -> "tuple[torch.Tensor, torch.Tensor]":
    """Images and labels that depend on the seed alone."""
    generator = torch.Generator().manual_seed(seed)
    images = torch.randn(samples, 3, 8, 8, generator=generator)
    return images, torch.randint(0, CLASSES, (samples,), generator=generator)


def loader(batches: int = 4, samples: int = 8, **options: Any) -> torch.utils.data.DataLoader:
    """A data loader over a fixed small set."""
    images, labels = batch(batches * samples, seed=7)
    return torch.utils.data.DataLoader(
        torch.utils.data.TensorDataset(images, labels), batch_size=samples, **options)


def sgd(model: nn.Module, **options: Any) -> torch.optim.SGD:
    """Momentum descent at 0.1."""
    return torch.optim.SGD(model.parameters(), **{"lr": 0.1, "momentum": 0.9, **options})


class HookTest(unittest.TestCase):
    """A test with a directory of its own."""

    def setUp(self) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(0)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.out = self.folder / "run"

    def events(self, kind: "str | None" = None) -> "list[dict[str, Any]]":
        """What the run's journal holds, of one kind or of all."""
        lines = (self.out / "events.jsonl").read_text().splitlines()
        found = [json.loads(line, parse_constant=self.refuse) for line in lines]
        return [event for event in found if kind in (None, event["kind"])]

    def manifest(self) -> "dict[str, Any]":
        """The contents of `run.json`."""
        return json.loads((self.out / "run.json").read_text(), parse_constant=self.refuse)

    def refuse(self, word: str) -> None:
        """Fails for a bare NaN or Infinity."""
        self.fail(f"the file holds a bare {word}")

    @contextlib.contextmanager
    def messages(self) -> "Iterator[io.StringIO]":
        """What is said on standard error meanwhile."""
        with contextlib.redirect_stderr(io.StringIO()) as text:
            yield text

    def train(
        self, steps: int = 3, model: "nn.Module | None" = None,
        optimizer: "torch.optim.Optimizer | None" = None, **options: Any,
    ) -> "tuple[nn.Module, torch.optim.Optimizer]":
        """The usual loop, reported before each update."""
        model = model if model is not None else SmallNet()
        optimizer = optimizer if optimizer is not None else sgd(model)
        criterion = nn.CrossEntropyLoss()
        with ballast.watch(model, optimizer, self.out, **options) as watcher:
            for step in range(steps):
                images, labels = batch(seed=step)
                optimizer.zero_grad()
                loss = criterion(model(images), labels)
                loss.backward()
                watcher.step(loss, batch_labels=labels)
                optimizer.step()
        return model, optimizer
