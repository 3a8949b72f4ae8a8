"""Clips, matted as `matting-rt video` does it, with the plate fitted to each frame; one painted, one real."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from matting_rt import build
from matting_rt.build_plates import MattedVideo, build_plate
from matting_rt.config import GuardConfig, Keep, PlateConfig
from matting_rt.errors import SourceFormatError, UsageError
from matting_rt.frame import FloatMap, Frame, FrameSize, Image, Matte
from matting_rt.synthetic.clip import SyntheticClip
from matting_rt.tensors import TensorMatte, to_image, to_tensor
from training.metrics import Flicker, StillEdges, Truth, recovery_s
from training.models import Model, for_video, timed_matte
from training.scores import FITTED, Scores, draw_strip, stack_strips, to_picture, to_slug, write_png

MOVING_RATE_FPS = 12
MOVING_DURATION_S = 5.0
CLIP_SHEET_ROWS = 16


@dataclass(frozen=True, slots=True, eq=False)
class MattedMoment:
    """A frame of a clip as `matting-rt video` mattes it, with its plate fitted."""

    index: int
    image: Image
    """uint8 (H, W, 3) RGB"""
    src: Tensor
    bgr: Tensor
    matte: TensorMatte
    took_ms: float
    """By the network alone."""


def matte_clip(
    model: Model, plate: Path, frames: Iterable[Frame], keep: Keep = Keep.EVERYTHING
) -> Iterator[MattedMoment]:
    """Matte frame after frame, each alpha helping to fit the plate, a picture, to the next frame.

    Args:
        keep: as --keep of `matting-rt video`: PEOPLE has the plate followed and learned, and the matte guarded, as in
            live video.
    """
    people = build.build_person_network() if keep is Keep.PEOPLE else None
    fitted = build_plate(plate, MattedVideo(plate), PlateConfig(), people)
    guard = build.build_guard(GuardConfig(keep))
    video: Model | None = None
    shown: Image | None = None
    for frame in frames:
        src = to_tensor(frame.image)
        video = video or for_video(model, FrameSize(src.shape[3], src.shape[2]))
        person = None if people is None else people.find(frame.image)
        plate_image = fitted.fit(frame, person)
        if plate_image is not shown:
            shown, bgr = plate_image, to_tensor(plate_image)
        matte, took_ms = timed_matte(video, src, bgr, _to_known(fitted.trust, src))
        host = Matte(to_image(matte.pha)[..., 0], to_image(matte.fgr))
        if person is not None:
            host = guard.apply(host, frame.image, person, fitted.trust, plate_image)
            matte = TensorMatte(to_tensor(host.foreground), to_tensor(host.alpha[..., None]))
        fitted.observe(host.alpha)
        yield MattedMoment(frame.index, frame.image, src, bgr, matte, took_ms)


def _to_known(trust: FloatMap | None, src: Tensor) -> Tensor:
    """(1, 1, H, W) of (h, w), how far a plate is believed; None: everywhere."""
    if trust is None:
        return torch.ones_like(src[:, :1])
    return F.interpolate(torch.from_numpy(trust)[None, None].float(), src.shape[2:], mode="bilinear")


def measure_frames(
    name: str,
    model: Model,
    moments: Iterable[MattedMoment],
    alphas: Sequence[npt.NDArray[np.uint8]],
    rate_fps: float,
    events: Sequence[int] = (),
    calm: Sequence[float] = (),
) -> Scores:
    """Measure a model on the frames of a clip whose alphas (H, W) are known.

    Args:
        events: numbers of the frames with which something happens at once.
        calm: "mad" of all frames of the clip without these events.
    """
    scores, flicker, still, mads = Scores(name, FITTED, model.name), Flicker(), StillEdges(), list[float]()
    for moment in tqdm(moments, desc=name, unit="frame", total=len(alphas)):
        true_pha = np.divide(alphas[moment.index], 255, dtype=np.float32)
        pha = to_picture(moment.matte.pha)[0]
        errors = Truth(true_pha).errors(pha, to_picture(moment.matte.fgr)) | {"matte_ms": moment.took_ms}
        errors["dtssd"] = flicker.step(pha, true_pha)
        still.step(moment.image, pha)
        mads.append(errors["mad"])
        _keep(scores, moment, errors, errors["mad"], torch.from_numpy(true_pha)[None, None])
    scores.note({"still_edge": still.still_edge})
    for event, end in pairwise([*events, len(mads)]):
        scores.note({"recovery_s": recovery_s(mads[:end], calm, event, rate_fps)})
    return scores


def measure_moving(models: Sequence[Model], size: FrameSize, seed: int, output: Path) -> list[Scores]:
    """Measure models on a painted clip, whose plate was taken in another light."""
    clip = SyntheticClip(size, MOVING_RATE_FPS, MOVING_DURATION_S, seed)
    plate = output / "moving-plate.png"
    write_png(plate, clip.plate())
    images, alphas = zip(*clip.frames(), strict=True)
    frames = to_frames(images, MOVING_RATE_FPS)
    return [measure_frames("moving", each, matte_clip(each, plate, frames), alphas, MOVING_RATE_FPS) for each in models]


def to_frames(images: Iterable[Image], rate_fps: int) -> list[Frame]:
    return [Frame(image, index, index, Fraction(1, rate_fps)) for index, image in enumerate(images)]


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
    build_plate(plate, MattedVideo(plate), PlateConfig())
    with build.build_video_source(video) as source:
        if source.info.size is None:
            raise SourceFormatError(f"{video} has frames of several sizes; a clip has one")
        return source.info.size


def measure_clip(models: Sequence[Model], folder: Path, empty: frozenset[int], output: Path) -> list[Scores]:
    """Mean alpha of a real clip's empty frames, unrest of its still edges, and a contact sheet for each model."""
    plate, all_scores = folder / "plate.png", []
    for model in models:
        scores, strips, still = Scores("clip", FITTED, model.name), [], StillEdges()
        with build.build_video_source(folder / "video.mp4") as source:
            count = source.info.frame_count
            occupied = [index for index in range(count or 0) if index not in empty]
            shown = set(occupied[:: max(len(occupied) // CLIP_SHEET_ROWS, 1)])
            for moment in tqdm(matte_clip(model, plate, source), desc="clip", unit="frame", total=count):
                still.step(moment.image, to_picture(moment.matte.pha)[0])
                if moment.index in empty:
                    mean = float(moment.matte.pha.mean())
                    _keep(scores, moment, {"empty_alpha": mean, "matte_ms": moment.took_ms}, mean)
                elif moment.index in shown:
                    strips.append((f"#{moment.index}", draw_strip(moment.src, moment.bgr, moment.matte)))
        scores.note({"still_edge": still.still_edge})
        if strips:
            write_png(output / f"clip-{to_slug(model.name)}.png", stack_strips(strips))
        all_scores.append(scores)
    return all_scores


def _keep(
    scores: Scores, moment: MattedMoment, errors: dict[str, float], badness: float, true_pha: Tensor | None = None
) -> None:
    scores.add(moment.index, errors, badness, lambda: draw_strip(moment.src, moment.bgr, moment.matte, true_pha))
