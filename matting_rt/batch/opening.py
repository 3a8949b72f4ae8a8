"""Opens a job from files to files: everything that takes part in it is put together here."""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matting_rt.batch.job_spec import ImagesJob, OutputForm, VideoJob
from matting_rt.batch.open_job import BatchJob, JobParts
from matting_rt.config import EngineConfig
from matting_rt.engines import AUTO, ENGINES
from matting_rt.errors import ConfigError
from matting_rt.lines import Line, any_of
from matting_rt.media.encodings import PIPE, Hdr
from matting_rt.outputs import ALPHA, COMPOSITE, OUTPUTS, Outputs, need_details, written_outputs
from matting_rt.pictures.formats import ImageFormat, writable_formats

if TYPE_CHECKING:
    from matting_rt.batch.saved_work import SavedWork
    from matting_rt.compositing.base import Backdrop
    from matting_rt.frame import StreamInfo
    from matting_rt.guard import Guard
    from matting_rt.inference.base import MattingEngine
    from matting_rt.inference.person import PersonNetwork
    from matting_rt.plate.base import PlateFitter
    from matting_rt.sinks.base import FrameSink

log = logging.getLogger(__name__)


def open_batch(
    job: VideoJob | ImagesJob,
    *,
    backdrop: "Backdrop | None" = None,
    extra_sink: "FrameSink | None" = None,
    on_message: Callable[[str], None] = log.info,
    on_plate_frame: Callable[[int, int | None], None] = lambda read, count: None,
) -> BatchJob:
    """Open a job; it takes seconds, and longer where the plate comes from a video. Close it, or leave its `with` block.

    Args:
        backdrop: in place of the configuration's; it must not be transparent.
        extra_sink: gets every frame of a video too, composite and alpha; opened, finished and aborted with the outputs.
        on_message: gets a line about what is being done.
        on_plate_frame: called once a frame of a video that the plate is built from, with how many were read, and of how
            many where that is known; what it raises ends the opening.

    Raises:
        MattingError: something cannot be used; nothing is left under the name of any output.
    """
    with ExitStack() as resources:
        if isinstance(job, VideoJob):
            parts = open_video_parts(job, resources, backdrop, extra_sink, on_message, on_plate_frame)
        else:
            parts = _open_images(job, resources, backdrop, on_message)
        return BatchJob(parts, resources.pop_all())


def check_outputs(job: VideoJob) -> None:
    """Check what a job writes, as far as that can be told before anything is opened. Raises ConfigError."""
    if not job.outputs:
        raise ConfigError("nothing is to be written of {source}; give it an output", source=job.source)
    _find_outputs(job.outputs)
    _build_video_sink(job, None, None)


def open_video_parts(
    job: VideoJob,
    resources: ExitStack,
    backdrop: "Backdrop | None",
    extra_sink: "FrameSink | None",
    on_message: Callable[[str], None],
    on_plate_frame: Callable[[int, int | None], None],
) -> JobParts:
    """All that takes part in a job of a video, for `open_batch`, which says more; `resources` closes it."""
    # From here on it takes seconds: PyTorch, FFmpeg and OpenCV are loaded.
    from matting_rt import build
    from matting_rt.matting import MattingSetup

    if job.is_pipe and job.plate is None and not job.learns_plate:
        raise ConfigError("standard input is read once, so no plate can be built from it; give a picture, or none")
    outputs = _find_outputs(job.outputs)
    if extra_sink is not None:
        outputs |= {ALPHA, COMPOSITE}
    chosen = _resolve(job.config.engine, outputs)
    if job.outputs:
        check_outputs(job)  # before folders are made for them
    work = _open_work(job, chosen, resources)
    sink = _build_video_sink(job, extra_sink, work)
    source = resources.enter_context(
        build.build_video_source(
            job.source,
            None if job.raw is not None else job.size,
            stream=job.stream,
            is_strict=job.is_strict,
            part=job.part,
            is_deep=sink.is_deep,
            keeps_hdr=job.hdr is Hdr.KEEP,
            rate_fps=job.rate_fps,
            raw=job.raw,
        )
    )
    backdrop = backdrop or build.build_backdrop(job.config.backdrop)
    resources.callback(backdrop.close)
    sink.open(source.info)
    resources.callback(sink.abort)
    # After all that is cheap: where the plate comes from a video, this reads the whole of it.
    people = build.build_person_network()
    guard = build.build_guard(job.config.guard, is_file_with_plate=not job.learns_plate)
    plate = _build_plate(job, source.info, people, guard, on_message, on_plate_frame)
    engine = _load_engine(chosen, resources, on_message)
    names = ", ".join(map(str, job.outputs.values()))
    on_message(Line("Matting {source}, {size} ...", source=job.source, size=source.info.size))
    if work is not None and work.first:
        on_message(Line("{count} frames are done already, and kept", count=work.first))
    return JobParts(
        source=source,
        sink=sink,
        setup=MattingSetup(
            engine,
            backdrop,
            build.build_compositor(job.config.composite, source.info.colours),
            guard,
            outputs,
            colours=source.info.colours,
        ),
        model=chosen.model,
        plate=plate,
        people=people,
        is_steady=job.is_steady,
        failure_text=lambda matted: _say_unwritten(names, matted, work),
        work=work,
    )


def _say_unwritten(names: str, matted: str, work: "SavedWork | None") -> str:
    line = Line("not written: {names} ({matted} frames were matted)", names=names, matted=matted)
    if work is None or work.reached == 0:
        return line
    return Line("{line}; {kept} frames are kept, and --resume continues after them", line=line, kept=work.reached)


def _open_work(job: VideoJob, chosen: EngineConfig, resources: ExitStack) -> "SavedWork | None":
    if not job.outputs:
        return None
    if PIPE in map(str, (job.source, *job.outputs.values())):
        if job.resumes:
            raise ConfigError("what comes from a pipe or goes to one cannot be resumed; leave --resume out")
        return None
    from matting_rt.batch.identity import identify
    from matting_rt.batch.saved_work import SavedWork

    work = SavedWork(job.outputs, identify(job, chosen), job.segment_frames, resumes=job.resumes)
    resources.push(work.leave)
    return work


def _build_video_sink(job: VideoJob, extra_sink: "FrameSink | None", work: "SavedWork | None") -> "FrameSink":
    from matting_rt import build_outputs
    from matting_rt.compositing.backdrop_spec import parse_backdrop
    from matting_rt.sinks.multi_sink import MultiSink

    sink = build_outputs.build_video_sink(
        {OUTPUTS[name]: path for name, path in job.outputs.items()},
        carry_from=None if job.is_sequence or job.is_pipe else job.source,
        stream=job.stream,
        part=job.part,
        transparent=parse_backdrop(job.config.backdrop.spec).kind.is_transparent,
        overwrite=job.overwrite or (work is not None and work.was_publishing),
        wish=job.wish,
        keeps_hdr=job.hdr is Hdr.KEEP,
        directory_format=None if job.form is OutputForm.VIDEO else _find_format(job.image_format),
        segments={} if work is None else {OUTPUTS[name]: place for name, place in work.places.items()},
    )
    return sink if extra_sink is None else MultiSink((sink, extra_sink))


def _build_plate(
    job: VideoJob,
    info: "StreamInfo",
    people: "PersonNetwork",
    guard: "Guard",
    on_message: Callable[[str], None],
    on_plate_frame: Callable[[int, int | None], None],
) -> "PlateFitter":
    from matting_rt.build_plates import MattedVideo, build_learned_plate, build_plate

    if job.learns_plate:
        return build_learned_plate(job.config.plate)
    if job.plate is None:
        on_message(Line("Building the plate from {source} ...", source=job.source))
    followed = None if guard.keeps_everything else people
    video = MattedVideo(job.source, info, job.stream, job.start_s)
    return build_plate(job.plate, video, job.config.plate, followed, on_plate_frame)


def _open_images(
    job: ImagesJob, resources: ExitStack, backdrop: "Backdrop | None", on_message: Callable[[str], None]
) -> JobParts:
    from matting_rt import build, build_outputs
    from matting_rt.build_plates import build_paired_plates
    from matting_rt.matting import MattingSetup

    outputs = _find_outputs(job.outputs)
    chosen = _resolve(job.config.engine, outputs)
    source = resources.enter_context(build.build_image_source(job.source))
    plates = build_paired_plates(job.plate, source, job.config.plate)
    people, guard = build.build_person_network(), build.build_guard(job.config.guard, is_file_with_plate=True)
    backdrop = backdrop or build.build_backdrop(job.config.backdrop)
    resources.callback(backdrop.close)
    sink = build_outputs.build_image_sink(job.output, outputs, source, job.overwrite, _find_format(job.image_format))
    sink.open(source.info)
    resources.callback(sink.abort)
    engine = _load_engine(chosen, resources, on_message)
    on_message(Line("Matting {count} pictures ...", count=source.info.frame_count))
    return JobParts(
        source=source,
        sink=sink,
        setup=MattingSetup(engine, backdrop, build.build_compositor(job.config.composite), guard, outputs),
        model=chosen.model,
        plate=plates,
        people=people,
        failure_text=lambda done: Line(
            "{done} pictures were finished and are in {folder}", done=done, folder=job.output
        ),
        is_video=False,
    )


def _find_outputs(names: Iterable[str]) -> Outputs:
    """Outputs by their names. Raises ConfigError: there is no such output."""
    known = written_outputs()
    for name in names:
        if name not in known:
            raise ConfigError("there is no output {name!r}; choose of {outputs}", name=name, outputs=", ".join(known))
    return frozenset(known[name] for name in names)


def _find_format(name: str) -> ImageFormat:
    """A format that is written. Raises ConfigError: there is no such format."""
    formats = writable_formats()
    if name not in formats:
        raise ConfigError(
            "no images are written as {name!r}; choose of {formats}", name=name, formats=", ".join(formats)
        )
    return formats[name]


def _resolve(config: EngineConfig, outputs: Outputs) -> EngineConfig:
    """The engine's configuration with nothing left to "auto".

    Raises:
        ConfigError: expected errors or refined cells are asked for of an engine that does not tell them.
    """
    from matting_rt import build

    if not need_details(outputs):
        return build.resolve_engine(config)
    names = [engine.name for engine in ENGINES.values() if engine.gives_details]
    if config.engine not in (AUTO, *names):
        raise ConfigError(
            "the engine {engine} gives neither errors nor refined cells; choose {engines}, or leave them out",
            engine=config.engine,
            engines=any_of(names),
        )
    return build.resolve_engine(replace(config, engine=names[0] if config.engine == AUTO else config.engine))


def _load_engine(chosen: EngineConfig, resources: ExitStack, on_message: Callable[[str], None]) -> "MattingEngine":
    """Load the network of a resolved configuration, saying so."""
    from matting_rt.build import build_engine

    where = f"{ENGINES[chosen.engine].label}, {chosen.device.value.upper()}, {chosen.precision.value}"
    on_message(Line("Loading {model} ({where}) ...", model=Path(chosen.model).name, where=where))
    engine = build_engine(chosen)
    resources.callback(engine.close)
    return engine
