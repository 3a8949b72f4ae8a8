"""Which encoding an output gets: by its name, what is asked for, and what the pictures are."""

from collections.abc import Iterator
from pathlib import Path

from matting_rt.errors import ConfigError
from matting_rt.lines import any_of
from matting_rt.media.encoding_tables import CODECS, CONTAINERS
from matting_rt.media.encodings import PIPE, USUAL, Codec, Container, Depth, EncoderKind, Encoding, EncodingWish
from matting_rt.outputs import COMPOSITE, Output

_WHOLE = (Depth.TEN, Depth.TWELVE, Depth.SIXTEEN)
"""Depths that hold the code values of HDR."""
_LIGHT = (Depth.SIXTEEN, Depth.HALF, Depth.FLOAT)
"""Depths that hold light without bands in the shadows."""


def choose_encoding(
    path: Path,
    wish: EncodingWish = USUAL,
    *,
    output: Output = COMPOSITE,
    transparent: bool = False,
    keeps_hdr: bool = False,
    suffix: str = "",
) -> Encoding:
    """
    Args:
        path: of the output.
        output: which of the pictures of each frame.
        transparent: the composite has an alpha (of the other pictures it is known).
        keeps_hdr: the pictures may be HDR and shall stay so.
        suffix: of `CONTAINERS`; empty: that of `path`.

    Raises:
        ConfigError: the suffix is not known, or it cannot hold what is asked for.
    """
    has_alpha = output.has_alpha or (output is COMPOSITE and transparent)
    container = _find_container(path, suffix)
    codec = _find_codec(path, container, wish, has_alpha)
    keeps_hdr = keeps_hdr and not output.is_grey
    if keeps_hdr and not codec.holds_hdr:
        raise ConfigError(
            "{path}: {codec} does not hold HDR; choose {codecs}, or bring it to BT.709",
            path=path,
            codec=codec.label,
            codecs=any_of(row.name for row in CODECS.values() if row.holds_hdr),
        )
    is_linear = (codec.is_linear if wish.is_linear is None else wish.is_linear) and not output.is_grey
    if is_linear and not any(depth in _LIGHT for depth in codec.pixels):
        raise ConfigError(
            "{path}: {codec} has too few bits for linear light; choose {codecs}, or leave linear out",
            path=path,
            codec=codec.label,
            codecs=any_of(row.name for row in CODECS.values() if any(depth in _LIGHT for depth in row.pixels)),
        )
    depths = [depth for depth, pixels in codec.pixels.items() if pixels.alpha or not has_alpha]
    for needs, held in ((keeps_hdr, _WHOLE), (is_linear, _LIGHT)):
        depths = [depth for depth in depths if depth in held or not needs]
    depth = _find_depth(path, codec, depths, wish)
    pixels = codec.pixels[depth]
    return Encoding(
        container=container,
        codec=codec,
        depth=depth,
        pixel_format=pixels.alpha if has_alpha else (output.is_grey and pixels.grey) or pixels.opaque,
        has_alpha=has_alpha,
        is_grey=output.is_grey,
        alpha_mode=wish.alpha or codec.alpha_mode,
        is_linear=is_linear,
        encoders=(*(codec.hardware if wish.encoder is EncoderKind.HARDWARE else ()), *codec.encoders),
        quality=_find_quality(path, codec, wish, has_alpha),
    )


def _find_container(path: Path, suffix: str) -> Container:
    suffix = suffix or (PIPE if str(path) == PIPE else path.suffix.lower())
    if suffix not in CONTAINERS:
        raise ConfigError(
            "{path} cannot be written: the name must end in one of {suffixes}",
            path=path,
            suffixes=", ".join(known for known in CONTAINERS if known != PIPE),
        )
    return CONTAINERS[suffix]


def _find_codec(path: Path, container: Container, wish: EncodingWish, has_alpha: bool) -> Codec:
    name = wish.codec or (container.alpha_codec if has_alpha else container.codec)
    if not name:
        suffixes = [suffix for suffix, row in CONTAINERS.items() if row.alpha_codec and not row.holds_pictures]
        raise ConfigError(
            "{path} cannot hold transparency; let the name end in {suffixes}",
            path=path,
            suffixes=any_of(suffix for suffix in suffixes if suffix != PIPE),
        )
    if name not in CODECS:
        raise ConfigError("there is no codec {name!r}; choose of {codecs}", name=name, codecs=", ".join(CODECS))
    codec = CODECS[name]
    if not any(CONTAINERS[suffix] == container for suffix in codec.suffixes):
        raise ConfigError(
            "{path} cannot hold {codec}; let the name end in {suffixes}",
            path=path,
            codec=codec.label,
            suffixes=any_of([suffix for suffix in codec.suffixes if suffix != PIPE] or [PIPE]),
        )
    if has_alpha and not codec.holds_alpha:
        raise ConfigError(
            "{path}: {codec} holds no transparency; choose {codecs}",
            path=path,
            codec=codec.label,
            codecs=any_of(row.name for row in CODECS.values() if row.holds_alpha),
        )
    return codec


def _find_depth(path: Path, codec: Codec, depths: list[Depth], wish: EncodingWish) -> Depth:
    if wish.depth is None:
        return depths[0]
    if wish.depth not in depths:
        raise ConfigError(
            "{path}: {codec} does not store {depth} bits here; choose {depths}",
            path=path,
            codec=codec.label,
            depth=wish.depth.value,
            depths=any_of(depth.value for depth in depths),
        )
    return wish.depth


def _find_quality(path: Path, codec: Codec, wish: EncodingWish, has_alpha: bool) -> int | None:
    scale = codec.quality
    if wish.quality is None or scale is None:
        if wish.quality is not None:
            raise ConfigError("{path}: {codec} has only one quality; leave it out", path=path, codec=codec.label)
        if scale is None:
            return None
        return scale.default if scale.of_alpha is None or not has_alpha else scale.of_alpha
    if not scale.least <= wish.quality <= scale.most:
        raise ConfigError(
            "{path}: the quality of {codec} is {least} to {most} ({meaning}), not {quality}",
            path=path,
            codec=codec.label,
            least=scale.least,
            most=scale.most,
            meaning=scale.meaning,
            quality=wish.quality,
        )
    return wish.quality


COLUMNS = ("format", "container", "codec", "pixel format", "depth", "alpha", "quality", "audio", "opens in")


def table() -> Iterator[tuple[str, ...]]:
    """A row for each codec and depth, as `COLUMNS` say."""
    for codec in CODECS.values():
        some = [suffix for suffix in codec.suffixes if CONTAINERS[suffix].audio is not None]
        audio = "yes" if len(some) == len(codec.suffixes) else f"in {' '.join(some)}" if some else "no"
        for depth, pixels in codec.pixels.items():
            yield (
                codec.label,
                " ".join(codec.suffixes),
                codec.name,
                pixels.opaque + (f", {pixels.alpha}" if pixels.alpha else ""),
                depth.value,
                codec.alpha_mode.value if pixels.alpha else "no",
                "-" if codec.quality is None else f"{codec.quality.least}..{codec.quality.most}",
                audio,
                codec.opens_in,
            )
