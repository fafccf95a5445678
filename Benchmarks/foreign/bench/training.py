"""Trains a recipe with one thread and returns what a log could hold."""

import math

import torch
from torch import nn

from . import data, models
from .recipe import parts


class Course(dict):
    """Per step: loss, rate, norm (NaN after the parameters are lost). Per validation: step,
    loss, accuracy, and loss on the whole set. `stopped`: a rule ended the run early."""

    @property
    def broke(self):
        return not all(map(math.isfinite, self["loss"]))


def batches(recipe, labels):
    """An endless list of index tensors in the recipe's order."""
    generator = torch.Generator().manual_seed(recipe.seed + 1)
    name, numbers = parts(recipe.order)
    fixed = torch.randperm(len(labels), generator=generator)
    if name == "sorted":
        # Runs of one label, in turn, each as long as asked for.
        by_label = fixed[torch.argsort(labels[fixed], stable=True)]
        runs = by_label.split(int(numbers[0])) if numbers else [by_label]
        classes = [run for offset in range(7) for run in runs[offset::7]] if numbers else runs
        fixed = torch.cat(classes)
    while True:
        order = fixed
        if name == "shuffled":
            order = torch.randperm(len(labels), generator=generator)
        for start in range(0, recipe.epoch * recipe.batch, recipe.batch):
            yield order[start:start + recipe.batch]


def initialize(model, recipe):
    name, numbers = parts(recipe.initial)
    if name in ("default", "pretrained"):
        return
    linear = [x for x in model.modules() if isinstance(x, (nn.Conv2d, nn.Linear))]
    # The last layer keeps the framework's small weights: the first loss is that of guessing.
    for layer in linear if name == "gain" else linear[:-1]:
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
    if name == "gain":
        for layer in linear:
            layer.weight.data.mul_(numbers[0])
    elif name == "bias":
        for layer in linear[:-1]:
            layer.bias.data.fill_(numbers[0])


def optimizer_of(recipe, model):
    group, rate = model.parameters(), recipe.rate
    if recipe.optimizer in ("sgd", "nesterov"):
        return torch.optim.SGD(group, rate, recipe.momentum, weight_decay=recipe.decay,
                               nesterov=recipe.optimizer == "nesterov")
    if recipe.optimizer == "rmsprop":
        return torch.optim.RMSprop(group, rate, alpha=0.99, weight_decay=recipe.decay)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[recipe.optimizer]
    return kind(group, rate, betas=(0.9, recipe.beta2), weight_decay=recipe.decay)


class Schedule:
    """The rate of each step; `plateau` looks at the validations."""

    def __init__(self, recipe):
        self.recipe, self.cut, self.best, self.waited = recipe, 1.0, math.inf, 0
        self.name, _, rest = recipe.schedule.partition(":")
        self.numbers = [[float(x) for x in part.split(",")] for part in rest.split(":") if part]

    def rate(self, step):
        recipe, done = self.recipe, step / self.recipe.steps
        ramp = min(1.0, (step + 1) / recipe.warmup) if recipe.warmup else 1.0
        if self.name == "step":
            factor = self.numbers[1][0] ** sum(step >= at for at in self.numbers[0])
        elif self.name == "jump":
            factor = self.numbers[1][0] if step >= self.numbers[0][0] else 1.0
        else:
            factor = {
                "constant": 1.0, "cosine": 0.5 * (1 + math.cos(math.pi * done)),
                "linear": 1 - 0.98 * done, "exponential": 0.05**done, "plateau": self.cut,
                "onecycle": self.one_cycle(done)}[self.name]
        return recipe.rate * ramp * factor

    @staticmethod
    def one_cycle(done):
        if done < 0.3:
            return 0.04 + 0.96 * 0.5 * (1 - math.cos(math.pi * done / 0.3))
        return 0.5 * (1 + math.cos(math.pi * (done - 0.3) / 0.7)) + 1e-4

    def saw(self, loss):
        if self.name != "plateau":
            return
        (patience,), (factor,), (delta,) = self.numbers
        if loss < self.best * (1 - delta):
            self.best, self.waited = loss, 0
        else:
            self.waited += 1
            if self.waited > patience:
                self.cut, self.waited = self.cut * factor, 0


def loss_of(recipe, outputs, labels):
    if recipe.precision == "single":
        return nn.functional.cross_entropy(outputs, labels, label_smoothing=recipe.smoothing)
    # A softmax written out, without the maximum taken off first: in half precision the powers of
    # outputs above 11 are infinite.
    powers = outputs.half().exp()
    chosen = (powers / powers.sum(1, keepdim=True))[torch.arange(len(labels)), labels]
    return -chosen.log().float().mean()


def damaged(recipe, step, images, labels, indices):
    """The batch's images and labels as the fault leaves them."""
    name, numbers = parts(recipe.damage)
    if name == "bad-batch":
        first, count, samples, gain = numbers
        if first <= step < first + count:
            images, labels = images.clone(), labels.clone()
            images[:int(samples)] *= gain
            labels[:int(samples)] = (labels[:int(samples)] + 1) % data.KINDS[recipe.data][0]
    elif name == "nan-pixel" and step == numbers[0]:
        images = images.clone()
        images[0, 0, 0, 0] = math.nan
    elif name == "nan-skipped" and (indices == numbers[0]).any():
        images = images.clone()
        images[indices == numbers[0]] = math.nan
    return images, labels


@torch.no_grad()
def validate(recipe, model, images, labels):
    """Mean loss and accuracy as logged, and the loss on the whole set."""
    model.eval()
    size = 64
    if recipe.validation_batches:
        size = recipe.validation_size or recipe.batch
    found = [(model(x), y) for x, y in zip(images.split(size), labels.split(size))]
    model.train()
    losses = [loss_of(recipe, *pair).item() * len(pair[1]) for pair in found]
    right = [(outputs.argmax(1) == y).sum().item() for outputs, y in found]
    sizes = [len(y) for _, y in found]
    shown = recipe.validation_batches or len(found)
    return (sum(losses[:shown]) / sum(sizes[:shown]), sum(right[:shown]) / sum(sizes[:shown]),
            sum(losses) / sum(sizes))


class Stopper:
    def __init__(self, recipe):
        name, numbers = parts(recipe.stop)
        self.checks, self.delta = numbers if name == "patience" else (math.inf, 0.0)
        self.best, self.waited = math.inf, 0

    def wants(self, loss):
        better = loss < self.best - self.delta
        self.best, self.waited = (loss, 0) if better else (self.best, self.waited + 1)
        return self.waited >= self.checks


def sets(recipe):
    images, labels = data.images(recipe.data, recipe.level, recipe.samples + recipe.held_out,
                                 recipe.seed)
    name, numbers = parts(recipe.pixels)
    if name == "raw":
        # Pixels as bytes have them, or a feature in its own unit: neither centred nor scaled.
        images = (images * 0.25 + 0.5).clamp(0, 1) * numbers[0]
    train, held_out = images[:recipe.samples], images[recipe.samples:]
    name, numbers = parts(recipe.damage)
    if name == "nan-validation":
        held_out = held_out.clone()
        held_out[:int(numbers[0]), 0, 0, 0] = math.nan
    known = labels[:recipe.samples]
    if name == "labels":
        generator = torch.Generator().manual_seed(recipe.seed + 2)
        wrong = torch.rand(recipe.samples, generator=generator) < numbers[0]
        order = torch.randperm(recipe.samples, generator=generator)
        known = torch.where(wrong, known[order], known)
    return train, known, held_out, labels[recipe.samples:]


def pretrained(recipe, model):
    """Starts from weights that were trained on other images of the same kind."""
    name, numbers = parts(recipe.initial)
    if name != "pretrained":
        return
    other = recipe.but(initial="default", seed=recipe.seed + 5000, damage="none")
    images, labels, *_ = sets(other)
    optimizer = torch.optim.SGD(model.parameters(), 0.03, 0.9)
    for _, indices in zip(range(int(numbers[0])), batches(other, labels)):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images[indices]), labels[indices]).backward()
        optimizer.step()


def train(recipe):
    torch.manual_seed(recipe.seed)
    images, labels, *held_out = sets(recipe)
    model = models.build(recipe.model, recipe.data, recipe.dropout)
    initialize(model, recipe)
    pretrained(recipe, model)
    for layer in model.modules():
        if isinstance(layer, nn.modules.batchnorm._BatchNorm):
            layer.momentum = recipe.batchnorm_momentum
    optimizer, schedule = optimizer_of(recipe, model), Schedule(recipe)
    stopper, feed = Stopper(recipe), batches(recipe, labels)
    course = Course(loss=[], rate=[], norm=[], validation=[], stopped=False)
    lost = None
    for step in range(recipe.steps):
        rate = schedule.rate(step)
        indices = next(feed)
        if lost is not None:
            loss = norm = math.nan
            if recipe.broken_tail and step - lost >= recipe.broken_tail:
                break
        else:
            loss, norm = one_step(recipe, step, model, optimizer, rate, images, labels, indices)
            guarded = recipe.damage.startswith("nan-skipped")
            lost = step if not math.isfinite(norm) and not guarded else None
        for name, value in (("loss", loss), ("rate", rate), ("norm", norm)):
            course[name].append(value)
        if (step + 1) % recipe.validate_every == 0:
            if lost is None:
                figures = validate(recipe, model, *held_out)
            else:
                figures = (math.nan, 1 / data.KINDS[recipe.data][0], math.nan)
            course["validation"].append([step, *figures])
            schedule.saw(figures[0])
            if stopper.wants(figures[0]):
                course["stopped"] = True
                break
    return course


def one_step(recipe, step, model, optimizer, rate, images, labels, indices):
    """The loss and the gradient's norm before clipping; the weights move unless guarded."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad()
    images, labels = damaged(recipe, step, images[indices], labels[indices], indices)
    loss = loss_of(recipe, model(images), labels)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), recipe.clip or math.inf).item()
    value = loss.item()
    if not (recipe.damage.startswith("nan-skipped") and not math.isfinite(value)):
        optimizer.step()
    return value, norm
