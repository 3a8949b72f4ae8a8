"""What a user may write for a backdrop, and what it means."""

import difflib
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.files import open_file, user_path

DEFAULT_BLUR_SIGMA = 12.0
"""Strong enough that a room cannot be read, weak enough that it still is one."""
MAX_BLUR_SIGMA = 100.0

COLOURS: dict[str, tuple[int, int, int]] = {
    "black": (0, 0, 0),
    "blue": (0, 0, 255),
    "brown": (165, 42, 42),
    "cyan": (0, 255, 255),
    "gold": (255, 215, 0),
    "gray": (128, 128, 128),
    "green": (0, 128, 0),
    "grey": (128, 128, 128),
    "lime": (0, 255, 0),
    "magenta": (255, 0, 255),
    "maroon": (128, 0, 0),
    "navy": (0, 0, 128),
    "olive": (128, 128, 0),
    "orange": (255, 165, 0),
    "pink": (255, 192, 203),
    "purple": (128, 0, 128),
    "red": (255, 0, 0),
    "silver": (192, 192, 192),
    "skyblue": (135, 206, 235),
    "teal": (0, 128, 128),
    "white": (255, 255, 255),
    "yellow": (255, 255, 0),
}
"""The common ones of the names of CSS, RGB 0..255."""

_TRANSPARENT_NAMES = ("transparent", "none")
_STILL_SIGNATURES = re.compile(
    rb"\x89PNG|\xff\xd8\xff|BM|II\*\0|MM\0\*|RIFF....WEBP|....ftypavif|P[1-6]\s|\0\0\0\x0cjP  ", re.DOTALL
)
"""How files of PNG, JPEG, BMP, TIFF, WebP, AVIF, PNM and JPEG 2000 begin. A GIF may move, so it counts as a video."""


class BackdropKind(Enum):
    """What a person can be put in front of."""

    COLOUR = "colour"
    IMAGE = "image"
    VIDEO = "video"
    BLUR = "blur"
    """The plate, blurred."""
    TRANSPARENT = "transparent"
    """Nothing: the composite has an alpha channel."""


@dataclass(frozen=True, slots=True)
class BackdropSpec:
    """A backdrop by its kind and what that kind needs."""

    kind: BackdropKind
    colour: tuple[int, int, int] = (0, 0, 0)
    """RGB 0..255, of COLOUR."""
    blur_sigma: float = DEFAULT_BLUR_SIGMA
    """Standard deviation in pixels of a frame of 720 lines, of BLUR."""
    path: Path = Path()
    """The file, of IMAGE and VIDEO."""


def parse_backdrop(spec: str) -> BackdropSpec:
    """Read a colour name, #rgb, #rrggbb, blur[:sigma], transparent (or none), or the name of an image or video file.

    Words win over files: a file called "blur" is reached by ./blur. Whether a file holds a picture is told by how it
    begins, whatever its suffix; any other file is taken for a video, and opening it tells whether it is one.

    Raises:
        UsageError: it is none of these.
    """
    return parse_word(spec) or _parse_file(spec.strip())


def parse_word(spec: str) -> BackdropSpec | None:
    """As `parse_backdrop`, of all but files, at which it does not look: they are None.

    Raises:
        UsageError: a colour or a blur that is none.
    """
    text = spec.strip()
    word = text.lower()
    if word in _TRANSPARENT_NAMES:
        return BackdropSpec(BackdropKind.TRANSPARENT)
    if word in COLOURS:
        return BackdropSpec(BackdropKind.COLOUR, colour=COLOURS[word])
    if word.startswith("#"):
        return BackdropSpec(BackdropKind.COLOUR, colour=_parse_hex(text))
    if word == "blur" or word.startswith("blur:"):
        return BackdropSpec(BackdropKind.BLUR, blur_sigma=_parse_sigma(text))
    return None


def _parse_hex(text: str) -> tuple[int, int, int]:
    digits = text[1:]
    if not re.fullmatch(r"[0-9a-fA-F]{3}|[0-9a-fA-F]{6}", digits):
        raise UsageError(f"backdrop {text} is no colour; write #rgb or #rrggbb, for example #78ff9b")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def _parse_sigma(text: str) -> float:
    _, colon, number = text.partition(":")
    if not colon:
        return DEFAULT_BLUR_SIGMA
    try:
        sigma = float(number)
    except ValueError:
        sigma = 0.0
    if not 0 < sigma <= MAX_BLUR_SIGMA:  # Also refuses nan.
        raise UsageError(f"backdrop {text}: write blur:SIGMA with a number above 0 and up to {MAX_BLUR_SIGMA:g}")
    return sigma


def _parse_file(text: str) -> BackdropSpec:
    path = user_path(text)
    try:
        if not text:
            raise FileNotFoundError  # the path of nothing is the current directory
        with open_file(path) as file:
            beginning = file.read(12)
    except SourceFormatError as error:
        raise UsageError(f'backdrop "{text}": {error}') from None
    except OSError:
        words = [*COLOURS, *_TRANSPARENT_NAMES, "blur"]
        close = difflib.get_close_matches(text.lower(), words, n=1)
        hint = f"did you mean {close[0]}?" if close else "give a colour, blur, transparent, or an image or video file"
        raise UsageError(f'backdrop "{text}" is neither a known word nor a file that can be read; {hint}') from None
    is_still = _STILL_SIGNATURES.match(beginning) is not None
    return BackdropSpec(BackdropKind.IMAGE if is_still else BackdropKind.VIDEO, path=path)
