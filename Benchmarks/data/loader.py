"""torchvision's loader: reads an epoch for each line of standard input and tells images/s."""

import sys
import time

import torch
from torchvision import datasets, transforms

STEPS = {
    "crop": [transforms.Resize((256, 256)), transforms.RandomCrop(224)],
    "resized-crop": [transforms.RandomResizedCrop(224)],
}


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
        start = time.perf_counter()
        count = sum(len(images) for images, _ in loader)
        print(count / (time.perf_counter() - start), flush=True)


if __name__ == "__main__":
    main()
