import io
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from hub.files import pictures, storage
from hub.files.errors import Broken, TooManyPixels
from tests.hub.files.conftest import Store, picture


def _stored(key: str) -> bytes:
    with storage.uploads().open(key) as file:
        return bytes(file.read())


def _claiming(width: int, height: int) -> bytes:
    """A small PNG whose header promises so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))
        )

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def test_what_stands_behind_a_picture_is_gone(store: Store) -> None:
    file = store("a.jpg", picture("JPEG") + b"<?php system($_GET[0]); ?>" + b"PK\x03\x04")
    stored = _stored(file.key)
    assert b"php" not in stored and b"PK\x03\x04" not in stored
    assert Image.open(io.BytesIO(stored)).format == "JPEG"


def test_metadata_is_gone_and_the_picture_stands_upright(store: Store) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"  # a place
    file = store("a.jpg", picture("JPEG", (60, 40), exif=exif, comment=b"SECRET-COMMENT"))
    stored = _stored(file.key)
    assert b"SECRET" not in stored and b"Exif" not in stored
    assert (file.width, file.height) == (40, 60)
    assert Image.open(io.BytesIO(stored)).size == (40, 60)


def test_text_in_a_png_is_gone(store: Store) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", "SECRET")
    assert b"SECRET" not in _stored(store("a.png", picture("PNG", pnginfo=info)).key)


def test_a_preview_is_made_small(store: Store) -> None:
    file = store("a.png", picture("PNG", (2000, 1000)))
    small = Image.open(io.BytesIO(_stored(file.preview_key)))
    assert (small.format, small.size) == ("WEBP", (640, 320))


def test_transparency_stays(store: Store) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    stored = Image.open(io.BytesIO(_stored(store("a.png", out.getvalue()).key)))
    pixel = stored.convert("RGBA").getpixel((5, 5))
    assert isinstance(pixel, tuple) and pixel[3] == 0


def test_a_moving_picture_becomes_its_first_frame(store: Store) -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), c) for c in ((255, 0, 0), (0, 255, 0))]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    file = store("cat.gif", out.getvalue())
    assert (file.name, file.content_type) == ("cat.png", "image/png")


def test_a_decompression_bomb_is_refused_at_once(store: Store) -> None:
    began = time.monotonic()
    for width, height in ((60_000, 60_000), (50_001, 1_000), (1, 40_000), (2**31 - 1, 2**31 - 1)):
        with pytest.raises((TooManyPixels, Broken)):
            store("a.png", _claiming(width, height))
    assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture("PNG")[:60]),
        ("a.jpg", picture("JPEG")[:200]),
        ("a.gif", picture("GIF")[:30]),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\xa5" * 400),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 1000),
    ],
)
def test_a_damaged_picture_is_refused(store: Store, name: str, content: bytes) -> None:
    with pytest.raises(Broken):
        store(name, content)


def test_a_decoder_that_hangs_or_dies_is_a_damaged_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a"
    source.write_bytes(picture())
    for script in ("import time; time.sleep(30)", "import os; os.abort()"):
        hostile = tmp_path / "hostile.py"
        hostile.write_text(script)
        monkeypatch.setattr(pictures, "_SCRIPT", hostile)
        monkeypatch.setattr(pictures, "TIME", 2)
        with pytest.raises(Broken):
            pictures.reencode(source, tmp_path / "b", tmp_path / "c")


def test_the_decoder_knows_nothing_of_the_house() -> None:
    source = pictures._SCRIPT.read_text()
    assert "import hub" not in source and "from hub" not in source and "django" not in source
