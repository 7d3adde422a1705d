"""The door to Pillow for pictures that a form takes otherwise than the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise

JPEG = b"\xff\xd8\xff"  # what one begins with


def in_rgb(jpeg: bytes) -> bytes:
    """A photograph made for a press in the colours of a screen; any other as it is."""
    from PIL import Image  # noqa: PLC0415  # reason: only if there is one

    with Image.open(BytesIO(jpeg)) as picture:
        if picture.mode != "CMYK":
            return jpeg
        made = BytesIO()
        picture.convert("RGB").save(made, "JPEG", quality=92)
        return made.getvalue()


def cut(png: bytes, bottoms: Sequence[float]) -> Iterator[bytes]:
    """A picture cut below shares of its height."""
    from PIL import Image  # noqa: PLC0415  # reason: only if a figure is too high for a sheet

    with Image.open(BytesIO(png)) as picture:
        ends = [round(picture.height * share) for share in bottoms]
        for top, bottom in pairwise([0, *ends]):
            part = BytesIO()
            picture.crop((0, top, picture.width, bottom)).save(part, "PNG", bits=4, dpi=picture.info.get("dpi"))
            yield part.getvalue()
