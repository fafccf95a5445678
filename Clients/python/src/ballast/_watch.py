"""The way in."""

from __future__ import annotations

import os
from typing import Any, Optional, Sequence, Union

import torch
from torch import nn

from . import _description, _recorder
from ._follower import LAYERS_EVERY, UPDATES_EVERY, inner
from ._watcher import Watcher


def watch(
    model: nn.Module, optimizer: torch.optim.Optimizer, out: Union[str, "os.PathLike[str]"], *,
    train_loader: Any = None, accumulate: int = 1, scaler: Any = None, scheduler: Any = None,
    steps: Optional[int] = None, epochs: Optional[int] = None, classes: Optional[int] = None,
    class_names: Optional[Sequence[str]] = None, training_samples: Optional[int] = None,
    resume: Union[bool, int] = False, configuration: Optional[dict[str, Any]] = None,
    layers_every: int = LAYERS_EVERY, updates_every: int = UPDATES_EVERY,
    enabled: Optional[bool] = None,
) -> Watcher:
    """Begins to record a training into the new directory `out`.

    All but the first three are optional, and each lets more be told:

    - `train_loader`: the size of the training set, its classes, and where epochs begin.
    - `accumulate`: the batches, each with its own :meth:`Watcher.step`, that make one update.
    - `scaler`: the `GradScaler`, so that gradients are seen without its scale.
    - `scheduler`: is recorded in Ballast's words, where Ballast has it.
    - `steps` or `epochs`: how long the training is meant to be.
    - `classes`, `class_names`, `training_samples`: where they cannot be seen.
    - `resume`: goes on with a run in `out`, where there is one. A number says how many updates
      had been made where the training goes on from; what is recorded of later ones is taken away.
    - `configuration`: settings by Ballast's own names, such as `{"warmup": 100}`.
    - `layers_every`, `updates_every`: how many steps apart the dearer measurements are made; 0:
      never.
    - `enabled`: False records nothing. Without it only the first process of a distributed training
      records.

    Raises FileExistsError where `out` holds something already, and ValueError for settings that
    cannot be. A directory that cannot be written is said on standard error alone.
    """
    if accumulate < 1:
        raise ValueError(f"accumulate is {accumulate}; it is the batches of an update, at least 1")
    given = _description.checked(dict(configuration or {}))
    seen = _description.of_loader(train_loader) if train_loader is not None else {}
    names = list(class_names) if class_names is not None else seen.get("classNames", [])
    samples = training_samples if training_samples is not None else seen.get("samples", 0)
    batches = seen.get("batches")
    optimizer_fields, note = _description.of_optimizer(optimizer)
    planned = steps
    if planned is None and epochs is not None and batches:
        planned = epochs * max(1, batches // accumulate)
    data = seen.get("name", "pytorch")
    fields: dict[str, Any] = {
        "data": data, "guard": "off", "probes": "economy", "seed": torch.initial_seed(),
        "accumulate": accumulate, "order": seen.get("order", "shuffled"), "topK": 5,
        "steps": planned, "epochs": epochs if planned is None else None,
        **_description.of_model(inner(model)), **optimizer_fields,
    }
    if "batchSize" in seen:
        fields["batchSize"] = seen["batchSize"]
    if scheduler is not None:
        fields["schedule"] = _description.schedule(scheduler)
    fields.update(given)
    fields = {key: value for key, value in fields.items() if value is not None}
    count = classes if classes is not None else (len(names) or None)
    parameters = _trained(optimizer)
    recorder = None
    if enabled if enabled is not None else _is_first_process():
        recorder = _recorder.Recorder(
            os.fspath(out), resume,
            _recorder.manifest(fields, parameters, names, fields.get("seed", 0)))
        if note is not None:
            recorder.note(note)
    start = {
        "steps": planned or 0, "batchesPerEpoch": batches, "loader": train_loader,
        "given": set(given),
        "dataset": {
            "spec": data, "classNames": names, "trainingSamples": samples or 0,
            "validationSamples": 0, "digest": ""},
    }
    return Watcher(
        model, optimizer, recorder, accumulate=accumulate, classes=count, scaler=scaler,
        start=start, layers_every=layers_every,
        updates_every=updates_every)


def _trained(optimizer: torch.optim.Optimizer) -> int:
    return sum(p.numel() for group in optimizer.param_groups for p in group["params"])


def _is_first_process() -> bool:
    distributed = getattr(torch, "distributed", None)
    if distributed is None or not distributed.is_available() or not distributed.is_initialized():
        return True
    return distributed.get_rank() == 0
