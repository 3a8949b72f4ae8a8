"""Every setting as data: the panels, the settings dialog and the store are built from `SCHEMA`."""

from gui.settings.setting import PROGRAM, Home, Kind, Section, Setting, TrayAnswer
from matting_rt.config import DeviceKind, EngineKind, Keep, PixelFormat, Precision, Preset, Quality, RefineMode
from matting_rt.model_files import model_names
from matting_rt.specs import VIRTUAL


def _share(key: str, label: str, help_: str, low: float = 0.0, high: float = 1.0) -> Setting:
    """A slider of the background panel whose value is a share, shown in percent."""
    return Setting(
        key, label, help_, Kind.SLIDER, Section.BACKGROUND, Home.PANEL, low, high, step=0.01, factor=100, unit=" %"
    )


_CAMERA = (
    Setting("program.camera", "Device", "The camera that films you.", Kind.OWN, Section.CAMERA, Home.PANEL),
    Setting("camera.width", "Width", "Of the camera's picture.", Kind.OWN, Section.CAMERA, Home.PANEL, unit=" px"),
    Setting("camera.height", "Height", "Of the camera's picture.", Kind.OWN, Section.CAMERA, Home.PANEL, unit=" px"),
    Setting("camera.rate_fps", "Rate", "Pictures a second.", Kind.OWN, Section.CAMERA, Home.PANEL, unit=" fps"),
    Setting(
        "camera.lock",
        "Hold exposure, white balance and focus still",
        "A camera that adjusts itself makes the plate stale. Takes effect when the camera is opened.",
        Kind.SWITCH,
        Section.CAMERA,
        Home.PANEL,
    ),
    Setting(
        "camera.pixel_format",
        "Picture format",
        "How the camera sends its pictures. Motion JPEG allows large sizes at full rate; YUYV is sharper.",
        Kind.CHOICE,
        Section.CAMERA,
        choices=((PixelFormat.AUTO, "Automatic"), (PixelFormat.MJPG, "Motion JPEG"), (PixelFormat.YUYV, "YUYV")),
    ),
)
_PLATE = (
    Setting(
        "plate.check",
        "Check that the plate shows this room",
        "A plate of another room is refused for videos. Live, it is not believed, and your room is learned instead.",
        Kind.SWITCH,
        Section.PLATE,
    ),
    Setting(
        "plate.align",
        "Follow small movements of the camera",
        "For a camera that is nudged, or a desk that shakes.",
        Kind.SWITCH,
        Section.PLATE,
    ),
    Setting(
        "plate.compensate",
        "Follow changes of the light",
        "For clouds, and cameras that adjust themselves.",
        Kind.SWITCH,
        Section.PLATE,
    ),
    Setting(
        "plate.learn",
        "Learn the room",
        "What is not known of your room, or has changed in it, is learned while you move.",
        Kind.SWITCH,
        Section.PLATE,
    ),
    Setting(
        "program.countdown_s",
        "Countdown",
        "Time to step out of the picture before a plate is taken.",
        Kind.CHOICE,
        Section.PLATE,
        choices=tuple((seconds, f"{seconds} seconds") for seconds in (3, 5, 10, 15, 30)),
    ),
    Setting(
        "program.countdown_sound",
        "Count aloud",
        "A tick each second and a tone when the plate is taken, for when you cannot see the screen.",
        Kind.SWITCH,
        Section.PLATE,
    ),
)
_BACKGROUND = (
    Setting("backdrop.spec", "Background", "What you are put in front of.", Kind.OWN, Section.BACKGROUND, Home.PANEL),
    _share(
        "composite.light_wrap",
        "Light wrap",
        "Lets the background's light fall around your edge, so that you seem to stand in it.",
    ),
    Setting(
        "composite.edge_feather_px",
        "Edge softness",
        "Blurs your edge a little.",
        Kind.SLIDER,
        Section.BACKGROUND,
        Home.PANEL,
        low=0,
        high=20,
        step=0.1,
        unit=" px",
    ),
    _share(
        "composite.edge_choke",
        "Edge position",
        "Takes your edge in, where a rim of the room is seen, or lets it out, where something is cut off.",
        low=-1,
    ),
    Setting(
        "composite.person_scale",
        "Size",
        "How large you are.",
        Kind.SLIDER,
        Section.BACKGROUND,
        Home.PANEL,
        low=0.2,
        high=4,
        step=0.01,
        factor=100,
        unit=" %",
    ),
    _share("composite.person_x", "Left and right", "Where you stand, across the picture.", low=-1),
    _share("composite.person_y", "Up and down", "Where you stand, down the picture.", low=-1),
    Setting(
        "composite.shadow",
        "Keep my shadow",
        "The shadow that you cast on the room falls on the background too.",
        Kind.SWITCH,
        Section.BACKGROUND,
        Home.PANEL,
    ),
)
_OUTPUT = (
    Setting(
        "live.output",
        "Send to",
        "The virtual camera that other programs see: the first that is free, or one by its device.",
        Kind.NAME,
        Section.OUTPUT,
        choices=((VIRTUAL, "The first virtual camera that is free"),),
    ),
    Setting(
        "live.mirror_preview",
        "Mirror my preview",
        "You see yourself as in a mirror; the background stays as it is.",
        Kind.SWITCH,
        Section.OUTPUT,
        Home.PANEL,
    ),
    Setting(
        "live.mirror_output",
        "Mirror what others see",
        "Others usually want to see you as you are: writing on a shirt would be reversed.",
        Kind.SWITCH,
        Section.OUTPUT,
    ),
    # what the engine is told follows from the two above
    Setting("composite.mirror", "Mirror", "", Kind.OWN, Section.OUTPUT, Home.NOWHERE),
)
_QUALITY = (
    Setting(
        "guard.keep",
        "Keep",
        "What is put in front of the background. Automatic: people and what they hold; in videos with a plate, "
        "whatever differs from it.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=(
            (Keep.AUTO, "Automatic"),
            (Keep.PEOPLE, "People and what they hold"),
            (Keep.EVERYTHING, "Whatever differs from the plate"),
        ),
    ),
    Setting(
        "live.quality",
        "Quality",
        "How much work goes into each picture. Automatic: as much as this computer keeps up with.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=(
            (Quality.AUTO, "Automatic"),
            (Quality.FAST, "Fast"),
            (Quality.BALANCED, "Balanced"),
            (Quality.BEST, "Best"),
        ),
    ),
    Setting(
        "engine.model",
        "Model",
        "The network that finds you: a released one, or a file.",
        Kind.NAME,
        Section.QUALITY,
        choices=(("auto", "Automatic"), *((name, name) for name in model_names())),
    ),
    Setting(
        "engine.device",
        "Computed by",
        "Automatic: the graphics card where there is one that can.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=(
            (DeviceKind.AUTO, "Automatic"),
            (DeviceKind.CUDA, "Graphics card (CUDA)"),
            (DeviceKind.DIRECTML, "Graphics card (DirectML, Windows)"),
            (DeviceKind.COREML, "Graphics card (Core ML, macOS)"),
            (DeviceKind.CPU, "Processor"),
        ),
    ),
    Setting(
        "engine.engine",
        "Run with",
        "Automatic: TorchScript on a graphics card; on the processor whichever of ONNX Runtime and OpenVINO is faster.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=tuple((engine, engine.label) for engine in EngineKind),
    ),
    Setting(
        "engine.precision",
        "Precision",
        "Half precision is quicker on graphics cards and slower on processors.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=(
            (Precision.AUTO, "Automatic"),
            (Precision.FP16, "Half (fp16)"),
            (Precision.BF16, "Half, of processors (bf16)"),
            (Precision.FP32, "Full (fp32)"),
        ),
    ),
    Setting(
        "engine.preset",
        "Detail",
        "At what size you are first found, and how much of your edge is then worked out at full size.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=((Preset.AUTO, "From the picture's size"), (Preset.HD, "As for HD"), (Preset.UHD, "As for 4K")),
    ),
    Setting(
        "engine.refine_mode",
        "Fine work",
        "Which parts are worked out at full size.",
        Kind.CHOICE,
        Section.QUALITY,
        choices=(
            (RefineMode.SAMPLING, "The most doubtful"),
            (RefineMode.THRESHOLDING, "All doubtful ones"),
            (RefineMode.FULL, "Everything (slow)"),
        ),
    ),
    *(
        Setting(f"engine.{name}", label, "", Kind.OWN, Section.QUALITY, Home.NOWHERE)
        for name, label in (
            ("backbone_scale", "Scale of the backbone"),
            ("refine_pixels", "Refined pixels"),
            ("refine_threshold", "Threshold of refinement"),
        )
    ),
)
_PROGRAM = (
    Setting(
        "program.keep_in_tray",
        "Closing the window while live",
        "Whether others go on seeing you when the window is closed.",
        Kind.CHOICE,
        Section.PROGRAM,
        choices=((TrayAnswer.ASK, "Ask"), (TrayAnswer.KEEP, "Go on in the tray"), (TrayAnswer.QUIT, "Stop and quit")),
    ),
    *(
        Setting(f"{PROGRAM}.{name}", label, "", Kind.OWN, Section.PROGRAM, Home.NOWHERE)
        for name, label in (
            ("recent_backgrounds", "Recent backgrounds"),
            ("is_first_start_done", "First start done"),
            ("geometry", "Window"),
            ("folded_panels", "Folded panels"),
            ("recording_folder", "Folder of recordings"),
            ("profile", "Profile"),
        )
    ),
)
SCHEMA: tuple[Setting, ...] = (*_CAMERA, *_PLATE, *_BACKGROUND, *_OUTPUT, *_QUALITY, *_PROGRAM)
_BY_KEY = {setting.key: setting for setting in SCHEMA}


def setting(key: str) -> Setting:
    """What is known of the setting with this key. Raises KeyError."""
    return _BY_KEY[key]
