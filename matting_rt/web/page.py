"""The page: what is on it, and what happens when something on it is pressed."""

import html
from pathlib import Path
from typing import Any

import gradio as gr

from matting_rt.errors import UsageError
from matting_rt.web.backgrounds import Background, Choice, backdrop_of, sceneries
from matting_rt.web.running import PRIVATE, Outputs, Running
from matting_rt.web.work import OnProgress, Plates, Results, WebWork

_ABOUT = """
# Matting RT

Puts somebody in front of another background, with true hair edges: give the picture, and one of the same view without
them (the *plate*).
"""
_HEIGHT = 300
"""Of pictures that are given, in pixels of the page."""


def _add_picture(label: str, *, has_camera: bool = False, **more: Any) -> gr.Image:
    picture = gr.Image(
        label=label,
        sources=["upload", *(["webcam"] if has_camera else []), "clipboard"],
        type="filepath",
        height=_HEIGHT,
        buttons=["fullscreen"],
        webcam_options=gr.WebcamOptions(mirror=False),
        **more,
    )
    # The file as it was uploaded: Gradio would open it, and write it anew where it is not RGB. No class is derived for
    # this, since of each such class Gradio writes a stub beside the module.
    picture.preprocess = lambda payload: None if payload is None else payload.path
    return picture


def make_page(work: WebWork, privacy: str) -> gr.Blocks:
    """The page; whoever launches it says who may see it.

    Args:
        privacy: a sentence on where what is uploaded goes.
    """
    running = Running(work)
    with gr.Blocks(title="Matting RT", analytics_enabled=False, fill_width=True, delete_cache=(600, 3600)) as page:
        gr.Markdown(_ABOUT, elem_id="about")
        with gr.Tab("Picture"):
            _add_picture_tab(work, running)
        with gr.Tab("Clip"):
            _add_clip_tab(work, running)
        gr.Markdown(privacy, elem_classes="privacy")
        page.unload(running.end_of)
    page.queue(api_open=False, max_size=20)
    return page


def _add_picture_tab(work: WebWork, running: Running) -> None:
    with gr.Row():
        with gr.Column():
            with gr.Row():
                picture = _add_picture("Picture", has_camera=True)
                plate = _add_picture("Empty room (plate), optional", has_camera=True)
            sample = gr.Button("Use the sample scene", size="sm")
            background = _add_background(work, running)
            run, cancel = _add_buttons("Replace the background")
        with gr.Column():
            slider = gr.ImageSlider(label="Before and after", type="filepath", elem_classes="on-checks", max_height=520)
            with gr.Row():
                alpha = gr.Image(label="Alpha", type="filepath", interactive=False, buttons=["fullscreen"], height=180)
                cut_out = gr.Image(
                    label="Cut out",
                    type="filepath",
                    interactive=False,
                    buttons=["fullscreen"],
                    height=180,
                    elem_classes="on-checks",
                )
            outputs = Outputs((slider, alpha, cut_out), *_add_results())
    for given in (picture, plate):
        given.upload(running.telling(work.make_viewable), given, given, **PRIVATE)
    sample.click(running.telling(work.sample_picture), None, [picture, plate], **PRIVATE)

    def matte(on_progress: OnProgress, picture: str | None, plate: str | None, *choice: Any) -> list[Any]:
        path = _require(picture, "give a picture, or use the sample scene")
        on_progress(None, "Matting")
        results = work.matte_picture(path, _path(plate), backdrop_of(_choice(*choice)))
        return [(str(path), results.composite), results.alpha, results.cut_out, *_shown(results)]

    running.connect(run, cancel, matte, [picture, plate, *background], outputs)


def _add_clip_tab(work: WebWork, running: Running) -> None:
    with gr.Row():
        with gr.Column():
            clip = gr.Video(
                label=f"Clip of {work.limits.clip_frames} frames at most",
                sources=["upload"],
                height=_HEIGHT,
                buttons=[],
            )
            sample = gr.Button("Use the sample clip", size="sm")
            plates = gr.Radio(
                [each.value for each in Plates],
                value=Plates.CLIP.value,
                label="Empty room (plate)",
                info="From the clip: what each part of the room shows while nobody is near it. None: people alone, "
                "with rougher edges.",
            )
            plate = _add_picture("Empty room (plate)", visible=False)
            background = _add_background(work, running)
            with_cut_out = gr.Checkbox(label="Also the person alone, transparent (ProRes 4444, .mov)")
            run, cancel = _add_buttons("Replace the background")
        with gr.Column():
            composite = gr.Video(label="Composite", interactive=False, buttons=[], elem_classes="on-checks")
            alpha = gr.Video(label="Alpha", interactive=False, buttons=[])
            outputs = Outputs((composite, alpha), *_add_results())
    plates.change(lambda kind: gr.update(visible=kind == Plates.GIVEN.value), plates, plate, **PRIVATE)
    plate.upload(running.telling(work.make_viewable), plate, plate, **PRIVATE)
    sample.click(
        running.telling(lambda: (*work.sample_clip(), Plates.GIVEN.value)), None, [clip, plate, plates], **PRIVATE
    )

    def matte(
        on_progress: OnProgress, clip: str | None, kind: str, plate: str | None, with_cut_out: bool, *choice: Any
    ) -> list[Any]:
        path, room = _require(clip, "give a clip, or use the sample clip"), Plates(kind)
        results = work.matte_clip(
            path,
            _require(plate, "give a picture of the empty room, or choose another plate")
            if room is Plates.GIVEN
            else room,
            backdrop_of(_choice(*choice)),
            with_cut_out=with_cut_out,
            on_progress=on_progress,
        )
        return [results.composite, results.alpha, *_shown(results)]

    running.connect(run, cancel, matte, [clip, plates, plate, with_cut_out, *background], outputs)


def _add_background(work: WebWork, running: Running) -> list[Any]:
    """Controls whose values `_choice` takes."""
    kinds = [kind.value for kind in Background]
    with gr.Group():
        kind = gr.Radio(kinds, value=Background.SCENERY.value, label="Background")
        gallery = gr.Gallery(
            [(str(path), name) for path, name in sceneries()],
            label="Scenery",
            show_label=False,
            columns=6,
            allow_preview=False,
            selected_index=0,
            interactive=False,
            object_fit="cover",
            buttons=[],
            elem_classes="sceneries",
        )
        colour = gr.ColorPicker("#78ff9b", label="Colour", visible=False)
        blur = gr.Slider(2, 60, 12, step=1, label="Strength", visible=False)
        own = _add_picture("Background", visible=False, elem_classes="own-picture")
    scenery = gr.State(0)
    shown = {
        gallery: Background.SCENERY,
        colour: Background.COLOUR,
        blur: Background.BLUR,
        own: Background.OWN,
    }
    kind.change(
        lambda chosen: [gr.update(visible=chosen == each.value) for each in shown.values()],
        kind,
        list(shown),
        **PRIVATE,
    )
    gallery.select(_chosen_position, None, scenery, **PRIVATE)
    own.upload(running.telling(work.make_viewable), own, own, **PRIVATE)
    return [kind, scenery, colour, blur, own]


def _chosen_position(event: gr.SelectData) -> int:
    return int(event.index)


def _choice(kind: str, scenery: int, colour: str, blur: float, own: str | None) -> Choice:
    return Choice(Background(kind), scenery, colour, blur, _path(own))


def _add_buttons(text: str) -> tuple[gr.Button, gr.Button]:
    with gr.Row():
        return gr.Button(text, variant="primary"), gr.Button("Cancel", variant="stop", visible=False)


def _add_results() -> tuple[tuple[gr.DownloadButton, ...], gr.Markdown]:
    summary = gr.Markdown(elem_classes="summary")
    with gr.Row():
        names = ("Composite", "Alpha", "Cut out")
        files = tuple(
            gr.DownloadButton(f"Download {name.lower()}", interactive=False, size="sm", min_width=90) for name in names
        )
    return files, summary


def _shown(results: Results) -> list[Any]:
    paths = (results.composite, results.alpha, results.cut_out)
    buttons = [gr.update(value=path, interactive=path is not None) for path in paths]
    return [*buttons, "\n\n".join(html.escape(line) for line in (f"**{results.summary}**", *results.notes))]


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


def _require(text: str | None, request: str) -> Path:
    if text is None:
        raise UsageError("{request}", request=request)
    return Path(text)
