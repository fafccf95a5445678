"""Images of seven classes that are made up on the spot: gratings of seven directions, under noise.

The pixels lie in 0 … 1, as those of photographs do once they are tensors.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

CLASSES = 7


def images(
    count: int, size: int = 32, seed: int = 0, contrast: float = 0.12
) -> "tuple[Tensor, Tensor]":
    """`(count, 3, size, size)` images and their classes, which depend on the seed alone."""
    random = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, CLASSES, (count,), generator=random)
    angles = labels * (math.pi / CLASSES) + 0.1 * torch.randn(count, generator=random)
    phases = 2 * math.pi * torch.rand(count, generator=random)
    waves = 0.5 + 0.5 * torch.rand(count, generator=random)
    axis = torch.arange(size, dtype=torch.float32) - size / 2
    rows, columns = torch.meshgrid(axis, axis, indexing="ij")
    way = columns * torch.cos(angles)[:, None, None] + rows * torch.sin(angles)[:, None, None]
    grating = torch.sin(way * waves[:, None, None] + phases[:, None, None])
    colours = 0.3 + 0.4 * torch.rand(count, 3, 1, 1, generator=random)
    noise = 0.08 * torch.randn(count, 3, size, size, generator=random)
    return (colours + contrast * grating[:, None] + noise).clamp(0, 1), labels
