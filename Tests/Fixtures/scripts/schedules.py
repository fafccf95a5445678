"""golden/schedules.json: the learning rate of every step under every schedule.

`rates[k]` is the rate of the update k = 0, 1, ...: PyTorch's scheduler steps once after each
update. Base rate 0.1. `warmup` is PyTorch's LinearLR from `startFactor` over `steps`, followed
(SequentialLR) by the schedule, which then counts from 0. ReduceLROnPlateau is stepped with
`metrics[k]` after update k; all rates are plain double arithmetic.
"""

import math
import warnings
from dataclasses import dataclass, field

import torch
from torch.optim import lr_scheduler

import golden
import hashing

BASE = 0.1
STEPS = 40


@dataclass(frozen=True)
class Case:
    """A scheduler of PyTorch with its options, under our names and under PyTorch's."""

    name: str
    kind: str
    options: dict[str, float | list[int] | str]
    arguments: dict = field(default_factory=dict)
    warmup: int = 0


CASES = [
    Case("step", "StepLR", {"every": 7, "factor": 0.5}, {"step_size": 7, "gamma": 0.5}),
    Case("multi-step", "MultiStepLR", {"milestones": [5, 12, 30], "factor": 0.3},
         {"milestones": [5, 12, 30], "gamma": 0.3}),
    Case("exponential", "ExponentialLR", {"factor": 0.95}, {"gamma": 0.95}),
    Case("polynomial", "PolynomialLR", {"steps": 30, "power": 2.0},
         {"total_iters": 30, "power": 2.0}),
    Case("cosine", "CosineAnnealingLR", {"steps": 40, "minimum": 0.001},
         {"T_max": 40, "eta_min": 0.001}),
    Case("cosine-restarts", "CosineAnnealingWarmRestarts",
         {"period": 6, "multiplier": 2, "minimum": 0.001},
         {"T_0": 6, "T_mult": 2, "eta_min": 0.001}),
    Case("one-cycle", "OneCycleLR",
         {"maximum": 0.1, "steps": 40, "riseFraction": 0.3, "divisor": 25.0,
          "finalDivisor": 1e4},
         {"max_lr": 0.1, "total_steps": 40, "pct_start": 0.3, "div_factor": 25.0,
          "final_div_factor": 1e4, "cycle_momentum": False}),
    Case("one-cycle-linear", "OneCycleLR",
         {"maximum": 0.1, "steps": 40, "riseFraction": 0.3, "divisor": 25.0,
          "finalDivisor": 1e4, "anneal": "linear"},
         {"max_lr": 0.1, "total_steps": 40, "pct_start": 0.3, "div_factor": 25.0,
          "final_div_factor": 1e4, "cycle_momentum": False, "anneal_strategy": "linear"}),
    Case("warmup-constant", "ConstantLR", {}, {"factor": 1.0}, warmup=5),
    Case("warmup-cosine", "CosineAnnealingLR", {"steps": 35, "minimum": 0.0},
         {"T_max": 35, "eta_min": 0.0}, warmup=5),
    Case("warmup-step", "StepLR", {"every": 7, "factor": 0.5},
         {"step_size": 7, "gamma": 0.5}, warmup=5),
]

PLATEAUS = [
    ("plateau-min", {"mode": "min", "factor": 0.5, "patience": 2, "threshold": 0.01}),
    ("plateau-max", {"mode": "max", "factor": 0.1, "patience": 1, "threshold": 0.05}),
    ("plateau-absolute", {"mode": "min", "factor": 0.5, "patience": 2, "threshold": 0.05,
                          "threshold_mode": "abs"}),
    ("plateau-cooldown", {"mode": "min", "factor": 0.5, "patience": 1, "threshold": 0.01,
                          "cooldown": 3}),
    ("plateau-minimum", {"mode": "min", "factor": 0.1, "patience": 0, "threshold": 0.01,
                         "min_lr": 0.004}),
]
PLATEAU_NAMES = {"threshold_mode": "thresholdMode", "min_lr": "minimum"}
START_FACTOR = 0.2


def optimizer() -> torch.optim.Optimizer:
    """SGD over one parameter without a gradient, at the base rate."""
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE)


def rates(case: Case) -> list[float]:
    """The rate of every step."""
    updates = optimizer()
    scheduler = getattr(lr_scheduler, case.kind)(updates, **case.arguments)
    if case.warmup:
        updates = optimizer()
        warm = lr_scheduler.LinearLR(updates, START_FACTOR, total_iters=case.warmup)
        main = getattr(lr_scheduler, case.kind)(updates, **case.arguments)
        scheduler = lr_scheduler.SequentialLR(updates, [warm, main], [case.warmup])
    result = []
    for _ in range(STEPS):
        result.append(updates.param_groups[0]["lr"])
        updates.step()
        scheduler.step()
    return result


def entry(case: Case) -> dict:
    """One schedule's row of the fixture."""
    row = {"name": case.name, "torch": case.kind, "base": BASE, "options": case.options}
    if case.warmup:
        row["warmup"] = {"steps": case.warmup, "startFactor": START_FACTOR}
    return row | {"rates": golden.numbers(rates(case), 15)}


def plateau(name: str, arguments: dict) -> dict:
    """A row for ReduceLROnPlateau: a falling (or rising) curve with hashed noise, then flat."""
    updates = optimizer()
    scheduler = lr_scheduler.ReduceLROnPlateau(updates, **arguments)
    noise = hashing.uniform("metrics", (STEPS,)).astype(float)
    sign = 1 if arguments["mode"] == "min" else -1
    metrics = [round(sign * (math.exp(-k / 8) + 0.05 * noise[k]) + 1.5, 6) for k in range(STEPS)]
    result = []
    for metric in metrics:
        result.append(updates.param_groups[0]["lr"])
        updates.step()
        scheduler.step(metric)
    options = {PLATEAU_NAMES.get(key, key): value for key, value in arguments.items()}
    return {"name": name, "torch": "ReduceLROnPlateau", "base": BASE, "options": options,
            "metrics": metrics, "rates": golden.numbers(result, 15)}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    entries = [entry(case) for case in CASES] + [plateau(*row) for row in PLATEAUS]
    golden.write("schedules.json", golden.header("schedules.py", steps=STEPS), "cases", entries)
