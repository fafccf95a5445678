"""Names the first tensor of a step that is not finite, in the order in which the step computes."""

from __future__ import annotations

import contextlib
from typing import Any, Optional

import torch
from torch import Tensor, nn

from . import _inputs, _norms, _randomness, _statistics


class _Found(Exception):
    def __init__(self, layer: str) -> None:
        super().__init__(layer)
        self.layer = layer


def is_finite(tensor: Tensor) -> bool:
    """Whether all elements are; whole numbers always."""
    if not (tensor.is_floating_point() or tensor.is_complex()) or tensor.is_sparse:
        return True
    return bool(torch.isfinite(tensor.detach()).all())


class ForwardPass:
    """What the model was given last in training: enough to compute it again."""

    def __init__(self, args: Any, kwargs: Any) -> None:
        self.args = args
        self.kwargs = kwargs
        self._autocast = [
            (device, _autocast_type(device)) for device in ("cpu", "cuda")
            if _is_autocast(device)
        ]

    @property
    def images(self) -> Optional[Tensor]:
        """The first tensor of numbers among the arguments."""
        found = _inputs.first_tensor(self.args)
        return found if found is not None else _inputs.first_tensor(self.kwargs)

    @property
    def half_type(self) -> Optional[torch.dtype]:
        """The type that autocast computes in; None where it is off."""
        return self._autocast[0][1] if self._autocast else None

    def again(self, model: nn.Module) -> Any:
        """The model's output; random numbers and gradients stay what they are."""
        with contextlib.ExitStack() as stack:
            stack.enter_context(torch.no_grad())
            stack.enter_context(_randomness.kept())
            for device, kind in self._autocast:
                stack.enter_context(torch.autocast(device, dtype=kind))
            return model(*self.args, **self.kwargs)


def before_backward(
    model: nn.Module, forward: Optional[ForwardPass], step: int
) -> Optional[dict[str, Any]]:
    """Looks at images, parameters and activations; to be called before the update is made, at the
    first step that is not finite.

    The step before was finite up to its gradients: what is wrong with a parameter now is the doing
    of its update.
    """
    images = forward.images if forward is not None else None
    if images is not None and not is_finite(images):
        return _record(step, "images", "", "input")
    for name, tensor in model.named_parameters():
        if not is_finite(tensor):
            layer = name.rpartition(".")[0]
            if step > 1:
                return _record(step - 1, name, layer, "update")
            return _record(step, name, layer, "forward")
    found = _first_layer(model, forward) if forward is not None else None
    if found is None:
        return None
    return _record(step, f"{found} output" if found else "logits", found, "forward")


def behind_forward(
    model: nn.Module, step: int, loss_is_finite: bool
) -> Optional[dict[str, Any]]:
    """The loss, or the first gradient in the order of the backward pass: the last layer's.

    Where the elements of all are finite, the first whose squares sum to more than float32 holds.
    """
    if not loss_is_finite:
        return _record(step, "loss", "", "loss")
    gradients = [
        (name, parameter.grad) for name, parameter in model.named_parameters()
        if parameter.grad is not None][::-1]
    for check in (is_finite, _has_finite_norm):
        for name, gradient in gradients:
            if not check(gradient):
                return _record(step, f"{name} gradient", name.rpartition(".")[0], "backward")
    return None


def _has_finite_norm(tensor: Tensor) -> bool:
    return bool(torch.isfinite(_norms.norms([tensor])).all())


def _record(step: int, tensor: str, layer: str, phase: str) -> dict[str, Any]:
    return {"step": step, "tensor": tensor, "layer": layer, "phase": phase}


def _first_layer(model: nn.Module, forward: ForwardPass) -> Optional[str]:
    handles = []

    def look(name: str) -> Any:
        def hook(module: nn.Module, args: Any, output: Any) -> None:
            tensors = output if isinstance(output, (tuple, list)) else [output]
            if any(isinstance(item, Tensor) and not is_finite(item) for item in tensors):
                raise _Found(name)

        return hook

    own: "dict[nn.Module, dict[str, Optional[Tensor]]]" = {
        layer: {
            name: None if value is None else value.clone()
            for name, value in layer._buffers.items()
        }
        for layer in _statistics.normalizing(model)
    }
    try:
        for name, module in model.named_modules():
            handles.append(module.register_forward_hook(look(name)))
        with _statistics.replaced(own):
            forward.again(model)
    except _Found as found:
        return found.layer
    finally:
        for handle in handles:
            handle.remove()
    return None


def _is_autocast(device: str) -> bool:
    try:
        return bool(torch.is_autocast_enabled(device))
    except TypeError:
        return torch.is_autocast_cpu_enabled() if device == "cpu" else torch.is_autocast_enabled()


def _autocast_type(device: str) -> torch.dtype:
    if hasattr(torch, "get_autocast_dtype"):
        return torch.get_autocast_dtype(device)
    if device == "cpu":
        return torch.get_autocast_cpu_dtype()
    return torch.get_autocast_gpu_dtype()
