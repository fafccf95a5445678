"""golden/training.json: the first 20 losses and the running statistics after them.

SGD with momentum and weight decay, mean cross-entropy, dropout off, fresh images
"images/step{k}" and labels "labels/step{k}" at every step k = 0 ... 19. `losses[k]` is the loss
of step k before its update. The float64 curve starts from the same float32 values and tells
PyTorch's own float32 error.

Batch norm on noise makes these curves chaotic: at a rate of 0.01 PyTorch's float32 curve is 20 %
away from its float64 one by step 20. The rates are small enough that the two stay within 1e-3 of
each other at every step, and large enough that a wrong update shows: a momentum of 0.6 instead of
0.7 moves a loss by 1e-2 (ResNet-18) and 2.6e-3 (GoogLeNet).
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

import golden
import hashing
import models

STEPS = 20
MOMENTUM = 0.7
WEIGHT_DECAY = 0.001
STATISTICS = 16


@dataclass(frozen=True)
class Run:
    """One training run: the model, its batch, its rate, and the norms that are watched."""

    model: str
    batch: int
    learning_rate: float
    norms: tuple[str, ...] = ()


RUNS = [
    Run("lenet5", 32, 0.01),
    Run("resnet18", 8, 1e-4, ("bn1", "layer3.0.bn1")),
    Run("googlenet", 16, 1e-5, ("conv1.bn", "inception4a.branch2.1.bn")),
]


def train(run: Run, dtype: torch.dtype) -> tuple[list[float], nn.Module]:
    """The losses of all steps, and the module after them."""
    model = models.named(run.model)
    module = hashing.fill(model.make(dropout=0.0)).to(dtype).train()
    optimizer = torch.optim.SGD(
        module.parameters(), lr=run.learning_rate, momentum=MOMENTUM,
        weight_decay=WEIGHT_DECAY)
    losses = []
    for step in range(STEPS):
        images = hashing.images(f"images/step{step}", run.batch, model.channels, model.image_size)
        labels = hashing.labels(f"labels/step{step}", run.batch, model.classes)
        optimizer.zero_grad()
        loss = functional.cross_entropy(module(images.to(dtype)), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, module


def statistics(module: nn.Module, names: tuple[str, ...], digits: int) -> list[dict]:
    """The first running means and variances of the named norms."""
    state = module.state_dict()
    return [
        {
            "name": name,
            "runningMean": golden.numbers(state[f"{name}.running_mean"][:STATISTICS], digits),
            "runningVariance": golden.numbers(state[f"{name}.running_var"][:STATISTICS], digits),
        }
        for name in names
    ]


def entry(run: Run) -> dict:
    """One run's row of the fixture."""
    model = models.named(run.model)
    single, single_module = train(run, torch.float32)
    double, double_module = train(run, torch.float64)
    errors = [abs(a - b) / abs(b) for a, b in zip(single, double)]
    print(f"{run.model}: {double[0]:.4f} ... {double[-1]:.4f}, float32 error {max(errors):.2e}")
    return {
        "model": run.model,
        "classes": model.classes,
        "channels": model.channels,
        "imageSize": model.image_size,
        "batchSize": run.batch,
        "learningRate": run.learning_rate,
        "momentum": MOMENTUM,
        "weightDecay": WEIGHT_DECAY,
        "float32Error": golden.numbers(max(errors), 3),
        "float32": {"losses": golden.numbers(single, 9),
                    "norms": statistics(single_module, run.norms, 9)},
        "float64": {"losses": golden.numbers(double, 17),
                    "norms": statistics(double_module, run.norms, 17)},
    }


if __name__ == "__main__":
    head = golden.header(
        "training.py", steps=STEPS, images="u(\"images/step{k}\", i), NCHW",
        labels="label(\"labels/step{k}\", i)", statistics=f"first {STATISTICS} channels")
    golden.write("training.json", head, "runs", [entry(run) for run in RUNS])
