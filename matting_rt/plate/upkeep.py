"""Jobs by which a live plate stays right: each is done beside, and gives what is done on the matting thread."""

from collections.abc import Callable

from matting_rt.frame import FloatImage
from matting_rt.plate.alignment import AlignmentTask
from matting_rt.plate.belief import Belief
from matting_rt.plate.fit import PlateFit


def make_aligning(task: AlignmentTask, fit: PlateFit, belief: Belief) -> Callable[[], Callable[[], None]]:
    """Bring the plate to its place."""

    def align() -> Callable[[], None]:
        warped = fit.alignment.run(task)

        def take() -> None:
            fit.take(warped)
            if warped is not None:
                belief.believe_hidden()

        return take

    return align


def make_clearing(fit: PlateFit, belief: Belief, small: FloatImage) -> Callable[[], Callable[[], None]]:
    """Find out what of the plate may be known after all."""

    def clear() -> Callable[[], None]:
        cleared = fit.cleared(small)

        def take() -> None:
            fit.take_learned(cleared)
            belief.believe_hidden()

        return take

    return clear
