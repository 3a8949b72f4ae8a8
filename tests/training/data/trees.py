"""Miniature data sets in the layouts of the real ones, and a paths file that says where they are."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from matting_rt.frame import FrameSize
from training.data.avatars.shards import Cutout, write_shard

SIZE = FrameSize(96, 128)
"""Of a portrait."""
VIDEO_SIZE = FrameSize(128, 72)
SKIN = (200, 140, 110)
"""RGB of every foreground."""
WALL = (30, 60, 90)
"""RGB behind it in photographs."""
Picture = npt.NDArray[np.uint8]


def person(size: FrameSize, shift: int = 0) -> Picture:
    """uint8 (H, W): a head and shoulders with a soft edge, cut off by the lower edge of the picture."""
    alpha = np.zeros((size.height, size.width), np.uint8)
    middle, unit = size.width // 2 + shift, size.height // 6
    cv2.circle(alpha, (middle, 2 * unit), unit, 255, -1)
    cv2.ellipse(alpha, (middle, size.height), (2 * unit, 3 * unit), 0, 0, 360, 255, -1)
    return np.asarray(cv2.GaussianBlur(alpha, (9, 9), 0), np.uint8)


def plain(size: FrameSize, colour: tuple[int, int, int]) -> Picture:
    return np.full((size.height, size.width, 3), colour, np.uint8)


def photograph(alpha: Picture) -> Picture:
    """The person before a wall."""
    share = alpha[..., None] / 255
    size = FrameSize(alpha.shape[1], alpha.shape[0])
    return np.round(plain(size, SKIN) * share + plain(size, WALL) * (1 - share)).astype(np.uint8)


def write(path: Path, picture: Picture) -> None:
    """RGB, RGBA or grey, as the suffix says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    order = {3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGRA}
    bgr = picture if picture.ndim == 2 else cv2.cvtColor(picture, order[picture.shape[2]])
    content = cv2.imencode(path.suffix, bgr, [cv2.IMWRITE_JPEG_QUALITY, 97] if path.suffix == ".jpg" else [])[1]
    path.write_bytes(content.tobytes())


def photographs(root: Path, colours: str, alphas: str, count: int, alpha_suffix: str = ".png") -> None:
    for index in range(count):
        alpha = person(SIZE, index)
        write(root / colours / f"p_{index:04}.jpg", photograph(alpha))
        write(root / alphas / f"p_{index:04}{alpha_suffix}", alpha)


def trimap(alpha: Picture, reach: int = 5) -> Picture:
    """uint8 (H, W) of 0, 128 and 255."""
    kernel = np.ones((reach, reach), np.uint8)
    sure, possible = (
        cv2.erode((alpha == 255).astype(np.uint8), kernel),
        cv2.dilate((alpha > 0).astype(np.uint8), kernel),
    )
    return np.select([sure > 0, possible > 0], [np.uint8(255), np.uint8(128)], np.uint8(0))


def trimaps(root: Path, folder: str, count: int) -> None:
    """Of the same number of `photographs`."""
    for index in range(count):
        write(root / folder / f"p_{index:04}.png", trimap(person(SIZE, index)))


def foregrounds(root: Path, colours: str, alphas: str, count: int) -> None:
    for index in range(count):
        write(root / colours / f"{index}.png", plain(SIZE, SKIN))
        write(root / alphas / f"{index}.png", person(SIZE, index))


def clips(root: Path, part: str, lengths: list[int]) -> None:
    for clip, length in enumerate(lengths):
        for frame in range(length):
            alpha = person(VIDEO_SIZE, frame)
            colours = plain(VIDEO_SIZE, SKIN) * (alpha[..., None] > 0)
            write(root / part / "fgr" / f"{clip:04}" / f"{frame:05}.jpg", colours)
            write(root / part / "pha" / f"{clip:04}" / f"{frame:05}.jpg", alpha)


def composed(clip: Path, length: int, moving: bool) -> None:
    """A person who moves before a striped wall, which moves too if the camera does."""
    wall = plain(VIDEO_SIZE, WALL)
    wall[:, ::16] = 255
    for frame in range(length):
        alpha, behind = person(VIDEO_SIZE, 3 * frame), np.roll(wall, 4 * frame if moving else 0, axis=1)
        share = alpha[..., None] / 255
        pictures = {
            "com": plain(VIDEO_SIZE, SKIN) * share + behind * (1 - share),
            "pha": np.repeat(alpha[..., None], 3, axis=2),
            "bgr": behind,
        }
        for folder, picture in pictures.items():
            write(clip / folder / f"{frame:04}.png", np.round(picture).astype(np.uint8))


def video(path: Path, pictures: list[Picture]) -> None:
    """H.264 of RGB pictures, nearly lossless."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "1"})
        stream.height, stream.width, stream.pix_fmt = *pictures[0].shape[:2], "yuv420p"
        for index, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def backgrounds(root: Path, folder: str, count: int) -> None:
    rng = np.random.default_rng(1)
    for index in range(count):
        coarse = rng.integers(0, 255, (4, 5, 3), np.uint8)
        write(root / folder / f"h_{index:04}.jpg", cv2.resize(coarse, (200, 150), interpolation=cv2.INTER_CUBIC))


def make_tree(name: str, root: Path) -> Path:
    """A miniature of the named set, in its own layout; returns the path that the paths file is to give."""
    if name == "p3m10k":
        photographs(root, "train/blurred_image", "train/mask", 3)
        for part, colours in (("P3M-500-P", "blurred_image"), ("P3M-500-NP", "original_image")):
            photographs(root / "validation" / part, colours, "mask", 2)
            trimaps(root, f"validation/{part}/trimap", 2)
    elif name == "bg20k":
        backgrounds(root, "train", 4)
        backgrounds(root, "testval", 2)
    elif name in ("videomatte240k", "videomatte240k-sd"):
        clips(root, "train", [7, 5, 2])
        clips(root, "test", [4])
    elif name == "videomatte240k-composed":
        for kind in ("static", "motion"):
            composed(root / f"videomatte_{kind}" / "0000", 3, moving=kind == "motion")
    elif name == "photomatte85":
        for index in range(7):
            write(root / f"{index:07}Q_000001_0041.png", np.dstack([plain(SIZE, SKIN), person(SIZE, index)]))
    elif name == "distinctions646":
        foregrounds(root, "Train/FG", "Train/GT", 3)
        foregrounds(root, "Test/FG", "Test/GT", 1)
        (root / "Train" / "bg_train.txt").write_text("COCO_train2014_000000000092.jpg\r\n")
    elif name == "adobe":
        for licence, count in (("Adobe-licensed images", 2), ("Other", 1)):
            foregrounds(root / "Training_set" / licence, "fg", "alpha", count)
        foregrounds(root / "Test_set" / "Adobe-licensed images", "fg", "alpha", 1)
    elif name == "aim500":
        photographs(root, "original", "mask", 7)
        trimaps(root, "trimap", 7)
    elif name == "ppm100":
        photographs(root, "image", "matte", 7, ".jpg")
    elif name == "backgrounds":
        backgrounds(root, "", 7)
    elif name == "avatars":
        for part, count in (("train", 5), ("valid", 2)):
            (root / part).mkdir(parents=True)
            cutouts = [Cutout(np.dstack([plain(SIZE, SKIN), person(SIZE, index)]), {}) for index in range(count)]
            write_shard(root / part / "avatars-1-00000.tar", cutouts)
    else:
        raise ValueError(name)
    return root


def write_paths(folder: Path, **roots: Path) -> Path:
    """datasets.toml in a folder, with its cache beside it; underscores stand for hyphens."""
    lines = [f'cache = "{folder / "cache"}"']
    for name, root in roots.items():
        lines += [f"[{name.replace('_', '-')}]", f'path = "{root}"']
    file = folder / "datasets.toml"
    file.write_text("\n".join(lines))
    return file
