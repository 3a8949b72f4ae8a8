"""On a CPU, float32 goes through OpenCV, and everything else through PyTorch: both must give the same."""

import pytest
import torch

from matting_rt.compositing.soft import blur, resize


def random_picture(height: int, width: int) -> torch.Tensor:
    """Two pictures of three channels, a box of a larger tensor."""
    return torch.rand(2, 3, height + 4, width + 6, generator=torch.Generator().manual_seed(1))[..., 2:-2, 5:-1]


@pytest.mark.parametrize(
    ("size", "new_size"),
    [((40, 60), (20, 30)), ((41, 61), (20, 30)), ((12, 20), (96, 160)), ((90, 33), (127, 51)), ((50, 70), (50, 35))],
)
def test_pictures_are_resized_as_pytorch_does(size: tuple[int, int], new_size: tuple[int, int]) -> None:
    picture = random_picture(*size)
    expected = resize(picture.double(), *new_size).float()
    torch.testing.assert_close(resize(picture, *new_size), expected, atol=1e-4, rtol=0)


@pytest.mark.parametrize("sigma", [0.3, 1.2, 6.0])
def test_pictures_are_blurred_by_the_same_weights(sigma: float) -> None:
    picture = random_picture(23, 31)
    torch.testing.assert_close(blur(picture, sigma), blur(picture.double(), sigma).float(), atol=1e-5, rtol=0)
