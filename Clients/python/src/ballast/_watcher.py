"""The hook: what a training loop calls."""

from __future__ import annotations

import time
from typing import Any, Callable, Iterable, Optional

import torch
from torch import Tensor

from . import _recorder, _statistics, _validation
from ._follower import REMEMBERED_SAMPLES, Follower


class Watcher(Follower):
    """Records a training; made by :func:`ballast.watch`.

    Nothing it does changes the training, bit for bit, and none of its faults ends it: they are
    said once on standard error.
    """

    def step(
        self, loss: Any, batch_labels: Any = None, batch_indices: Any = None, *,
        losses: Any = None, outputs: Any = None, images: Optional[Tensor] = None,
        epoch: Optional[int] = None,
    ) -> None:
        """Says that a batch has been through; to be called behind `backward()`.

        Called before gradients are clipped, it sees them as they were; behind
        `optimizer.step()` it sees those that the optimizer was given.

        - `loss`: the batch's mean loss, or one loss per sample; not divided for accumulation.
        - `batch_labels`: the class of each sample, whole numbers `(N,)`.
        - `batch_indices`: the position of each sample in the training set.
        - `losses`: one loss per sample, where `loss` is their mean. Without them cross-entropies
          are taken, where they agree with `loss`.
        - `outputs`: class scores `(N, K)`; usually the hook has seen them.
        - `images`: what the model was given; usually the hook has seen it.
        - `epoch`: counts from 0; otherwise the hook counts by itself.
        """
        if self._recorder is None or self._is_closed:
            return
        with self._guarded("step"), torch.no_grad():
            if self._open.micro_batches >= self._accumulate:
                self._close(committed=False)
            self._take_batch(loss, batch_labels, batch_indices, losses, outputs, images, epoch)
            is_last = self._open.micro_batches >= self._accumulate
            if is_last and not self._open.has_update and not self._is_scaled_unseen():
                self._measure_gradients()
            if self._open.has_update:
                self._close(committed=True)

    def validate(
        self, loader: Iterable[Any], loss_fn: Callable[[Any, Any], Any], *,
        batches: Optional[int] = None, modes: Iterable[str] = _validation.MODES,
        train_loader: Optional[Iterable[Any]] = None,
        forward: Optional[_validation.Forward] = None, part: str = "validation",
    ) -> _validation.Validation:
        """Validates the weights as they are, and records it.

        Beside evaluation mode it measures the same batches normalized by their own statistics,
        and by statistics that are estimated anew over training batches: those of `train_loader`,
        or the last that the model has seen. A model without batch normalization has one mode.
        Afterwards running statistics, training modes and random numbers are what they were.

        - `batches`: how many batches are read; None: all.
        - `modes`: `("eval",)` leaves the dearer ones out.
        - `forward`: makes `(outputs, labels)` of the model and a batch, where a batch is not
          `(inputs, labels)`.

        Raises what the loader, the model or `loss_fn` raises in evaluation mode.
        """
        validator = _validation.Validator(self._model, loss_fn, forward, self._warn_once)
        begin = time.perf_counter()
        self._is_paused = True
        try:
            with _validation.kept_random_numbers(self._start["loader"], train_loader):
                statistics: Any = {}
                with self._guarded("validate"):
                    statistics = self._other_statistics(set(modes), train_loader, validator)
                validator.run(loader, batches, statistics)
        finally:
            self._is_paused = False
            self._closed_at += time.perf_counter() - begin
        with self._guarded("validate"):
            self._record_validation(validator, part)
        found = validator.outcomes
        return _validation.Validation(
            loss=found["eval"].loss, accuracy=found["eval"].accuracy,
            losses={mode: outcome.loss for mode, outcome in found.items()})

    def record_validation(
        self, loss: float, accuracy: float = float("nan"), *, samples: int = 0,
        batches: int = 0, part: str = "validation",
    ) -> None:
        """Records a validation that was measured elsewhere, in evaluation mode."""
        with self._guarded("record_validation"):
            self._append_validation(part, "eval", {
                "loss": float(loss), "accuracy": float(accuracy), "samples": samples,
                "topKAccuracy": float("nan"), "batches": batches, "seconds": 0.0})

    def note(self, text: str) -> None:
        """Writes a sentence into the record, for a person."""
        with self._guarded("note"):
            if self._recorder is not None:
                self._recorder.note(str(text))

    def close(self, error: Optional[BaseException] = None) -> None:
        """Ends the record; what a `with` statement does by itself. Twice does no harm."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        recorder = self._recorder
        if recorder is None or self._is_closed:
            return
        with self._guarded("close"):
            self._stop_observing()
            if self._open.micro_batches:
                self._close(committed=self._open.has_update)
            if not recorder.has_started:
                self._begin_record(recorder, self._open)
            if self._skipped:
                recorder.note(
                    f"{self._skipped} updates were passed over, their gradients being not finite")
            recorder.end(*_recorder.last_word(self._last_loss, error))
        self._is_closed = True
        recorder.journal.close()
        self._remembered.clear()
        self._forward = self._output = None

    def __enter__(self) -> "Watcher":
        return self

    def __exit__(self, kind: Any, error: Optional[BaseException], traceback: Any) -> None:
        self.close(error)

    def _other_statistics(
        self, modes: "set[str]", train_loader: Any, validator: _validation.Validator
    ) -> Any:
        unknown = modes - set(_validation.MODES)
        if unknown:
            self._warn_once(f"there is no validation mode {', '.join(sorted(unknown))}")
        found: Any = {}
        if not self._has_statistics:
            return found
        if "batchStatistics" in modes:
            found["batchStatistics"] = _statistics.of_the_batch(self._model)
        if "reestimated" in modes:
            buffers = self._reestimated(train_loader, validator)
            if buffers is not None:
                found["reestimated"] = buffers
        return found

    def _reestimated(self, train_loader: Any, validator: _validation.Validator) -> Any:
        model = self._model
        if train_loader is None and self._remembered:
            return _statistics.reestimated(
                model, self._remembered, lambda forward: forward.again(model))
        loader = train_loader if train_loader is not None else self._start["loader"]
        if not _validation.can_be_read_beside(loader):
            return None
        return _statistics.reestimated(
            model, _validation.enough(loader, REMEMBERED_SAMPLES),
            lambda batch: validator.forward(batch))

    def _record_validation(self, validator: _validation.Validator, part: str) -> None:
        for mode, outcome in validator.outcomes.items():
            if outcome.samples == 0:
                continue
            self._append_validation(part, mode, {
                "loss": outcome.loss, "accuracy": outcome.accuracy, "samples": outcome.samples,
                "topKAccuracy": outcome.top_k_accuracy, "batches": outcome.batches,
                "seconds": validator.seconds[mode]})

    def _append_validation(self, part: str, mode: str, fields: dict[str, Any]) -> None:
        if self._recorder is None or self._is_closed:
            return
        if self._open.micro_batches >= self._accumulate:
            self._close(committed=self._open.has_update)
        self._recorder.append("validation", {
            "step": self.steps, "epoch": self._epochs.epoch, "part": part, "mode": mode, **fields})
