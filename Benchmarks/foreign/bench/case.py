"""A case: a recipe, what was planted, what counts as right, and how it is logged."""

import dataclasses
import hashlib

STEP_FORMATS = ("tensorboard", "csv", "lightning", "jsonl", "text", "huggingface", "mlflow",
                "mmengine")
EPOCH_FORMATS = ("keras", "timm", "text-epochs", "tensorboard-epochs")


@dataclasses.dataclass(frozen=True)
class Log:
    """How a course is logged. `every`: steps between lines, each the mean of its steps if
    `averaged`. An epoch format logs means over the steps between two validations."""

    format: str
    every: int = 1
    averaged: bool = False
    rate: bool = True
    norm: bool = False
    accuracy: bool = True
    validation: bool = True
    masked: bool = False  # Hugging Face's filter of losses that are not finite

    @property
    def by_epoch(self):
        return self.format in EPOCH_FORMATS


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    split: str
    recipe: object
    log: Log
    cause: str = ""  # empty: healthy
    acceptable: tuple = ()
    twin: object = None
    measure: str = "healthy"
    alternatives: tuple = ()  # (cause, recipe): right too where that recipe trains as the twin

    @property
    def folder(self):
        """A name that tells nothing of the cause."""
        return "r" + hashlib.sha256(f"{self.split}/{self.name}".encode()).hexdigest()[:8]
