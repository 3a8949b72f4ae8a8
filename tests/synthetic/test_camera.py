import cv2
import numpy as np
import torch

from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws


def gradient(batch: int = 1, height: int = 48, width: int = 64) -> torch.Tensor:
    x = torch.linspace(0, 1, width).expand(batch, 3, height, width)
    return (x * 0.6 + torch.linspace(0, 0.4, height).view(1, 1, height, 1)).contiguous()


def test_standing_still_changes_nothing() -> None:
    picture = gradient(2)
    moved = camera.affine(picture, shift=torch.zeros(2, 2), scale=torch.ones(2))
    assert torch.allclose(moved, picture, atol=1e-5)


def test_a_shift_moves_things_by_that_many_pixels() -> None:
    picture = torch.zeros(1, 1, 32, 32)
    picture[0, 0, 10, 12] = 1
    moved = camera.affine(picture, shift=torch.tensor([[4 / 16, 2 / 16]]), scale=torch.ones(1))
    assert torch.isclose(moved[0, 0, 12, 16], torch.tensor(1.0), atol=1e-4)


def test_a_turn_goes_the_same_way_in_wide_pictures_without_stretching_them() -> None:
    picture = torch.zeros(1, 1, 40, 80)
    picture[0, 0, 18:22, 50:70] = 1
    turned = camera.affine(picture, shift=torch.zeros(1, 2), scale=torch.ones(1), angle=torch.tensor([1.5708]))
    column = turned[0, 0, :, 38:42].mean(1)
    assert column[32:39].min() > 0.9
    assert turned[0, 0, :20].sum() < 1


def test_a_picture_taken_at_another_aspect_keeps_its_proportions() -> None:
    square = torch.zeros(1, 1, 40, 80)
    square[0, 0, 10:30, 30:50] = 1
    seen = camera.affine(square, shift=torch.zeros(1, 2), scale=torch.ones(1), size=(40, 40))
    assert (seen[0, 0].sum(0) > 1).sum() == (seen[0, 0].sum(1) > 1).sum() == 20


def test_jpeg_loss_is_about_that_of_a_real_encoder() -> None:
    draws = Draws(1)
    picture = (gradient(1, 64, 64) + draws.normal((1, 3, 64, 64), 0.05)).clamp(0, 1)
    ours = (camera.compress(draws, picture) - picture).abs().mean()
    levels = (picture[0].permute(1, 2, 0).numpy() * 255).round().astype(np.uint8)
    losses = []
    for quality in (40, 95):
        decoded = cv2.imdecode(cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
        losses.append(np.abs(decoded.astype(float) - levels).mean() / 255)
    assert losses[1] * 0.7 < ours < losses[0] * 1.3


def test_a_blur_keeps_the_amount_of_light() -> None:
    draws = Draws(2)
    picture = torch.full((3, 4, 20, 20), 0.4)
    assert torch.allclose(camera.blur(picture, camera.blur_kernels(draws, 3, 3)), picture, atol=1e-5)


def test_a_shadow_only_darkens() -> None:
    background = gradient(8)
    pha = torch.zeros(8, 1, 48, 64)
    pha[:, :, 10:40, 20:40] = 1
    shadowed = camera.cast_shadow(Draws(3), background, pha)
    assert (shadowed <= background + 1e-6).all()
    assert (background - shadowed).max() > 0.02
