"""Ballast's hook for PyTorch: records a training so that it can be told why it went wrong.

    import ballast

    with ballast.watch(model, optimizer, out="runs/mine") as w:
        for images, labels in loader:
            loss = criterion(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            w.step(loss, batch_labels=labels)
            optimizer.step()
        w.validate(validation_loader, criterion)

Afterwards `ballast diagnose runs/mine` reads what was recorded.
"""

from ._validation import Validation
from ._version import VERSION as __version__
from ._watch import watch
from ._watcher import Watcher

__all__ = ["Validation", "Watcher", "__version__", "watch"]
