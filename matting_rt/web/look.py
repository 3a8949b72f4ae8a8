"""The looks of the page: the window's colours, and fonts that every computer has."""

from gradio.themes import Base
from gradio.themes.utils import colors, sizes

_BLUE = colors.Color(
    name="blue",
    c50="#eef3fd",
    c100="#dce7fb",
    c200="#b9cff7",
    c300="#93b4f5",
    c400="#6b9bff",
    c500="#3f76ea",
    c600="#2460d8",
    c700="#1d50b8",
    c800="#193f8f",
    c900="#172f66",
    c950="#0d1526",
)
_GREY = colors.Color(
    name="grey",
    c50="#f4f5f7",
    c100="#eceef2",
    c200="#dadde3",
    c300="#c3c8d2",
    c400="#a0a7b4",
    c500="#7f8592",
    c600="#5d6470",
    c700="#353a44",
    c800="#202329",
    c900="#17191d",
    c950="#121418",
)
_FONTS = ("system-ui", "sans-serif")

CSS = """
.gradio-container { max-width: 76rem !important; margin: 0 auto !important; }
#about h1 { margin-bottom: .25rem; }
#about p, .privacy p { margin: 0; color: var(--body-text-color-subdued); }
#about em { color: inherit; }
.privacy p { font-size: .875rem; }
.summary { min-height: 1.6rem; font-variant-numeric: tabular-nums; }
.on-checks img, .on-checks video {
  background: repeating-conic-gradient(#c9ccd1 0% 25%, #f1f2f4 0% 50%) 0 0 / 20px 20px; }
.sceneries, .own-picture { border-width: 0 !important; }
.sceneries .grid-wrap { height: auto; min-height: 0; max-height: none; overflow: visible; }
.sceneries .grid-container {
  grid-template: none / repeat(6, minmax(0, 1fr)) !important; grid-auto-rows: auto; height: auto; }
.sceneries .thumbnail-item { height: auto; aspect-ratio: 16 / 10; }
.sceneries .thumbnail-item.selected { outline: 3px solid var(--primary-600); outline-offset: -1px; }
.sceneries .caption-label { font-size: .75rem; padding: 0 .3rem; right: 0; bottom: 0; max-width: 100%; }
.privacy { text-wrap: balance; }
button[aria-label="Trim video to selection"], button[aria-label="Reset video to initial value"] { display: none; }
@media (max-width: 40rem) { .sceneries .grid-container { grid-template: none / repeat(4, minmax(0, 1fr)) !important; } }
"""
"""Of what is transparent the squares are seen, as in programs for pictures. What trims a clip is hidden: Gradio would
fetch it from the internet."""

HEAD = """
<meta http-equiv="Content-Security-Policy"
  content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'self'">
"""
"""A browser asks nobody but the program that made the page, whatever is on it."""


def theme() -> Base:
    return Base(
        primary_hue=_BLUE,
        secondary_hue=_BLUE,
        neutral_hue=_GREY,
        radius_size=sizes.radius_md,
        font=_FONTS,
        font_mono=("ui-monospace", "monospace"),
    ).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_900",
        block_background_fill="white",
        block_background_fill_dark="*neutral_800",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        block_label_text_color="*neutral_600",
        block_title_text_color="*neutral_600",
        button_secondary_background_fill="*neutral_100",
        button_secondary_background_fill_hover="*neutral_200",
        button_secondary_border_color="*neutral_200",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_400",
        button_primary_background_fill_hover_dark="*primary_300",
        button_primary_text_color="white",
        button_primary_text_color_dark="*primary_950",
    )
