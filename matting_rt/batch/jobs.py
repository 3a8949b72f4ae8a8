"""What a job from files to files is asked for, as plain data."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from matting_rt.config import Config
from matting_rt.frame import FrameSize

PICTURE_NAMES = ("composite", "alpha", "foreground", "error", "refined")
"""What can be made of each frame; the last two only by the engine torch."""


class OutputForm(str, Enum):
    """What a video becomes."""

    VIDEO = "video"
    """One file each."""
    PICTURES = "pictures"
    """One directory each, of numbered PNG files."""


@dataclass(frozen=True, slots=True)
class VideoJob:
    """A video to matte, and into what."""

    source: Path
    plate: Path | None
    """A picture or a video of the empty room; None: from the source itself."""
    output: Path | None
    """The composite; None where only others are wanted."""
    alpha_output: Path | None = None
    """The alpha, as a grey video."""
    overwrite: bool = False
    config: Config = field(default_factory=Config)
    foreground_output: Path | None = None
    """The foreground's own colour with its alpha."""
    error_output: Path | None = None
    """The error that the base network expects in its alpha, grey; like the next, only of the engine torch."""
    refined_output: Path | None = None
    """Where the refiner worked, white on black."""
    form: OutputForm = OutputForm.VIDEO
    size: FrameSize | None = None
    """What frames are resized to, in their own aspect ratio; None: as they are."""
    learns_plate: bool = False
    """There is no plate at all: the room is learned while frames go by, and only people are kept."""
    is_strict: bool = False
    """Write nothing where the source ends before its declared length."""

    @property
    def outputs(self) -> tuple[Path, ...]:
        return tuple(path for path in self.by_picture().values() if path is not None)

    def by_picture(self) -> dict[str, Path | None]:
        """Where each picture goes, by its name in lower case."""
        return {
            "composite": self.output,
            "alpha": self.alpha_output,
            "foreground": self.foreground_output,
            "error": self.error_output,
            "refined": self.refined_output,
        }


@dataclass(frozen=True, slots=True)
class ImagesJob:
    """Pictures to matte, each on its own, and into what."""

    source: Path
    """A picture, or a directory of them."""
    plate: Path
    """The empty room: one picture for all, or a directory of them, which go with those of the same name, or in order
    where there are as many."""
    output: Path
    """A directory; a picture NAME becomes NAME.composite.png, NAME.alpha.png and so on in it."""
    pictures: tuple[str, ...] = ("composite",)
    """What is written, of `PICTURE_NAMES`."""
    overwrite: bool = False
    config: Config = field(default_factory=Config)
