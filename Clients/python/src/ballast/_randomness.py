"""Keeps what the hook does from moving the random numbers of the training."""

from __future__ import annotations

import contextlib
import random
import sys
from typing import Any, Iterator

import torch


@contextlib.contextmanager
def kept(*loaders: Any) -> Iterator[None]:
    """Puts back every generator's state afterwards: PyTorch's on each device, Python's, NumPy's,
    and those that the loaders have of their own."""
    own = _own_generators(loaders)
    states = [(generator, generator.get_state()) for generator in own]
    host = torch.get_rng_state()
    devices = torch.cuda.get_rng_state_all() if _uses_cuda() else []
    python = random.getstate()
    numpy = sys.modules.get("numpy")
    numbers = numpy.random.get_state() if numpy is not None else None
    try:
        yield
    finally:
        torch.set_rng_state(host)
        if devices:
            torch.cuda.set_rng_state_all(devices)
        random.setstate(python)
        if numpy is not None and numbers is not None:
            numpy.random.set_state(numbers)
        for generator, state in states:
            generator.set_state(state)


def _uses_cuda() -> bool:
    return torch.cuda.is_available() and torch.cuda.is_initialized()


def _own_generators(loaders: Any) -> "list[torch.Generator]":
    found: list[torch.Generator] = []
    for loader in loaders:
        sampler = getattr(loader, "sampler", None)
        batches = getattr(loader, "batch_sampler", None)
        for holder in (loader, sampler, batches, getattr(batches, "sampler", None)):
            generator = getattr(holder, "generator", None)
            if isinstance(generator, torch.Generator) and generator not in found:
                found.append(generator)
    return found
