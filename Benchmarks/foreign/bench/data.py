"""Synthetic images of a few classes, made from a seed, and scikit-learn's digits."""

import functools
import math

import numpy
import torch

# name: (classes, channels, side)
KINDS = {"shapes": (7, 3, 16), "digits": (10, 1, 8), "textures": (7, 1, 16), "glyphs": (12, 3, 12)}


def chance_loss(kind):
    """The cross entropy of guessing."""
    return math.log(KINDS[kind][0])


@functools.lru_cache(maxsize=8)
def images(kind, level, count, seed):
    """`count` standardized images and labels; `level` is the deviation of the noise on them."""
    random = numpy.random.default_rng([seed, sum(map(ord, kind))])
    if kind == "digits":
        found, labels = digits(random, count)
    else:
        labels = random.integers(0, KINDS[kind][0], count)
        found = {"shapes": shapes, "textures": textures, "glyphs": glyphs}[kind](random, labels)
    found = found + level * random.normal(size=found.shape)
    found = (found - found.mean()) / found.std()
    return torch.tensor(found, dtype=torch.float32), torch.tensor(labels, dtype=torch.long)


def digits(random, count):
    from sklearn.datasets import load_digits

    known = load_digits()
    chosen = random.permutation(len(known.target))[:count]
    return known.images[chosen][:, None] / 16.0, known.target[chosen]


def grid(random, count, side, reach):
    """Coordinates in -1...1 of every pixel, moved by up to `reach` and turned a little."""
    line = numpy.linspace(-1, 1, side)
    y, x = numpy.meshgrid(line, line, indexing="ij")
    move = random.uniform(-reach, reach, size=(2, count, 1, 1))
    turn = random.normal(0, 0.15, size=(count, 1, 1))
    x, y = x[None] - move[0], y[None] - move[1]
    return x * numpy.cos(turn) - y * numpy.sin(turn), x * numpy.sin(turn) + y * numpy.cos(turn)


def shapes(random, labels):
    """A disc, ring, square, frame, triangle, plus or stripes of one colour on another."""
    count, side = len(labels), KINDS["shapes"][2]
    x, y = grid(random, count, side, 0.3)
    size = random.uniform(0.45, 0.8, size=(count, 1, 1))
    radius, edge = numpy.hypot(x, y), numpy.maximum(abs(x), abs(y))
    drawn = numpy.stack([
        radius < size, (radius < size) & (radius > 0.6 * size), edge < 0.85 * size,
        (edge < 0.85 * size) & (edge > 0.55 * size), (y < 0.7 * size) & (2 * abs(x) < y + size),
        (numpy.minimum(abs(x), abs(y)) < 0.25 * size) & (edge < size),
        (edge < size) & (numpy.sin(12 * x / size) > 0)])
    mask = drawn[labels, numpy.arange(count)][:, None]
    ink = random.uniform(0.2, 1.0, size=(count, 3, 1, 1))
    return mask * ink - 0.3 * random.uniform(0, 1, size=(count, 3, 1, 1))


def textures(random, labels):
    """Gratings of seven directions and frequencies, with a random phase and contrast."""
    count, side = len(labels), KINDS["textures"][2]
    x, y = grid(random, count, side, 1.0)
    angle = (labels * math.pi / 7)[:, None, None]
    rate = (5.0 + 1.5 * (labels % 3))[:, None, None]
    wave = numpy.sin(rate * (x * numpy.cos(angle) + y * numpy.sin(angle)))
    return (wave * random.uniform(0.5, 1.2, size=(count, 1, 1)))[:, None]


def glyphs(random, labels):
    """Twelve fixed smooth patterns in colour, moved by up to two pixels."""
    classes, channels, side = KINDS["glyphs"]
    fixed = numpy.random.default_rng(41).normal(size=(classes, channels, side, side))
    smooth = sum(numpy.roll(fixed, (a, b), (2, 3)) for a in (-1, 0, 1) for b in (-1, 0, 1)) / 3
    moves = random.integers(-1, 2, size=(len(labels), 2))
    drawn = [numpy.roll(smooth[label], tuple(move), (1, 2)) for label, move in zip(labels, moves)]
    return numpy.stack(drawn)
