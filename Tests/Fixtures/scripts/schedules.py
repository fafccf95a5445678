"""Writes the learning-rate sequences of PyTorch's schedulers as JSON.

Usage: python Tests/Fixtures/scripts/schedules.py
Output: Tests/BallastOptimizersTests/Fixtures/schedules.json
"""

import json
import pathlib
import sys

import torch
from torch.optim import lr_scheduler

BASE = 0.1
OUTPUT = "Tests/BallastOptimizersTests/Fixtures/schedules.json"


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=BASE, momentum=0.9)


def sequence(make, count, metrics=None):
    """The rate and momentum of each update; with metrics, the rate after each metric."""
    sgd = optimizer()
    scheduler = make(sgd)
    rates, momenta = [], []
    for index in range(count):
        if metrics is not None:
            sgd.step()
            scheduler.step(metrics[index])
        rates.append(sgd.param_groups[0]["lr"])
        momenta.append(sgd.param_groups[0]["momentum"])
        if metrics is None and index + 1 < count:
            sgd.step()
            scheduler.step()
    return {"rates": rates, "momenta": momenta}


def warmup(steps, then):
    def make(sgd):
        first = lr_scheduler.LinearLR(
            sgd, start_factor=1 / steps, end_factor=1.0, total_iters=steps - 1)
        return lr_scheduler.SequentialLR(sgd, [first, then(sgd)], milestones=[steps])

    return make


def plain():
    s = lr_scheduler
    return {
        "constant": (lambda o: s.ConstantLR(o, factor=1.0), 5),
        "step": (lambda o: s.StepLR(o, step_size=3, gamma=0.5), 20),
        "multistep": (lambda o: s.MultiStepLR(o, milestones=[2, 5, 5, 11], gamma=0.3), 20),
        "exponential": (lambda o: s.ExponentialLR(o, gamma=0.93), 40),
        "polynomial": (lambda o: s.PolynomialLR(o, total_iters=12, power=2.5), 20),
        "polynomialLinear": (lambda o: s.PolynomialLR(o, total_iters=7, power=1.0), 10),
        "cosine": (lambda o: s.CosineAnnealingLR(o, T_max=17, eta_min=0.003), 18),
        "cosineBeyond": (lambda o: s.CosineAnnealingLR(o, T_max=6, eta_min=0.003), 25),
        "restarts": (lambda o: s.CosineAnnealingWarmRestarts(o, T_0=5, eta_min=0.002), 23),
        "restartsTwice": (
            lambda o: s.CosineAnnealingWarmRestarts(o, T_0=3, T_mult=2, eta_min=0.001), 50),
        "onecycle": (lambda o: s.OneCycleLR(o, max_lr=0.4, total_steps=37), 37),
        "onecycleOther": (
            lambda o: s.OneCycleLR(
                o, max_lr=0.2, total_steps=20, pct_start=0.45, div_factor=10,
                final_div_factor=100, base_momentum=0.7, max_momentum=0.9), 20),
        "onecycleFixedMomentum": (
            lambda o: s.OneCycleLR(o, max_lr=0.2, total_steps=11, cycle_momentum=False), 11),
        "warmupConstant": (warmup(4, lambda o: s.ConstantLR(o, factor=1.0)), 8),
        "warmupCosine": (warmup(5, lambda o: s.CosineAnnealingLR(o, T_max=20)), 25),
        "warmupStep": (warmup(3, lambda o: s.StepLR(o, step_size=4, gamma=0.5)), 18),
    }


def plateaus():
    falling = [2.0, 1.5, 1.2, 1.1999, 1.1998, 1.3, float("nan"), 1.1, 1.1, 1.1, 1.1, 1.1, 1.1,
               float("inf"), 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8, 0.8]
    rising = [0.1, 0.3, 0.31, 0.315, 0.5, 0.5, 0.505, 0.2, 0.52, 0.9, 0.91, 0.9, 0.9, 0.905,
              0.9, 0.9, 0.9, 0.9]
    plateau = lr_scheduler.ReduceLROnPlateau
    return {
        "plateauMin": (lambda o: plateau(o, patience=2), falling),
        "plateauCooldown": (
            lambda o: plateau(
                o, factor=0.5, patience=1, threshold=0.01, threshold_mode="abs", cooldown=2,
                min_lr=0.02), falling),
        "plateauMax": (lambda o: plateau(o, mode="max", factor=0.3, patience=1, threshold=0.02),
                       rising),
        "plateauMaxAbsolute": (
            lambda o: plateau(
                o, mode="max", factor=0.3, patience=0, threshold=0.01, threshold_mode="abs"),
            rising),
        "plateauEpsilon": (lambda o: plateau(o, factor=0.5, patience=0, eps=0.02), rising),
    }


def main():
    cases = {name: sequence(make, count) for name, (make, count) in plain().items()}
    for name, (make, metrics) in plateaus().items():
        cases[name] = sequence(make, len(metrics), metrics)
        cases[name]["metrics"] = metrics
    header = {
        "script": "Tests/Fixtures/scripts/schedules.py",
        "torch": torch.__version__,
        "python": sys.version.split()[0],
        "base": BASE,
    }
    path = pathlib.Path(OUTPUT)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f' "{name}": {json.dumps(case)}' for name, case in cases.items()]
    path.write_text(
        '{"header": ' + json.dumps(header) + ',\n"cases": {\n' + ",\n".join(lines) + "\n}}\n")


if __name__ == "__main__":
    main()
