"""Pictures as frames of an encoder, in numbers."""

from pathlib import Path

import numpy as np
import pytest

from matting_rt.frame import Colours
from matting_rt.media.encoding_choice import choose_encoding
from matting_rt.media.encodings import EncodingWish
from matting_rt.sinks.frame_maker import FrameMaker


@pytest.mark.parametrize("has_alpha", [False, True])
@pytest.mark.parametrize(("codec", "bits"), [("prores4444", 10), ("vp9", 8)])
def test_levels_of_16_bits_are_stored_where_they_belong(codec: str, bits: int, has_alpha: bool) -> None:
    encoding = choose_encoding(
        Path("a.mov" if codec != "vp9" else "a.webm"), EncodingWish(codec), transparent=has_alpha
    )
    levels = np.linspace(0, 65535, 256).round().astype(np.uint16)
    picture = np.broadcast_to(levels[:, None], (16, 256, 4 if has_alpha else 3)).copy()
    frame = FrameMaker(encoding, Colours.BT709).make(picture, encoding.pixel_format)
    luma, red, blue, *alpha = (
        np.frombuffer(memoryview(plane), np.uint8 if bits == 8 else np.uint16).reshape(plane.height, -1)
        for plane in frame.planes
    )
    step = 2 ** (bits - 8)
    np.testing.assert_allclose(luma[4, :256], 16 * step + levels / 65535 * 219 * step, atol=1)  # 8 bits are dithered
    assert {int(x) for x in (red[4, 8], blue[4, 8], red[4, 100], blue[4, 100])} == {128 * step}
    if has_alpha:
        np.testing.assert_allclose(alpha[0][4, :256], levels / 65535 * (2**bits - 1), atol=1.5)
