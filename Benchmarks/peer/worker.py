"""One variant of PyTorch's training step, in a process of its own.

Runs in the peer's virtual environment. It builds the model, warms up, prints a JSON line, then
waits on standard input: `measure SECONDS` trains for about so long and prints the median step;
the end of the input ends the process. A step is forward, backward, fused SGD (momentum 0.7, weight
decay 0.001) and `loss.item()`; the images already lie in memory in the layout of the variant.
"""

import argparse
import contextlib
import ctypes
import json
import os
import pathlib
import signal
import statistics
import sys
import time

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "scripts"
BATCHES = 4
LEAST_STEPS = 5
PR_SET_PDEATHSIG = 1


def memory(field: str) -> int:
    """A size of this process from /proc/self/status, in bytes."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    return 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure one variant of PyTorch's step.")
    parser.add_argument("--model", required=True)
    parser.add_argument("--batch-size", type=int, required=True)
    parser.add_argument("--image-size", type=int, required=True)
    parser.add_argument("--precision", choices=["float32", "bfloat16"], required=True)
    parser.add_argument("--variant", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm-up", type=float, default=2.0, help="seconds")
    return parser.parse_args()


def make_step(options: argparse.Namespace):
    """A closure that trains one step on batch k and returns the loss as a number."""
    import torch
    from torch.nn import functional

    sys.path.insert(0, str(FIXTURES))
    import models

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    model = models.named(options.model)
    module = model.make().train()
    shape = (options.batch_size, model.channels, options.image_size, options.image_size)
    images = [torch.randn(shape) for _ in range(BATCHES)]
    labels = [torch.randint(model.classes, shape[:1]) for _ in range(BATCHES)]
    if options.variant.endswith("channels-last"):
        module = module.to(memory_format=torch.channels_last)
        images = [batch.to(memory_format=torch.channels_last) for batch in images]
    optimizer = torch.optim.SGD(
        module.parameters(), lr=1e-3, momentum=0.7, weight_decay=1e-3, fused=True)
    narrow = options.precision == "bfloat16"

    def loss_of(batch, target):
        with torch.autocast("cpu", torch.bfloat16) if narrow else contextlib.nullcontext():
            return functional.cross_entropy(module(batch), target)

    forward = torch.compile(loss_of) if options.variant.startswith("compile") else loss_of

    def step(k: int) -> float:
        optimizer.zero_grad()
        loss = forward(images[k % BATCHES], labels[k % BATCHES])
        loss.backward()
        optimizer.step()
        return loss.item()

    return step, torch.__version__


def measure(step, seconds: float) -> dict:
    """The median and the fastest step over at least `seconds` and LEAST_STEPS steps."""
    times = []
    start = time.perf_counter()
    while time.perf_counter() - start < seconds or len(times) < LEAST_STEPS:
        before = time.perf_counter()
        step(len(times))
        times.append(time.perf_counter() - before)
    return {"secondsPerStep": statistics.median(times), "fastestStep": min(times),
            "steps": len(times), "peakBytes": memory("VmHWM")}


def main() -> None:
    """Warm up, say so, and answer until the input ends."""
    options = arguments()
    # A stopped worker would outlive a driver that is killed.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    begin = time.perf_counter()
    import torchvision  # noqa: F401  The bytes of the libraries alone, before any tensor.
    imported = memory("VmRSS")
    try:
        step, version = make_step(options)
        measure(step, options.warm_up)
    except Exception as error:
        reason = f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"
        print(json.dumps({"failed": reason}), file=channel, flush=True)
        return
    print(json.dumps({"torch": version, "importBytes": imported,
                      "warmUpSeconds": time.perf_counter() - begin}), file=channel, flush=True)
    for line in sys.stdin:
        seconds = float(line.split()[1])
        print(json.dumps(measure(step, seconds)), file=channel, flush=True)


if __name__ == "__main__":
    main()
