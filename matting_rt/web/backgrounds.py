"""What the page offers to put people in front of, and how a choice becomes a backdrop."""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import matting_rt
from matting_rt.errors import UsageError


class Background(str, Enum):
    """Kinds, as the page calls them."""

    SCENERY = "Scenery"
    COLOUR = "Colour"
    BLUR = "Blur"
    OWN = "Upload"
    TRANSPARENT = "Transparent"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen, and what they would have of each other kind."""

    kind: Background
    scenery: int
    """Position among `sceneries`."""
    colour: str
    """As a browser says it: #rrggbb, or rgb(r, g, b) and rgba(r, g, b, a)."""
    blur: float
    """Pixels of a frame of 720 lines."""
    own: Path | None


def sceneries() -> list[tuple[Path, str]]:
    """Painted pictures that come with the program: files, and what they show."""
    package = Path(matting_rt.__file__).parent
    installed = package / "gui"  # beside the package in a checkout
    folder = (installed if installed.is_dir() else package.parent / "gui") / "gallery" / "backgrounds"
    names = {re.sub(r"^\d+-", "", path.stem).replace("-", " ").capitalize(): path for path in folder.glob("*.jpg")}
    return [(names[name], name) for name in sorted(names)]


def backdrop_of(choice: Choice) -> str:
    """As `BackdropConfig.spec`. Raises UsageError: a picture of one's own was not given."""
    if choice.kind is Background.SCENERY:
        return str(sceneries()[choice.scenery][0])
    if choice.kind is Background.COLOUR:
        return _hexadecimal(choice.colour)
    if choice.kind is Background.BLUR:
        return f"blur:{choice.blur:g}"
    if choice.kind is Background.TRANSPARENT:
        return "transparent"
    if choice.own is None:
        raise UsageError("give the picture for the background, or choose another background")
    return str(choice.own)


def _hexadecimal(colour: str) -> str:
    numbers = re.findall(r"[\d.]+", colour)
    if colour.startswith("#") or len(numbers) < 3:
        return colour
    return "#" + "".join(f"{min(round(float(number)), 255):02x}" for number in numbers[:3])
