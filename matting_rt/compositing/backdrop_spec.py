"""The kinds of backdrops, one row each: how a person writes and calls it, what makes it, and how it is shown small."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matting_rt.compositing.base import Backdrop, MediaReader
from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.files import user_path
from matting_rt.lines import Line, join
from matting_rt.pictures.formats import read_format

Rgb = tuple[int, int, int]
"""0..255."""

DEFAULT_BLUR_SIGMA = 12.0
"""Strong enough that a room cannot be read, weak enough that it still is one."""
MAX_BLUR_SIGMA = 100.0

COLOURS: dict[str, Rgb] = {
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
"""The common ones of the names of CSS."""

_TRANSPARENT_NAMES = ("transparent", "none")


@dataclass(frozen=True, slots=True)
class BackdropKind:
    """What a person can be put in front of.

    The functions get the value that `parse` gave. What they need of heavy libraries they import when they are called.
    """

    name: str
    syntax: str
    """How it is written, for the help."""
    parse: Callable[[str], Any]
    """The value of a text that is of this kind, else None. Raises UsageError: it is meant to be, and is wrong."""
    make: Callable[[Any, MediaReader], Backdrop]
    """Reads pictures and tries videos at once. Raises SourceError."""
    label: str
    """What a person calls it; of colours and files, their own names say more."""
    words: tuple[str, ...] = ()
    """That people may have meant where they mistyped."""
    is_file: bool = False
    """Whether its value is a path, whose file `parse` looks at; tried after all others."""
    is_moving: bool = False
    is_transparent: bool = False
    """Whether the composite has an alpha channel in its place."""
    colour: Callable[[Any], Rgb] | None = None
    """What a small picture of it is filled with; None: it has a picture, or its caption."""
    caption: str = ""
    """In the place of a small picture."""
    icon: str = ""
    """Above the caption, by its name in the window."""
    offered: str = ""
    """What the window's gallery has of it from the start, as text; empty: nothing."""


@dataclass(frozen=True, slots=True)
class BackdropSpec:
    """What a text means."""

    kind: BackdropKind
    value: Any = None
    """Of COLOUR `Rgb`; of BLUR the standard deviation in pixels of a frame of 720 lines; of files a Path."""
    text: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """In a few words."""
        if self.kind.is_file:
            return Path(self.text).name
        return self.text.capitalize() if self.kind.colour is not None else self.kind.label


def parse_backdrop(spec: str) -> BackdropSpec:
    """Read a colour name, #rgb, #rrggbb, blur[:sigma], transparent (or none), or the name of an image or video file.

    Words win over files: a file called "blur" is reached by ./blur. Whether a file holds a picture is told by how it
    begins, whatever its suffix; any other file is taken for a video, and opening it tells whether it is one.

    Raises:
        UsageError: it is none of these.
    """
    return parse_word(spec) or _parse(spec, are_files=True) or _refuse(spec.strip())


def parse_word(spec: str) -> BackdropSpec | None:
    """As `parse_backdrop`, of all but files, at which it does not look: they are None.

    Raises:
        UsageError: a colour or a blur that is none.
    """
    return _parse(spec, are_files=False)


def backdrop_syntax() -> str:
    """How backdrops are written, in words."""
    *others, last = (Line(kind.syntax) for kind in KINDS.values())
    return Line("{others} or {last}", others=join(others), last=last)


def _parse(spec: str, *, are_files: bool) -> BackdropSpec | None:
    text = spec.strip()
    for kind in KINDS.values():
        if kind.is_file is are_files:
            value = kind.parse(text)
            if value is not None:
                return BackdropSpec(kind, value, text)
    return None


def _refuse(text: str) -> BackdropSpec:
    words = [word for kind in KINDS.values() for word in kind.words]
    close = difflib.get_close_matches(text.lower(), words, n=1)
    hint = Line("did you mean {word}?", word=close[0]) if close else Line("give {syntax}", syntax=backdrop_syntax())
    raise UsageError(
        'backdrop "{backdrop}" is neither a known word nor a file that can be read; {hint}', backdrop=text, hint=hint
    )


def _parse_transparent(text: str) -> bool | None:
    return text.lower() in _TRANSPARENT_NAMES or None


def _parse_colour(text: str) -> Rgb | None:
    if not text.startswith("#"):
        return COLOURS.get(text.lower())
    digits = text[1:]
    if not re.fullmatch(r"[0-9a-fA-F]{3}|[0-9a-fA-F]{6}", digits):
        raise UsageError(
            "backdrop {backdrop} is not a colour; write #rgb or #rrggbb, for example #78ff9b", backdrop=text
        )
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def _parse_blur(text: str) -> float | None:
    word, colon, number = text.lower().partition(":")
    if word != "blur":
        return None
    if not colon:
        return DEFAULT_BLUR_SIGMA
    try:
        sigma = float(number)
    except ValueError:
        sigma = 0.0
    if not 0 < sigma <= MAX_BLUR_SIGMA:  # Also refuses nan.
        raise UsageError(
            "backdrop {backdrop}: write blur:SIGMA with a number above 0 and up to {most:g}",
            backdrop=text,
            most=MAX_BLUR_SIGMA,
        )
    return sigma


def _parse_image(text: str) -> Path | None:
    return _path_of(text, are_stills=True)


def _parse_video(text: str) -> Path | None:
    return _path_of(text, are_stills=False)


def _path_of(text: str, *, are_stills: bool) -> Path | None:
    if not text:  # the path of nothing is the current directory
        return None
    path = user_path(text)
    try:
        found = read_format(path)
    except SourceFormatError as error:
        raise UsageError('backdrop "{backdrop}": {error}', backdrop=text, error=error) from None
    except OSError:
        return None
    is_still = found is not None and not found.may_move
    return path if is_still is are_stills else None


def _make_transparent(value: bool, media: MediaReader) -> Backdrop:
    from matting_rt.compositing.backdrop import TransparentBackdrop

    return TransparentBackdrop()


def _make_colour(colour: Rgb, media: MediaReader) -> Backdrop:
    from matting_rt.compositing.backdrop import ColourBackdrop

    return ColourBackdrop(colour)


def _make_blur(sigma: float, media: MediaReader) -> Backdrop:
    from matting_rt.compositing.backdrop import BlurredPlateBackdrop

    return BlurredPlateBackdrop(sigma)


def _make_image(path: Path, media: MediaReader) -> Backdrop:
    from matting_rt.compositing.backdrop import ImageBackdrop

    return ImageBackdrop(media.read_image(path))


def _make_video(path: Path, media: MediaReader) -> Backdrop:
    from matting_rt.compositing.video_backdrop import VideoBackdrop

    return VideoBackdrop(media.open_video(path), waits=not media.is_live)


COLOUR = BackdropKind(
    "colour",
    "a colour name or #rrggbb",
    _parse_colour,
    _make_colour,
    "Colour",
    words=tuple(COLOURS),
    colour=lambda colour: colour,
)
BLUR = BackdropKind(
    "blur",
    "blur[:sigma]",
    _parse_blur,
    _make_blur,
    "My room, blurred",
    words=("blur",),
    caption="Blur",
    icon="blur",
    offered="blur",
)
TRANSPARENT = BackdropKind(
    "transparent",
    "transparent",
    _parse_transparent,
    _make_transparent,
    "Transparent",
    words=_TRANSPARENT_NAMES,
    is_transparent=True,
)
IMAGE = BackdropKind("image", "an image file", _parse_image, _make_image, "Image", is_file=True)
VIDEO = BackdropKind("video", "a video file", _parse_video, _make_video, "Video", is_file=True, is_moving=True)

KINDS: dict[str, BackdropKind] = {kind.name: kind for kind in (COLOUR, BLUR, TRANSPARENT, IMAGE, VIDEO)}
