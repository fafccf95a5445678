"""The sound trainings that faults are put into. The two splits share no model, data or seed."""

import dataclasses

from .recipe import Recipe

BASES = {
    "tuning": {
        "mlp": Recipe("mlp-none", "digits", 101, 0.04, level=0.2, initial="he"),
        "lenet": Recipe("lenet-none", "shapes", 102, 0.03, level=0.12, steps=400),
        "vgg": Recipe("vgg-none", "digits", 103, 0.03, level=0.2, initial="he"),
        "resnet": Recipe("resnet-bn", "shapes", 104, 0.04, level=0.12),
        "vggbn": Recipe("vgg-bn", "digits", 105, 0.04, level=0.25),
        "dense": Recipe("mlp-bn", "digits", 106, 0.05, level=0.2),
        "deep": Recipe("deep", "digits", 107, 0.02, level=0.2, initial="he"),
    },
    "judging": {
        "wide": Recipe("wide-none", "glyphs", 901, 0.02, level=1.6, initial="he", batch=24),
        "lenet5": Recipe("lenet5-none", "textures", 902, 0.04, level=0.5, batch=40),
        "cnn": Recipe("cnn-none", "glyphs", 903, 0.03, level=1.2, initial="he", batch=24),
        "resnet3": Recipe("resnet3-bn", "textures", 904, 0.05, level=0.9, batch=24),
        "googlenet": Recipe("googlenet-bn", "textures", 905, 0.03, level=0.8, batch=24),
        "dense": Recipe("wide-bn", "glyphs", 906, 0.04, level=1.6, batch=24),
        "deep": Recipe("deeper", "textures", 907, 0.02, level=0.4, initial="he", batch=40),
    },
}
ROLES = {
    "tuning": {"plain": ("mlp", "lenet", "vgg"), "batch": ("resnet", "vggbn"), "dense": "dense",
               "deep": "deep"},
    "judging": {"plain": ("wide", "lenet5", "cnn"), "batch": ("resnet3", "googlenet"),
                "dense": "dense", "deep": "deep"},
}


def of(split, role):
    """(name, recipe) of the split's bases in a role: plain, batch, mixed, dense or deep."""
    if role == "mixed":
        names = [n for pair in zip(ROLES[split]["plain"], ROLES[split]["batch"]) for n in pair]
    else:
        names = ROLES[split][role]
        names = (names,) if isinstance(names, str) else names
    held_out = 192
    return [(n, dataclasses.replace(BASES[split][n], held_out=held_out)) for n in names]
