"""Writes a course as one of the tools would log it; by the tool itself where it is a library."""

import csv
import hashlib
import json
import math
import os
import statistics
import types

from .recipe import Recipe


class Lines:
    """What is logged of a course, in order: a dictionary per line of training or validation."""

    def __init__(self, course, recipe: Recipe, log):
        self.course, self.recipe, self.log = course, recipe, log
        self.epochs = math.ceil(recipe.steps / recipe.epoch)

    def training(self):
        course, every = self.course, self.log.every
        for step in range(every - 1, len(course["loss"]), every):
            losses = course["loss"][step - every + 1:step + 1]
            loss = masked(losses) if self.log.masked else statistics.fmean(losses)
            yield self.line(step, loss if self.log.averaged else course["loss"][step])

    def line(self, step, loss):
        line = {"step": step, "epoch": step // self.recipe.epoch, "loss": loss}
        if self.log.rate:
            line["rate"] = self.course["rate"][step]
        if self.log.norm:
            line["norm"] = self.course["norm"][step]
        return line

    def validations(self):
        for step, loss, accuracy, _ in self.course["validation"]:
            line = {"step": step, "epoch": step // self.recipe.epoch, "validation": loss}
            if self.log.accuracy:
                line["accuracy"] = accuracy
            yield line

    def in_order(self):
        """Lines of both kinds; a step's validation follows its training line."""
        both = list(self.training()) + (list(self.validations()) if self.log.validation else [])
        return sorted(both, key=lambda line: (line["step"], "validation" in line))

    def by_epoch(self):
        """One line from each validation to the next, with the mean training loss."""
        start = 0
        for index, validation in enumerate(self.validations()):
            end = validation["step"] + 1
            loss = statistics.fmean(self.course["loss"][start:end])
            yield {**self.line(end - 1, loss), **validation, "epoch": index}
            start = end

    @property
    def style(self):
        """A number that decides how columns are called, the same for the same recipe."""
        return int(hashlib.sha256(self.recipe.key().encode()).hexdigest(), 16) % 2


def masked(losses):
    """Hugging Face's filter: a loss that is not finite counts as the mean of those before it."""
    total = 0.0
    for count, loss in enumerate(losses):
        total += loss if math.isfinite(loss) else total / (1 + count)
    return total / len(losses)


def renamed(line, names):
    return {names[key]: value for key, value in line.items() if key in names}


STYLES = (
    {"step": "step", "epoch": "epoch", "loss": "train_loss", "rate": "lr", "norm": "grad_norm",
     "validation": "val_loss", "accuracy": "val_acc"},
    {"step": "iteration", "epoch": "epoch", "loss": "loss", "rate": "learning_rate",
     "norm": "gradient_norm", "validation": "valid_loss", "accuracy": "valid_accuracy"},
)


def write_csv(lines, folder):
    path = os.path.join(folder, "log.csv")
    names = STYLES[lines.style]
    merged = {}
    for line in lines.in_order():
        merged.setdefault(line["step"], {}).update(renamed(line, names))
    found = set().union(*merged.values())
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, [name for name in names.values() if name in found])
        writer.writeheader()
        writer.writerows(merged.values())
    return path


def write_jsonl(lines, folder):
    path = os.path.join(folder, "metrics.jsonl")
    with open(path, "w") as file:
        for line in lines.in_order():
            file.write(json.dumps(renamed(line, STYLES[lines.style])) + "\n")
    return path


TAGS = (
    {"loss": "Loss/train", "validation": "Loss/validation", "accuracy": "Accuracy/validation",
     "rate": "LearningRate", "norm": "grad_norm"},
    {"loss": "train/loss", "validation": "val/loss", "accuracy": "val/accuracy", "rate": "lr",
     "norm": "train/grad_norm"},
)


def write_tensorboard(lines, folder):
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(folder)
    by_epoch = lines.log.by_epoch
    for line in lines.by_epoch() if by_epoch else lines.in_order():
        for tag, value in renamed(line, TAGS[lines.style]).items():
            writer.add_scalar(tag, value, line["epoch" if by_epoch else "step"])
    writer.close()
    return folder


def write_lightning(lines, folder):
    from lightning.pytorch.loggers import CSVLogger

    logger = CSVLogger(folder, version=0)
    names = {"loss": "train_loss", "norm": "grad_norm", "validation": "val_loss",
             "accuracy": "val_acc", "epoch": "epoch"}
    rate = "lr-Adam" if lines.recipe.optimizer.startswith("adam") else "lr-SGD"
    for line in lines.in_order():
        if "rate" in line:
            logger.log_metrics({rate: line["rate"]}, line["step"])
        logger.log_metrics(renamed(line, names), line["step"])
    logger.save()
    return os.path.join(folder, "lightning_logs", "version_0")


def write_huggingface(lines, folder):
    from transformers import TrainerState

    recipe, course = lines.recipe, lines.course
    state = TrainerState(
        max_steps=recipe.steps, num_train_epochs=lines.epochs, logging_steps=lines.log.every,
        eval_steps=recipe.validate_every, train_batch_size=recipe.batch,
        global_step=len(course["loss"]), epoch=len(course["loss"]) / recipe.epoch)
    names = {"loss": "loss", "norm": "grad_norm", "rate": "learning_rate",
             "validation": "eval_loss", "accuracy": "eval_accuracy"}
    for line in lines.in_order():
        step = line["step"] + 1
        state.log_history.append({
            **renamed(line, names), "epoch": round(step / recipe.epoch, 4), "step": step})
    path = os.path.join(folder, "trainer_state.json")
    state.save_to_json(path)
    return path


def write_mlflow(lines, folder):
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    import mlflow
    from mlflow.entities import Metric

    store = os.path.abspath(os.path.join(folder, "mlruns"))
    client = mlflow.MlflowClient(tracking_uri="file://" + store)
    run = client.create_run(client.create_experiment("training")).info.run_id
    client.log_param(run, "batch_size", lines.recipe.batch)
    names = {"loss": "train_loss", "norm": "grad_norm", "rate": "lr", "validation": "val_loss",
             "accuracy": "val_acc"}
    metrics = [
        Metric(name, float(value), 1767323045000 + 20 * line["step"], line["step"])
        for line in lines.in_order() for name, value in renamed(line, names).items()]
    for start in range(0, len(metrics), 900):
        client.log_batch(run, metrics=metrics[start:start + 900])
    return store


def write_mmengine(lines, folder):
    import logging

    logging.disable(logging.INFO)
    from mmengine.visualization import LocalVisBackend

    backend = LocalVisBackend(folder)
    names = {"loss": "loss", "norm": "grad_norm", "rate": "lr", "validation": "val/loss",
             "accuracy": "accuracy/top1"}
    for line in lines.in_order():
        step = line["step"] + 1
        scalars = {**renamed(line, names), "time": 0.02, "iter": step}
        backend.add_scalars(scalars, step=step)
    return os.path.join(folder, "scalars.json")


def write_keras(lines, folder):
    os.environ["KERAS_BACKEND"] = "torch"
    from keras.callbacks import CSVLogger

    path = os.path.join(folder, "training.csv")
    logger = CSVLogger(path)
    logger.set_model(types.SimpleNamespace(stop_training=False))
    logger.on_train_begin()
    names = {"loss": "loss", "validation": "val_loss", "accuracy": "val_accuracy",
             "rate": "learning_rate"}
    for line in lines.by_epoch():
        logger.on_epoch_end(line["epoch"], renamed(line, names))
    logger.on_train_end()
    return path


def write_timm(lines, folder):
    from timm.utils import update_summary

    path = os.path.join(folder, "summary.csv")
    for line in lines.by_epoch():
        evaluated = {"loss": line["validation"], "top1": 100 * line.get("accuracy", math.nan)}
        update_summary(line["epoch"], {"loss": line["loss"]}, evaluated, path, lr=line.get("rate"))
    return path


def write_text(lines, folder):
    path = os.path.join(folder, "train.log")
    recipe = lines.recipe
    with open(path, "w") as file:
        print("Using device: cpu", file=file)
        for line in lines.in_order():
            print(STEP_LINES[lines.style](line, recipe, lines.epochs), file=file)
    return path


def pairs_line(line, recipe, epochs):
    names = STYLES[0]
    shown = [f"step {line['step']}"]
    for key, spelling in (("loss", ".5f"), ("validation", ".5f"), ("accuracy", ".4f"),
                          ("rate", ".4e"), ("norm", ".4f")):
        if key in line:
            shown.append(f"{names[key]} {line[key]:{spelling}}")
    return " | ".join(shown)


def bracket_line(line, recipe, epochs):
    head = f"Epoch [{line['epoch'] + 1}/{epochs}]"
    rate = f", LR: {line['rate']:.6f}" if "rate" in line else ""
    norm = f", Grad Norm: {line['norm']:.4f}" if "norm" in line else ""
    if "validation" in line:
        accuracy = f", Val Acc: {100 * line['accuracy']:.2f}%" if "accuracy" in line else ""
        return f"{head}, Val Loss: {line['validation']:.4f}{accuracy}"
    place = line["step"] % recipe.epoch + 1
    return f"{head}, Step [{place}/{recipe.epoch}], Loss: {line['loss']:.4f}{rate}{norm}"


STEP_LINES = (pairs_line, bracket_line)


def write_text_epochs(lines, folder):
    path = os.path.join(folder, "output.txt")
    epochs = lines.recipe.steps // lines.recipe.validate_every
    with open(path, "w") as file:
        for line in lines.by_epoch():
            number, loss, validation = line["epoch"] + 1, line["loss"], line["validation"]
            rate = f", LR: {line['rate']:.6f}" if "rate" in line else ""
            if lines.style:
                text = f"Epoch {number}/{epochs}, Train Loss: {loss:.4f}, "
                text += f"Val Loss: {validation:.4f}"
            else:
                text = (f"Epoch {number:03d}/{epochs:03d} | train_loss={loss:.4f} "
                        f"val_loss={validation:.4f} val_acc={line.get('accuracy', 0):.4f}")
            print(text + rate, file=file)
    return path


WRITERS = {
    "csv": write_csv, "jsonl": write_jsonl, "tensorboard": write_tensorboard,
    "tensorboard-epochs": write_tensorboard, "lightning": write_lightning,
    "huggingface": write_huggingface, "mlflow": write_mlflow, "mmengine": write_mmengine,
    "keras": write_keras, "timm": write_timm, "text": write_text, "text-epochs": write_text_epochs,
}


def write(course, recipe, log, folder):
    """Writes the log below an empty folder; returns the path that is given to the diagnosis."""
    os.makedirs(folder)
    return WRITERS[log.format](Lines(course, recipe, log), folder)
