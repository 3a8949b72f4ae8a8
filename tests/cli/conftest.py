"""A short scene as files, and a small network with random weights: what comes out need not look good here."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
import torch

from matting_rt import weights
from matting_rt.demo_scene import write_melody
from matting_rt.frame import FrameSize, Image, StreamInfo
from matting_rt.network.variants import build_network
from matting_rt.sinks.base import MattedFrame
from matting_rt.sinks.image_files import write_png
from matting_rt.sinks.video_file import VideoFileSink
from matting_rt.synthetic.clip import SyntheticClip

SIZE = FrameSize(256, 144)
RATE_FPS = 24
FRAME_COUNT = 24


@dataclass(frozen=True)
class Scene:
    """Files of a scene; nobody writes into their directory."""

    video: Path
    plate: Path
    other_plate: Path
    """Of another room."""
    pictures: Path
    """A directory with two frames, a.png and b.png."""
    model: Path

    def true_alphas(self) -> list[Image]:
        """Of each frame of the video, uint8 (H, W)."""
        return [alpha for _, alpha in _clip().frames() for _ in range(FRAME_COUNT // _clip().frame_count)]

    def arguments(self, command: str, output: Path, **replaced: Path | str) -> list[str]:
        """A command line that works, but for what is replaced."""
        given = {
            "src": self.video if command == "video" else self.pictures,
            "plate": self.plate,
            "output": output,
            "model": self.model,
            "engine": "torch",  # no export, so that a test need not wait for one
            **replaced,
        }
        return [command, *(word for name, value in given.items() for word in (f"--{name}", str(value)))]


def _clip() -> SyntheticClip:
    return SyntheticClip(SIZE, 6, 1.0, seed=5)


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    pictures = folder / "pictures"
    pictures.mkdir()
    clip = _clip()
    rendered = [frame for frame, _ in clip.frames()]
    frames = [image for image in rendered for _ in range(FRAME_COUNT // len(rendered))]
    write_png(folder / "plate.png", clip.plate())
    write_png(folder / "other-plate.png", SyntheticClip(SIZE, RATE_FPS, 1, seed=77).plate())
    write_png(pictures / "a.png", frames[0])
    write_png(pictures / "b.png", frames[-1])
    write_melody(folder / "melody.m4a")
    sink = VideoFileSink(folder / "video.mp4", carry_from=folder / "melody.m4a")
    sink.open(StreamInfo(SIZE, Fraction(RATE_FPS), Fraction(1, RATE_FPS), FRAME_COUNT))
    for index, image in enumerate(frames):
        sink.write(MattedFrame(image, None, None, index, pts=index, time_base=Fraction(1, RATE_FPS)))
    sink.finish()
    torch.manual_seed(0)
    network = build_network("mobilenetv3-lite", "base")
    weights.save_weights(network, folder / "random.safetensors", "mobilenetv3-lite", "base")
    return Scene(
        video=folder / "video.mp4",
        plate=folder / "plate.png",
        other_plate=folder / "other-plate.png",
        pictures=pictures,
        model=folder / "random.safetensors",
    )
