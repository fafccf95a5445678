"""Looks at the layers of a model during one forward pass.

A layer is a module with parameters of its own. Its output counts behind the activation function
that follows it, whether that is a module or a function, because a torch-function mode sees both.
All hooks are there for one pass only: at other steps the model runs as if nobody watched.
"""

from __future__ import annotations

import math
from typing import Any, Callable, Optional

import torch
import torch.nn.functional as functional
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.overrides import TorchFunctionMode

_RECTIFIERS: "set[Any]" = {functional.relu, torch.relu, torch.relu_, Tensor.relu, Tensor.relu_}
_RECTIFIERS.add(getattr(functional, "relu_", functional.relu))
_TANH: "set[Any]" = {functional.tanh, torch.tanh, torch.tanh_, Tensor.tanh, Tensor.tanh_}
_SIGMOID: "set[Any]" = {
    functional.sigmoid, torch.sigmoid, torch.sigmoid_, Tensor.sigmoid, Tensor.sigmoid_,
}
_OTHER_ACTIVATIONS: "set[Any]" = {
    functional.leaky_relu, functional.elu, functional.selu, functional.celu, functional.gelu,
    functional.silu, functional.mish, functional.relu6, functional.hardswish, functional.prelu,
    functional.rrelu, functional.softplus,
}
_ACTIVATIONS = _RECTIFIERS | _TANH | _SIGMOID | _OTHER_ACTIVATIONS
# What only rearranges, selects or converts: the layer behind it is still the one to be counted.
_REARRANGING = {
    functional.max_pool2d, functional.avg_pool2d, functional.adaptive_avg_pool2d,
    functional.adaptive_max_pool2d, functional.max_pool1d, functional.dropout,
    functional.dropout2d, torch.max_pool2d, torch.flatten, Tensor.flatten, Tensor.view,
    Tensor.reshape, Tensor.permute, Tensor.transpose, Tensor.contiguous, Tensor.to, Tensor.float,
}


class LayerSight:
    """What was seen of one layer, as tensors that nobody has waited for."""

    def __init__(self, name: str, module: nn.Module) -> None:
        self.name = name
        self.module = module
        last = isinstance(module, (nn.Linear, nn.LayerNorm, nn.Embedding))
        self.channel_axis = -1 if last else 1
        self.numbers: dict[str, Tensor] = {}

    def measure(self, output: Tensor, activation: Optional[Callable[..., Any]]) -> None:
        """Takes the root mean square and the peak of an output, and what its activation asks."""
        with torch.no_grad():
            values = output.detach()
            if values.numel() == 0 or not values.is_floating_point():
                return
            norm = torch.linalg.vector_norm(values, dtype=torch.float32)
            low, high = torch.aminmax(values)
            self.numbers["activationScale"] = norm / math.sqrt(values.numel())
            self.numbers["activationPeak"] = torch.maximum(low.abs(), high.abs()).float()
            self.numbers.pop("deadFraction", None)
            self.numbers.pop("saturatedFraction", None)
            if activation in _RECTIFIERS and values.dim() > 1:
                axis = self.channel_axis % values.dim()
                others = [index for index in range(values.dim()) if index != axis]
                self.numbers["deadFraction"] = (values.amax(dim=others) == 0).float().mean()
            elif activation in _TANH:
                self.numbers["saturatedFraction"] = (values.abs() > 0.99).float().mean()
            elif activation in _SIGMOID:
                outside = (values < 0.01) | (values > 0.99)
                self.numbers["saturatedFraction"] = outside.float().mean()


class LayerObserver(TorchFunctionMode):
    """Observes one forward pass: begin it with :meth:`start`, end it with :meth:`stop`."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self._model = model
        self.sights: list[LayerSight] = []
        self._known: dict[str, LayerSight] = {}
        self._handles: list[Any] = []
        self._open: list[str] = []
        self._statistics: dict[str, "tuple[Tensor, Tensor]"] = {}
        # By the identity of a tensor: the tensor, its layer, and whether it is still to be
        # measured.
        self._followed: dict[int, "tuple[Tensor, LayerSight, bool]"] = {}
        self._is_running = False
        self.fault: Optional[Exception] = None

    def start(self) -> None:
        """Sets the mode, and hooks on all modules but the model itself.

        Those would be taken away while PyTorch goes through them; whoever begins and ends the pass
        speaks for the model.
        """
        for name, module in self._model.named_modules():
            if name:
                self._handles.append(module.register_forward_pre_hook(self._entering(name)))
                self._handles.append(module.register_forward_hook(self._leaving(name)))
        self._enter("", self._model)
        self.__enter__()
        self._is_running = True

    def stop(self, output: Any = None) -> None:
        """Takes hooks and mode away; `output` is that of the model. To stop twice does no harm."""
        if not self._is_running:
            return
        self._is_running = False
        self.__exit__(None, None, None)
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        self._safely(self._leave, "", self._model, output)
        for key in list(self._followed):
            self._safely(self._settle, key)
        self._followed.clear()
        self._statistics.clear()

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        source = args[0] if args else kwargs.get("input")
        activates = func in _ACTIVATIONS
        if self._followed and not activates:
            self._safely(self._settle_all, args)
        result = func(*args, **kwargs)
        if isinstance(result, Tensor):
            self._safely(self._follow, func, source, result)
        return result

    def _follow(self, func: Any, source: Any, result: Tensor) -> None:
        followed = self._followed.get(id(source)) if isinstance(source, Tensor) else None
        if func in _ACTIVATIONS:
            sight = followed[1] if followed else self._current()
            self._followed.pop(id(source), None)
            if sight is not None:
                sight.measure(result, func)
        elif followed and func in _REARRANGING:
            self._followed[id(result)] = (result, followed[1], False)
        elif id(result) in self._followed:
            # Changed in place: what it holds now is no layer's output.
            self._followed.pop(id(result))

    def _entering(self, name: str) -> Callable[..., None]:
        return lambda module, args: self._safely(self._enter, name, module)

    def _leaving(self, name: str) -> Callable[..., None]:
        return lambda module, args, output: self._safely(self._leave, name, module, output)

    def _enter(self, name: str, module: nn.Module) -> None:
        self._open.append(name)
        if isinstance(module, _BatchNorm) and module.training and name not in self._known:
            if module.running_mean is not None and module.running_var is not None:
                self._statistics[name] = (
                    module.running_mean.detach().clone(), module.running_var.detach().clone())

    def _leave(self, name: str, module: nn.Module, output: Any) -> None:
        if self._open:
            self._open.pop()
        if name in self._known or not _has_own_parameters(module):
            return
        sight = self._add(name, module)
        if isinstance(output, Tensor):
            self._followed[id(output)] = (output, sight, True)
        before = self._statistics.pop(name, None)
        if before is not None:
            drift = _drift(module, *before)
            if drift is not None:
                sight.numbers["batchNormDrift"] = drift

    def _safely(self, action: Callable[..., None], *arguments: Any) -> None:
        """A fault ends the observation and not the pass."""
        if self.fault is not None:
            return
        try:
            action(*arguments)
        except Exception as error:
            self.fault = error

    def _add(self, name: str, module: nn.Module) -> LayerSight:
        sight = LayerSight(name, module)
        self.sights.append(sight)
        self._known[name] = sight
        return sight

    def _current(self) -> Optional[LayerSight]:
        """For an activation of something else than a layer's output, such as a residual sum: the
        module that runs."""
        if not self._open:
            return None
        # An activation module is run by the one around it.
        names = [name for name in self._open if not _is_activation(self._model, name)]
        name = names[-1] if names else ""
        if name in self._known:
            return None
        return self._add(name, self._model.get_submodule(name))

    def _settle_all(self, args: Any) -> None:
        for item in args:
            if isinstance(item, Tensor):
                self._settle(id(item))
            elif isinstance(item, (list, tuple)):
                self._settle_all(item)

    def _settle(self, key: int) -> None:
        """Measures an output that no activation function has followed."""
        entry = self._followed.get(key)
        if entry is not None and entry[2]:
            entry[1].measure(entry[0], None)
            self._followed[key] = (entry[0], entry[1], False)


def _has_own_parameters(module: nn.Module) -> bool:
    return any(parameter is not None for parameter in module._parameters.values())


def _is_activation(model: nn.Module, name: str) -> bool:
    module = model.get_submodule(name)
    return type(module).__module__ == "torch.nn.modules.activation"


def _drift(module: Any, mean: Tensor, variance: Tensor) -> Optional[Tensor]:
    """The largest of the channels' |running mean − batch mean| / √(batch variance + ε).

    The batch's moments are taken from how far the running ones have moved, which costs no pass
    over the activations.
    """
    weight = module.momentum
    if weight is None:
        weight = 1 / max(1, int(module.num_batches_tracked))
    if not 1e-4 < weight <= 1:
        return None
    with torch.no_grad():
        moved = module.running_mean - mean
        variance = (variance + (module.running_var - variance) / weight).clamp_min(0)
        ratio = (moved / weight).abs() / (variance + module.eps).sqrt()
        return ratio.max().float()
