"""Where each setting is shown, and in which order: panels, settings dialog and store are built from `SCHEMA`.

What a setting is called, does and takes stands at its field, in `matting_rt.config` and `ProgramSettings`.
"""

from dataclasses import fields, replace

from gui.look.language import languages
from gui.settings.setting import PROGRAM, Kind, Placement, ProgramSettings, Section, Setting, settings_of
from matting_rt.config import Config
from matting_rt.model_files import model_names

_SECTIONS = {
    "camera": Section.CAMERA,
    "plate": Section.PLATE,
    "backdrop": Section.BACKGROUND,
    "composite": Section.BACKGROUND,
    "live": Section.OUTPUT,
    "guard": Section.QUALITY,
    "engine": Section.QUALITY,
    PROGRAM: Section.PROGRAM,
}
"""Of each stage; a setting that `_LAYOUT` does not name is last in the dialog, on this page."""

_LAYOUT = (
    (
        Section.CAMERA,
        Placement.PANEL,
        "program.camera camera.width camera.height camera.rate_fps camera.lock",
    ),
    (
        Section.PLATE,
        Placement.DIALOG,
        "plate.check plate.align plate.compensate plate.learn program.countdown_s program.countdown_sound",
    ),
    (
        Section.BACKGROUND,
        Placement.PANEL,
        "backdrop.spec composite.light_wrap composite.edge_feather_px composite.edge_choke composite.person_scale "
        "composite.person_x composite.person_y composite.shadow",
    ),
    (Section.OUTPUT, Placement.DIALOG, "live.output live.mirror_output"),
    (Section.OUTPUT, Placement.PANEL, "live.microphone live.mirror_preview program.recording_folder"),
    (
        Section.QUALITY,
        Placement.DIALOG,
        "guard.keep live.quality engine.model engine.device engine.engine engine.precision engine.preset "
        "engine.refine_mode",
    ),
    (Section.KEYS, Placement.DIALOG, "program.global_keys"),
    (
        Section.PROGRAM,
        Placement.HIDDEN,
        # composite.mirror follows from those of live
        "composite.mirror engine.backbone_scale engine.refine_pixels engine.refine_threshold "
        "program.recent_backgrounds program.background_names program.background_order program.background_folders "
        "program.is_first_start_done program.geometry program.page program.folded_panels "
        "program.profile",
    ),
)


def _schema() -> tuple[Setting, ...]:
    stages = {each.name: type(getattr(Config(), each.name)) for each in fields(Config)} | {PROGRAM: ProgramSettings}
    left = {
        key: known
        for stage, kind in stages.items()
        for key, known in settings_of(stage, kind, _SECTIONS[stage], Placement.DIALOG).items()
    }
    model = left["engine.model"]
    left["engine.model"] = replace(model, choices=(*model.choices, *((name, name) for name in model_names())))
    names = (("", "Automatic"), *languages().items())
    left["program.language"] = replace(left["program.language"], kind=Kind.CHOICE, choices=names)
    placed = [
        replace(left.pop(key), section=section, placement=placement)
        for section, placement, keys in _LAYOUT
        for key in keys.split()
    ]
    others = (replace(each, placement=Placement.HIDDEN) if each.kind is Kind.CUSTOM else each for each in left.values())
    return (*placed, *others)


SCHEMA = _schema()
_BY_KEY = {setting.key: setting for setting in SCHEMA}


def setting(key: str) -> Setting:
    """What is known of the setting with this key. Raises KeyError."""
    return _BY_KEY[key]
