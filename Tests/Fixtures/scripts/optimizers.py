"""golden/optimizers.json: parameters after each of ten steps of every optimizer and clip.

Parameters start at u("parameters/{name}", i), the gradient of step k = 0 ... 9 is
u("gradients/{name}/step{k}", i); both are float32 values and independent of each other. A step
clips, then updates. `values[k]` holds all tensors after step k, flat, one after the other, from a
float64 run; `float32Error` is how far PyTorch's float32 run is from it at most. Options are
numbers, 1 for true. The global norm is clipped as PyTorch does it: all gradients times
min(1, maximum / (norm + 1e-6)).

Adaptive gradient clipping is Brock et al. 2021 (arXiv:2102.06171), equation 3: per unit (row of a
matrix; a vector is one unit) a gradient whose norm exceeds clipping * max(|w|, epsilon) is scaled
down to that norm. The average of weights starts at the initial parameters and after every step is
decay * average + (1 - decay) * parameters; `averages[k]` holds it.
"""

from dataclasses import dataclass, field

import numpy as np
import torch
from torch.nn import utils

import golden
import hashing

STEPS = 10
VECTOR = (("vector", (16,)),)
PAIR = (("matrix", (4, 4)), ("bias", (4,)))
NAMES = {
    "learningRate": "lr", "momentum": "momentum", "dampening": "dampening",
    "nesterov": "nesterov", "weightDecay": "weight_decay", "epsilon": "eps",
    "smoothing": "alpha", "centered": "centered",
}
FLAGS = {"nesterov", "centered"}


@dataclass(frozen=True)
class Case:
    """An optimizer with its options, a clip in front of it, and a decay for averaged weights."""

    name: str
    optimizer: str
    options: dict[str, float]
    tensors: tuple = VECTOR
    clip: dict[str, float] = field(default_factory=dict)
    average: float | None = None


SGD = {"learningRate": 0.1}
ADAM = {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
RMS = {"learningRate": 0.01, "smoothing": 0.99, "epsilon": 1e-8}
CASES = [
    Case("sgd", "sgd", SGD),
    Case("sgd-momentum", "sgd", {**SGD, "momentum": 0.9}),
    Case("sgd-dampening", "sgd", {**SGD, "momentum": 0.9, "dampening": 0.5}),
    Case("sgd-nesterov", "sgd", {**SGD, "momentum": 0.9, "nesterov": 1}),
    Case("sgd-weight-decay", "sgd", {**SGD, "weightDecay": 0.1}),
    Case("sgd-momentum-weight-decay", "sgd", {**SGD, "momentum": 0.7, "weightDecay": 0.1}),
    Case("adam", "adam", ADAM),
    Case("adam-weight-decay", "adam", {**ADAM, "weightDecay": 0.1}),
    Case("adamw", "adamw", {**ADAM, "weightDecay": 0.1}),
    Case("rmsprop", "rmsprop", RMS),
    Case("rmsprop-centered", "rmsprop", {**RMS, "centered": 1}),
    Case("rmsprop-momentum", "rmsprop", {**RMS, "momentum": 0.9}),
    Case("rmsprop-weight-decay", "rmsprop", {**RMS, "weightDecay": 0.1}),
    Case("clip-value", "sgd", SGD, PAIR, {"value": 0.25}),
    Case("clip-global-norm", "sgd", SGD, PAIR, {"globalNorm": 1.0}),
    Case("clip-adaptive", "sgd", SGD, PAIR, {"adaptive": 0.05, "epsilon": 1e-3}),
    Case("average", "sgd", {**SGD, "momentum": 0.9}, VECTOR, average=0.9),
]


def make_optimizer(case: Case, parameters: list[torch.Tensor]) -> torch.optim.Optimizer:
    """PyTorch's optimizer with the options of the case under PyTorch's names."""
    options = {
        NAMES[key]: bool(value) if key in FLAGS else value
        for key, value in case.options.items() if key in NAMES
    }
    if "beta1" in case.options:
        options["betas"] = (case.options["beta1"], case.options["beta2"])
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW,
             "rmsprop": torch.optim.RMSprop}
    return kinds[case.optimizer](parameters, **options)


def adaptive(weights: np.ndarray, gradient: np.ndarray, clipping: float, epsilon: float):
    """The gradient after adaptive clipping, unit by unit."""
    axis = None if weights.ndim < 2 else tuple(range(1, weights.ndim))
    weight_norm = np.sqrt((weights**2).sum(axis=axis, keepdims=True))
    gradient_norm = np.sqrt((gradient**2).sum(axis=axis, keepdims=True))
    limit = clipping * np.maximum(weight_norm, epsilon)
    return np.where(gradient_norm > limit, gradient * (limit / gradient_norm), gradient)


def clip(case: Case, parameters: list[torch.Tensor]) -> None:
    """Clips the gradients in place as the case says."""
    if "value" in case.clip:
        utils.clip_grad_value_(parameters, case.clip["value"])
    if "globalNorm" in case.clip:
        utils.clip_grad_norm_(parameters, case.clip["globalNorm"])
    if "adaptive" in case.clip:
        for tensor in parameters:
            clipped = adaptive(tensor.detach().numpy(), tensor.grad.numpy(),
                               case.clip["adaptive"], case.clip["epsilon"])
            tensor.grad = torch.from_numpy(clipped).to(tensor.dtype)


def flat(tensors: list[torch.Tensor]) -> torch.Tensor:
    """All values in one vector."""
    return torch.cat([tensor.detach().flatten() for tensor in tensors]).clone()


def run(case: Case, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    """Parameters and averaged parameters after each step, [steps, count] each."""
    parameters = [
        torch.from_numpy(hashing.uniform(f"parameters/{name}", shape)).to(dtype).requires_grad_()
        for name, shape in case.tensors
    ]
    optimizer = make_optimizer(case, parameters)
    average, values, averages = flat(parameters), [], []
    for step in range(STEPS):
        for tensor, (name, shape) in zip(parameters, case.tensors):
            gradient = hashing.uniform(f"gradients/{name}/step{step}", shape)
            tensor.grad = torch.from_numpy(gradient).to(dtype)
        clip(case, parameters)
        optimizer.step()
        values.append(flat(parameters))
        if case.average is not None:
            average = case.average * average + (1 - case.average) * values[-1]
            averages.append(average)
    return torch.stack(values), torch.stack(averages or values)


def entry(case: Case) -> dict:
    """One case's row of the fixture."""
    (values, averages), (single, _) = run(case, torch.float64), run(case, torch.float32)
    row = {
        "name": case.name,
        "optimizer": case.optimizer,
        "options": case.options,
        "clip": case.clip,
        "tensors": [{"name": name, "shape": list(shape)} for name, shape in case.tensors],
        "float32Error": golden.numbers(golden.relative_error(single, values), 3),
        "values": golden.numbers(values, 10),
    }
    if case.average is not None:
        row |= {"average": case.average, "averages": golden.numbers(averages, 10)}
    return row


if __name__ == "__main__":
    head = golden.header(
        "optimizers.py", steps=STEPS, parameters="u(\"parameters/{name}\", i)",
        gradients="u(\"gradients/{name}/step{k}\", i)")
    golden.write("optimizers.json", head, "cases", [entry(case) for case in CASES])
