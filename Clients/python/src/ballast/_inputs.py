"""What the images look like that reach the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

import torch
from torch import Tensor


def first_tensor(value: Any) -> Optional[Tensor]:
    """The first tensor of numbers among the arguments of a model."""
    if isinstance(value, Tensor):
        return value if value.is_floating_point() else None
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            found = first_tensor(item)
            if found is not None:
                return found
    return None


@dataclass
class InputSurvey:
    """Moments of the first batches, per channel."""

    batches: int = 2
    samples: int = 0
    image_size: int = 0
    peak: float = 0.0
    _pixels: int = 0
    _sums: list[float] = field(default_factory=list)
    _squares: list[float] = field(default_factory=list)
    _ranges: list[Tensor] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether enough batches were looked at."""
        return self.batches <= 0

    @property
    def channels(self) -> int:
        """0 where no image was seen."""
        return len(self._sums)

    def look(self, images: Tensor) -> None:
        """Takes up a batch `(N, C, …)`; one that is no such batch, or not finite, is passed over.
        """
        if self.is_complete or images.dim() < 2 or images.shape[0] == 0:
            return
        self.batches -= 1
        values = images.detach().float()
        if values.dim() == 2:
            values = values.unsqueeze(1)
        elif values.dim() > 4:
            values = values.flatten(3)
        channels = values.shape[1]
        if channels > 16 or self._sums and channels != self.channels:
            return
        rows = values.reshape(values.shape[0], channels, -1)
        sums = rows.double().sum(dim=(0, 2))
        squares = rows.double().square().sum(dim=(0, 2))
        if not bool(torch.isfinite(squares).all()):
            return
        if not self._sums:
            self._sums, self._squares = [0.0] * channels, [0.0] * channels
        self._sums = [old + new for old, new in zip(self._sums, sums.tolist())]
        self._squares = [old + new for old, new in zip(self._squares, squares.tolist())]
        self._ranges.append(torch.stack([rows.amin(dim=2), rows.amax(dim=2)]).cpu())
        self.peak = max(self.peak, float(rows.abs().max()))
        self._pixels += rows.shape[0] * rows.shape[2]
        self.samples += rows.shape[0]
        self.image_size = int(images.shape[-1]) if images.dim() == 4 else 0

    def mean(self) -> list[float]:
        """Of each channel."""
        return [total / self._pixels for total in self._sums]

    def deviation(self) -> list[float]:
        """Of each channel."""
        return [
            max(0.0, square / self._pixels - mean * mean) ** 0.5
            for square, mean in zip(self._squares, self.mean())
        ]

    def _range(self) -> "tuple[list[float], list[float]]":
        """The lowest and highest value of a channel in the median image: one odd image among
        sound ones does not count."""
        ranges = torch.cat(self._ranges, dim=1)
        low, high = ranges.median(dim=1).values.tolist()
        return low, high

    def preprocessing(self) -> dict[str, Any]:
        """As Ballast knows it: what the model sees is `(value / 255 − mean) / std`.

        The values that a hook sees have lost their origin. They are taken to come from 0 … 255,
        so that the ends of that scale lie where the ends of the observed values do.
        """
        if not self._sums:
            return {"mean": [0.0], "std": [1.0], "imageSize": 0, "channels": 1}
        mean, std = [], []
        for low, high in zip(*self._range()):
            span = high - low if high > low else 1.0
            mean.append(-low / span)
            std.append(1 / span)
        return {
            "mean": mean, "std": std, "imageSize": self.image_size, "channels": self.channels}

    def pixel_scale(self) -> str:
        """Ballast's word for it: `bytes`, `unit` or `standardized`."""
        if not self._sums:
            return "standardized"
        low, high = self._range()
        if max(high) > 16 and min(low) >= 0:
            return "bytes"
        return "unit" if min(low) >= 0 and max(high) <= 1 else "standardized"

    def facts(self) -> Optional[dict[str, Any]]:
        """What was measured, for `run.json`; None where no image was seen."""
        if not self._sums:
            return None
        return {
            "mean": self.mean(), "deviation": self.deviation(), "peak": self.peak,
            "samples": self.samples, "nonFiniteSamples": [], "outliers": {}, "outlierSteps": [],
        }
