"""The reference models: torchvision's own, and two small ones with the names that we use."""

from dataclasses import dataclass

import torch
import torchvision
from torch import nn
from torch.nn import functional


class LeNet5(nn.Module):
    """LeNet-5 with ReLU and max pooling; the first convolution pads by 2, so 28x28 goes in."""

    def __init__(self, classes: int = 10, channels: int = 1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        x = functional.relu(self.fc1(torch.flatten(x, 1)))
        return self.fc3(functional.relu(self.fc2(x)))


class MLP(nn.Module):
    """Three linear layers, 256 and 128 wide, on the flattened NCHW image."""

    def __init__(self, classes: int = 7, channels: int = 3, size: int = 32):
        super().__init__()
        self.fc1 = nn.Linear(channels * size * size, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc3 = nn.Linear(128, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.relu(self.fc1(torch.flatten(x, 1)))
        return self.fc3(functional.relu(self.fc2(x)))


@dataclass(frozen=True)
class Model:
    """A named model with the input that its fixtures use."""

    name: str
    image_size: int
    channels: int = 3
    classes: int = 7

    def make(self, classes: int | None = None, dropout: float = 0.2) -> nn.Module:
        """The module with torchvision's default initialization; dropout is GoogLeNet's only."""
        return _make(self.name, classes or self.classes, dropout)


def _make(name: str, classes: int, dropout: float) -> nn.Module:
    if name == "lenet5":
        return LeNet5(classes)
    if name == "mlp":
        return MLP(classes)
    base = name.removesuffix("-small")
    if base == "googlenet":
        model = torchvision.models.googlenet(
            num_classes=classes, aux_logits=False, init_weights=False,
            transform_input=False, dropout=dropout)
        if name.endswith("-small"):
            model.conv1.conv = nn.Conv2d(3, 64, 3, stride=1, padding=1, bias=False)
        return model
    model = getattr(torchvision.models, base)(num_classes=classes)
    if name.endswith("-small"):
        model.conv1 = nn.Conv2d(3, 64, 3, stride=1, padding=1, bias=False)
        model.maxpool = nn.Identity()
    return model


MODELS = [
    Model("mlp", 32),
    Model("lenet5", 28, channels=1, classes=10),
    Model("resnet18", 64),
    Model("resnet34", 64),
    Model("resnet50", 64),
    Model("googlenet", 64),
    Model("resnet18-small", 32),
    Model("googlenet-small", 32),
]


def named(name: str) -> Model:
    """The model called `name`; exits with the list of names when there is none."""
    for model in MODELS:
        if model.name == name:
            return model
    raise SystemExit(f"no model '{name}'; there are {', '.join(m.name for m in MODELS)}")
