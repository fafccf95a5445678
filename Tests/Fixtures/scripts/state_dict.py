"""golden/state_dicts.json: names and shapes of every model's state_dict, in torchvision's order."""

import golden
import models


def entry(model: models.Model) -> dict:
    """One model's entries, `num_batches_tracked` (a scalar, shape []) included."""
    state = model.make().state_dict()
    return {
        "model": model.name,
        "classes": model.classes,
        "channels": model.channels,
        "entries": [{"name": key, "shape": list(value.shape)} for key, value in state.items()],
    }


if __name__ == "__main__":
    entries = [entry(model) for model in models.MODELS]
    golden.write("state_dicts.json", golden.header("state_dict.py"), "models", entries)
