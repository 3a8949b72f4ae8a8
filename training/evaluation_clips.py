"""Clips, matted as `matting-rt video` does it, with the plate fitted to each frame; one painted, one real."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from matting_rt import build
from matting_rt.config import PlateConfig
from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.frame import Frame, FrameSize
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import Matte, to_tensor
from training.contenders import Contender, timed_matte
from training.metrics import Flicker, Truth
from training.scores import Scores, draw_strip, stack_strips, to_picture, to_slug, write_png

MOVING_RATE_FPS = 12
MOVING_DURATION_S = 5.0
CLIP_SHEET_ROWS = 16


@dataclass(frozen=True, slots=True, eq=False)
class MattedMoment:
    """A frame of a clip as `matting-rt video` mattes it, with its plate fitted."""

    index: int
    src: Tensor
    bgr: Tensor
    matte: Matte
    took_ms: float
    """By the network alone."""


def matte_clip(contender: Contender, plate: Path, frames: Iterable[Frame]) -> Iterator[MattedMoment]:
    """Matte frame after frame, each alpha helping to fit the plate, a picture, to the next frame."""
    fitted = build.build_plate(plate, plate, PlateConfig())
    for frame in frames:
        src = to_tensor(frame.image)
        bgr = fitted.fit(frame, src)
        matte, took_ms = timed_matte(contender, src, bgr, torch.ones_like(src[:, :1]))
        fitted.observe(matte.pha)
        yield MattedMoment(frame.index, src, bgr, matte, took_ms)


def measure_moving(contenders: Sequence[Contender], size: FrameSize, seed: int, output: Path) -> list[Scores]:
    """Measure contenders on a painted clip, whose plate was taken in another light."""
    clip = SyntheticClip(size, MOVING_RATE_FPS, MOVING_DURATION_S, seed)
    plate = output / "moving-plate.png"
    write_png(plate, clip.plate())
    rendered = list(clip.frames())
    frames = [Frame(image, index, index, Fraction(1, MOVING_RATE_FPS)) for index, (image, _) in enumerate(rendered)]
    all_scores = []
    for contender in contenders:
        scores, flicker = Scores("moving", "fitted", contender.name), Flicker()
        for moment in tqdm(matte_clip(contender, plate, frames), desc="moving", unit="frame", total=len(frames)):
            true_pha = np.divide(rendered[moment.index][1], 255, dtype=np.float32)
            pha = to_picture(moment.matte.pha)[0]
            errors = Truth(true_pha).errors(pha, to_picture(moment.matte.fgr)) | {"matte_ms": moment.took_ms}
            errors["dtssd"] = flicker.step(pha, true_pha)
            _keep(scores, moment, errors, errors["mad"], torch.from_numpy(true_pha)[None, None])
        all_scores.append(scores)
    return all_scores


def require_clip(folder: Path) -> FrameSize:
    """The size of a real clip's frames.

    Raises:
        UsageError: its video or its plate is not there.
        SourceError, PlateError: they are not what they should be.
    """
    video, plate = folder / "video.mp4", folder / "plate.png"
    for path in (video, plate):
        if not path.is_file():
            raise UsageError(f"there is no file {path}; the set clip is a folder with video.mp4 and plate.png")
    build.build_plate(plate, plate, PlateConfig())
    with build.build_video_source(video) as source:
        if source.info.size is None:
            raise SourceFormatError(f"{video} has frames of several sizes; a clip has one")
        return source.info.size


def measure_clip(contenders: Sequence[Contender], folder: Path, empty: frozenset[int], output: Path) -> list[Scores]:
    """Mean alpha of a real clip's empty frames, and a contact sheet of the others for each contender."""
    plate, all_scores = folder / "plate.png", []
    for contender in contenders:
        scores, strips = Scores("clip", "fitted", contender.name), []
        with build.build_video_source(folder / "video.mp4") as source:
            count = source.info.frame_count
            occupied = [index for index in range(count or 0) if index not in empty]
            shown = set(occupied[:: max(len(occupied) // CLIP_SHEET_ROWS, 1)])
            for moment in tqdm(matte_clip(contender, plate, source), desc="clip", unit="frame", total=count):
                if moment.index in empty:
                    mean = float(moment.matte.pha.mean())
                    _keep(scores, moment, {"empty_alpha": mean, "matte_ms": moment.took_ms}, mean)
                elif moment.index in shown:
                    strips.append((f"#{moment.index}", draw_strip(moment.src, moment.bgr, moment.matte)))
        if strips:
            write_png(output / f"clip-{to_slug(contender.name)}.png", stack_strips(strips))
        all_scores.append(scores)
    return all_scores


def _keep(
    scores: Scores, moment: MattedMoment, errors: dict[str, float], badness: float, true_pha: Tensor | None = None
) -> None:
    scores.add(moment.index, errors, badness, lambda: draw_strip(moment.src, moment.bgr, moment.matte, true_pha))
