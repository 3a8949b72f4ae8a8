"""The directions in which the rooms of the house may know each other; docs/architecture.md draws them."""

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

import matting_rt

ROOT = Path(__file__).parents[1]
PACKAGES = ("gui", "matting_rt", "tools", "training")
QT = ("PyQt5", "PyQt6", "PySide2", "PySide6", "qtpy")

_GROUND = (
    "config engines errors extras files frame lines memory model_files pictures processor pytorch_files specs "
    "tensors threads timing unfinished_file weights"
)
GROUND = tuple(f"matting_rt.{name}" for name in _GROUND.split())
NEIGHBOURS = tuple(f"matting_rt.{name}" for name in ("compositing", "inference", "plate", "sinks", "sources"))

TENSORS = tuple(f"matting_rt.{name}" for name in ("inference", "network", "synthetic", "tensors"))
NETWORK_LOADERS = ("build", "doctor.probe", "pytorch_files", "weights")
"""Modules of matting_rt that make or look for networks, and see torch for that."""

_PIPELINES = (
    "batch.pipeline guard matting live.engine_ladder live.measuring live.output live.pipeline live.preview "
    "live.quality live.state live.writer"
)
PIPELINES = tuple(f"matting_rt.{name}" for name in _PIPELINES.split())
"""What frames go through, whatever takes part in it."""

MEASURES = ("training.models", "training.evaluation_benchmarks", "training.evaluation_clips")

_WORK = (
    "batch build build_outputs compositing inference library live.matting live.opening live.parts live.session matting "
    "network sinks sources"
)
WORK = tuple(f"matting_rt.{name}" for name in _WORK.split())
"""Where pictures, videos and live video are put together."""
STARTERS = ("images", "job", "jobs", "live", "video")
"""Sub-commands that do what a program of one's own does."""
PLAIN_WORDS = ("matting_rt.batch.job_spec", "matting_rt.compositing.backdrop_spec")
"""What a job is asked for, and what a text means; no work is started by them."""

# The only modules of gui and matting_rt that may import a library which loads slowly or has a licence of its own.
LEAVES = {
    "PIL": ("matting_rt.pictures.pillow", "matting_rt.sources.animated_image"),
    "av": (
        "matting_rt.demo_scene",
        "matting_rt.media.facts",
        "matting_rt.pictures.exr",
        "matting_rt.media.files",
        "matting_rt.sinks.companions",
        "matting_rt.sinks.frame_maker",
        "matting_rt.sinks.pipe",
        "matting_rt.sinks.segments",
        "matting_rt.sinks.sound_track",
        "matting_rt.sinks.tracks",
        "matting_rt.sinks.video_encoder",
        "matting_rt.sinks.video_file",
        "matting_rt.sources.deep_picture",
        "matting_rt.sources.deinterlace",
        "matting_rt.sources.video_file",
        "matting_rt.sources.video_picture",
        "matting_rt.synthetic.sensor",
    ),
    "jeepney": ("gui.app.portal",),
    "cattrs": ("matting_rt.config.toml",),
    "gradio": ("matting_rt.web.look", "matting_rt.web.page", "matting_rt.web.running"),
    "onnx": ("matting_rt.inference.exported", "matting_rt.inference.onnx_export"),
    "onnxruntime": (
        "matting_rt.doctor.probe",
        "matting_rt.inference.onnx",
        "matting_rt.inference.parts",
        "matting_rt.inference.person",
        "matting_rt.inference.sessions",
        "matting_rt.inference.verify",
    ),
    "openvino": ("matting_rt.inference.openvino",),
    "pillow_heif": ("matting_rt.pictures.pillow",),
    "platformdirs": ("matting_rt.files",),
    "pyvirtualcam": ("matting_rt.sinks.pyvirtualcam_output",),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {
    module_name(path): path.read_text(encoding="utf-8")
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
}


@functools.cache
def imported_names(module: str) -> list[str]:
    """Every dotted name that a module imports, in functions too; imports are absolute, which ruff sees to."""
    names = []
    for node in ast.walk(ast.parse(SOURCES[module])):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def modules_of(*packages: str) -> list[str]:
    return [module for module in SOURCES if is_within(module, packages)]


def imports(importers: list[str], imported: tuple[str, ...], except_: tuple[str, ...] = ()) -> list[str]:
    """What the modules `importers` import from the packages `imported`, for an assertion that there is nothing."""
    return [
        f"{module} imports {name}"
        for module in importers
        for name in imported_names(module)
        if is_within(name, imported) and not is_within(name, except_)
    ]


def test_the_engine_knows_neither_gui_nor_training_nor_tools_nor_qt() -> None:
    assert not imports(modules_of("matting_rt"), ("gui", "training", "tools", *QT))


def test_the_gui_touches_no_pixels() -> None:
    assert not imports(modules_of("gui"), ("torch", "torchvision", "cv2", "av", "onnxruntime", "pyvirtualcam"))


def test_window_and_command_line_start_work_by_the_public_face_alone() -> None:
    starters = [*modules_of("gui", "matting_rt.web"), *(f"matting_rt.cli.{name}" for name in STARTERS)]
    assert not imports(starters, WORK, except_=PLAIN_WORDS)
    openers = {name for module in starters for name in ("open_batch", "open_live") if name in SOURCES[module]}
    assert openers <= set(matting_rt.__all__)
    assert len(openers) == 2


def test_training_stands_on_the_network_the_synthetic_scenes_and_the_ground() -> None:
    ground = ("matting_rt.network", "matting_rt.synthetic", *GROUND)
    makers = [module for module in modules_of("training") if module not in (*MEASURES, "training.release")]
    assert not imports(makers, ("matting_rt",), except_=ground)
    assert not imports(["training.release"], ("matting_rt",), except_=("matting_rt.inference", *ground))


def test_evaluation_adds_the_plate_as_the_engine_fits_it() -> None:
    engine = ("matting_rt.build", "matting_rt.build_plates", "matting_rt.inference.base", "matting_rt.plate")
    ground = (*engine, "matting_rt.network", "matting_rt.synthetic", *GROUND)
    assert not imports(list(MEASURES), ("matting_rt",), except_=ground)


def test_nothing_imports_training_or_tools() -> None:
    assert not imports(modules_of("gui", "matting_rt", "tools"), ("training",))
    assert not imports(modules_of("gui", "matting_rt", "training"), ("tools",))


@pytest.mark.parametrize("room", NEIGHBOURS)
def test_neighbours_do_not_import_each_other(room: str) -> None:
    assert not imports(modules_of(room), NEIGHBOURS, except_=(room,))


def test_threads_and_files_stand_on_errors_alone() -> None:
    names = ("errors", "files", "lines", "threads", "unfinished_file")
    foundations = modules_of(*(f"matting_rt.{name}" for name in names))
    assert not imports(foundations, ("matting_rt",), except_=tuple(foundations))


def test_only_those_who_speak_to_a_person_ask_the_doctor() -> None:
    others = [name for name in modules_of("matting_rt") if not is_within(name, ("matting_rt.cli", "matting_rt.doctor"))]
    assert not imports(others, ("matting_rt.doctor",))


def test_pipelines_know_only_the_interfaces_of_the_rooms() -> None:
    interfaces = tuple(f"{room}.base" for room in NEIGHBOURS)
    assert not imports(modules_of(*PIPELINES), NEIGHBOURS, except_=interfaces)


def test_tensors_stay_inside_networks_engines_and_painted_scenes() -> None:
    loaders = tuple(f"matting_rt.{name}" for name in NETWORK_LOADERS)
    elsewhere = [module for module in modules_of("gui", "matting_rt") if not is_within(module, (*TENSORS, *loaders))]
    assert not imports(elsewhere, ("torch", "matting_rt.tensors"))
    assert not imports(["matting_rt.inference.base", "matting_rt.inference.person"], ("torch", "matting_rt.tensors"))


@pytest.mark.parametrize(("library", "leaves"), LEAVES.items())
def test_a_heavy_library_is_imported_in_the_leaf_that_needs_it(library: str, leaves: tuple[str, ...]) -> None:
    elsewhere = [module for module in modules_of("gui", "matting_rt") if module not in leaves]
    assert not imports(elsewhere, (library,))


@pytest.mark.parametrize(
    ("call", "modules"),
    [
        (r"cv2\.imread\(", ()),
        (r"cv2\.imdecode\(", ("matting_rt.pictures.files",)),
        (r"torch\.load\(", ("matting_rt.pytorch_files",)),
        (r"av\.open\((?!memory|str\(path\), \"w\"|\s*str\(self\._file)", ("matting_rt.media.files",)),
        (r"\.?expanduser\(", ("matting_rt.files",)),
    ],
)
def test_files_from_elsewhere_are_opened_in_one_place(call: str, modules: tuple[str, ...]) -> None:
    assert tuple(module for module, source in SOURCES.items() if re.search(call, source)) == modules


def test_whole_files_are_written_in_one_place() -> None:
    renaming = [module for module, source in SOURCES.items() if re.search(r"os\.replace\(|mkstemp|NamedTemp", source)]
    complete = ["gui.files", "matting_rt.plate.library", "tools.inference_images"]  # what they rename is whole
    assert sorted(renaming) == sorted(["matting_rt.unfinished_file", *complete])


@pytest.mark.parametrize("arguments", [["--help"], ["video", "--help"]])
def test_help_is_printed_before_any_heavy_library_is_loaded(arguments: list[str]) -> None:
    script = """
import sys
from matting_rt.cli.__main__ import main
try:
    main(sys.argv[1:])
finally:
    HEAVY = "av cattrs cv2 gradio onnx onnxruntime PIL torch torchvision"
    print(sorted(set(HEAVY.split()) & sys.modules.keys()))
"""
    command = [sys.executable, "-c", script, *arguments]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("usage: matting-rt")
    assert printed.endswith("\n[]\n")


@pytest.mark.parametrize("module", SOURCES)
def test_files_and_functions_are_short_enough_to_read(module: str) -> None:
    assert len(SOURCES[module].splitlines()) <= 350
    for node in ast.walk(ast.parse(SOURCES[module])):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 100, f"{module}.{node.name} is too long"
