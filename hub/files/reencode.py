"""Decodes one picture and writes it anew: `python -I reencode.py IN OUT PREVIEW MAX_PIXELS`.

Runs as a process of its own, with limits on memory and time, because decoders are where hostile
pictures do their harm: what breaks here breaks alone. Knows nothing of the hub.

What is written has the pixels, turned the right way up, in sRGB: no metadata (places, cameras,
thumbnails), nothing behind the end. Prints one line of JSON: `{"format", "width", "height"}`, or
`{"error": "pixels" | "broken"}`.
"""

import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageCms, ImageOps

FORMATS = ["PNG", "JPEG", "WEBP", "GIF"]
#: Nobody needs more on a screen; larger ones are made smaller. Pixels of the longer side.
LONGEST = 4096
PREVIEW = 640
MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20


def main(source: str, target: str, preview: str, max_pixels: int) -> dict[str, object]:
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, and is no warning
    with Image.open(source, formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > max_pixels or max(width, height) > 30_000:
            return {"error": "pixels"}
        kind = opened.format or ""
        if kind == "MPO":  # what some phones write: a JPEG with a second one behind it
            kind = "JPEG"
        if kind == "JPEG":
            opened.draft(None, (LONGEST, LONGEST))
        opened.load()
        picture = _srgb(ImageOps.exif_transpose(opened))
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    # A picture that moves becomes its first frame.
    saved = "PNG" if kind in ("PNG", "GIF") else kind
    _save(picture, target, saved)
    small = picture.copy()
    small.thumbnail((PREVIEW, PREVIEW), Image.Resampling.LANCZOS)
    _save(small, preview, "WEBP")
    return {"format": saved.lower(), "width": picture.width, "height": picture.height}


def _srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert("RGBA" if alpha else "RGB")


def _save(picture: Image.Image, path: str, kind: str) -> None:
    if kind == "JPEG":
        picture = picture.convert("RGB")
    # A new picture with nothing but the pixels: `info` would carry metadata along.
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    if kind == "PNG":
        plain.save(path, "PNG", compress_level=6)
    elif kind == "WEBP":
        plain.save(path, "WEBP", quality=82, method=4)
    else:
        plain.save(path, "JPEG", quality=87, progressive=True, optimize=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    try:
        answer = main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
    except Exception:  # whatever a decoder raises about a picture means the same to its sender
        answer = {"error": "broken"}
    sys.stdout.write(json.dumps(answer))
