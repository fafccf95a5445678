"""Small image files of every kind that is read, and the pixels that Pillow finds in them.

JPEG and WebP files are written by Pillow, PNG files by Pillow and, where it cannot (interlacing, 16
bits a channel), by the few lines below. EXIF orientations are applied by `ImageOps.exif_transpose`.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy
import PIL
from PIL import Image, ImageOps, features

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "golden"
WIDTH, HEIGHT = 19, 13


def scene(channels: int) -> numpy.ndarray:
    """Smooth colours with an edge, so that the lossy formats have something to lose."""
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(float)
    planes = [255 * x / WIDTH, 255 * y / HEIGHT, 128 + 100 * numpy.sin(x / 3 + y / 5),
              255 - 12 * numpy.abs(x - y)]
    image = numpy.stack([numpy.clip(plane, 0, 255) for plane in planes[:channels]], axis=-1)
    image[3:9, 4:11] = image[3:9, 4:11] // 3
    return image.astype(numpy.uint8)


def saved(image: Image.Image, form: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def exif(orientation: int) -> bytes:
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


def chunk(name: bytes, content: bytes) -> bytes:
    return (struct.pack(">I", len(content)) + name + content
            + struct.pack(">I", zlib.crc32(name + content)))


def png(rows: numpy.ndarray, colour_type: int, depth: int, interlaced: bool = False) -> bytes:
    """A PNG file of samples of 8 or 16 bits, without filters."""
    height, width = rows.shape[:2]
    passes = [(0, 0, 1, 1)]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
                  (1, 0, 2, 2), (0, 1, 1, 2)]
    stream = b""
    for left, top, across, down in passes:
        part = rows[top::down, left::across]
        if part.size:
            kind = ">u2" if depth == 16 else "u1"
            stream += b"".join(b"\0" + row.astype(kind).tobytes() for row in part)
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(stream))
            + chunk(b"IEND", b""))


def files():
    rgb, grey = Image.fromarray(scene(3)), Image.fromarray(scene(1)[:, :, 0])
    rgba, cmyk = Image.fromarray(scene(4)), Image.fromarray(scene(4), "CMYK")
    for name, options in [("4:4:4", {"subsampling": 0}), ("4:2:2", {"subsampling": 1}),
                          ("4:2:0", {"subsampling": 2}), ("progressive", {"progressive": True}),
                          ("quality 20", {"quality": 20}), ("optimized", {"optimize": True}),
                          ("restart markers", {"restart_marker_rows": 1}),
                          ("stored as RGB", {"keep_rgb": True})]:
        yield f"JPEG {name}", saved(rgb, "JPEG", **options)
    yield "JPEG grey", saved(grey, "JPEG")
    yield "JPEG grey progressive", saved(grey, "JPEG", progressive=True)
    yield "JPEG CMYK", saved(cmyk, "JPEG")
    for orientation in range(1, 9):
        yield f"JPEG EXIF {orientation}", saved(rgb, "JPEG", exif=exif(orientation))
    yield "PNG RGB", saved(rgb, "PNG")
    yield "PNG RGBA", saved(rgba, "PNG")
    yield "PNG grey", saved(grey, "PNG")
    yield "PNG grey and alpha", saved(rgba.convert("LA"), "PNG")
    yield "PNG 1 bit", saved(grey.point(lambda value: 255 * (value > 99)).convert("1"), "PNG")
    for colours in (2, 4, 16, 200):
        yield f"PNG palette of {colours}", saved(rgb.quantize(colours), "PNG")
    yield "PNG transparent palette", saved(rgb.quantize(16), "PNG", transparency=3)
    yield "PNG EXIF 6", saved(rgb, "PNG", exif=exif(6))
    yield "PNG interlaced RGB", png(scene(3), 2, 8, interlaced=True)
    yield "PNG interlaced RGBA", png(scene(4), 6, 8, interlaced=True)
    yield "WebP lossy", saved(rgb, "WEBP", quality=60)
    yield "WebP lossless", saved(rgb, "WEBP", lossless=True)
    yield "WebP lossy alpha", saved(rgba, "WEBP", quality=60)
    yield "WebP lossless alpha", saved(rgba, "WEBP", lossless=True, exact=True)
    yield "WebP EXIF 8", saved(rgb, "WEBP", lossless=True, exif=exif(8))


def pixels(content: bytes) -> numpy.ndarray:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "CMYK":
        image = image.convert("RGB")
    array = numpy.asarray(image)
    return array[:, :, None] if array.ndim == 2 else array


def entry(name: str, content: bytes, array: numpy.ndarray) -> dict:
    height, width, channels = array.shape
    return {"name": name, "width": width, "height": height, "channels": channels,
            "file": base64.b64encode(content).decode(),
            "pixels": base64.b64encode(array.astype(numpy.uint8).tobytes()).decode()}


def main() -> None:
    entries = [entry(name, content, pixels(content)) for name, content in files()]
    # Pillow keeps no 16 bits of colour, and clips those of grey: the high byte is the rule here.
    wide = scene(3).astype(numpy.uint16) * 256 + 77
    entries.append(entry("PNG 16-bit RGB", png(wide, 2, 16), wide >> 8))
    entries.append(entry("PNG 16-bit grey", png(wide[:, :, 0], 0, 16), wide[:, :, :1] >> 8))
    entries.append(
        entry("PNG 16-bit RGB interlaced", png(wide, 2, 16, interlaced=True), wide >> 8))
    head = {"script": "Tests/Fixtures/scripts/images.py", "pillow": PIL.__version__,
            "libjpeg-turbo": features.version("libjpeg_turbo"),
            "libwebp": features.version("webp"),
            "formula": "scene() of the script; pixels row by row, channels innermost, base64"}
    lines = ",\n".join(json.dumps(line, separators=(",", ":")) for line in entries)
    text = f'{{"header":{json.dumps(head, indent=1)},\n"images":[\n{lines}\n]}}\n'
    (FOLDER / "images.json").write_text(text)
    print(f"images.json: {len(text)} bytes, {len(entries)} images")


if __name__ == "__main__":
    main()
