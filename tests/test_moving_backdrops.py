"""A video of high dynamic range goes round and round as backdrop at the cost of its frames."""

import sys
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc, VideoReformatter

from matting_rt.build import build_backdrop
from matting_rt.config import BackdropConfig
from tests.sources.media import flat_image, write_video


def write_hdr(path: Path, transfer: ColorTrc) -> Path:
    def tag(stream: av.VideoStream) -> None:
        stream.codec_context.color_trc = transfer
        stream.codec_context.color_primaries = ColorPrimaries.BT2020

    write_video(
        path,
        [flat_image(64, 36, (level, level, level)) for level in (60, 120, 180)],
        codec="libx265",
        pixel_format="yuv420p10le",
        colorspace=Colorspace.BT2020,
        prepare=tag,
    )
    return path


@pytest.mark.slow
@pytest.mark.parametrize("transfer", [ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67])
def test_a_loop_keeps_the_table_of_the_loop_before(
    tmp_path: Path, transfer: ColorTrc, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_hdr(tmp_path / "hdr.mp4", transfer)
    made: list[bool] = []

    def make_reformatter() -> VideoReformatter:
        made.append(True)
        return VideoReformatter()

    backdrop = build_backdrop(BackdropConfig(str(path)))
    for module in [module for name, module in sys.modules.items() if name.startswith("matting_rt.sources")]:
        if hasattr(module, "VideoReformatter"):
            monkeypatch.setattr(module, "VideoReformatter", make_reformatter)
    plate = np.zeros((36, 64, 3), np.uint8)
    try:
        seen = [backdrop.picture(plate, index / 25).mean() for index in range(12)]
    finally:
        backdrop.close()
    np.testing.assert_allclose(seen, np.tile(seen[:3], 4), atol=1)
    assert seen[0] < seen[1] < seen[2]
    assert not made
