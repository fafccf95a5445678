"""golden/logits.json: eval-mode logits of every model, from float32 and from float64.

The float64 model has the same float32 weights and images, widened: what separates the two is
PyTorch's own rounding (`float32Error`), the least that a tolerance must allow.
"""

import torch

import golden
import hashing
import models

BATCH = 4


def logits(model: models.Model, dtype: torch.dtype) -> torch.Tensor:
    """Logits [batch, classes] of the hashed model on the hashed images, in eval mode."""
    module = hashing.fill(model.make()).to(dtype).eval()
    images = hashing.images("images", BATCH, model.channels, model.image_size)
    with torch.no_grad():
        return module(images.to(dtype))


def entry(model: models.Model) -> dict:
    """One model's row of the fixture."""
    single, double = logits(model, torch.float32), logits(model, torch.float64)
    error = golden.relative_error(single, double)
    print(f"{model.name}: max |logit| {double.abs().max():.4g}, float32 error {error:.2e}")
    return {
        "model": model.name,
        "classes": model.classes,
        "channels": model.channels,
        "imageSize": model.image_size,
        "batchSize": BATCH,
        "float32Error": golden.numbers(error, 3),
        "float32": golden.numbers(single, 9),
        "float64": golden.numbers(double, 17),
    }


if __name__ == "__main__":
    head = golden.header("logits.py", mode="eval", images="u(\"images\", i), NCHW")
    golden.write("logits.json", head, "models", [entry(model) for model in models.MODELS])
