"""Which samples a step was made of, and how its loss is shared among them."""

from __future__ import annotations

import math
from typing import Any, Iterable, Optional, Sequence

import torch
from torch import Tensor

_MASK = (1 << 64) - 1
WORST_PART = 16


def mixed(index: int) -> int:
    """The finalizer of SplitMix64, by which sums of mixed positions tell sets apart.

    Source: Steele et al. 2014, "Fast splittable pseudorandom number generators".
    """
    z = (index + 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def checksum(indices: Iterable[int]) -> int:
    """Of samples' positions in the data set, whatever their order in the batch."""
    total = 0
    for index in indices:
        total += mixed(index & _MASK)
    return total & _MASK


class Fingerprints:
    """A number per sample that other contents are very unlikely to have.

    It stands in for a sample's position where nobody gives it: the product of the sample with one
    fixed vector.
    """

    def __init__(self) -> None:
        self._vector: Optional[Tensor] = None

    def of(self, images: Tensor) -> Optional[Tensor]:
        """A float32 vector; None for what is no batch of numbers."""
        if images.dim() < 2 or images.shape[0] == 0 or not images.is_floating_point():
            return None
        flat = images.detach().reshape(images.shape[0], -1).float()
        vector = self._vector
        if vector is None or vector.numel() != flat.shape[1] or vector.device != flat.device:
            positions = torch.arange(1, flat.shape[1] + 1, dtype=torch.float64)
            vector = positions.mul(0.7548776662466927).frac().sub(0.5).float().to(flat.device)
            self._vector = vector
        return flat @ vector


def as_positions(values: Sequence[float]) -> list[int]:
    """Fingerprints as integers, bit by bit."""
    bits = torch.tensor(list(values), dtype=torch.float64).view(torch.int64)
    return [int(value) for value in bits.tolist()]


def worst_share(losses: Sequence[float]) -> float:
    """The share of the loss that the worst sixteenth of the samples carries, at least one.

    NaN where the loss is 0 or not finite.
    """
    total = math.fsum(losses) if all(map(math.isfinite, losses)) else math.nan
    if not total or math.isnan(total):
        return math.nan
    worst = max(1, len(losses) // WORST_PART)
    return math.fsum(sorted(losses, reverse=True)[:worst]) / total


def label_counts(labels: Sequence[int], classes: int) -> list[int]:
    """The samples of each class; labels that are no class, such as -100, are not counted."""
    counts = [0] * classes
    for label in labels:
        if 0 <= label < classes:
            counts[label] += 1
    return counts


def integers(values: Any) -> Optional[list[int]]:
    """Labels or indices as plain integers; None where they are something else."""
    if values is None:
        return None
    if isinstance(values, Tensor):
        if values.is_floating_point() or values.is_complex() or values.dim() > 1:
            return None
        values = values.detach().reshape(-1).tolist()
    try:
        return [int(value) for value in values]
    except (TypeError, ValueError):
        return None


class EpochTracker:
    """Counts epochs, and the samples of the epoch before a batch.

    Whoever trains may say the epoch. Otherwise it begins anew behind so many samples as the
    training set has, or where a sample comes for the second time, or the first batch does.
    """

    def __init__(self, batches_per_epoch: Optional[int]) -> None:
        self.epoch = 0
        self.position = 0
        self._batches_per_epoch = batches_per_epoch
        self._batches = 0
        self._first: Optional[int] = None
        self._seen: set[int] = set()

    def skip(self, batches: int) -> None:
        """Stands behind so many batches, as a run does that is taken up again."""
        if self._batches_per_epoch:
            self.epoch, self._batches = divmod(batches, self._batches_per_epoch)

    def next(
        self, samples: int, indices: Optional[Sequence[int]], batch: Optional[int],
        given: Optional[int],
    ) -> "tuple[int, int]":
        """Takes up the next batch: its epoch, and the samples of the epoch before it.

        `batch` is its checksum, `given` the epoch that the caller says.
        """
        if given is not None:
            if given != self.epoch:
                self._begin(int(given))
        elif self._is_first_again(indices, batch):
            self._begin(self.epoch + 1)
        if self._first is None:
            self._first = batch
        if indices is not None and given is None and self._batches_per_epoch is None:
            self._seen.update(indices)
        place = (self.epoch, self.position)
        self.position += samples
        self._batches += 1
        return place

    def _is_first_again(self, indices: Optional[Sequence[int]], batch: Optional[int]) -> bool:
        if self._batches == 0:
            return False
        if self._batches_per_epoch is not None:
            return self._batches >= self._batches_per_epoch
        if indices is not None:
            return any(index in self._seen for index in indices)
        return batch is not None and batch == self._first

    def _begin(self, epoch: int) -> None:
        self.epoch, self.position, self._batches = epoch, 0, 0
        self._first = None
        self._seen.clear()
