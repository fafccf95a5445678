"""A training as a value: what is trained, on what, and which fault is put into it."""

import dataclasses
import hashlib
import json


@dataclasses.dataclass(frozen=True)
class Recipe:
    model: str
    data: str
    seed: int
    rate: float
    steps: int = 320
    batch: int = 32
    samples: int = 1280
    held_out: int = 384
    level: float = 0.5
    optimizer: str = "sgd"
    momentum: float = 0.9
    beta2: float = 0.999
    decay: float = 0.0
    # constant, cosine, onecycle, linear, exponential, step:AT,AT:FACTOR, jump:AT:FACTOR,
    # plateau:PATIENCE:FACTOR:DELTA
    schedule: str = "constant"
    warmup: int = 0
    dropout: float = 0.0
    smoothing: float = 0.0
    clip: float = 0.0
    validate_every: int = 40
    validation_batches: int = 0  # 0: the whole set
    validation_size: int = 0  # of such a batch; 0: as in training
    batchnorm_momentum: float = 0.1
    order: str = "shuffled"  # shuffled, fixed, sorted:RUN
    pixels: str = "standard"  # standard, raw:GAIN
    # he, default, gain:FACTOR (He's deviation times it), bias:VALUE, pretrained:STEPS
    initial: str = "default"
    # none, bad-batch:STEP:BATCHES:SAMPLES:GAIN (with wrong labels too), nan-pixel:STEP,
    # nan-validation:SAMPLES, nan-skipped:SAMPLE (updates by such losses are left out),
    # labels:FRACTION (of the training labels are random)
    damage: str = "none"
    precision: str = "single"  # single, half
    stop: str = "never"  # never, patience:CHECKS:DELTA
    broken_tail: int = 0  # steps that go on after parameters are lost; 0: all

    def but(self, **changes):
        return dataclasses.replace(self, **changes)

    @property
    def epoch(self):
        """Steps of one pass over the samples."""
        return max(1, self.samples // self.batch)

    def key(self):
        """A name for the recipe, which a field that is added later leaves as it is."""
        known = {field.name: field.default for field in dataclasses.fields(self)}
        told = {k: v for k, v in dataclasses.asdict(self).items() if v != known[k]}
        text = json.dumps(told, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def parts(text):
    """The name before the first colon and the numbers behind it."""
    name, *numbers = text.split(":")
    return name, [float(number) for number in numbers]
