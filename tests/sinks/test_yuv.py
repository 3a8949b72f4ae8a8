import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from matting_rt.frame import FrameSize, Image
from matting_rt.sinks.yuv import Yu12Converter
from tests.sources.media import flat_image, textured_image

COLOURS = [(220, 20, 60), (0, 200, 0), (20, 40, 230), (255, 255, 255), (0, 0, 0), (255, 255, 0), (255, 0, 255)]


def seen_by_others(image: Image) -> Image:
    """Through the converter, and back by FFmpeg's scaler as a reader of a camera does."""
    height, width = image.shape[:2]
    planes = Yu12Converter(FrameSize(width, height)).convert(image)
    frame = av.VideoFrame.from_ndarray(planes, "yuv420p")
    frame.colorspace, frame.color_range = Colorspace.ITU601, ColorRange.MPEG
    return frame.to_ndarray(format="rgb24", interpolation="BICUBIC")


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stay_within_three_levels(colour: tuple[int, int, int]) -> None:
    seen = seen_by_others(flat_image(64, 48, colour))
    np.testing.assert_allclose(seen.astype(int), np.broadcast_to(colour, seen.shape), atol=3)


def test_a_grey_ramp_stays_grey() -> None:
    ramp = np.repeat(np.tile(np.arange(256, dtype=np.uint8), (64, 1))[:, :, None], 3, axis=2)
    np.testing.assert_allclose(seen_by_others(ramp).astype(int), ramp, atol=3)


def test_thin_lines_keep_the_mean_of_their_colour() -> None:
    """Red and blue columns in turn: the chroma of one pixel in four would make all of it red."""
    image = flat_image(64, 48, (200, 0, 0))
    image[:, 1::2] = (0, 0, 200)
    planes = Yu12Converter(FrameSize(64, 48)).convert(image)
    u, v = planes[48:].reshape(2, 24, 32)
    assert abs(int(u.mean()) - int(v.mean())) < 25
    assert u.min() > 128
    assert v.min() > 128


def test_chroma_of_any_colour_is_within_a_level_of_the_standards() -> None:
    levels = np.arange(0, 256, 5, dtype=np.uint8)
    colours = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1).reshape(52, -1, 3)
    image = colours.repeat(2, axis=0).repeat(2, axis=1)
    planes = Yu12Converter(FrameSize(image.shape[1], image.shape[0])).convert(image)
    red, green, blue = np.moveaxis(colours.astype(float), -1, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    expected = 128 + 224 / 255 * np.stack([(blue - luma) / 1.772, (red - luma) / 1.402])
    off = np.abs(planes[104:].reshape(expected.shape) - expected)
    assert off.max() < 0.501


def test_an_odd_size_grows_by_a_copy_of_its_last_pixels() -> None:
    converter = Yu12Converter(FrameSize(97, 65))
    assert converter.size == (98, 66)
    luma = converter.convert(textured_image(97, 65))[:66]
    np.testing.assert_array_equal(luma[:, 97], luma[:, 96])
    np.testing.assert_array_equal(luma[65], luma[64])


def test_a_mirrored_view_is_taken_as_it_looks() -> None:
    image = textured_image(64, 48)[:, ::-1]
    np.testing.assert_array_equal(
        Yu12Converter(FrameSize(64, 48)).convert(image), Yu12Converter(FrameSize(64, 48)).convert(image.copy())
    )
