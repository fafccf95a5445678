"""Validation of one state of the weights by several kinds of normalization statistics."""

from __future__ import annotations

import contextlib
import itertools
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Optional

import torch
from torch import Tensor, nn

from . import _outcome, _randomness, _statistics

MODES = ("eval", "batchStatistics", "reestimated")
Forward = Callable[[nn.Module, Any], "tuple[Any, Any]"]


@dataclass(frozen=True)
class Validation:
    """What :meth:`Watcher.validate` measured."""

    loss: float
    """The mean loss over the samples, in evaluation mode."""
    accuracy: float
    """The share whose first guess is right; NaN where the outputs are no class scores."""
    losses: dict[str, float] = field(default_factory=dict)
    """The mean losses by mode: `eval`, `batchStatistics`, `reestimated`."""


class Validator:
    """Runs a model over validation batches; each batch is read once, whatever the modes.

    Training modes, running statistics and random numbers are the same afterwards, bit for bit.
    """

    def __init__(
        self, model: nn.Module, loss_fn: Callable[[Any, Any], Any], forward: Optional[Forward],
        warn: Callable[[str], None],
    ) -> None:
        self._model = model
        self._loss_fn = loss_fn
        self._forward = forward if forward is not None else split
        self._warn = warn
        self.outcomes: dict[str, _outcome.Outcome] = {}
        self.seconds: dict[str, float] = {}

    def run(
        self, loader: Iterable[Any], batches: Optional[int],
        statistics: "dict[str, dict[nn.Module, dict[str, Optional[Tensor]]]]",
    ) -> None:
        """Fills `outcomes`: `eval` always, and each other mode that `statistics` has."""
        self.outcomes = {mode: _outcome.Outcome(losses=None) for mode in ("eval", *statistics)}
        self.seconds = dict.fromkeys(self.outcomes, 0.0)
        with _statistics.evaluating(self._model), torch.no_grad():
            for batch in itertools.islice(loader, batches):
                self._measure("eval", batch)
                for mode, buffers in statistics.items():
                    if mode not in self.outcomes:
                        continue
                    try:
                        with _statistics.replaced(buffers):
                            self._measure(mode, batch)
                    except Exception as error:
                        self._give_up(mode, error)

    def forward(self, batch: Any) -> None:
        """One pass over a batch whose outcome does not count."""
        self._forward(self._model, batch)

    def _give_up(self, mode: str, error: Exception) -> None:
        if mode == "batchStatistics" and "Expected more than 1 value per channel" in str(error):
            return  # A last batch of one sample has no statistics of its own.
        del self.outcomes[mode]
        self._warn(f"no validation of the kind {mode}: {error}")

    def _measure(self, mode: str, batch: Any) -> None:
        start = time.perf_counter()
        output, labels = self._forward(self._model, batch)
        loss = self._loss_fn(output, labels)
        self.outcomes[mode].add(
            loss, _outcome.logits_of(output), labels if isinstance(labels, Tensor) else None)
        self.seconds[mode] += time.perf_counter() - start


def split(model: nn.Module, batch: Any) -> "tuple[Any, Any]":
    """The usual forward pass: a batch is `(inputs, labels)`, moved to where the model is."""
    device = next((parameter.device for parameter in model.parameters()), torch.device("cpu"))
    if not isinstance(batch, (tuple, list)) or len(batch) < 2:
        raise TypeError(
            "a batch is not (inputs, labels): give validate() a forward=, a function of the model "
            "and a batch that returns outputs and labels")
    inputs, labels = batch[0], batch[1]
    if isinstance(labels, Tensor):
        labels = labels.to(device)
    return model(inputs.to(device) if isinstance(inputs, Tensor) else inputs), labels


def kept_random_numbers(*loaders: Any) -> "contextlib.AbstractContextManager[None]":
    """See :mod:`ballast._randomness`."""
    return _randomness.kept(*loaders)


def can_be_read_beside(loader: Any) -> bool:
    """Whether a second pass over a loader leaves one alone that is on its way.

    Workers that persist serve one pass at a time.
    """
    return loader is not None and not (
        getattr(loader, "persistent_workers", False) and getattr(loader, "num_workers", 0) > 0)


def enough(loader: Iterable[Any], samples: int) -> Iterable[Any]:
    """The first batches of a loader, until they hold so many samples."""
    seen = 0
    for batch in loader:
        yield batch
        first = batch[0] if isinstance(batch, (tuple, list)) and batch else None
        seen += len(first) if isinstance(first, Tensor) else samples // 8
        if seen >= samples:
            return
