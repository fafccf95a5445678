"""What a batch says of the model: its loss, its accuracy, and the losses of its samples."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Optional

import torch
import torch.nn.functional as functional
from torch import Tensor

TOP_K = 5
# How far the mean of cross-entropies may be from the loss to be what the loss is made of.
_SAME_LOSS = 1e-3


@dataclass
class Outcome:
    """Sums over the samples of one or several batches."""

    samples: int = 0
    batches: int = 0
    loss_sum: float = 0.0
    scored: int = 0
    correct: int = 0
    correct_in_top: int = 0
    losses: Optional[list[float]] = field(default_factory=list)
    """Of each sample; None where they are not known or not asked for."""

    @property
    def loss(self) -> float:
        """The mean over the samples."""
        return self.loss_sum / self.samples if self.samples else math.nan

    @property
    def accuracy(self) -> float:
        """The share whose first guess is right; NaN where labels or logits are not known."""
        return self.correct / self.scored if self.scored else math.nan

    @property
    def top_k_accuracy(self) -> float:
        """The share whose first five guesses hold the right class; NaN as above."""
        return self.correct_in_top / self.scored if self.scored else math.nan

    def add(
        self, loss: Any, logits: Optional[Tensor], labels: Any, losses: Any = None,
        samples: Optional[int] = None,
    ) -> None:
        """Takes up a batch.

        `loss` is its mean, or a vector with one number per sample; `losses` such a vector beside
        the mean.
        """
        value = loss.detach().float() if isinstance(loss, Tensor) else torch.tensor(float(loss))
        if value.dim() > 0 and value.numel() > 1:
            losses = value if losses is None else losses
            value = value.mean()
        mean = float(value)
        target = _class_labels(logits, labels)
        count = _count(samples, labels, logits, losses)
        self.samples += count
        self.batches += 1
        self.loss_sum += mean * count
        if self.losses is not None:
            vector = per_sample(mean, logits, target, losses)
            self.losses = None if vector is None else self.losses + vector
        if logits is not None and target is not None:
            self._score(logits, target)

    def _score(self, logits: Tensor, labels: Tensor) -> None:
        classes = logits.shape[1]
        known = (labels >= 0) & (labels < classes)
        own = logits.gather(1, labels.clamp(0, classes - 1)[:, None])
        earlier = torch.arange(classes, device=logits.device)[None, :] < labels[:, None]
        # Ties count in favour of earlier classes; NaN never wins.
        better = ((logits > own) | ((logits == own) & earlier)).sum(dim=1)
        sound = known & ~own[:, 0].isnan()
        found = torch.stack([
            known.sum(), (sound & (better == 0)).sum(),
            (sound & (better < min(TOP_K, classes))).sum()])
        scored, correct, in_top = found.tolist()
        self.scored += scored
        self.correct += correct
        self.correct_in_top += in_top


def logits_of(output: Any) -> Optional[Tensor]:
    """The `(N, K)` scores in what a classifier returns; None where there are none.

    Models with auxiliary heads return them beside the main one, which has the name `logits` or
    comes first.
    """
    if isinstance(output, Tensor):
        return output.detach() if output.dim() == 2 and output.is_floating_point() else None
    named = getattr(output, "logits", None)
    if named is None and isinstance(output, dict):
        named = output.get("logits")
    if named is None and isinstance(output, (tuple, list)) and output:
        named = output[0]
    return logits_of(named) if isinstance(named, Tensor) else None


def per_sample(
    mean: float, logits: Optional[Tensor], labels: Optional[Tensor], losses: Any
) -> Optional[list[float]]:
    """The losses of the samples: as given, or cross-entropies where their mean is the loss."""
    if losses is not None:
        values = losses.detach() if isinstance(losses, Tensor) else torch.tensor(losses)
        return [float(value) for value in values.reshape(-1).tolist()]
    if logits is None or labels is None:
        return None
    classes = logits.shape[1]
    if classes < 2 or not bool(((labels >= 0) & (labels < classes)).all()):
        return None
    with torch.no_grad():
        entropies = functional.cross_entropy(logits.float(), labels, reduction="none")
    found_losses: list[float] = entropies.tolist()
    found = math.fsum(found_losses) / max(1, len(found_losses))
    if abs(found - mean) <= _SAME_LOSS * max(1e-6, abs(mean)):
        return found_losses
    # Where nothing is finite there is nothing to compare.
    return found_losses if not math.isfinite(found) and not math.isfinite(mean) else None


def _class_labels(logits: Optional[Tensor], labels: Any) -> Optional[Tensor]:
    if logits is None or labels is None:
        return None
    target = labels if isinstance(labels, Tensor) else torch.as_tensor(labels)
    if target.is_floating_point() or target.dim() != 1 or target.shape[0] != logits.shape[0]:
        return None
    return target.detach().to(logits.device, torch.int64)


def _count(samples: Optional[int], labels: Any, logits: Optional[Tensor], losses: Any) -> int:
    if samples is not None:
        return samples
    for value in (labels, logits, losses):
        if value is not None:
            return len(value)
    return 1
