"""Batch normalization by other statistics than the running ones.

The running statistics themselves are never written: other tensors take their place for a while,
and then the very same tensors come back.
"""

from __future__ import annotations

import contextlib
from typing import Any, Callable, Iterable, Iterator, Optional

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

_NAMES = ("running_mean", "running_var", "num_batches_tracked")


def normalizing(model: nn.Module) -> "list[_BatchNorm]":
    """The layers that keep running statistics."""
    return [
        module for module in model.modules()
        if isinstance(module, _BatchNorm) and module._buffers.get("running_mean") is not None
    ]


@contextlib.contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Evaluation mode; every module gets its own mode back."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


@contextlib.contextmanager
def replaced(buffers: "dict[nn.Module, dict[str, Optional[Tensor]]]") -> Iterator[None]:
    """Other buffers in the place of the layers' own."""
    own = {module: {name: module._buffers[name] for name in new} for module, new in buffers.items()}
    try:
        for module, new in buffers.items():
            module._buffers.update(new)
        yield
    finally:
        for module, old in own.items():
            module._buffers.update(old)


def of_the_batch(model: nn.Module) -> "dict[nn.Module, dict[str, Optional[Tensor]]]":
    """No running statistics at all: in evaluation mode each batch is normalized by itself then."""
    return {
        module: {"running_mean": None, "running_var": None} for module in normalizing(model)}


def reestimated(
    model: nn.Module, batches: Iterable[Any], forward: Callable[[Any], Any],
) -> "Optional[dict[nn.Module, dict[str, Optional[Tensor]]]]":
    """The plain means over some training batches under the current weights.

    Nothing but batch normalization is in training mode, so that dropout draws no masks. None where
    there was no batch. Source: Wu and Johnson 2021, "Rethinking batch in batch norm", section 3.2.
    """
    layers = normalizing(model)
    fresh: "dict[nn.Module, dict[str, Optional[Tensor]]]" = {}
    for layer in layers:
        own = {name: layer._buffers.get(name) for name in _NAMES}
        fresh[layer] = {
            name: None if value is None else torch.zeros_like(value) for name, value in own.items()}
    weights = [layer.momentum for layer in layers]
    count = 0
    with evaluating(model), replaced(fresh), torch.no_grad():
        try:
            for layer in layers:
                layer.training = True
            for batch in batches:
                count += 1
                for layer in layers:
                    layer.momentum = 1 / count
                forward(batch)
        finally:
            for layer, weight in zip(layers, weights):
                layer.momentum = weight
    return fresh if count else None
