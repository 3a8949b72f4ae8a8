import numpy as np
import pytest
import torch

from matting_rt.tensors import to_image, to_tensor


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_every_level_survives_the_way_to_a_tensor_and_back(dtype: torch.dtype) -> None:
    image = np.arange(256 * 3, dtype=np.uint16).reshape(16, 16, 3).astype(np.uint8)
    assert (to_image(to_tensor(image, dtype=dtype)) == image).all()


def test_rows_columns_and_channels_keep_their_places() -> None:
    image = np.zeros((4, 6, 3), np.uint8)
    image[1, 2] = (255, 128, 0)
    tensor = to_tensor(image)
    assert tensor.shape == (1, 3, 4, 6)
    assert torch.allclose(tensor[0, :, 1, 2], torch.tensor([1.0, 128 / 255, 0.0]))


def test_a_mirrored_view_is_read_as_it_looks() -> None:
    image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)[:, ::-1]
    assert (to_image(to_tensor(image)) == image).all()


def test_values_outside_the_range_are_clamped_and_the_rest_rounded() -> None:
    tensor = torch.tensor([-0.5, 0.0, 0.5019, 1.7]).view(1, 1, 1, 4)
    assert to_image(tensor).ravel().tolist() == [0, 0, 128, 255]


def test_a_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="batch of 2"):
        to_image(torch.zeros(2, 3, 4, 4))


def test_the_host_picture_is_not_written_to() -> None:
    image = np.full((4, 4, 3), 200, np.uint8)
    to_tensor(image)
    assert (image == 200).all()


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_the_bytes_are_those_of_rounding_and_clamping(channels: int) -> None:
    """Also where a value lies right on half a level, and next to it."""
    halves = torch.arange(-2, 258, dtype=torch.float32).add(0.5).div(255)
    beside = [torch.nextafter(halves, torch.full_like(halves, side)) for side in (-9.0, 9.0)]
    values = torch.cat([halves, *beside, torch.linspace(-1.5, 2.5, 1300), torch.tensor([1e4, -1e4])])
    tensor = values[: len(values) // channels * channels].view(1, channels, 1, -1)
    expected = tensor[0].mul(255).round().clamp(0, 255).to(torch.uint8).permute(1, 2, 0)
    np.testing.assert_array_equal(to_image(tensor), expected.numpy())


@pytest.mark.parametrize("size", [(3, 200_000), (301, 1200)])
def test_pictures_of_any_size_are_whole(size: tuple[int, int]) -> None:
    image = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    np.testing.assert_array_equal(to_image(to_tensor(image)), image)


def test_a_view_of_a_tensor_is_read_as_it_looks() -> None:
    tensor = torch.rand(1, 4, 6, 3).permute(0, 3, 1, 2)
    np.testing.assert_array_equal(to_image(tensor[..., ::2]), to_image(tensor)[:, ::2])


def test_a_picture_that_may_not_be_written_to_goes_to_a_device_without_a_warning() -> None:
    image = np.full((4, 6, 3), 200, np.uint8)
    image.flags.writeable = False
    assert to_tensor(image, "meta").shape == (1, 3, 4, 6)
