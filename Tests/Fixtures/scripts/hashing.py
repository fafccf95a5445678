"""Weights, images and labels from an integer hash, the same bits here and in Swift.

Nothing of a fixture's input is stored: both sides compute it from names. All arithmetic is on
unsigned 32-bit integers, then on float32 in the order written here.

    fnv1a32(name)  h = 0x811C9DC5; for each UTF-8 byte b: h = (h xor b) * 0x01000193
    mix(x)         x ^= x >> 16; x *= 0x85EBCA6B; x ^= x >> 13; x *= 0xC2B2AE35; x ^= x >> 16
    hash(name, i)  mix(fnv1a32(name) + i * 0x9E3779B1)
    u(name, i)     float32(hash(name, i) >> 8) * 2^-23 - 1, in [-1, 1), exact in float32
    label(name, i) hash(name, i) mod classes

A tensor of a state_dict is named by its key, and i is the row-major index into it:

    convolution or linear weight   float32(sqrt(6 / fanIn)) * u, fanIn = product of shape[1...]
    convolution or linear bias     float32(0.1) * u
    norm weight                    1 + float32(0.1) * u
    norm bias, running_mean        float32(0.1) * u
    running_var                    1.25 + 0.25 * u
    num_batches_tracked            0

Every product and every sum is rounded to float32; sqrt(6 / fanIn) is computed in float64 and
then rounded once.
"""

import math

import numpy as np
import torch

FORMULA = (
    "u(name,i) = (mix(fnv1a32(name) + i*0x9E3779B1) >> 8) * 2^-23 - 1, mix = murmur3 finalizer; "
    "weight sqrt(6/fanIn)*u, bias 0.1u, norm weight 1+0.1u, norm bias and running_mean 0.1u, "
    "running_var 1.25+0.25u; label = mix(...) mod classes; see Tests/Fixtures/scripts/README.md"
)

TENTH = np.float32(0.1)


def fnv1a32(name: str) -> int:
    """The 32-bit FNV-1a hash of the UTF-8 bytes of `name`."""
    value = 0x811C9DC5
    for byte in name.encode("utf-8"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def hashes(name: str, count: int) -> np.ndarray:
    """hash(name, i) for i in 0 ..< count, as uint32."""
    indices = np.arange(count, dtype=np.uint32)
    x = np.uint32(fnv1a32(name)) + indices * np.uint32(0x9E3779B1)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x85EBCA6B)
    x ^= x >> np.uint32(13)
    x *= np.uint32(0xC2B2AE35)
    x ^= x >> np.uint32(16)
    return x


def uniform(name: str, shape) -> np.ndarray:
    """u(name, i) over the row-major index of `shape`, float32 in [-1, 1)."""
    count = math.prod(shape)
    top = (hashes(name, count) >> np.uint32(8)).astype(np.float32)
    return (top * np.float32(2.0**-23) - np.float32(1)).reshape(shape)


def images(name: str, batch: int, channels: int, size: int) -> torch.Tensor:
    """Float32 images [batch, channels, size, size], indexed over the whole set."""
    return torch.from_numpy(uniform(name, (batch, channels, size, size)))


def labels(name: str, batch: int, classes: int) -> torch.Tensor:
    """Int64 labels [batch] below `classes`."""
    return torch.from_numpy((hashes(name, batch) % np.uint32(classes)).astype(np.int64))


def tensor(key: str, shape) -> torch.Tensor:
    """The value of the state_dict entry `key`; norms are told by their 1-D weight."""
    last = key.rsplit(".", 1)[-1]
    if last == "num_batches_tracked":
        return torch.zeros(shape, dtype=torch.int64)
    u = uniform(key, shape)
    if last == "running_var":
        values = np.float32(1.25) + np.float32(0.25) * u
    elif last == "weight" and len(shape) > 1:
        values = np.float32(math.sqrt(6 / math.prod(shape[1:]))) * u
    elif last == "weight":
        values = np.float32(1) + TENTH * u
    else:
        values = TENTH * u
    return torch.from_numpy(values)


def fill(model: torch.nn.Module) -> torch.nn.Module:
    """Sets every entry of the model's state_dict to its hashed value; returns the model."""
    state = {key: tensor(key, tuple(value.shape)) for key, value in model.state_dict().items()}
    model.load_state_dict(state, strict=True)
    return model
