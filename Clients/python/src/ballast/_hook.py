"""What is registered on a model that others may copy and save."""

from __future__ import annotations

import contextlib
import inspect
from typing import Any, Callable

import torch
from torch import nn


class Hook:
    """Calls a watcher. A copy of it, or what is saved of it, calls nobody.

    So a model may be copied, as for a moving average of its weights, and saved as a whole, and
    neither takes the watcher with it nor needs this package to be loaded.
    """

    def __init__(self, action: Callable[..., None]) -> None:
        self._action = action

    def __call__(self, *arguments: Any) -> None:
        self._action(*arguments)

    def __deepcopy__(self, memo: Any) -> Callable[..., None]:
        return contextlib.nullcontext().__exit__

    def __reduce__(self) -> Any:
        # A method of the standard library that takes anything and does nothing.
        return getattr, (contextlib.nullcontext(), "__exit__")


def takes_always_call() -> bool:
    """Whether forward hooks can be asked to run when the forward pass raises."""
    parameters = inspect.signature(torch.nn.Module.register_forward_hook).parameters
    return "always_call" in parameters


def is_compiled(model: nn.Module) -> bool:
    """Whether a model or a part of it is compiled."""
    return any(
        hasattr(module, "_orig_mod") or getattr(module, "_compiled_call_impl", None) is not None
        for module in model.modules())
