"""What a person can be put in front of, as tiles of a gallery or entries of a menu."""

from dataclasses import dataclass
from pathlib import Path

from gui.look.language import mark, tr
from matting_rt.compositing.backdrop_spec import BLUR as BLUR_KIND
from matting_rt.compositing.backdrop_spec import COLOUR, IMAGE, KINDS, BackdropKind, parse_backdrop, parse_word
from matting_rt.errors import UsageError

FOLDER = Path(__file__).parent
BLUR = BLUR_KIND.offered
GREEN = "#00b140"
"""The green of studio cloths, for another program to key out."""
_PICTURES = {
    "beach": mark("Beach"),
    "living-room": mark("Living room"),
    "office": mark("Office"),
    "shelves": mark("Bookshelves"),
    "window": mark("Window sill"),
    "3-wall": mark("Sunlit wall"),
    "brick": mark("Brick wall"),
    "wood": mark("Wooden slats"),
    "curtain": mark("Curtain"),
    "4-studio": mark("Studio"),
    "1-hills": mark("Evening hills"),
    "2-mist": mark("Morning mist"),
    "dusk": mark("Sea at dusk"),
    "dunes": mark("Dunes"),
    "forest": mark("Misty forest"),
    "city": mark("City at dusk"),
    "5-lights": mark("City lights"),
    "paper": mark("Paper waves"),
}
PAINTED = {(FOLDER / f"{stem}.jpg").as_posix(): name for stem, name in _PICTURES.items()}
"""Pictures that come with the program: files, and what they are called, in English. See tools/paint_backgrounds.py."""
_NAMES = {**PAINTED, GREEN: mark("Green screen")}


@dataclass(frozen=True, slots=True)
class Offer:
    """A background that can be chosen."""

    spec: str
    """As `BackdropConfig.spec`."""
    name: str
    kind: BackdropKind | None
    """None: it is no background that is understood, such as a file that is gone."""
    is_own: bool = False
    """Whether the person brought it, and may take it out of the list."""

    @property
    def colour(self) -> str:
        """#rrggbb, of a kind that has one."""
        spec = parse_backdrop(self.spec)
        assert spec.kind.colour is not None, f"{self.spec} has no colour"
        red, green, blue = spec.kind.colour(spec.value)
        return f"#{red:02x}{green:02x}{blue:02x}"


def offers(recent: tuple[str, ...], present: str) -> tuple[Offer, ...]:
    """All that is offered: what comes with the program, then the person's own, the newest first.

    Args:
        recent: the person's own.
        present: what they are put in front of now; offered too, wherever it came from.
    """
    fixed = (
        *(Offer(kind.offered, tr(kind.label), kind) for kind in KINDS.values() if kind.offered),
        *(Offer(path, tr(name), IMAGE) for path, name in PAINTED.items()),
        Offer(GREEN, name_of(GREEN), COLOUR),
    )
    known = {offer.spec for offer in fixed}
    own = [spec for spec in recent if spec not in known]
    if place_of(present) not in (*known, *own):
        own.insert(0, present)
    return (*fixed, *(_own(spec) for spec in own))


def place_of(spec: str) -> str:
    """By which spec it is found among the offers: a blur of any strength is one of them."""
    try:
        known = parse_word(spec)
    except UsageError:
        return spec
    return known.kind.offered or spec if known is not None else spec


def name_of(spec: str) -> str:
    """A background in a few words, without looking at files."""
    try:
        known = parse_word(spec)
    except UsageError:
        return spec
    if spec in _NAMES:
        return tr(_NAMES[spec])
    return Path(spec).name if known is None else tr(known.label)


def _own(spec: str) -> Offer:
    try:
        kind = parse_backdrop(spec).kind
    except UsageError:
        kind = None
    return Offer(spec, name_of(spec), kind, is_own=True)
