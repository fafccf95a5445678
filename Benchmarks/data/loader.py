"""torchvision's loader: an epoch for each line of standard input; tells images/s and the processor
seconds of each image, workers included."""

import os
import pathlib
import sys
import time

import torch
from torchvision import datasets, transforms

STEPS = {
    "crop": [transforms.Resize((256, 256)), transforms.RandomCrop(224)],
    "resized-crop": [transforms.RandomResizedCrop(224)],
}


def processor_seconds(loader: torch.utils.data.DataLoader) -> float:
    """What this process and the loader's workers have used so far."""
    iterator = loader._iterator  # the only way to its workers
    processes = [os.getpid()] + [worker.pid for worker in (iterator._workers if iterator else [])]
    ticks = 0
    for process in processes:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Makes the loader and answers until standard input ends."""
    folder, row = sys.argv[1:]
    torch.set_num_threads(1)
    data = datasets.ImageFolder(folder, transforms.Compose(STEPS[row] + [
        transforms.RandomHorizontalFlip(), transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]))
    loader = torch.utils.data.DataLoader(
        data, batch_size=32, shuffle=True, drop_last=True, num_workers=2, persistent_workers=True)
    for _ in sys.stdin:
        start, used = time.perf_counter(), processor_seconds(loader)
        count = sum(len(images) for images, _ in loader)
        seconds = time.perf_counter() - start
        print(count / seconds, (processor_seconds(loader) - used) / count, flush=True)


if __name__ == "__main__":
    main()
