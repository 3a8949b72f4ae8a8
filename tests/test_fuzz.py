"""Damaged files of every kind that the program opens, in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import onnx
import pillow_heif
import pytest
import torch
from PIL import Image as PillowImage
from torch import nn

from matting_rt import weights
from matting_rt.config import Config, Precision, to_toml
from matting_rt.frame import FrameSize
from matting_rt.inference.exported import METADATA_NAME, to_metadata
from matting_rt.inference.torchscript import without_deprecation
from matting_rt.network.settings import NetworkSettings
from matting_rt.network.variants import build_network
from matting_rt.plate.metadata import PlateMetadata
from matting_rt.plate.store import Plate, save_plate
from tests.bounded import ROOT
from tests.sources.media import textured_image, write_video

TURNS = 12
VIDEOS = {
    ".mp4": ("libx264", "aac"),
    ".mkv": ("libvpx-vp9", "libopus"),
    ".avi": ("mpeg4", None),
    ".ts": ("mpeg2video", "mp2"),
    ".mov": ("prores_ks", None),
    ".gif": ("gif", None),
}
PICTURES = (".png", ".jpg", ".bmp", ".tif", ".webp", ".avif", ".ppm", ".jp2", ".gif")


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    image = textured_image(64, 48)
    for suffix, (codec, sound) in VIDEOS.items():
        pixels = {"gif": "rgb8", "prores_ks": "yuva444p10le"}.get(codec, "yuv420p")
        write_video(folder / f"video{suffix}", [image] * 6, codec=codec, sound=sound, pixel_format=pixels)
    for suffix in PICTURES:
        (folder / f"picture{suffix}").write_bytes(cv2.imencode(suffix, image)[1].tobytes())
    pillow_heif.from_pillow(PillowImage.fromarray(image)).save(folder / "picture.heic", tile_size=32)
    for suffix in (".gif", ".png", ".webp", ".avif"):
        pictures = [PillowImage.fromarray(np.roll(image, 8 * step, axis=1)) for step in range(3)]
        pictures[0].save(folder / f"animation{suffix}", save_all=True, append_images=pictures[1:], duration=40)
    taken = PlateMetadata("usb-1", FrameSize(64, 48), "2026-01-02T03:04:05+00:00", 1.5, {"exposure": 100})
    save_plate(Plate(image, "plate", taken), folder / "plate.png")
    (folder / "settings.toml").write_text(to_toml(Config()), encoding="utf-8")
    write_networks(folder)
    return folder


def write_networks(folder: Path) -> None:
    torch.manual_seed(0)
    spec = weights.save_weights(
        build_network("mobilenetv3-lite", "base"), folder / "weights.safetensors", "mobilenetv3-lite", "base"
    )
    (folder / "weights.safetensors.sha256").unlink()  # or all that is damaged were refused for its checksum
    tensors = {"a": torch.rand(3, 4), "b": torch.arange(5)}
    torch.save(tensors, folder / "checkpoint.pth")
    torch.save(tensors, folder / "checkpoint-old.pth", _use_new_zipfile_serialization=False)
    metadata = to_metadata(spec, NetworkSettings(0.25, 1000), Precision.FP32, None)
    with without_deprecation():
        script = torch.jit.script(nn.Linear(2, 2))
        torch.jit.save(script, folder / "exported.pt", _extra_files={METADATA_NAME: json.dumps(metadata)})
    value = onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1])
    graph = onnx.helper.make_graph([onnx.helper.make_node("Relu", ["x"], ["x2"])], "g", [value], [value])
    model = onnx.helper.make_model(graph)
    onnx.helper.set_model_props(model, metadata)
    onnx.save(model, folder / "exported.onnx")


@pytest.mark.slow
def test_a_damaged_file_gives_a_result_or_a_line_and_nothing_else(whole_files: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", str(whole_files), str(TURNS)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    read, refused = map(int, done.stdout.split())
    assert read + refused == TURNS * len(list(whole_files.iterdir()))
    assert min(read, refused) > TURNS  # else it was damaged too little, or too much, to tell anything
