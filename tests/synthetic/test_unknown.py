"""Where a plate is not known, and what stands there."""

import torch
from torch import Tensor

from matting_rt.synthetic.draws import Draws
from matting_rt.synthetic.unknown import Unknown, draw_known, fill_absent

NOTHING = Unknown(everything=0, parts=0, borders=0, doubted=0)


def alpha(batch: int, height: int = 72, width: int = 96) -> Tensor:
    """Somebody in the middle of each picture."""
    pha = torch.zeros(batch, 1, height, width)
    pha[:, :, height // 3 :, width // 3 : width * 2 // 3] = 1
    return pha


def test_a_plate_without_faults_is_known_everywhere() -> None:
    assert (draw_known(Draws(1), alpha(4), NOTHING)[0] == 1).all()


def test_in_one_of_seven_pictures_nothing_is_known_and_in_three_of_ten_some_parts_are_not() -> None:
    known = draw_known(Draws(1), alpha(600), Unknown(borders=0, doubted=0))[0].mean((1, 2, 3))
    assert 0.1 < (known == 0).float().mean() < 0.22
    assert 0.2 < ((known > 0) & (known < 1)).float().mean() < 0.32


def test_strips_are_unknown_at_the_edges_alone() -> None:
    known = draw_known(Draws(2), alpha(40), Unknown(everything=0, parts=0, borders=1, doubted=0))[0]
    assert (known[:, :, 30:42, 40:56] == 1).float().mean() > 0.95
    assert known[:, :, 0].mean() < 0.8
    assert 0 < known.mean() < 1


def test_unknown_parts_are_often_where_people_are() -> None:
    pha = alpha(300)
    known = draw_known(Draws(3), pha, Unknown(everything=0, parts=1, borders=0, doubted=0))[0]
    inside = known[pha > 0.5].mean()
    assert inside < known[pha < 0.5].mean() - 0.2


def test_maps_of_any_size_stay_in_range() -> None:
    for height, width in ((16, 16), (33, 47), (128, 40)):
        known = draw_known(Draws(4), alpha(3, height, width), Unknown(everything=0.2, parts=1, borders=1, doubted=0.5))[
            0
        ]
        assert known.shape == (3, 1, height, width)
        assert known.min() >= 0
        assert known.max() <= 1


def test_what_is_unknown_is_filled_with_what_says_nothing_and_the_rest_is_left() -> None:
    bgr, src, known = torch.rand(60, 3, 24, 32), torch.rand(60, 3, 24, 32), torch.ones(60, 1, 24, 32)
    known[:, :, :, :16] = 0
    filled = fill_absent(Draws(5), bgr, src, known)
    assert torch.equal(filled[..., 16:], bgr[..., 16:])
    changed = (filled != bgr)[..., :16].flatten(1).any(1)
    assert changed.float().mean() > 0.8
    shows_the_frame = (filled == src)[..., :16].flatten(1).all(1)
    assert 0.05 < shows_the_frame.float().mean() < 0.4


def test_what_is_doubted_has_its_picture_all_the_same() -> None:
    known, present = draw_known(Draws(6), alpha(8), Unknown(everything=0, parts=0, borders=0, doubted=1))
    assert (present == 1).all()
    assert known.mean() < 0.9
