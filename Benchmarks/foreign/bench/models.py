"""Small networks by name: `architecture-normalization`."""

import torch
from torch import nn

from .data import KINDS


class Residual(nn.Module):
    def __init__(self, inside, outside, stride, normalization):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inside, outside, 3, stride, 1), normalized(normalization, outside), nn.ReLU(),
            nn.Conv2d(outside, outside, 3, 1, 1), normalized(normalization, outside))
        same = inside == outside and stride == 1
        self.skip = nn.Identity() if same else nn.Conv2d(inside, outside, 1, stride)

    def forward(self, images):
        return torch.relu(self.body(images) + self.skip(images))


class Inception(nn.Module):
    """Branches of 1x1, 3x3, two 3x3 and a pooling, side by side."""

    def __init__(self, inside, each, normalization):
        super().__init__()
        def unit(a, b, size):
            return nn.Sequential(
                nn.Conv2d(a, b, size, 1, size // 2), normalized(normalization, b), nn.ReLU())
        self.branches = nn.ModuleList([
            unit(inside, each, 1), nn.Sequential(unit(inside, each, 1), unit(each, each, 3)),
            nn.Sequential(unit(inside, each, 1), unit(each, each, 3), unit(each, each, 3)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), unit(inside, each, 1))])

    def forward(self, images):
        return torch.cat([branch(images) for branch in self.branches], 1)


def normalized(normalization, channels):
    return {"bn": nn.BatchNorm2d, "none": nn.Identity}.get(
        normalization, lambda count: nn.GroupNorm(4, count))(channels)


def perceptron(inputs, classes, widths, activation=nn.ReLU, normalization="none", dropout=0.0):
    layers, width = [nn.Flatten()], inputs
    for wide in widths:
        layers.append(nn.Linear(width, wide))
        if normalization == "bn":
            layers.append(nn.BatchNorm1d(wide))
        layers += [activation()] + ([nn.Dropout(dropout)] if dropout else [])
        width = wide
    return nn.Sequential(*layers, nn.Linear(width, classes))


def plain(channels, side, classes, widths, normalization, dropout, activation=nn.ReLU):
    """Convolutions in pairs with pooling between, VGG-like."""
    layers, width = [], channels
    for index, wide in enumerate(widths):
        for _ in range(2):
            layers += [nn.Conv2d(width, wide, 3, 1, 1), normalized(normalization, wide),
                       activation()]
            width = wide
        if index < len(widths) - 1:
            layers.append(nn.MaxPool2d(2))
    layers += [nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Dropout(dropout)]
    return nn.Sequential(*layers, nn.Linear(4 * width, classes))


def lenet(channels, side, classes, widths, dropout):
    first, second, dense = widths
    return nn.Sequential(
        nn.Conv2d(channels, first, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(first, second, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(second * (side // 4) ** 2, dense), nn.ReLU(), nn.Dropout(dropout),
        nn.Linear(dense, classes))


def residual(channels, classes, widths, normalization):
    first = widths[0]
    layers = [nn.Conv2d(channels, first, 3, 2, 1), normalized(normalization, first), nn.ReLU()]
    for index, wide in enumerate(widths):
        inside = widths[max(0, index - 1)]
        layers.append(Residual(inside, wide, 1 if index == 0 else 2, normalization))
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], classes))


def inception(channels, classes, normalization):
    return nn.Sequential(
        nn.Conv2d(channels, 8, 3, 2, 1), normalized(normalization, 8), nn.ReLU(),
        Inception(8, 4, normalization), nn.MaxPool2d(2), Inception(16, 8, normalization),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, classes))


def build(name, data, dropout=0.0):
    classes, channels, side = KINDS[data]
    inputs = channels * side * side
    architecture, _, normalization = name.partition("-")
    kind = normalization or "none"
    return {
        # Of the tuning split.
        "mlp": lambda: perceptron(inputs, classes, (96, 48), nn.ReLU, kind, dropout),
        "lenet": lambda: lenet(channels, side, classes, (8, 16, 48), dropout),
        "vgg": lambda: plain(channels, side, classes, (8, 16), kind, dropout),
        "resnet": lambda: residual(channels, classes, (8, 16), kind),
        "deep": lambda: perceptron(inputs, classes, (40,) * 8),
        # Of the judging split.
        "wide": lambda: perceptron(inputs, classes, (128, 64, 32), nn.GELU, kind, dropout),
        "lenet5": lambda: lenet(channels, side, classes, (6, 20, 64), dropout),
        "cnn": lambda: plain(channels, side, classes, (8, 16, 16), kind, dropout),
        "resnet3": lambda: residual(channels, classes, (8, 16, 24), kind),
        "googlenet": lambda: inception(channels, classes, kind),
        "deeper": lambda: perceptron(inputs, classes, (32,) * 11),
    }[architecture]()
