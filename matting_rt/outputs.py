"""The pictures that can be made of a frame, one row each: what it is called, how it is made, and what it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from matting_rt.errors import UsageError
from matting_rt.frame import AnyImage, AnyMatte, Image


@dataclass(eq=False)
class Material:
    """What outputs are made of: a matted frame, and what puts it in front of a backdrop."""

    image: Image
    """uint8 (H, W, 3) RGB, the frame."""
    plate: Image
    """uint8 (H, W, 3) RGB, as this frame would show it."""
    matte: AnyMatte
    find_backdrop: Callable[[], Image | None]
    """Gives uint8 (H, W, 3) RGB, or None for a transparent one; called once at most."""
    compose: Callable[[Image | None], AnyImage]
    """Puts the person in front of what it is given."""
    compose_mirrored: Callable[[Image | None], AnyImage]
    """As that, the person turned the other way."""
    error: Image | None = None
    """uint8 (H, W), of outputs that need details."""
    refined: Image | None = None

    @cached_property
    def backdrop(self) -> Image | None:
        """Raises UsageError: a backdrop of somebody's own gives something else than a picture of the frame's size."""
        backdrop, wanted = self.find_backdrop(), self.image.shape
        shape, kind = getattr(backdrop, "shape", ""), getattr(backdrop, "dtype", type(backdrop).__name__)
        if backdrop is not None and (shape != wanted or kind != self.image.dtype):
            raise UsageError(
                "the backdrop gives {kind} {shape}; it must give uint8 {wanted}", kind=kind, shape=shape, wanted=wanted
            )
        return backdrop


@dataclass(frozen=True, slots=True)
class Output:
    """A picture that can be made of a frame."""

    name: str
    """As files, flags and jobs have it."""
    help: str
    """What it is, in the middle of a sentence."""
    make: Callable[[Material], AnyImage]
    """At the frame's size: (H, W) grey, (H, W, 3) RGB or (H, W, 4) RGBA with straight alpha; in the matte's kind of
    numbers, or uint8 where there is no more to show."""
    is_grey: bool = False
    has_alpha: bool = False
    """Always; a composite has one where its backdrop is transparent."""
    needs_details: bool = False
    """Whether the engine must tell expected errors and refined cells, see `MattingStream.matte_detailed`."""
    is_written: bool = True
    """Whether it can be written to files; else it is for the preview alone."""
    seed_name: str = ""
    """What BackgroundMattingV2's scripts call it; empty: they have none."""

    def __repr__(self) -> str:
        return self.name


Outputs = frozenset[Output]


def _difference(material: Material) -> Image:
    import cv2  # which `--help` does without

    different: Image = cv2.convertScaleAbs(cv2.absdiff(material.image, material.plate), alpha=4)
    return different


def _detail(image: Image | None) -> Image:
    assert image is not None, "the engine was not asked for details"
    return image


COMPOSITE = Output(
    "composite",
    "the people in front of the backdrop",
    lambda material: material.compose(material.backdrop),
    seed_name="com",
)
ALPHA = Output(
    "alpha",
    "the alpha, in grey",
    lambda material: material.matte.alpha,  # the network's, as the camera saw the person
    is_grey=True,
    seed_name="pha",
)
FOREGROUND = Output(
    "foreground",
    "the people's own colours with their alpha (videos: .mov or .webm)",
    lambda material: material.compose(None),
    has_alpha=True,
    seed_name="fgr",
)
ERROR = Output(
    "error",
    "where the network expects its alpha to be wrong, and by how much, in grey (engine torch)",
    lambda material: _detail(material.error),
    is_grey=True,
    needs_details=True,
    seed_name="err",
)
REFINED = Output(
    "refined",
    "where it was refined in full resolution, white on black (engine torch)",
    lambda material: _detail(material.refined),
    is_grey=True,
    needs_details=True,
    seed_name="ref",
)
MIRRORED = Output(
    "mirrored",
    "the composite, the person turned the other way: for a mirror beside the output",
    lambda material: material.compose_mirrored(material.backdrop),
    is_written=False,
)
DIFFERENCE = Output("difference", "four times the distance of the frame from the plate", _difference, is_written=False)

OUTPUTS: dict[str, Output] = {
    output.name: output for output in (COMPOSITE, ALPHA, FOREGROUND, ERROR, REFINED, MIRRORED, DIFFERENCE)
}


def written_outputs() -> dict[str, Output]:
    """Those that can be written to files, by name."""
    return {name: output for name, output in OUTPUTS.items() if output.is_written}


def need_details(outputs: Outputs) -> bool:
    return any(output.needs_details for output in outputs)
