"""Sound trainings that may look odd: optimizers, schedules, noise, short and long runs."""

from . import bases
from .case import EPOCH_FORMATS, STEP_FORMATS, Case, Log

# name: what it changes in a base, as (tuning, judging) where the splits differ.
OPTIMIZERS = {
    "adam": dict(optimizer="adam", rate=(0.002, 0.003)),
    "adamw-cosine": dict(optimizer="adamw", rate=(0.003, 0.002), decay=0.05, schedule="cosine"),
    "rmsprop": dict(optimizer="rmsprop", rate=(0.0005, 0.0007)),
    "nesterov": dict(optimizer="nesterov", decay=1e-4),
    "plain-sgd": dict(momentum=0.0, rate_factor=(4, 3)),
    "clipped": dict(clip=(1.0, 0.5)),
}
SCHEDULES = {
    "cosine": dict(schedule="cosine"),
    "onecycle": dict(schedule="onecycle", rate_factor=(1.5, 1.2)),
    "steps": dict(schedule=("step:160,240:0.1", "step:150,220:0.2")),
    "halving": dict(schedule=("step:100,180,260:0.5", "step:80,160,240:0.4")),
    "linear-warmup": dict(schedule="linear", warmup=(40, 60)),
    "warmup-constant": dict(warmup=(60, 30)),
    "warmup-cosine": dict(schedule="cosine", warmup=(30, 50)),
    "exponential": dict(schedule="exponential"),
    "patient-plateau": dict(schedule=("plateau:3:0.3:0.001", "plateau:4:0.5:0.001")),
}
OTHERS = {
    "plain": {},
    "small-batches": dict(batch=(8, 6), rate_factor=(0.3, 0.25), steps=(700, 800)),
    "large-batches": dict(batch=(96, 112), steps=(160, 180)),
    "short": dict(steps=(200, 180), schedule="cosine", rate_factor=(1.5, 1.2)),
    "long": dict(steps=(700, 900), schedule="cosine", level_factor=0.7),
    "smoothed-labels": dict(smoothing=(0.1, 0.15)),
    "dropout": dict(dropout=(0.3, 0.4)),
    "fine-tuning": dict(initial=("pretrained:240", "pretrained:200"), rate_factor=(0.1, 0.15)),
    "low-rate": dict(rate_factor=(0.4, 0.3), steps=(480, 420)),
    "one-validation-batch": dict(batch=(64, 80), validation_batches=1, schedule="cosine"),
    "decay": dict(decay=(2e-3, 1e-3)),
    "often-validated": dict(validate_every=(8, 10), schedule="cosine"),
    "no-momentum-noise": dict(momentum=(0.5, 0.6), rate_factor=(2, 1.5)),
}
FORMATS = tuple(f for pair in zip(STEP_FORMATS, EPOCH_FORMATS * 2) for f in pair)


def changed(base, split, changes):
    index = 0 if split == "tuning" else 1
    values = {k: v[index] if isinstance(v, tuple) else v for k, v in changes.items()}
    values["rate"] = values.get("rate", base.rate) * values.pop("rate_factor", 1)
    values["level"] = base.level * values.pop("level_factor", 1)
    if "initial" in values:
        values.setdefault("schedule", "constant")
    return base.but(**values)


def log_of(number, variant, recipe):
    name = FORMATS[number % len(FORMATS)]
    if name == "huggingface":
        return Log(name, every=5, averaged=True, norm=True, masked=number % 2 == 0)
    every = (1, 1, 5, 1, 10)[number % 5]
    return Log(name, every=every, averaged=number % 2 == 0, norm=number % 3 == 0,
               rate=number % 4 != 1 or variant in SCHEDULES)


def healthy(split):
    """Every variant on three bases, each base with its own seeds."""
    found = []
    every_base = bases.of(split, "mixed") + bases.of(split, "dense") + bases.of(split, "plain")[2:]
    every_base = list(dict(every_base).items())
    for number, (variant, changes) in enumerate((OPTIMIZERS | SCHEDULES | OTHERS).items()):
        for turn in range(3):
            name, base = every_base[(number + 2 * turn) % len(every_base)]
            recipe = changed(base, split, changes)
            # A calm end, as people choose their rates: no trouble of the rate itself.
            recipe = recipe.but(
                seed=base.seed + 500 + 10 * number + turn, rate=0.6 * recipe.rate,
                validate_every=min(recipe.validate_every, max(8, recipe.steps // 20)))
            log = log_of(3 * number + turn + len(split), variant, recipe)
            case = Case(name=f"healthy/{variant}/{name}", split=split, recipe=recipe, log=log)
            found.append(case)
    return found
