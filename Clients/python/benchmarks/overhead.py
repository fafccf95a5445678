"""What the hook costs a training step: the same step with it and without, alternately.

    python Clients/python/benchmarks/overhead.py

One thread. A step is zero_grad, forward, cross-entropy, backward, SGD with momentum,
`loss.item()`. Both variants train a model of their own, and single steps alternate. The hooked
steps are of three kinds: those at which little is measured, every 10th with the update's ratio,
every 50th with the layers. The figure is the median of each kind, weighed by how often it comes,
over the median of the bare steps. That ratio scatters by some hundredths where other programs use
the machine's caches, so the time within the hook's own calls is given too: `ownShare`, of a bare
step, beside which only the look at the layers stands, at every 50th step. Times are the process's
own, so that other load on the machine counts little; `--wall` takes the clock's.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time
from typing import Any, Callable, Optional

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "src"))
import ballast  # noqa: E402

CASES = {"resnet18-64": (32, 64), "resnet18-224": (8, 224)}


class Variant:
    """A model that is trained, with a watcher or without."""

    def __init__(self, batch_size: int, image_size: int, device: str) -> None:
        from torchvision.models import resnet18

        torch.manual_seed(0)
        self.model = resnet18(num_classes=7).to(device)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=1e-3, momentum=0.9)
        self.images = torch.randn(batch_size, 3, image_size, image_size, device=device)
        self.labels = torch.randint(0, 7, (batch_size,), device=device)
        self.criterion = nn.CrossEntropyLoss()
        self.watcher: Optional[ballast.Watcher] = None

    def step(self) -> None:
        """One training step."""
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(self.images), self.labels)
        loss.backward()
        if self.watcher is not None:
            self.watcher.step(loss, batch_labels=self.labels)
        self.optimizer.step()
        loss.item()


def measure(name: str, periods: int, clock: Callable[[], float], device: str, out: str) -> Any:
    """The weighed medians of both variants, and their ratio."""
    plain, hooked = (Variant(*CASES[name], device) for _ in range(2))
    hooked.watcher = ballast.watch(hooked.model, hooked.optimizer, f"{out}/{name}")
    bare: list[float] = []
    kinds: dict[str, list[float]] = {"usual": [], "update": [], "layers": []}
    for variant in (plain, hooked):
        timed(variant, clock)
    own = time_calls(hooked, clock)
    for step in range(2, 50 * periods + 1):
        kind = "layers" if step % 50 == 0 else "update" if step % 10 == 0 else "usual"
        # In turn, which of the two comes first.
        for variant in (plain, hooked) if step % 2 else (hooked, plain):
            (bare if variant is plain else kinds[kind]).append(timed(variant, clock))
    hooked.watcher.close()
    medians = {kind: statistics.median(values) for kind, values in kinds.items()}
    weighed = (45 * medians["usual"] + 4 * medians["update"] + medians["layers"]) / 50
    base = statistics.median(bare)
    return {
        "case": name, "plainSeconds": base, "hookedSeconds": weighed, "ratio": weighed / base,
        "byKind": {kind: value / base for kind, value in medians.items()}, "steps": 50 * periods,
        "ownShare": sum(own) / (50 * periods - 1) / base,
    }


def time_calls(variant: Variant, clock: Callable[[], float]) -> "list[float]":
    """A list that takes the seconds of every call of the hook from now on."""
    seconds: "list[float]" = []

    def timing(action: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> None:
            begin = clock()
            action(*arguments, **options)
            seconds.append(clock() - begin)

        return call

    model, optimizer = variant.model, variant.optimizer
    for hooks in (model._forward_pre_hooks, model._forward_hooks,
                  optimizer._optimizer_step_pre_hooks, optimizer._optimizer_step_post_hooks):
        for hook in hooks.values():
            hook._action = timing(hook._action)
    assert variant.watcher is not None
    variant.watcher.step = timing(variant.watcher.step)  # type: ignore[method-assign]
    return seconds



def timed(variant: Variant, clock: Callable[[], float]) -> float:
    """The seconds of one step."""
    begin = clock()
    variant.step()
    return clock() - begin


def main() -> None:
    """Prints one line of JSON per case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", choices=sorted(CASES), action="append")
    parser.add_argument("--periods", type=int, default=4, help="of 50 steps each")
    parser.add_argument("--wall", action="store_true")
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as out:
        for case in options.case or sorted(CASES):
            clock = time.perf_counter if options.wall else time.process_time
            row = measure(case, options.periods, clock, options.device, out)
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
