"""How pictures, audio and subtitles are stored in video files, by the suffix of their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matting_rt.errors import ConfigError
from matting_rt.lines import any_of

PCM = "pcm"
"""In place of a codec's name: uncompressed, with the sample format that the audio has, so that nothing is lost."""


@dataclass(frozen=True, slots=True)
class AudioCodecs:
    """What audio becomes, by FFmpeg's names."""

    copied: frozenset[str] | None
    """What is copied as it is, because the players that open such files play it; None: all that the muxer takes."""
    fallback: str
    """What any other becomes."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How everything is stored in files of a suffix."""

    container: str
    """FFmpeg's name of the container: the unfinished file's own suffix tells nothing."""
    codec: str
    pixel_format: str
    audio: AudioCodecs
    subtitle_codec: str
    """For subtitles in text that the container does not take as they are."""
    options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_even_size(self) -> bool:
        """Whether width and height must be even. VP9 with 4:2:0 stores any size, H.264 crops by whole 2x2 pixels."""
        return self.codec == "libx264"


# FFmpeg also writes PCM, FLAC and Opus into .mp4, which many players and editors refuse.
_MP4_AUDIO = AudioCodecs(frozenset({"aac", "alac", "mp3", "ac3", "eac3"}), "aac")
_PCM_NAMES = frozenset(
    f"pcm_{kind}" for kind in ("s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "f64be")
)
_MOV_AUDIO = AudioCodecs(frozenset({"aac", "alac", "mp3", "ac3", "eac3"}) | _PCM_NAMES, PCM)
_MKV_AUDIO = AudioCodecs(None, PCM)
_WEBM_AUDIO = AudioCodecs(frozenset({"opus", "vorbis"}), "libopus")

# "veryfast" costs a tenth more bytes than "medium" and a third of its time, which the network can use better.
_X264 = {"preset": "veryfast"}
# Constant quality needs a bit rate of 0; alternate reference frames cannot carry alpha.
_VP9 = {"b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1", "auto-alt-ref": "0"}
_PRORES = {"profile": "4444", "alpha_bits": "16", "vendor": "apl0"}
_FASTSTART = {"movflags": "+faststart"}
GROWING = {"movflags": "+hybrid_fragmented", "frag_duration": "1000000"}
"""Instead, for files that must be whole at once whenever they end: what is there is never written again."""

_OPAQUE: dict[str, Encoding] = {
    ".mp4": Encoding("mp4", "libx264", "yuv420p", _MP4_AUDIO, "mov_text", _X264, _FASTSTART),
    ".m4v": Encoding("mp4", "libx264", "yuv420p", _MP4_AUDIO, "mov_text", _X264, _FASTSTART),
    ".mov": Encoding("mov", "libx264", "yuv420p", _MOV_AUDIO, "mov_text", _X264, _FASTSTART),
    ".mkv": Encoding("matroska", "libx264", "yuv420p", _MKV_AUDIO, "subrip", _X264),
    ".webm": Encoding("webm", "libvpx-vp9", "yuv420p", _WEBM_AUDIO, "webvtt", _VP9),
}
_TRANSPARENT: dict[str, Encoding] = {
    ".mov": Encoding("mov", "prores_ks", "yuva444p10le", _MOV_AUDIO, "mov_text", _PRORES, _FASTSTART),
    ".webm": Encoding("webm", "libvpx-vp9", "yuva420p", _WEBM_AUDIO, "webvtt", _VP9),
}


def choose_encoding(path: Path, *, has_alpha: bool) -> Encoding:
    """Raises ConfigError: the suffix is not known or cannot hold transparency."""
    suffix = path.suffix.lower()
    if suffix not in _OPAQUE:
        raise ConfigError(
            "{path} cannot be written: the name must end in one of {suffixes}", path=path, suffixes=", ".join(_OPAQUE)
        )
    if not has_alpha:
        return _OPAQUE[suffix]
    if suffix not in _TRANSPARENT:
        raise ConfigError(
            "{path} cannot hold transparency; let the name end in {suffixes}", path=path, suffixes=any_of(_TRANSPARENT)
        )
    return _TRANSPARENT[suffix]
