"""Makes a folder of JPEG files of usual sizes: smooth colours with the grain of a camera."""

import pathlib
import sys

import numpy
from PIL import Image

SIZES = [(500, 375), (375, 500), (640, 480), (480, 360)]
CLASSES = 7
IMAGES = {"train": 160, "val": 1}


def main() -> None:
    """Writes train/ and val/ with seven classes each."""
    root = pathlib.Path(sys.argv[1])
    random = numpy.random.default_rng(0)
    for part, count in IMAGES.items():
        for label in range(CLASSES):
            folder = root / part / f"class{label}"
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(count):
                width, height = SIZES[number % len(SIZES)]
                coarse = random.integers(0, 256, (height // 16, width // 16, 3), dtype=numpy.uint8)
                smooth = Image.fromarray(coarse).resize((width, height), Image.BICUBIC)
                grain = random.normal(0, 8, (height, width, 1))
                pixels = numpy.clip(numpy.asarray(smooth) + grain, 0, 255).astype(numpy.uint8)
                Image.fromarray(pixels).save(folder / f"{number:03}.jpg", quality=90)


if __name__ == "__main__":
    main()
