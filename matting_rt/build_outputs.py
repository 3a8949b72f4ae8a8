"""What is written, to objects: as `build`, for the outputs of a job from files to files."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matting_rt.frame import WHOLE, TimeRange
from matting_rt.media.encodings import PIPE, USUAL, EncodingWish
from matting_rt.outputs import COMPOSITE, Output, Outputs
from matting_rt.pictures.formats import PNG, ImageFormat
from matting_rt.pictures.numbered import is_sequence

if TYPE_CHECKING:
    from matting_rt.sinks.base import FrameSink, SegmentPlace
    from matting_rt.sinks.image_files import ImageFilesSink
    from matting_rt.sources.image_files import ImageFilesSource


def build_video_sink(
    outputs: Mapping[Output, Path],
    *,
    carry_from: Path | None,
    stream: int | None,
    part: TimeRange = WHOLE,
    transparent: bool,
    overwrite: bool,
    wish: EncodingWish = USUAL,
    keeps_hdr: bool = False,
    directory_format: ImageFormat | None = None,
    segments: "Mapping[Output, SegmentPlace] | None" = None,
) -> "FrameSink":
    """A video, numbered image files or standard output, for each of the pictures.

    Args:
        carry_from: the composite gets all that this file holds beside its video `stream`; None: nothing.
        part: of `carry_from` that is matted.
        transparent: the composite is RGBA.
        directory_format: each output is a directory of such image files; None: its name says what it is.
        segments: where frames of each are kept until it is whole; None: nothing is kept.
    """
    from matting_rt.sinks.image_sequence import ImageSequenceSink
    from matting_rt.sinks.multi_sink import MultiSink
    from matting_rt.sinks.pipe import PipeSink
    from matting_rt.sinks.video_file import VideoFileSink

    sinks: list[FrameSink] = []
    for output, path in outputs.items():
        carried = carry_from if output is COMPOSITE else None
        common: dict[str, Any] = {
            "output": output,
            "transparent": transparent,
            "overwrite": overwrite,
            "wish": wish,
            "keeps_hdr": keeps_hdr,
            "segments": (segments or {}).get(output),
        }
        if str(path) == PIPE:
            sinks.append(
                PipeSink(output=output, transparent=transparent, wish=wish, keeps_hdr=keeps_hdr, carry_from=carried)
            )
        elif directory_format is not None or is_sequence(path):
            format_ = directory_format or PNG
            sinks.append(ImageSequenceSink(path, **common, format_=format_, carry_from=carried))
        else:
            sinks.append(
                VideoFileSink(
                    path,
                    **common,
                    carry_from=carried,
                    carried_stream=stream,
                    carried_part=part,
                )
            )
    return sinks[0] if len(sinks) == 1 else MultiSink(sinks)


def build_image_sink(
    directory: Path, outputs: Outputs, source: "ImageFilesSource", overwrite: bool, format_: ImageFormat
) -> "ImageFilesSink":
    """`source` must be open: what it will bring is checked against what is there."""
    from matting_rt.sinks.image_files import ImageFilesSink

    return ImageFilesSink(directory, outputs=outputs, overwrite=overwrite, inputs=source.pictures, format_=format_)
