"""How outputs are stored, as flags, which are made from the table of encodings."""

import argparse
from collections.abc import Sequence
from typing import Any

from matting_rt.cli.values import parse_number
from matting_rt.media.encoding_choice import COLUMNS, table
from matting_rt.media.encoding_tables import CODECS
from matting_rt.media.encodings import AlphaMode, Depth, EncoderKind, Hdr


def add_encoding_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "encoding", "For all outputs; defaults depend on the suffix. --list-formats shows all choices."
    )
    group.add_argument(
        "--list-formats", action=_ListFormats, nargs=0, help="print all formats that can be written, and exit"
    )
    group.add_argument("--codec", choices=CODECS, metavar="NAME", help=f"one of {', '.join(CODECS)}")
    group.add_argument("--quality", type=parse_number, metavar="N", help=f"on the codec's own scale: {_qualities()}")
    group.add_argument(
        "--depth",
        choices=[depth.value for depth in Depth],
        metavar="|".join(depth.value for depth in Depth),
        help="bits per channel; half and float are floating point. Sources of more than 8 bits are then never rounded "
        "to 8 on the way",
    )
    linear = " and ".join(codec.label for codec in CODECS.values() if codec.is_linear)
    group.add_argument(
        "--alpha",
        choices=[mode.value for mode in AlphaMode],
        help=f"whether colours are stored as they are, or multiplied by alpha (default: premultiplied in "
        f"{linear}, straight in all others)",
    )
    group.add_argument(
        "--linear",
        type=_on_off,
        nargs="?",
        const=True,
        metavar="on|off",
        help=f"store linear light instead of BT.709 code values (default: on in {linear}, off in all others)",
    )
    group.add_argument(
        "--encoder",
        choices=[kind.value for kind in EncoderKind],
        default=EncoderKind.SOFTWARE.value,
        help="hardware: the graphics card's or processor's own, where there is one; much faster, and bigger files at "
        "the same quality (default: software)",
    )
    group.add_argument(
        "--hdr",
        choices=[kind.value for kind in Hdr],
        default=Hdr.TONE_MAP.value,
        help=f"HLG and PQ: keep needs 10 bits and one of {', '.join(_hdr_codecs())}; tone-map brings "
        "them to BT.709 (default: tone-map)",
    )


def encoding_fields(arguments: argparse.Namespace) -> dict[str, Any]:
    """For `VideoJob`."""
    return {
        "codec": arguments.codec,
        "quality": arguments.quality,
        "depth": arguments.depth,
        "alpha": arguments.alpha,
        "is_linear": arguments.linear,
        "encoder": arguments.encoder,
        "hdr": arguments.hdr,
    }


class _ListFormats(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *others: Any, **more: Any) -> None:
        print(format_table())
        parser.exit()


def format_table() -> str:
    """All that can be written, in columns."""
    rows: list[Sequence[str]] = [COLUMNS, *table()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _qualities() -> str:
    scales = ((codec, codec.quality) for codec in CODECS.values() if codec.quality is not None)
    return "; ".join(
        f"{codec.name} {scale.least}..{scale.most} ({scale.meaning}; default: {scale.default})"
        for codec, scale in scales
    )


def _hdr_codecs() -> list[str]:
    return [codec.name for codec in CODECS.values() if codec.holds_hdr]


def _on_off(text: str) -> bool:
    if text not in ("on", "off"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a choice; give on or off")
    return text == "on"
