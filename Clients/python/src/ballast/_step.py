"""The step that is being made: what is known of it so far."""

from __future__ import annotations

import math
from typing import Any, Optional

import torch
from torch import Tensor

from . import _batches, _norms
from ._layers import LayerSight
from ._outcome import Outcome
from ._parameters import ParameterProbe


class OpenStep:
    """Collects one step, from its first batch to its update."""

    def __init__(self) -> None:
        self.micro_batches = 0
        self.has_update = False
        self.outcome = Outcome()
        self.gradients: "Optional[dict[int, float]]" = None
        self.rate: Optional[float] = None
        self.momentum: Optional[float] = None
        self.sights: "Optional[list[LayerSight]]" = None
        self.origin: Optional[dict[str, Any]] = None
        """The first tensor up to the loss that is not finite."""
        self.gradient_origin: Optional[dict[str, Any]] = None
        self._counts: Optional[list[int]] = None
        self._place: "Optional[tuple[int, int]]" = None
        self._checksum: Optional[int] = 0

    @property
    def gradient_norm(self) -> float:
        """Of all parameters together; NaN where the gradients could not be seen."""
        if self.gradients is None:
            return 0.0 if self.has_update else math.nan
        return _norms.combined(list(self.gradients.values()))

    def add(
        self, loss: Any, logits: Optional[Tensor], labels: Any, losses: Any,
        samples: Optional[int],
    ) -> None:
        """Takes up one batch of the step."""
        self.outcome.add(loss, logits, labels, losses, samples)
        self.micro_batches += 1

    def count(self, counts: "list[int]") -> None:
        """Adds the samples of each class."""
        before = self._counts or [0] * len(counts)
        self._counts = [one + other for one, other in zip(before, counts)]

    def identify(self, place: "tuple[int, int]", checksum: Optional[int]) -> None:
        """Adds the samples of a batch, which began at `place`: its epoch, and the samples before.
        """
        if self._place is None:
            self._place = place
        if checksum is None or self._checksum is None:
            self._checksum = None
        else:
            self._checksum = (self._checksum + checksum) & ((1 << 64) - 1)

    def record(
        self, step: int, seconds: float, committed: bool, update_ratio: Optional[float]
    ) -> dict[str, Any]:
        """The fields of the step's event."""
        epoch, position = self._place or (0, 0)
        fields: dict[str, Any] = {
            "step": step, "epoch": epoch, "loss": self.outcome.loss,
            "accuracy": self.outcome.accuracy, "topKAccuracy": self.outcome.top_k_accuracy,
            "learningRate": self.rate, "gradientNorm": self.gradient_norm, "seconds": seconds,
            "committed": committed, "momentum": self.momentum, "updateRatio": update_ratio,
            "labelCounts": self._counts,
        }
        if self.outcome.losses:
            fields["worstShare"] = _batches.worst_share(self.outcome.losses)
        if self._checksum is not None and self._place is not None:
            fields["batch"] = {
                "epoch": epoch, "position": position, "checksum": f"{self._checksum:016x}"}
        return fields

    def layers(self, probe: ParameterProbe) -> "list[dict[str, Any]]":
        """What was measured of every layer, in the order in which the batch passed them; empty
        where the step was not one to look at."""
        if self.sights is None:
            return []
        gradients = probe.by_layer(self.gradients or {})
        values = _numbers(self.sights)
        found = []
        for sight, numbers in zip(self.sights, values):
            fields: dict[str, Any] = {"name": sight.name, **numbers}
            fields.update(probe.layers.get(sight.name, {}))
            if sight.name in gradients:
                fields["gradientNorm"] = gradients[sight.name]
            found.append(fields)
        return found


def _numbers(sights: "list[LayerSight]") -> "list[dict[str, float]]":
    """All that was seen, brought from the device at once."""
    flat = [value for sight in sights for value in sight.numbers.values()]
    if not flat:
        return [{} for _ in sights]
    device = flat[0].device
    values = iter(torch.stack([value.to(device, torch.float32) for value in flat]).tolist())
    return [{name: next(values) for name in sight.numbers} for sight in sights]
