"""The data sets that training knows by name, as data: how each lies on disk when it was unpacked, and what it holds.

Layouts are those of the sets' own archives and documents. Counts are those of their papers; where a part of a set has
none, it is not known for certain.
"""

from dataclasses import dataclass
from enum import Enum

from matting_rt.errors import ConfigError


class Kind(Enum):
    """What a set is a set of."""

    STILLS = "stills"
    """Foregrounds, each by itself."""
    CLIPS = "clips"
    """Foregrounds in folders of consecutive frames."""
    BACKGROUNDS = "backgrounds"
    PAINTED = "painted"
    """Nothing on disk: painted while training runs."""


class Colour(Enum):
    """What the pictures of a set of foregrounds show."""

    FOREGROUND = "foreground"
    """The foreground's own colours, which continue under its soft edge."""
    PHOTOGRAPH = "photograph"
    """The whole photograph: `training.data.estimate` must first find the foreground's own colours."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Pictures and their alphas, of the same names but for the suffix, in any folders below."""

    colours: str
    """Below the set's path."""
    alphas: str = ""
    """Empty: the alpha channels of `colours`."""
    trimaps: str = ""
    """Empty, or not there: made from the alphas. Only benchmarks need any."""
    plates: str = ""
    """Of clips that were composed by their publishers: what is behind them."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is trained on, or what is kept for validation."""

    folders: tuple[Folder, ...]
    more: tuple[Folder, ...] = ()
    """Folders that some copies of the set lack."""
    count: int | None = None
    """How many pictures (of CLIPS: clips) the set's authors say there are."""


@dataclass(frozen=True, slots=True)
class Layout:
    train: Part
    valid: Part | None = None
    """None: every sixth picture of `train` is kept for validation."""


@dataclass(frozen=True, slots=True)
class DataSet:
    name: str
    about: str
    """What it is and where it comes from, for `check`."""
    kind: Kind
    layouts: tuple[Layout, ...] = ()
    """The first whose folders are there counts."""
    colour: Colour = Colour.FOREGROUND
    height_px: int = 0
    """Of each picture, where all are alike."""


def _folders(colours: str, alphas: str = "", count: int | None = None) -> Part:
    return Part((Folder(colours, alphas),), count=count)


_VIDEOMATTE = (Layout(_folders("train/fgr", "train/pha", 479), _folders("test/fgr", "test/pha", 5)),)


def _adobe(part: str, licence: str) -> Folder:
    return Folder(f"{part}/{licence}/fg", f"{part}/{licence}/alpha")


REGISTRY = {
    entry.name: entry
    for entry in (
        DataSet("synthetic", "painted figures, objects and rooms; nothing to download", Kind.PAINTED),
        DataSet(
            "p3m10k",
            "P3M-10k: 10,421 portraits with blurred faces (Li et al. 2021), github.com/JizhiziLi/P3M",
            Kind.STILLS,
            (
                Layout(
                    _folders("train/blurred_image", "train/mask", 9421),
                    _folders("validation/P3M-500-P/blurred_image", "validation/P3M-500-P/mask", 500),
                ),
            ),
            Colour.PHOTOGRAPH,
        ),
        DataSet(
            "bg20k",
            "BG-20k: 20,000 photographs without salient objects (Li et al. 2020), github.com/JizhiziLi/GFM",
            Kind.BACKGROUNDS,
            (Layout(_folders("train", count=15000), _folders("testval", count=5000)),),
        ),
        DataSet(
            "videomatte240k",
            "VideoMatte240K, JPEG HD: 484 green-screen clips (Lin et al. 2021), "
            "grail.cs.washington.edu/projects/background-matting-v2",
            Kind.CLIPS,
            _VIDEOMATTE,
            height_px=1080,
        ),
        DataSet(
            "videomatte240k-sd",
            "VideoMatte240K, JPEG SD: the same clips, smaller; too small to train a refiner on",
            Kind.CLIPS,
            _VIDEOMATTE,
        ),
        DataSet(
            "photomatte85",
            "PhotoMatte85: 85 green-screen photographs as RGBA (Lin et al. 2021), same place as VideoMatte240K",
            Kind.STILLS,
            (Layout(_folders("fgr", "pha", 85)), Layout(_folders("", count=85))),
        ),
        DataSet(
            "distinctions646",
            "Distinctions-646: 646 foregrounds (Qiao et al. 2020), wukaoliu.github.io/HAttMatting, on request",
            Kind.STILLS,
            (Layout(_folders("Train/FG", "Train/GT", 596), _folders("Test/FG", "Test/GT", 50)),),
        ),
        DataSet(
            "adobe",
            "Adobe Deep Image Matting, Composition-1k: 481 foregrounds (Xu et al. 2017), on request; the path is that "
            "of Combined_Dataset",
            Kind.STILLS,
            (
                Layout(
                    Part((_adobe("Training_set", "Adobe-licensed images"), _adobe("Training_set", "Other")), count=431),
                    Part((_adobe("Test_set", "Adobe-licensed images"),), (_adobe("Test_set", "Other"),), 50),
                ),
            ),
        ),
        DataSet(
            "aim500",
            "AIM-500: 500 photographs of people, animals and things (Li et al. 2021), github.com/JizhiziLi/AIM",
            Kind.STILLS,
            (Layout(_folders("original", "mask", 500)),),
            Colour.PHOTOGRAPH,
        ),
        DataSet(
            "ppm100",
            "PPM-100: 100 portraits (Ke et al. 2022), github.com/ZHKKKe/PPM",
            Kind.STILLS,
            (
                Layout(_folders("image", "matte", 100)),
                Layout(_folders("train/image", "train/matte"), _folders("valid/image", "valid/matte")),
                Layout(_folders("train/fg", "train/alpha"), _folders("val/fg", "val/alpha")),
            ),
            Colour.PHOTOGRAPH,
        ),
        DataSet(
            "backgrounds",
            "Backgrounds: about 200 photographs (Lin et al. 2021), same place as VideoMatte240K",
            Kind.BACKGROUNDS,
            (Layout(_folders("train"), _folders("test")), Layout(_folders(""))),
        ),
        DataSet(
            "avatars",
            "rendered people: python -m training.data.avatars --output PATH/train, other people to PATH/valid",
            Kind.STILLS,
            (Layout(_folders("train"), _folders("valid")), Layout(_folders(""))),
        ),
    )
}


class Given(Enum):
    """What of a benchmark a network is given."""

    PHOTOGRAPH = "photographs as they are, and no plate, because there is none"
    COMPOSITE = "foregrounds before {count} backgrounds each; the plate is the background"
    CLIP = "clips before {count} backgrounds each; the plate is the background"
    COMPOSED = "clips composed by their publishers; the plate is the background of the first frame"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Pictures or clips that papers measure on: one row of their tables."""

    name: str
    """As papers print it; ends with "composites" where people were put before other backgrounds here."""
    path: str
    """Whose path in the paths file counts: that of a data set, or its own."""
    given: Given
    folders: tuple[Folder, ...]
    """The first that is there counts. For clips, * stands for the name of each, a folder of frames or a video."""
    count: int | None = None
    """How many pictures (or clips) its authors say there are."""
    colour: Colour = Colour.FOREGROUND

    @property
    def about(self) -> str:
        return self.given.value.format(count=BACKGROUNDS_EACH)


BACKGROUNDS_EACH = 5
"""Lin et al. 2021, section 5.1."""
CLIP_SIZE_PX = (1920, 1080)
"""Larger clips are reduced to it."""
CLIP_FRAMES = 100
"""The first of each clip are shown, as in RobustVideoMatting's test set."""

_P3M_P = Folder(
    "validation/P3M-500-P/blurred_image", "validation/P3M-500-P/mask", trimaps="validation/P3M-500-P/trimap"
)
_P3M_NP = Folder(
    "validation/P3M-500-NP/original_image", "validation/P3M-500-NP/mask", trimaps="validation/P3M-500-NP/trimap"
)
_AIM = Folder("original", "mask", trimaps="trimap")
_PUBLISHED_CLIPS = "videomatte240k-composed"


def _composed(kind: str) -> tuple[Folder, ...]:
    clip = f"videomatte_{kind}/*"
    return (Folder(f"{clip}/com", f"{clip}/pha", plates=f"{clip}/bgr"),)


BENCHMARKS = {
    entry.name: entry
    for entry in (
        Benchmark("P3M-500-P", "p3m10k", Given.PHOTOGRAPH, (_P3M_P,), 500),
        Benchmark("P3M-500-NP", "p3m10k", Given.PHOTOGRAPH, (_P3M_NP,), 500),
        Benchmark("AIM-500", "aim500", Given.PHOTOGRAPH, (_AIM,), 500),
        Benchmark("P3M-500-P-composites", "p3m10k", Given.COMPOSITE, (_P3M_P,), 500, Colour.PHOTOGRAPH),
        Benchmark("P3M-500-NP-composites", "p3m10k", Given.COMPOSITE, (_P3M_NP,), 500, Colour.PHOTOGRAPH),
        Benchmark("AIM-500-composites", "aim500", Given.COMPOSITE, (_AIM,), 500, Colour.PHOTOGRAPH),
        Benchmark("PhotoMatte85-composites", "photomatte85", Given.COMPOSITE, (Folder("fgr", "pha"), Folder("")), 85),
        Benchmark(
            "Distinctions-646-composites",
            "distinctions646",
            Given.COMPOSITE,
            (Folder("Test/FG", "Test/GT", trimaps="Test/Trimap"),),
            50,
        ),
        Benchmark("Adobe-composites", "adobe", Given.COMPOSITE, (_adobe("Test_set", "Adobe-licensed images"),)),
        Benchmark("VideoMatte240K-composites", "videomatte240k", Given.CLIP, (Folder("test/fgr/*", "test/pha/*"),), 5),
        Benchmark("VideoMatte240K-static", _PUBLISHED_CLIPS, Given.COMPOSED, _composed("static"), 25),
        Benchmark("VideoMatte240K-motion", _PUBLISHED_CLIPS, Given.COMPOSED, _composed("motion"), 25),
    )
}
"""Of the sets that papers report, those with folders as their authors publish them."""


def find_set(name: str, own: dict[str, DataSet]) -> DataSet:
    """The set of a name, one of the user's own first.

    Raises:
        ConfigError: there is none.
    """
    found = own.get(name) or REGISTRY.get(name)
    if found is None:
        measured = [benchmark.name for benchmark in BENCHMARKS.values() if benchmark.path == name]
        if measured:
            raise ConfigError(f"{name} is only measured on: python -m training.evaluate --benchmark {measured[0]}")
        known = ", ".join([*REGISTRY, *(name for name in own if name not in REGISTRY)])
        raise ConfigError(f"no data set is called {name!r}; choose one of {known}, or describe yours in the paths file")
    return found
