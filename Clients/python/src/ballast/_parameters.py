"""Measures gradients before an update, and what the update changes."""

from __future__ import annotations

import math
from typing import Any, Optional

import torch
from torch import Tensor, nn

from . import _norms

Optimizer = torch.optim.Optimizer


class ParameterProbe:
    """The parameters of a model, by the layer that they belong to."""

    def __init__(self, model: nn.Module, optimizer: Optimizer) -> None:
        self._optimizer = optimizer
        moved = {id(p) for group in optimizer.param_groups for p in group["params"]}
        self._named = list(model.named_parameters())
        self._layers = [name.rpartition(".")[0] for name, _ in self._named]
        self._moved = [index for index, (_, p) in enumerate(self._named) if id(p) in moved]
        self.count = sum(self._named[index][1].numel() for index in self._moved)
        self._before = _norms.Snapshot()
        self.update_ratio: Optional[float] = None
        self.layers: dict[str, dict[str, float]] = {}

    def gradient_norms(self, scale: float = 1.0) -> "Optional[dict[int, float]]":
        """By the index of the parameter; None where no parameter has a gradient."""
        found = [i for i in self._moved if self._named[i][1].grad is not None]
        if not found:
            return None
        norms = _norms.norms([_gradient(self._named[i][1]) for i in found]).tolist()
        return {index: value / scale for index, value in zip(found, norms)}

    def by_layer(self, norms: "dict[int, float]") -> dict[str, float]:
        """The norms of layers from those of their parameters."""
        parts: dict[str, list[float]] = {}
        for index, value in norms.items():
            parts.setdefault(self._layers[index], []).append(value)
        return {layer: _norms.combined(values) for layer, values in parts.items()}

    def remember(self) -> None:
        """Keeps the parameters as they are before an update."""
        self._before.take([self._named[index][1] for index in self._moved])

    def forget(self) -> None:
        """Takes back what was measured of the last update."""
        self._before.drop()
        self.update_ratio, self.layers = None, {}

    def compare(self, with_layers: bool) -> None:
        """Measures what the update has changed since :meth:`remember`."""
        before = self._before.old()
        if not before:
            return
        ratios = self._second_moments(before) if with_layers else {}
        weights, updates = self._before.changes([self._named[i][1] for i in self._moved])
        size = _norms.combined(weights)
        self.update_ratio = _norms.combined(updates) / size if size > 0 else math.nan
        if not with_layers:
            return
        weight = self.by_layer(dict(zip(self._moved, weights)))
        update = self.by_layer(dict(zip(self._moved, updates)))
        self.layers = {
            name: {"weightNorm": weight[name], "updateNorm": update[name]} for name in weight}
        for name, ratio in ratios.items():
            self.layers[name]["secondMomentRatio"] = ratio

    def _second_moments(self, before: "list[Tensor]") -> dict[str, float]:
        """√mean(g²/v) of each layer, with the second moment v free of bias, as Adam has it."""
        sums: dict[str, list[float]] = {}
        counts: dict[str, int] = {}
        groups = {
            id(p): group for group in self._optimizer.param_groups for p in group["params"]}
        for index, old in zip(self._moved, before):
            parameter = self._named[index][1]
            group = groups[id(parameter)]
            moment = self._optimizer.state.get(parameter, {}).get("exp_avg_sq")
            if moment is None or "betas" not in group or parameter.grad is None:
                continue
            ratio = _moment_ratio(self._optimizer, parameter, group, moment, old)
            sums.setdefault(self._layers[index], []).append(ratio)
            layer = self._layers[index]
            counts[layer] = counts.get(layer, 0) + parameter.numel()
        return {name: math.sqrt(sum(parts) / counts[name]) for name, parts in sums.items()}


def _moment_ratio(
    optimizer: Optimizer, parameter: nn.Parameter, group: dict[str, Any], moment: Tensor,
    old: Tensor,
) -> float:
    with torch.no_grad():
        gradient = _norms.dense(_gradient(parameter)).float()
        decay = group.get("weight_decay", 0)
        is_decoupled = group.get("decoupled_weight_decay", False)
        if decay and not is_decoupled and not isinstance(optimizer, torch.optim.AdamW):
            gradient = gradient + decay * old.float()
        step = float(optimizer.state[parameter].get("step", 1))
        free = moment.float() / (1 - group["betas"][1] ** step)
        return float((gradient.square() / free.clamp_min(group["eps"] ** 2)).sum())


def _gradient(parameter: nn.Parameter) -> Tensor:
    gradient = parameter.grad
    assert gradient is not None
    return gradient
