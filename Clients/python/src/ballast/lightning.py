"""The hook as a callback of Lightning.

    from ballast.lightning import BallastCallback

    trainer = Trainer(callbacks=[BallastCallback("runs/mine", loss_fn=criterion)])

Needs Lightning, under either of its names.
"""

from __future__ import annotations

from typing import Any, Callable, Optional

from torch import nn

from ._journal import warn
from ._watch import watch
from ._watcher import Watcher

try:
    from lightning.pytorch.callbacks import Callback
except ImportError:
    from pytorch_lightning.callbacks import Callback  # type: ignore[no-redef]


class BallastCallback(Callback):  # type: ignore[misc]
    """Records what a Trainer does, as :func:`ballast.watch` does with a loop of one's own.

    - `out`: the directory of the run.
    - `loss_fn`: of outputs and labels. With it each validation is also made with batch statistics
      and with statistics estimated anew; without it only the trainer's own number is recorded.
    - `monitor`: the name under which the module logs its validation loss.
    - `forward`: makes `(outputs, labels)` of the network and a batch, where a batch is not
      `(inputs, labels)`.
    - Further settings are those of :func:`ballast.watch`.

    The network is the module itself, or the one submodule that holds all parameters. Labels are
    taken from batches of the form `(inputs, labels, …)`. With automatic optimization the record of
    a step is complete; where a module optimizes by itself, one step is taken per batch.
    """

    def __init__(
        self, out: str, loss_fn: Optional[Callable[[Any, Any], Any]] = None, *,
        monitor: str = "val_loss", forward: Optional[Callable[..., Any]] = None, **settings: Any,
    ) -> None:
        self._out = out
        self._loss_fn = loss_fn
        self._monitor = monitor
        self._forward = forward
        self._settings = settings
        self.watcher: Optional[Watcher] = None

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """Begins the record."""
        if not trainer.optimizers:
            warn("nothing is recorded: the trainer has no optimizer")
            return
        loader = trainer.train_dataloader
        settings = {
            "train_loader": loader if hasattr(loader, "dataset") else None,
            "accumulate": trainer.accumulate_grad_batches, "epochs": trainer.max_epochs,
            "scaler": getattr(trainer.precision_plugin, "scaler", None),
            "enabled": trainer.is_global_zero, **self._settings,
        }
        if settings["epochs"] is not None and settings["epochs"] < 1:
            settings["epochs"] = None
        self.watcher = watch(_network(pl_module), trainer.optimizers[0], self._out, **settings)

    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Records a batch."""
        if self.watcher is None or outputs is None:
            return
        loss = outputs["loss"] if isinstance(outputs, dict) else outputs
        labels = batch[1] if isinstance(batch, (tuple, list)) and len(batch) > 1 else None
        # The trainer has divided it for the accumulation.
        self.watcher.step(
            loss * trainer.accumulate_grad_batches, batch_labels=labels,
            epoch=trainer.current_epoch)

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        """Records a validation."""
        if self.watcher is None or trainer.sanity_checking:
            return
        loader = trainer.val_dataloaders
        loader = loader[0] if isinstance(loader, (list, tuple)) and loader else loader
        if self._loss_fn is not None and loader is not None:
            try:
                self.watcher.validate(loader, self._loss_fn, forward=self._forward)
            except Exception as error:
                warn(f"a validation is not recorded: {type(error).__name__}: {error}")
        elif self._monitor in trainer.callback_metrics:
            self.watcher.record_validation(float(trainer.callback_metrics[self._monitor]))

    def on_train_end(self, trainer: Any, pl_module: Any) -> None:
        """Ends the record."""
        self._close(None)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        """Ends the record, with the reason."""
        self._close(exception)

    def _close(self, error: Optional[BaseException]) -> None:
        watcher, self.watcher = self.watcher, None
        if watcher is not None:
            watcher.close(error)


def _network(module: nn.Module) -> nn.Module:
    """The network of a module: what is called in training whether or not the module itself is."""
    count = sum(p.numel() for p in module.parameters())
    for child in module.children():
        if count > 0 and sum(p.numel() for p in child.parameters()) == count:
            return child
    return module
