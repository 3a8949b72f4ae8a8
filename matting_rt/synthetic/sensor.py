"""What a webcam's sensor and its software do beside white noise: clipping, bands, coloured blotches, video coding."""

from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from torch import Tensor

from matting_rt.frame import Image
from matting_rt.synthetic.draws import Draws


def draw_gains(draws: Draws, batch: int, share: float) -> tuple[Tensor, Tensor]:
    """Gains of frame and plate, (B, 1, 1, 1) each: 1, in a share of pictures so large that light is clipped."""
    shape = (batch, 1, 1, 1)
    clipped = draws.chance(share, shape)
    common = draws.uniform(shape, -0.2, 0.7)
    gain, plate_gain = ((clipped * (common + draws.normal(shape, 0.12))).exp() for _ in range(2))
    return gain, plate_gain


def add_bands(draws: Draws, picture: Tensor) -> Tensor:
    """Rolling bands (B, 3, H, W): lamps that flicker while rows are read, and rows that are read with an offset."""
    batch, _, height, _ = picture.shape
    shape = (batch, 1, 1, 1)
    y = torch.linspace(0, 2 * torch.pi, height, device=picture.device).view(1, 1, height, 1)
    phase = draws.noise(shape) * 3  # of its own in each frame: bands roll
    flicker = torch.sin(y * draws.log_uniform(shape, 1, 8) + phase) * draws.uniform(shape, 0, 0.025)
    rows = draws.noise((batch, 1, height, 1)) * (draws.uniform(shape) ** 2 * 0.008)
    return picture * (1 + flicker) + rows


def add_chroma_noise(draws: Draws, picture: Tensor) -> Tensor:
    """Blotches of colour (B, 3, H, W), as of a sensor in a dark room whose software has smoothed the brightness."""
    batch, _, height, width = picture.shape
    cells = 2 + draws.one_integer(4)
    coarse = draws.noise((batch, 3, -(-height // cells), -(-width // cells)))
    coarse = coarse - coarse.mean(1, keepdim=True)
    noise = F.interpolate(coarse, (height, width), mode="bilinear", align_corners=False)
    return picture + noise * draws.uniform((batch, 1, 1, 1), 0.003, 0.025)


def code_video(draws: Draws, picture: Tensor) -> Tensor:
    """H.264 at a webcam's bit rates, (B, 3, H, W) 0..1: each picture as it comes after another of the same room.

    Coded on the CPU, and one at a time: for a few pictures of a batch.
    """
    quality = draws.uniform((len(picture),), 22, 38).round().int().tolist()
    images = (picture.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    coded = [_code(image, crf) for image, crf in zip(images, quality, strict=True)]
    return torch.from_numpy(np.stack(coded)).to(picture.device).permute(0, 3, 1, 2).float() / 255


def _code(image: Image, crf: int) -> Image:
    height, width = image.shape[:2]
    even = np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), "edge")
    encoder = VideoCodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = even.shape[1], even.shape[0], "yuv420p"
    encoder.framerate, encoder.thread_count = Fraction(30), 1
    encoder.options = {"crf": str(crf), "preset": "ultrafast", "tune": "zerolatency"}
    decoder = VideoCodecContext.create("h264", "r")
    decoder.thread_count = 1
    decoded: list[VideoFrame] = []
    for earlier in (np.roll(even, 3, 1), even):
        for packet in encoder.encode(VideoFrame.from_ndarray(earlier, format="rgb24")):
            decoded += decoder.decode(packet)
    for packet in encoder.encode(None):
        decoded += decoder.decode(packet)
    decoded += decoder.decode(None)
    return decoded[-1].to_ndarray(format="rgb24")[:height, :width].astype(np.uint8, copy=False)
