"""TensorBoard event files by torch.utils.tensorboard and by tensorboardX."""

import os
import time

import numpy
import tensorboard
import tensorboardX
import torch
from torch.utils.tensorboard import SummaryWriter

import course

TORCH = (f"torch.utils.tensorboard of torch {torch.__version__.split('+')[0]}, "
         f"tensorboard {tensorboard.__version__}")


def recorded(name, write, writer=TORCH, **options):
    folder = course.fresh("tensorboard", name)
    log = SummaryWriter(folder, **options)
    write(log)
    log.close()
    report(name, writer)


def report(name, writer=TORCH):
    """Every folder with event files below the recording is one key, `folder:tag`."""
    top = os.path.join(course.ROOT, "tensorboard", name)
    series = {}
    for folder, _, files in sorted(os.walk(top)):
        if any("tfevents" in file for file in files):
            prefix = os.path.relpath(folder, top)
            for tag, points in course.events(folder).items():
                series[tag if prefix == "." else f"{prefix}:{tag}"] = points
    course.expect(f"tensorboard/{name}", writer, series)


def plain(log, first=0, last=60, shift=0.0, **how):
    for step in range(first, last):
        log.add_scalar("Loss/train", course.train_loss(step) + shift, step, **how)
        log.add_scalar("LearningRate", course.learning_rate(step), step, **how)
        log.add_scalar("grad_norm", course.gradient_norm(step), step, **how)
        if step % 10 == 9:
            log.add_scalar("Loss/validation", course.validation_loss(step) + shift, step, **how)
            log.add_scalar("Accuracy/validation", course.validation_accuracy(step), step, **how)


def beside(log):
    plain(log)
    log.add_text("notes", "a text beside the numbers", 0)
    for step in (0, 30):
        log.add_histogram("weights/first", numpy.linspace(-1, 1, 100), step)


def not_finite(log):
    for step in range(40):
        value = course.train_loss(step) * 3.0 ** max(0, step - 30)
        log.add_scalar("train_loss", float("nan") if step > 36 else value, step)
        if step % 10 == 9:
            log.add_scalar("val_loss", float("inf") if step > 36 else value, step)


def several_curves(log):
    for step in range(40):
        losses = {"train": course.train_loss(step)}
        if step % 5 == 4:
            losses["validation"] = course.validation_loss(step)
        log.add_scalars("loss", losses, step)


def with_parameters(log):
    plain(log)
    log.add_hparams({"lr": 0.1, "momentum": 0.7}, {"hparam/loss": course.train_loss(59)})


def main():
    course.anonymous()
    recorded("pytorch", beside)
    recorded("pytorch-new-style", lambda log: plain(log, new_style=True))
    recorded("pytorch-double", lambda log: plain(log, new_style=True, double_precision=True))
    recorded("pytorch-not-finite", not_finite)
    recorded("pytorch-add-scalars", several_curves)
    recorded("pytorch-hparams", with_parameters)

    for name, purge in (("pytorch-resumed", None), ("pytorch-resumed-purged", 30)):
        recorded(name, lambda log: plain(log, 0, 40), filename_suffix=".first")
        time.sleep(1.1)  # A file's name tells its second; a resumed run's is later.
        log = SummaryWriter(
            os.path.join(course.ROOT, "tensorboard", name), purge_step=purge,
            filename_suffix=".second")
        plain(log, 30, 60, shift=0.25)
        log.close()
        report(name)

    recorded("pytorch-torn", plain)
    folder = os.path.join(course.ROOT, "tensorboard", "pytorch-torn")
    path = os.path.join(folder, os.listdir(folder)[0])
    os.truncate(path, os.path.getsize(path) - 7)
    whole = course.events(os.path.join(course.ROOT, "tensorboard", "pytorch-new-style"))
    # The last record, an accuracy, is the one that is cut.
    whole["Accuracy/validation"].pop()
    course.expect("tensorboard/pytorch-torn", TORCH + ", its last record cut", whole)

    folder = course.fresh("tensorboard", "tensorboardx")
    log = tensorboardX.SummaryWriter(folder)
    plain(log)
    log.close()
    report("tensorboardx", f"tensorboardX {tensorboardX.__version__}")


if __name__ == "__main__":
    main()
