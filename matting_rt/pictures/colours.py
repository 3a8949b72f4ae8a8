"""Pictures of BT.709 in other colours: HDR as on a screen whose white is at 203 cd/m2 (ITU-R BT.2408), and light."""

from collections.abc import Callable

import cv2
import numpy as np

from matting_rt.frame import AnyImage, Colours, FloatMap
from matting_rt.pictures.depth import to_floats
from matting_rt.pictures.transfer import to_light

WHITE_CD_M2 = 203.0
"""Where HDR shows what is white without it: BT.2408, table 1."""
_TO_BT2020 = np.array(
    [
        [0.627403896, 0.329283038, 0.043313066],
        [0.069097289, 0.919540395, 0.011362316],
        [0.016391439, 0.088013308, 0.895595253],
    ],
    np.float32,
)
"""Light with the primaries of BT.709 as light with those of BT.2020: BT.2087, section 2, with more digits, because what
little is left of one primary is raised to a power below 1."""
_LUMINANCE = np.array([[0.2627, 0.6780, 0.0593]], np.float32)
"""Of light with the primaries of BT.2020."""
_DISPLAY_GAMMA = 2.4
"""BT.1886."""
_HLG_CD_M2, _HLG_GAMMA = 1000.0, 1.2
"""Of the screen that HLG is graded on."""
_HLG_A, _HLG_B, _HLG_C = 0.17883277, 0.28466892, 0.55991073
"""BT.2100, table 5."""
_PQ_CD_M2 = 10000.0
_PQ_M1, _PQ_M2, _PQ_C1, _PQ_C2, _PQ_C3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
"""BT.2100, table 4."""


def from_bt709(picture: AnyImage, colours: Colours) -> FloatMap:
    """A picture (H, W, 3) of BT.709, of any kind of numbers, as float32 in other colours: 0..1, as they are stored."""
    if colours is Colours.LINEAR:
        return to_light(picture)
    levels = to_floats(picture)
    return levels if colours is Colours.BT709 else _FROM_BT709[colours](levels)


def _to_screen(levels: FloatMap) -> FloatMap:
    """What a screen shows, in cd/m2 and with the primaries of BT.2020."""
    light: FloatMap = cv2.transform(cv2.pow(levels.clip(0, 1), _DISPLAY_GAMMA), _TO_BT2020 * np.float32(WHITE_CD_M2))
    return light


def _to_hlg(levels: FloatMap) -> FloatMap:
    shown = _to_screen(levels) / np.float32(_HLG_CD_M2)
    luminance = np.maximum(cv2.transform(shown, _LUMINANCE), np.float32(1e-6))
    scene = shown * cv2.pow(luminance, (1 - _HLG_GAMMA) / _HLG_GAMMA)[..., np.newaxis]
    bright = _HLG_A * cv2.log(np.maximum(12 * scene - _HLG_B, np.float32(1e-6))) + _HLG_C
    signal: FloatMap = np.where(scene <= 1 / 12, cv2.sqrt(3 * scene), bright)
    return signal


def _to_pq(levels: FloatMap) -> FloatMap:
    raised = cv2.pow(_to_screen(levels) / np.float32(_PQ_CD_M2), _PQ_M1)
    signal: FloatMap = cv2.pow((_PQ_C1 + _PQ_C2 * raised) / (1 + _PQ_C3 * raised), _PQ_M2)
    return signal


_FROM_BT709: dict[Colours, Callable[[FloatMap], FloatMap]] = {
    Colours.HLG: _to_hlg,
    Colours.PQ: _to_pq,
}
