import gc
import weakref

import torch

from matting_rt.synthetic.draws import ClipDraws, Draws, seed_of


def test_what_is_drawn_for_a_clip_holds_for_all_its_frames_but_noise_does_not() -> None:
    draws = ClipDraws(1, "cpu", clip_length=3)
    first, second, third, next_clip, *_ = draws.uniform((6, 1, 1, 1)).flatten()
    assert first == second == third != next_clip
    assert torch.equal(*draws.chance(0.5, (3,))[:2])
    noise = draws.noise((6, 3, 8, 8))
    assert (noise[0] - noise[1]).abs().mean() > 0.5


def test_draws_that_are_not_for_clips_are_left_alone() -> None:
    draws = ClipDraws(1, "cpu", clip_length=3)
    assert draws.uniform((4,)).unique().numel() == 4


def test_seeds_of_neighbours_are_strangers() -> None:
    seeds = {seed_of(1, 2), seed_of(2, 1), seed_of(12), seed_of(1, 2, "pool"), seed_of(1, "2")}
    assert len(seeds) == 5
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_a_bank_of_noise_is_given_back_at_once() -> None:
    gc.disable()
    try:
        draws = Draws(1)
        draws.noise((1, 3, 8, 8))
        left = weakref.ref(draws)
        del draws
        assert left() is None
    finally:
        gc.enable()
