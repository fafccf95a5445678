"""Describes a PyTorch training in the words of Ballast's configuration."""

from __future__ import annotations

import os
import platform
from typing import Any, Optional

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from ._version import VERSION

# The keys that Ballast knows; it refuses any other.
KEYS = frozenset(
    "data validationData imageSize classes onBadFile order orderSeed subset transform pixels mean "
    "std model normalization batchnormMomentum activation weights freeze initialization precision "
    "threads loaderThreads seed epochs steps validateEvery validationBatches reestimate earlyStop "
    "checkpointEvery keepCheckpoints bestMetric topK batchSize accumulate lr optimizer momentum "
    "nesterov dampening beta1 beta2 epsilon alpha weightDecay decayNormsAndBiases labelSmoothing "
    "clipNorm clipValue adaptiveClip updateClip ema schedule warmup guard probes out".split())


def versions() -> dict[str, str]:
    """The software of the run."""
    return {"ballast": VERSION, "backend": f"PyTorch {torch.__version__}"}


def machine() -> dict[str, Any]:
    """The machine of the run; on an accelerator, its name stands for the processor."""
    processor = platform.processor() or platform.machine() or "unknown"
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            names = [text for text in file if text.startswith("model name")]
        processor = names[0].split(":", 1)[1].strip() if names else processor
    except OSError:
        pass
    if torch.cuda.is_available() and torch.cuda.is_initialized():
        processor = torch.cuda.get_device_name()
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        memory = 0
    return {
        "processor": processor, "cores": os.cpu_count() or 1,
        "threads": torch.get_num_threads(), "memoryBytes": memory,
        "operatingSystem": _operating_system(),
    }


def _operating_system() -> str:
    try:
        with open("/etc/os-release", encoding="utf-8", errors="replace") as file:
            fields = dict(text.rstrip().split("=", 1) for text in file if "=" in text)
        return fields["PRETTY_NAME"].strip('"')
    except (OSError, KeyError):
        return platform.platform(terse=True)


def of_model(model: nn.Module) -> dict[str, Any]:
    """Its name, and its kind of normalization."""
    fields: dict[str, Any] = {"model": type(model).__name__ or "model", "normalization": "none"}
    for module in model.modules():
        if isinstance(module, _BatchNorm):
            fields["normalization"] = "batch"
            if module.momentum is not None and 0 < module.momentum <= 1:
                fields["batchnormMomentum"] = float(module.momentum)
            break
        if isinstance(module, nn.GroupNorm):
            fields["normalization"] = "group"
    return fields


def of_optimizer(optimizer: torch.optim.Optimizer) -> "tuple[dict[str, Any], Optional[str]]":
    """Its settings, of the first group of parameters; and a note where its kind is not known."""
    group = optimizer.param_groups[0]
    kind = type(optimizer).__name__
    known = {"SGD": "sgd", "Adam": "adam", "AdamW": "adamw", "RMSprop": "rmsprop"}
    name = known.get(kind)
    note = None
    if name is None:
        name = "adam" if "betas" in group else "sgd"
        note = f"the optimizer is {kind}; it is recorded as {name}, the nearest that Ballast has"
    fields: dict[str, Any] = {"optimizer": name, "lr": float(group.get("lr", 0.01))}
    # Where a group does not have a setting, the rule is made without it.
    plain = {"momentum": ("momentum", 0.0), "weightDecay": ("weight_decay", 0.0)}
    optional = {"dampening": "dampening", "epsilon": "eps", "alpha": "alpha"}
    for key, (source, usual) in plain.items():
        fields[key] = float(group.get(source, usual) or 0.0)
    for key, source in optional.items():
        if isinstance(group.get(source), (int, float)):
            fields[key] = float(group[source])
    if group.get("nesterov"):
        fields["nesterov"] = True
    if "betas" in group:
        fields["beta1"], fields["beta2"] = (float(value) for value in group["betas"][:2])
    return fields, note


def momentum(optimizer: torch.optim.Optimizer) -> Optional[float]:
    """The weight of the past in the running mean of gradients, as it is now."""
    group = optimizer.param_groups[0]
    if "betas" in group:
        return float(group["betas"][0])
    return float(group["momentum"]) if "momentum" in group else None


def rate(optimizer: torch.optim.Optimizer) -> float:
    """The learning rate of the first group of parameters, as it is now."""
    return float(optimizer.param_groups[0]["lr"])


def schedule(scheduler: Any) -> str:
    """The schedule in Ballast's notation; `constant` for one that it does not have."""
    kind = type(scheduler).__name__

    def get(name: str, usual: Any) -> Any:
        return getattr(scheduler, name, usual)

    if kind == "ReduceLROnPlateau":
        return (f"plateau:factor={get('factor', 0.1)},patience={get('patience', 10)},"
                f"threshold={get('threshold', 1e-4)},cooldown={get('cooldown', 0)}")
    if kind == "StepLR":
        return f"step:size={get('step_size', 1)},gamma={get('gamma', 0.1)}"
    if kind == "MultiStepLR" and get("milestones", None):
        stones = "+".join(str(int(stone)) for stone in sorted(scheduler.milestones))
        return f"multistep:milestones={stones},gamma={get('gamma', 0.1)}"
    if kind == "ExponentialLR":
        return f"exponential:gamma={get('gamma', 1.0)}"
    if kind == "CosineAnnealingLR":
        return f"cosine:total={int(get('T_max', 1))},min={get('eta_min', 0)}"
    if kind == "OneCycleLR":
        return "onecycle"
    return "constant"


def of_loader(loader: Any) -> dict[str, Any]:
    """What a data loader says of its data: `samples`, `batches`, `batchSize`,
    `order`, `classNames`, `name`."""
    found: dict[str, Any] = {}
    dataset = getattr(loader, "dataset", None)
    for key, holder in (("samples", dataset), ("batches", loader)):
        try:
            found[key] = len(holder)  # type: ignore[arg-type]
        except TypeError:
            pass
    if isinstance(getattr(loader, "batch_size", None), int):
        found["batchSize"] = loader.batch_size
    orders = {"SequentialSampler": "sequential", "WeightedRandomSampler": "weighted"}
    order = orders.get(type(getattr(loader, "sampler", None)).__name__)
    if order is not None:
        found["order"] = order
    names = getattr(dataset, "classes", None)
    if isinstance(names, (list, tuple)) and all(isinstance(name, str) for name in names):
        found["classNames"] = list(names)
    if dataset is not None:
        found["name"] = type(dataset).__name__
    return found


def checked(overrides: dict[str, Any]) -> dict[str, Any]:
    """The given settings. Raises ValueError for a key that Ballast does not know."""
    unknown = sorted(set(overrides) - KEYS)
    if unknown:
        raise ValueError(
            f"configuration has no key {', '.join(unknown)}; keys: {', '.join(sorted(KEYS))}")
    return dict(overrides)
