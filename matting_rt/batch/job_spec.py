"""What a job from files to files is asked for, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from pathlib import Path

from matting_rt.config import Config
from matting_rt.errors import ConfigError
from matting_rt.frame import FrameSize, TimeRange
from matting_rt.media.encodings import PIPE, AlphaMode, Depth, EncoderKind, EncodingWish, Hdr, RawVideo
from matting_rt.outputs import COMPOSITE
from matting_rt.pictures.formats import PNG
from matting_rt.pictures.numbered import is_sequence


class OutputForm(str, Enum):
    """What a video becomes."""

    VIDEO = "video"
    """One file each."""
    PICTURES = "pictures"
    """One directory each, of numbered image files."""


@dataclass(frozen=True, slots=True)
class VideoJob:
    """A video to matte, and into what."""

    source: Path
    """A file, a directory of numbered pictures, or their pattern, such as shot.%04d.exr; "-" is standard input."""
    plate: Path | None
    """A picture or a video of the empty room; None: from the source itself."""
    output: Path | None
    """The composite; None where only others are wanted."""
    others: Mapping[str, Path] = field(default_factory=dict)
    """Where other pictures of each frame go, by their names in `outputs.OUTPUTS`: "alpha", "foreground" and so on."""
    overwrite: bool = False
    config: Config = field(default_factory=Config)
    form: OutputForm = OutputForm.VIDEO
    image_format: str = PNG.name
    """Of PICTURES: a row of `pictures.formats.FORMATS` that is written."""
    size: FrameSize | None = None
    """What frames are resized to, in their own aspect ratio; None: as they are."""
    stream: int | None = None
    """Of the source's video streams, from 0; None: the default one, of several the largest."""
    learns_plate: bool = False
    """There is no plate at all: the room is learned while frames go by, and only people are kept."""
    is_steady: bool = False
    """Average edges that stand still with those some frames before and after, so that they do not flicker."""
    is_strict: bool = False
    """Write nothing where the source ends before its declared length."""
    rate_fps: Fraction | None = None
    """Of numbered pictures and raw video, which do not tell; None: 25."""
    pixel_format: str | None = None
    """FFmpeg's name of that of raw video on standard input, which is of `size` and `rate_fps`."""
    start_s: float | None = None
    """What is before this time of the source is left out; None: it begins where the source does."""
    end_s: float | None = None
    """Likewise what is from this time on."""
    codec: str | None = None
    """A row of `encoding_tables.CODECS`; None: what is usual in files of the output's suffix."""
    depth: Depth | None = None
    """Of what is stored; None, as for the rest: what is usual for the codec."""
    quality: int | None = None
    """On the codec's own scale."""
    alpha: AlphaMode | None = None
    is_linear: bool | None = None
    """Whether light is stored in place of code values."""
    encoder: EncoderKind = EncoderKind.SOFTWARE
    hdr: Hdr = Hdr.TONE_MAP
    resumes: bool = False
    """Continue where the same job was stopped before its end, if it was; else start over."""
    segment_frames: int = 250
    """At most so many frames are done again when a job is resumed."""

    def __post_init__(self) -> None:
        _take_paths(self)
        for name, kind in (("depth", Depth), ("alpha", AlphaMode), ("encoder", EncoderKind), ("hdr", Hdr)):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else kind(value))
        if self.end_s is not None and self.end_s <= (self.start_s or 0):
            raise ConfigError(
                "the end, {end_s:g} s, must be after the start, {start_s:g} s",
                end_s=self.end_s,
                start_s=self.start_s or 0,
            )

    @property
    def is_pipe(self) -> bool:
        """Whether its source is standard input, which is read once."""
        return str(self.source) == PIPE

    @property
    def raw(self) -> RawVideo | None:
        """What raw video on standard input are. Raises ConfigError: that is not told."""
        if not self.is_pipe or self.pixel_format is None:
            return None
        if self.size is None or self.rate_fps is None:
            raise ConfigError("raw video on standard input needs --size and --rate, too")
        return RawVideo(self.size, self.rate_fps, self.pixel_format)

    @property
    def is_sequence(self) -> bool:
        """Whether its source is numbered pictures."""
        return is_sequence(self.source) or self.source.is_dir()

    @property
    def part(self) -> TimeRange:
        """Of the source."""
        return TimeRange(self.start_s, self.end_s)

    @property
    def wish(self) -> EncodingWish:
        """How all outputs are stored, as far as it is asked for."""
        return EncodingWish(self.codec, self.depth, self.quality, self.alpha, self.is_linear, self.encoder)

    @property
    def outputs(self) -> dict[str, Path]:
        """Where each picture goes, by its name."""
        return {**({} if self.output is None else {COMPOSITE.name: self.output}), **self.others}


@dataclass(frozen=True, slots=True)
class ImagesJob:
    """Pictures to matte, each on its own, and into what."""

    source: Path
    """A picture, or a directory of them."""
    plate: Path
    """The empty room: one picture for all, or a directory of them, which go with those of the same name, or in order
    where there are as many."""
    output: Path
    """A directory; an image NAME becomes NAME.composite.png, NAME.alpha.png and so on in it."""
    outputs: tuple[str, ...] = (COMPOSITE.name,)
    """What is written, of `outputs.OUTPUTS`."""
    image_format: str = PNG.name
    """A row of `pictures.formats.FORMATS` that is written."""
    overwrite: bool = False
    config: Config = field(default_factory=Config)

    def __post_init__(self) -> None:
        _take_paths(self)


def _take_paths(job: VideoJob | ImagesJob) -> None:
    """Programs may name files by texts, too."""
    for name in ("source", "plate", "output"):
        value = getattr(job, name)
        if isinstance(value, str):
            object.__setattr__(job, name, Path(value))
