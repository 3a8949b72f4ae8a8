"""The stages of a run, and every setting of each: default, range, unit, label and what it does.

Each `help` serves the window, the command line and TOML alike.
"""

from dataclasses import dataclass, field

from matting_rt.config.choices import (
    DeviceKind,
    Keep,
    PixelFormat,
    Precision,
    Preset,
    Quality,
    RefineMode,
)
from matting_rt.config.setting import NO_FLAG, Stage, setting
from matting_rt.engines import AUTO, engine_choices


@dataclass(frozen=True, slots=True)
class EngineConfig(Stage):
    """The network and how it runs."""

    model: str = setting(
        "auto",
        label="Matting model",
        help="A released or imported model, by its name, or a weights file. By default mobilenetv3-lite.",
        choices=(("auto", "Automatic"),),
        metavar="NAME|FILE",
    )
    engine: str = setting(
        AUTO,
        label="Backend",
        registry=engine_choices,
        help="What runs the network. By default TorchScript on a graphics card, and on the processor ONNX Runtime or "
        "OpenVINO, whichever is faster here.",
    )
    device: DeviceKind = setting(
        DeviceKind.AUTO,
        label="Device",
        help="Where the network runs. By default on a CUDA graphics card if there is one, else on the processor.",
    )
    precision: Precision = setting(
        Precision.AUTO,
        label="Precision",
        help="Floating-point width. Half precision is faster on graphics cards; most processors have only full.",
    )
    preset: Preset = setting(
        Preset.AUTO,
        label="Resolution preset",
        help="The size at which people are first found, and how much is then refined at full resolution: "
        "BackgroundMattingV2's settings for 1920x1080 (HD) or 3840x2160 (4K).",
    )
    refine_mode: RefineMode = setting(
        RefineMode.SAMPLING, label="Refinement", help="Which areas are worked out again at full resolution."
    )
    backbone_scale: float | None = setting(
        None,
        label="Backbone scale",
        help="Side of the picture in which people are first found, over the frame's. By default from the preset.",
        low=0,
        is_low_excluded=True,
        high=0.5,
    )
    refine_pixels: int | None = setting(
        None,
        label="Refined pixels",
        help="How many pixels of a frame are refined at most. By default from the preset. In mode thresholding ONNX "
        "Runtime alone has this limit; PyTorch and TorchScript refine every area above the threshold.",
        low=16,
    )
    refine_threshold: float = setting(
        0.1,
        label="Refinement threshold",
        help="Predicted error of the alpha above which an area is refined, in mode thresholding.",
        low=0,
        high=1,
    )


@dataclass(frozen=True, slots=True)
class PlateConfig(Stage):
    """What is done to the plate so that it fits each frame."""

    check: bool = setting(
        True,
        label="Check that the plate shows this room",
        help="A plate of another room is refused for files. Live, it is ignored and your room is learned instead.",
    )
    align: bool = setting(
        True,
        label="Follow small camera movements",
        help="For a camera that is nudged, or a desk that shakes.",
    )
    compensate: bool = setting(
        True,
        label="Follow changes of the light",
        help="For clouds, and for cameras that adjust exposure and white balance.",
    )
    learn: bool = setting(
        True,
        label="Learn the room",
        help="What is not known of your room, or has changed in it, is learned while you move.",
    )


@dataclass(frozen=True, slots=True)
class GuardConfig(Stage):
    """What may leave."""

    keep: Keep = setting(
        Keep.AUTO,
        label="Keep",
        help="What is kept in front of the background. By default people and what they hold; in files with a plate, "
        "whatever differs from it.",
    )


@dataclass(frozen=True, slots=True)
class BackdropConfig(Stage):
    """What the person is put in front of."""

    spec: str = setting(
        "#78ff9b",
        label="Background",
        help="A colour name or #rrggbb, blur[:sigma], transparent, an image file or a video file.",
        flag="backdrop",
        metavar="SPEC",
    )


@dataclass(frozen=True, slots=True)
class CameraConfig(Stage):
    """What is asked of a camera; what it really gives is read back."""

    width: int = setting(1280, label="Width", help="Width of the camera's frames.", low=64, unit="px", flag=NO_FLAG)
    height: int = setting(720, label="Height", help="Height of the camera's frames.", low=64, unit="px", flag=NO_FLAG)
    rate_fps: float = setting(
        30.0, label="Frame rate", help="Frames per second.", low=1, high=240, unit="fps", flag="rate", metavar="FPS"
    )
    pixel_format: PixelFormat = setting(
        PixelFormat.AUTO,
        label="Pixel format",
        help="How the camera sends its frames. Motion JPEG allows large sizes at full rate; YUYV is sharper.",
    )
    lock: bool = setting(
        True,
        label="Lock exposure, white balance and focus",
        help="A camera that adjusts itself makes the plate stale. Takes effect when the camera is opened.",
    )


@dataclass(frozen=True, slots=True)
class CompositeConfig(Stage):
    """How the person is put in front of the backdrop."""

    light_wrap: float = setting(
        0.0,
        label="Light wrap",
        help="Lets the background's light fall around the edge, so that you seem to stand in it.",
        low=0,
        high=1,
        step=0.01,
        is_percent=True,
    )
    edge_feather_px: float = setting(
        0.0,
        label="Edge softness",
        help="Blurs the edge of the cut-out; in pixels of a frame 720 lines high.",
        low=0,
        high=20,
        step=0.1,
        unit="px",
        flag="feather",
    )
    edge_choke: float = setting(
        0.0,
        label="Edge position",
        help="Above 0 takes the edge in, where a rim of the room shows; below 0 lets it out, where something is cut "
        "off.",
        low=-1,
        high=1,
        step=0.01,
        is_percent=True,
        flag="choke",
    )
    shadow: bool = setting(
        False, label="Keep my shadow", help="The shadow that you cast on the room falls on the background too."
    )
    person_scale: float = setting(
        1.0,
        label="Size",
        help="How large you are, over what the camera saw.",
        low=0.2,
        high=4,
        step=0.01,
        is_percent=True,
    )
    person_x: float = setting(
        0.0,
        label="Left and right",
        help="How far you are moved to the right, as a share of the frame's width.",
        low=-1,
        high=1,
        step=0.01,
        is_percent=True,
        flag=NO_FLAG,
    )
    person_y: float = setting(
        0.0,
        label="Up and down",
        help="How far you are moved down, as a share of the frame's height.",
        low=-1,
        high=1,
        step=0.01,
        is_percent=True,
        flag=NO_FLAG,
    )
    mirror: bool = setting(
        False, label="Mirror", help="Left and right of the person exchanged, never of the background.", flag=NO_FLAG
    )


@dataclass(frozen=True, slots=True)
class LiveConfig(Stage):
    """Where live video goes."""

    output: str = setting(
        "virtual",
        label="Send to",
        help="The first free virtual camera (virtual), a certain one, a window, nowhere (null), or a video file; "
        "pyvirtualcam[:DEVICE] writes through that library.",
        choices=(("virtual", "First free virtual camera"),),
        metavar="virtual|/dev/videoN|window|null|FILE",
    )
    quality: Quality = setting(
        Quality.AUTO,
        label="Quality",
        help="How much work goes into each frame. By default as much as this computer keeps up with.",
    )
    microphone: str = setting(
        "",
        label="Microphone",
        help="Whose sound is recorded: none (empty), the system's own choice (default), or one of those that "
        "matting-rt devices lists. It is open only while something is recorded.",
        choices=(("", "No sound"), ("default", "Default microphone")),
        metavar="NAME",
    )
    mirror_preview: bool = setting(
        True,
        label="Mirror my preview",
        help="You see yourself as in a mirror; the background stays as it is.",
        flag=NO_FLAG,
    )
    mirror_output: bool = setting(
        False,
        label="Mirror what others see",
        help="In the virtual camera, a window to share and recordings. Others usually want to see you as you are: "
        "writing on a shirt would be reversed.",
        flag=NO_FLAG,
    )


@dataclass(frozen=True, slots=True)
class Config:
    """All stages of a run."""

    engine: EngineConfig = field(default_factory=EngineConfig)
    plate: PlateConfig = field(default_factory=PlateConfig)
    guard: GuardConfig = field(default_factory=GuardConfig)
    backdrop: BackdropConfig = field(default_factory=BackdropConfig)
    camera: CameraConfig = field(default_factory=CameraConfig)
    composite: CompositeConfig = field(default_factory=CompositeConfig)
    live: LiveConfig = field(default_factory=LiveConfig)
