"""Norms of many tensors at once, in float32, without waiting for the device."""

from __future__ import annotations

from typing import Optional, Sequence

import torch
from torch import Tensor

_foreach_norm = getattr(torch, "_foreach_norm", None)
_WIDE = (torch.float32, torch.float64)


def dense(tensor: Tensor) -> Tensor:
    """The stored elements of a tensor that may be sparse."""
    return tensor.coalesce().values() if tensor.is_sparse else tensor


def norms(tensors: Sequence[Tensor]) -> Tensor:
    """The L2 norm of each tensor: a float32 vector on the device of the first.

    Half precision is summed in float32, where its squares fit.
    """
    plain = [dense(tensor.detach()) for tensor in tensors]
    if not plain:
        return torch.zeros(0)
    device = plain[0].device
    if _foreach_norm is not None and all(tensor.dtype in _WIDE for tensor in plain):
        found = _foreach_norm(plain)
    else:
        found = [torch.linalg.vector_norm(tensor, dtype=torch.float32) for tensor in plain]
    return torch.stack([norm.to(device, torch.float32) for norm in found])


class Snapshot:
    """The values of some tensors at one moment, to be compared with what they are later.

    On a processor its memory is kept from one moment to the next: to get it anew from the system
    would take longer than the copying.
    """

    def __init__(self) -> None:
        self._copies: list[Tensor] = []
        self._is_filled = False

    def take(self, tensors: Sequence[Tensor]) -> None:
        """Copies the tensors as they are now."""
        with torch.no_grad():
            if len(self._copies) == len(tensors):
                for copy, tensor in zip(self._copies, tensors):
                    copy.copy_(tensor)
            else:
                self._copies = [tensor.detach().clone() for tensor in tensors]
        self._is_filled = True

    def drop(self) -> None:
        """Forgets the values."""
        self._is_filled = False
        if any(copy.is_cuda for copy in self._copies):
            self._copies = []

    def old(self) -> "Optional[list[Tensor]]":
        """The values, until :meth:`changes` is called; None where none were taken."""
        return self._copies if self._is_filled else None

    def changes(self, tensors: Sequence[Tensor]) -> "tuple[list[float], list[float]]":
        """The norms of the values, and of what has changed since. The values are lost by it."""
        with torch.no_grad():
            sizes, moves = [], []
            # One tensor after the other, so that it is still in the cache for the second norm.
            for copy, tensor in zip(self._copies, tensors):
                sizes.append(norms([copy]))
                moves.append(norms([copy.sub_(tensor.detach())]))
            self.drop()
            device = sizes[0].device
            both = torch.cat([part.to(device) for part in sizes + moves]).tolist()
        return both[:len(sizes)], both[len(sizes):]


def combined(norms_of_parts: Sequence[float]) -> float:
    """The norm of a whole from those of its parts; NaN where one is."""
    return sum(value * value for value in norms_of_parts) ** 0.5
