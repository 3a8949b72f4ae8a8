"""What an encoding is made of, and what may be asked for, as plain data; `encoding_tables` has the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from matting_rt.frame import Colours, FrameSize

PCM = "pcm"
"""In place of a codec's name: uncompressed, with the sample format that the audio has, so that nothing is lost."""
PIPE = "-"
"""In place of a path: standard input or output."""


class Depth(str, Enum):
    """Of each channel of a stored picture."""

    EIGHT = "8"
    TEN = "10"
    TWELVE = "12"
    SIXTEEN = "16"
    HALF = "half"
    """Floating point of 16 bits."""
    FLOAT = "float"
    """Floating point of 32 bits."""

    @property
    def is_float(self) -> bool:
        return self in (Depth.HALF, Depth.FLOAT)


class AlphaMode(str, Enum):
    """How colours are stored beside an alpha."""

    STRAIGHT = "straight"
    """As they are."""
    PREMULTIPLIED = "premultiplied"
    """Times alpha."""


class Hdr(str, Enum):
    """What becomes of HDR colours."""

    KEEP = "keep"
    TONE_MAP = "tone-map"
    """They are brought to BT.709."""


class EncoderKind(str, Enum):
    """What encodes a video."""

    SOFTWARE = "software"
    HARDWARE = "hardware"
    """A graphics card's or processor's own encoder, where there is one that takes the pictures."""


@dataclass(frozen=True, slots=True)
class AudioCodecs:
    """What audio becomes, by FFmpeg's names."""

    copied: frozenset[str] | None
    """What is copied as it is, because the players that open such files play it; None: all that the muxer takes."""
    fallback: str
    """What any other becomes."""


@dataclass(frozen=True, slots=True)
class Container:
    """What holds streams, by the suffix of a file's name."""

    name: str
    """FFmpeg's: the unfinished file's own suffix tells nothing; of pictures a row of `pictures.formats.FORMATS`."""
    codec: str
    """A row of `CODECS`: what opaque pictures become where nothing is asked for."""
    alpha_codec: str = ""
    """Likewise of pictures with alpha; empty: a codec must be asked for."""
    audio: AudioCodecs | None = None
    subtitle_codec: str = ""
    """For subtitles in text that the container does not take as they are."""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds_pictures(self) -> bool:
        """Whether it is one picture of a numbered sequence."""
        return not self.is_pipe and self.audio is None

    @property
    def is_pipe(self) -> bool:
        """Whether it is pictures one after another and nothing else, as programs hand them to each other."""
        return self.name == "yuv4mpegpipe"


@dataclass(frozen=True, slots=True)
class Pixels:
    """FFmpeg's pixel formats for one depth."""

    opaque: str
    alpha: str = ""
    """Empty: it holds no alpha."""
    grey: str = ""
    """Empty: as `opaque`."""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Encoder:
    """One of FFmpeg's encoders."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    """"{quality}" in them is the one asked for."""
    formats: Mapping[Depth, str] = field(default_factory=dict)
    """Pixel formats that it takes in place of the row's."""


@dataclass(frozen=True, slots=True)
class Quality:
    """A codec's own scale."""

    least: int
    most: int
    default: int
    meaning: str
    """Of the numbers, in the middle of a sentence."""
    of_alpha: int | None = None
    """The default where there is an alpha; None: the same."""


@dataclass(frozen=True, slots=True)
class Codec:
    """A row of the table."""

    name: str
    """As flags and jobs have it."""
    label: str
    """As people call it."""
    suffixes: tuple[str, ...]
    """Of what holds it, rows of `CONTAINERS`."""
    pixels: Mapping[Depth, Pixels]
    """By depth; the first is what is stored where none is asked for."""
    opens_in: str
    encoders: tuple[Encoder, ...] = ()
    """Of each kind the first that works here is taken; none: it is written as image files or raw video."""
    hardware: tuple[Encoder, ...] = ()
    quality: Quality | None = None
    """None: without loss, or it has only one."""
    is_lossless: bool = False
    has_even_size: bool = False
    """Whether width and height must be even."""
    holds_hdr: bool = False
    """Whether players know HLG and PQ in it by its tags."""
    is_linear: bool = False
    """Whether it holds light, and colours times alpha, where nothing else is asked for."""
    tag: str = ""
    """In .mp4 and .mov, where players know it by another than FFmpeg's."""

    @property
    def alpha_mode(self) -> AlphaMode:
        """How alpha is stored where nothing else is asked for."""
        return AlphaMode.PREMULTIPLIED if self.is_linear else AlphaMode.STRAIGHT

    @property
    def holds_alpha(self) -> bool:
        return any(pixels.alpha for pixels in self.pixels.values())


@dataclass(frozen=True, slots=True)
class EncodingWish:
    """What is asked for; None: what is usual."""

    codec: str | None = None
    depth: Depth | None = None
    quality: int | None = None
    alpha: AlphaMode | None = None
    is_linear: bool | None = None
    encoder: EncoderKind = EncoderKind.SOFTWARE


USUAL = EncodingWish()


@dataclass(frozen=True, slots=True)
class RawVideo:
    """How raw video on standard input is to be read; it does not tell itself."""

    size: FrameSize
    rate_fps: Fraction
    pixel_format: str
    """FFmpeg's name of it."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the pictures of an output are stored, and what holds them: see `encoding_choice`."""

    container: Container
    codec: Codec
    depth: Depth
    pixel_format: str
    """FFmpeg's."""
    has_alpha: bool
    is_grey: bool
    alpha_mode: AlphaMode
    is_linear: bool
    encoders: tuple[Encoder, ...]
    """Tried in this order."""
    quality: int | None

    @property
    def is_deep(self) -> bool:
        """Whether it stores more than 8 bits, or what is more exact when it is made of more."""
        return self.depth is not Depth.EIGHT or self.is_linear

    def colours_of(self, source: Colours) -> Colours:
        """The colours that are stored of pictures in those of `source`."""
        if self.is_linear:
            return Colours.LINEAR
        return Colours.BT709 if source is Colours.LINEAR else source

    def options_for(self, encoder: Encoder) -> dict[str, str]:
        """FFmpeg's."""
        options = {**encoder.options, **self.codec.pixels[self.depth].options}
        return {name: text.format(quality=self.quality) for name, text in options.items()}
