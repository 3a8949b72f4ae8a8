import torch

from matting_rt.compositing.compositor import Compositor
from matting_rt.tensors import Matte


def random_matte() -> tuple[Matte, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    fgr, pha, tgt = (torch.rand(1, channels, 20, 30, generator=generator) for channels in (3, 1, 3))
    return Matte(fgr, pha), tgt


def test_the_composite_follows_the_formula() -> None:
    matte, tgt = random_matte()
    com = Compositor().compose(matte, tgt)
    torch.testing.assert_close(com, matte.fgr * matte.pha + tgt * (1 - matte.pha))


def test_full_and_empty_alpha_are_exact() -> None:
    matte, tgt = random_matte()
    for pha, expected in ((torch.ones_like(matte.pha), matte.fgr), (torch.zeros_like(matte.pha), tgt)):
        torch.testing.assert_close(Compositor().compose(Matte(matte.fgr, pha), tgt), expected, rtol=0, atol=0)


def test_nothing_that_was_given_is_written_into() -> None:
    matte, tgt = random_matte()
    before = [tensor.clone() for tensor in (*matte, tgt)]
    Compositor().compose(matte, tgt)
    Compositor().compose(matte, None)
    for tensor, copy in zip((*matte, tgt), before, strict=True):
        torch.testing.assert_close(tensor, copy, rtol=0, atol=0)


def test_without_a_backdrop_the_alpha_is_straight_and_hides_no_room() -> None:
    matte, _ = random_matte()
    matte.pha[..., :10] = 0
    com = Compositor().compose(matte, None)
    assert com.shape == (1, 4, 20, 30)
    torch.testing.assert_close(com[:, 3:], matte.pha)
    torch.testing.assert_close(com[:, :3, :, 10:], matte.fgr[..., 10:])
    assert not com[..., :10].any()
