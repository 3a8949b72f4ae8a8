"""ICC profiles for tests, as ICC.1:2001-04 has them, and the colours that they mean, computed without them."""

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Rows = Sequence[Sequence[float]]

SRGB: Rows = ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7141))
"""XYZ under D50 of red, green and blue, a column each."""
DISPLAY_P3: Rows = ((0.5151, 0.2920, 0.1571), (0.2412, 0.6922, 0.0666), (-0.0011, 0.0419, 0.7841))
ADOBE_RGB: Rows = ((0.6097, 0.2053, 0.1492), (0.3111, 0.6257, 0.0632), (0.0195, 0.0609, 0.7446))
_WHITE_D50 = (0.9642, 1.0, 0.8249)


def rgb_profile(columns: Rows, gamma: float) -> bytes:
    tags = {f"{name}XYZ": _xyz([row[index] for row in columns]) for index, name in enumerate("rgb")}
    tags |= {f"{name}TRC": _curve(gamma) for name in "rgb"}
    return _profile("RGB ", "XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    return _profile("GRAY", "XYZ ", {"kTRC": _curve(gamma)})


def ink_profile(corners: npt.NDArray[np.uint8]) -> bytes:
    """
    Args:
        corners: (2, 2, 2, 2, 3) Lab as 8-bit ICC numbers, by cyan, magenta, yellow and black, none or all of each.
    """
    ramp = bytes(range(256))
    head = struct.pack(">4sIBBBx9I", b"mft1", 0, 4, 3, 2, *(65536 * int(i % 4 == 0) for i in range(9)))
    return _profile("CMYK", "Lab ", {"A2B0": head + 4 * ramp + corners.tobytes() + 3 * ramp})


def srgb_of(rgb: npt.NDArray[np.uint8], columns: Rows, gamma: float) -> npt.NDArray[np.float64]:
    """What colours stored by `rgb_profile` are in sRGB, 0..255."""
    xyz = (rgb / 255.0) ** gamma @ np.array(columns).T
    return _encoded(xyz @ np.linalg.inv(np.array(SRGB)).T)


def srgb_of_lab(lab: Sequence[float]) -> npt.NDArray[np.float64]:
    """Of L 0..100, a and b."""
    y = (lab[0] + 16) / 116
    roots = np.array((y + lab[1] / 500, y, y - lab[2] / 200))
    xyz = np.where(roots > 6 / 29, roots**3, 3 * (6 / 29) ** 2 * (roots - 4 / 29)) * _WHITE_D50
    return _encoded(xyz @ np.linalg.inv(np.array(SRGB)).T)


def encoded_grey(grey: npt.NDArray[np.uint8], gamma: float) -> npt.NDArray[np.float64]:
    """What levels stored by `grey_profile` are in sRGB, 0..255."""
    return _encoded((grey / 255.0) ** gamma)


def _encoded(linear: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    linear = linear.clip(0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(gamma * 256))


def _profile(space: str, connection: str, tags: dict[str, bytes]) -> bytes:
    description = b"desc\0\0\0\0" + struct.pack(">I5s", 5, b"test\0") + bytes(78)
    tags = {"desc": description, "wtpt": _xyz(_WHITE_D50), **tags}
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += struct.pack(">4sII", name.encode(), start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    device = "prtr" if space == "CMYK" else "mntr"
    head = struct.pack(
        ">I4xI4s4s4s12x4s", start + len(body), 0x02400000, *map(str.encode, (device, space, connection)), b"acsp"
    )
    head += bytes(68 - len(head)) + struct.pack(">3i", *(round(value * 65536) for value in _WHITE_D50))
    return head + bytes(128 - len(head)) + table + body
