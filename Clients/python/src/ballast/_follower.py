"""Follows a training by the calls of its model and its optimizer, and closes each step in time.

A step is open from its first forward pass to its update. `Watcher.step` may come before the update
or behind it; an update that never comes is one that a gradient scaler has passed over.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from typing import Any, Iterator, Optional

import torch
from torch import Tensor, nn

from . import _batches, _description, _nonfinite, _norms, _outcome, _recorder, _statistics
from ._hook import Hook, is_compiled, takes_always_call
from ._inputs import InputSurvey
from ._journal import warn
from ._layers import LayerObserver
from ._parameters import ParameterProbe
from ._step import OpenStep

# A mean over a channel is settled by so many samples; more of them are not remembered.
REMEMBERED_SAMPLES = 256
_REMEMBERED_BYTES = 256 << 20
LAYERS_EVERY = 50
UPDATES_EVERY = 10


class Follower:
    """What a :class:`ballast.Watcher` does beside what it offers."""

    def __init__(
        self, model: nn.Module, optimizer: torch.optim.Optimizer,
        recorder: Optional[_recorder.Recorder], *, accumulate: int, classes: Optional[int],
        scaler: Any, start: dict[str, Any], layers_every: int,
        updates_every: int,
    ) -> None:
        self._model = inner(model)
        self._optimizer = optimizer
        self._recorder = recorder
        self._accumulate = accumulate
        self._classes = classes
        self._scaler = scaler
        self._start = start
        self._layers_every = layers_every
        self._updates_every = updates_every
        self._warned: set[str] = set()
        self._is_paused = False
        self._is_closed = False
        self._has_statistics = bool(_statistics.normalizing(self._model))
        self._probe = ParameterProbe(self._model, optimizer)
        self._survey = InputSurvey()
        self._fingerprints = _batches.Fingerprints()
        self._epochs = _batches.EpochTracker(start.get("batchesPerEpoch"))
        self._remembered: "deque[_nonfinite.ForwardPass]" = deque()
        self._forward: Optional[_nonfinite.ForwardPass] = None
        self._output: Optional[Tensor] = None
        self._forwards = 0
        self._observer: Optional[LayerObserver] = None
        self._open = OpenStep()
        self._badness = 0
        """Of the last step: 1 where its gradients were not finite, 2 where its loss was not."""
        self._has_seen_update = False
        self._skipped = 0
        self._last_loss = 0.0
        self._closed_at = time.perf_counter()
        self._handles: list[Any] = []
        if recorder is not None:
            self._epochs.skip(recorder.steps * accumulate)
            self._attach(model)

    @property
    def steps(self) -> int:
        """The updates recorded so far."""
        return self._recorder.steps if self._recorder is not None else 0

    # What the model and the optimizer call.

    def _attach(self, model: nn.Module) -> None:
        add = self._handles.append
        begins, ends = self._forward_begins, self._forward_ends
        if getattr(model, "_compiled_call_impl", None) is not None:
            # A model that is compiled in place has its hooks compiled too, unless they refuse.
            begins, ends = torch.compiler.disable(begins), torch.compiler.disable(ends)
        add(model.register_forward_pre_hook(Hook(begins), with_kwargs=True))
        always = {"always_call": True} if takes_always_call() else {}
        add(model.register_forward_hook(Hook(ends), **always))
        add(self._optimizer.register_step_pre_hook(Hook(self._update_begins)))
        add(self._optimizer.register_step_post_hook(Hook(self._update_ends)))

    def _forward_begins(self, module: nn.Module, args: Any, kwargs: Any) -> None:
        if self._is_paused or not module.training or not torch.is_grad_enabled():
            return
        with self._guarded("forward"):
            if self._open.micro_batches >= self._accumulate:
                self._close(committed=False)
            self._forwards += 1
            self._forward = _nonfinite.ForwardPass(args, kwargs)
            self._remember(self._forward)
            images = self._forward.images
            if images is not None and not self._survey.is_complete:
                self._survey.look(images)
                if self._recorder is not None:
                    self._recorder.survey(self._survey)
            is_due = self._is_due(self._layers_every) and self._open.sights is None
            # Hooks within a compiled model would have it compiled anew.
            if is_due and not is_compiled(module):
                self._observer = LayerObserver(self._model)
                self._observer.start()

    def _forward_ends(self, module: nn.Module, args: Any, output: Any) -> None:
        if self._is_paused or not module.training or not torch.is_grad_enabled():
            return
        with self._guarded("forward"):
            self._output = _outcome.logits_of(output)
            self._stop_observing(output)

    def _update_begins(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        if self._is_paused:
            return
        with self._guarded("update"), torch.no_grad():
            if self._open.gradients is None:
                self._measure_gradients(in_update=True)
            self._open.rate = _description.rate(optimizer)
            self._open.momentum = _description.momentum(optimizer)
            if self._is_due(self._updates_every) or self._is_due(self._layers_every):
                self._probe.remember()

    def _update_ends(self, optimizer: Any, args: Any, kwargs: Any) -> None:
        if self._is_paused:
            return
        with self._guarded("update"), torch.no_grad():
            self._probe.compare(with_layers=self._is_due(self._layers_every))
            is_full = self._open.micro_batches >= self._accumulate
            # A forward pass since the last report means that its batch is still to be reported.
            is_told = self._open.micro_batches > 0 and self._forwards == 0
            self._open.has_update = self._has_seen_update = True
            if is_full or is_told:
                self._close(committed=True)

    # The parts of a step.

    def _is_due(self, period: int) -> bool:
        step = self.steps + 1
        return period > 0 and (step == 1 or step % period == 0)

    def _is_scaled_unseen(self) -> bool:
        """Whether gradients may be scaled by a scaler that nobody has named."""
        forward = self._forward
        if self._scaler is not None or forward is None or forward.half_type is not torch.float16:
            return False
        self._warn_once("give watch() the scaler=, so that gradients are seen before clipping")
        return True

    def _scale(self, in_update: bool) -> float:
        """What the gradients were multiplied by."""
        if in_update:
            scale = getattr(self._optimizer, "grad_scale", None)
            return float(scale) if scale is not None else 1.0
        if self._scaler is None or not self._scaler.is_enabled():
            return 1.0
        states = getattr(self._scaler, "_per_optimizer_states", {})
        stage = states.get(id(self._optimizer), {}).get("stage") if states else None
        is_unscaled = getattr(stage, "name", "READY") != "READY"
        return 1.0 if is_unscaled else float(self._scaler.get_scale())

    def _measure_gradients(self, in_update: bool = False) -> None:
        norms = self._probe.gradient_norms(self._scale(in_update))
        self._open.gradients = norms
        if norms is None:
            return
        total = _norms.combined(list(norms.values()))
        is_loss_sound = self._open.outcome.samples == 0 or _finite(self._open.outcome.loss)
        if not (_finite(total) and is_loss_sound) and self._badness < 2:
            self._open.origin = _nonfinite.before_backward(
                self._model, self._forward, self.steps + 1)
            self._open.gradient_origin = _nonfinite.behind_forward(
                self._model, self.steps + 1, loss_is_finite=True)

    def _take_batch(
        self, loss: Any, labels: Any, indices: Any, losses: Any, outputs: Any,
        images: Optional[Tensor], epoch: Optional[int],
    ) -> None:
        logits = self._output if outputs is None else _outcome.logits_of(outputs)
        if images is None and self._forward is not None:
            images = self._forward.images
        if images is not None and not self._survey.is_complete and self._forward is None:
            self._survey.look(images)
        samples = None if images is None else images.shape[0]
        plain = _batches.integers(labels)
        self._open.add(loss, logits, labels if plain is not None else None, losses, samples)
        if self._classes is None and logits is not None:
            self._classes = logits.shape[1]
        if plain is not None and self._classes is not None:
            self._open.count(_batches.label_counts(plain, self._classes))
        known = _batches.integers(indices)
        positions = known
        if positions is None and images is not None:
            found = self._fingerprints.of(images)
            positions = None if found is None else _batches.as_positions(found.tolist())
        checksum = None if positions is None else _batches.checksum(positions)
        count = samples if samples is not None else len(positions or plain or [0])
        place = self._epochs.next(count, known, checksum, epoch)
        self._open.identify(place, checksum)
        self._forwards = 0
        self._output = None

    def _close(self, committed: bool) -> None:
        """Records the step that is open."""
        step, self._open, self._forwards = self._open, OpenStep(), 0
        probe = self._probe
        recorder = self._recorder
        now = time.perf_counter()
        seconds, self._closed_at = now - self._closed_at, now
        if recorder is None:
            return
        total = step.gradient_norm
        if self.steps >= 3 and not self._has_seen_update:
            self._warn_once("the optimizer that was given to watch() makes no updates")
        if not committed and _finite(step.outcome.loss) and not _finite(total):
            # So a gradient scaler finds its scale; the step itself is sound.
            self._skipped += 1
            if self._skipped == 1:
                recorder.note(
                    "an update is passed over because its gradients are not finite, as gradient "
                    "scalers do until they have found their scale")
            probe.forget()
            return
        if not recorder.has_started:
            self._begin_record(recorder, step)
        recorder.steps += 1
        self._last_loss = step.outcome.loss
        if step.rate is None:
            step.rate = _description.rate(self._optimizer)
            step.momentum = _description.momentum(self._optimizer)
        recorder.append("step", step.record(
            recorder.steps, seconds, committed, probe.update_ratio))
        layers = step.layers(probe)
        if layers:
            recorder.append("layers", {"step": recorder.steps, "layers": layers})
        badness = 2 if not _finite(step.outcome.loss) else 1 if not _finite(total) else 0
        if badness > self._badness:
            origin = self._origin(step)
            if origin is not None:
                recorder.append("nonFinite", origin)
        self._badness = badness
        probe.forget()

    def _origin(self, step: OpenStep) -> Optional[dict[str, Any]]:
        if step.origin is not None:
            return step.origin
        if not _finite(step.outcome.loss):
            return _nonfinite.behind_forward(self._model, self.steps, loss_is_finite=False)
        return step.gradient_origin

    def _begin_record(self, recorder: _recorder.Recorder, step: OpenStep) -> None:
        seen: dict[str, Any] = {"pixels": self._survey.pixel_scale()}
        if self._survey.image_size > 0:
            seen["imageSize"] = self._survey.image_size
        if step.outcome.batches > 0:
            seen["batchSize"] = max(1, step.outcome.samples // step.outcome.batches)
        if self._forward is not None and self._forward.half_type is torch.bfloat16:
            seen["precision"] = "bfloat16"
        given = self._start["given"]
        seen = {key: value for key, value in seen.items() if key not in given}
        start = {key: self._start[key] for key in ("steps", "dataset")}
        recorder.start(self._survey, self._classes, start, seen)

    def _remember(self, forward: _nonfinite.ForwardPass) -> None:
        images = forward.images
        if images is None or images.dim() == 0 or not self._has_statistics:
            return
        self._remembered.append(forward)
        size = max(1, images.shape[0])
        share = max(1, images.numel() * images.element_size())
        most = min(-(-REMEMBERED_SAMPLES // size), max(1, _REMEMBERED_BYTES // share), 64)
        while len(self._remembered) > most:
            self._remembered.popleft()

    def _stop_observing(self, output: Any = None) -> None:
        observer, self._observer = self._observer, None
        if observer is None:
            return
        observer.stop(output)
        self._open.sights = observer.sights
        if observer.fault is not None:
            raise observer.fault

    @contextlib.contextmanager
    def _guarded(self, where: str) -> Iterator[None]:
        """Whatever goes wrong in the hook is said once and ends nothing."""
        try:
            yield
        except Exception as error:
            self._warn_once(
                f"the hook failed in {where} and goes on without: {type(error).__name__}: {error}")
            with contextlib.suppress(Exception):
                self._stop_observing()

    def _warn_once(self, text: str) -> None:
        if text not in self._warned and len(self._warned) < 20:
            self._warned.add(text)
            warn(text)


def inner(model: nn.Module) -> nn.Module:
    """The model itself, out of the wrappers of compilation and of parallel training."""
    while True:
        wrapped = getattr(model, "_orig_mod", None)
        if wrapped is None and type(model).__name__ in ("DataParallel", "DistributedDataParallel"):
            wrapped = model.module
        if not isinstance(wrapped, nn.Module):
            return model
        model = wrapped


def _finite(value: float) -> bool:
    return value - value == 0
