"""What can be written: one table of containers and one of codecs.

Encoders, the command line's help, `--list-formats`, the documentation and the tests go by them.
"""

from matting_rt.media.encodings import PCM, PIPE, AudioCodecs, Codec, Container, Depth, Encoder, Pixels, Quality

# FFmpeg also writes PCM, FLAC and Opus into .mp4, which many players and editors refuse.
_MP4_AUDIO = AudioCodecs(frozenset({"aac", "alac", "mp3", "ac3", "eac3"}), "aac")
_PCM_NAMES = frozenset(
    f"pcm_{kind}" for kind in ("s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "f64le", "f64be")
)
_MOV_AUDIO = AudioCodecs(frozenset({"aac", "alac", "mp3", "ac3", "eac3"}) | _PCM_NAMES, PCM)
_MKV_AUDIO = AudioCodecs(None, PCM)
_WEBM_AUDIO = AudioCodecs(frozenset({"opus", "vorbis"}), "libopus")

_FASTSTART = {"movflags": "+faststart"}
_GROWING = {
    "mp4": {"movflags": "+hybrid_fragmented", "frag_duration": "1000000"},
    "mov": {"movflags": "+hybrid_fragmented", "frag_duration": "1000000"},
    "matroska": {"cluster_time_limit": "1000", "flush_packets": "1"},
    "webm": {"cluster_time_limit": "1000", "flush_packets": "1"},
}
"""Added, for files that must be whole whenever they end: what is there is never written again."""

_BITEXACT = {"fflags": "+bitexact"}
"""Without it Matroska's muxer gives every file numbers by chance."""

CONTAINERS: dict[str, Container] = {
    ".mp4": Container("mp4", "h264", "", _MP4_AUDIO, "mov_text", _FASTSTART),
    ".m4v": Container("mp4", "h264", "", _MP4_AUDIO, "mov_text", _FASTSTART),
    ".mov": Container("mov", "h264", "prores4444", _MOV_AUDIO, "mov_text", _FASTSTART),
    ".mkv": Container("matroska", "h264", "", _MKV_AUDIO, "subrip", _BITEXACT),
    ".webm": Container("webm", "vp9", "vp9", _WEBM_AUDIO, "webvtt", _BITEXACT),
    ".png": Container("png", "png", "png"),
    ".tif": Container("tiff", "tiff", "tiff"),
    ".tiff": Container("tiff", "tiff", "tiff"),
    ".exr": Container("exr", "exr", "exr"),
    PIPE: Container("yuv4mpegpipe", "y4m", "raw"),
}

_CRF = "less is better and bigger"
# "veryfast" costs a tenth more bytes than "medium" and a third of its time, which the network can use better.
# With B-frames x264's macroblock tree depends on what lay in memory before, and so do the pictures. Without them a
# resumed job is the same to the last bit, and files grow by an eighth.
_X264 = Encoder("libx264", {"preset": "veryfast", "crf": "{quality}", "bf": "0"})
_X265 = Encoder("libx265", {"preset": "fast", "crf": "{quality}", "x265-params": "log-level=none"})
_SVT_AV1 = Encoder("libsvtav1", {"preset": "8", "crf": "{quality}"})
# Constant quality needs a bit rate of 0; alternate reference frames cannot carry alpha.
_VP9 = Encoder(
    "libvpx-vp9",
    {"b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1", "auto-alt-ref": "0", "crf": "{quality}"},
)
_NVENC = {"preset": "p5", "rc": "vbr", "cq": "{quality}", "b": "0"}
_QSV = {"global_quality": "{quality}"}
_NV12 = {Depth.EIGHT: "nv12", Depth.TEN: "p010le"}


def _hardware(codec: str) -> tuple[Encoder, ...]:
    """NVIDIA's and Intel's."""
    return (
        Encoder(f"{codec}_nvenc", _NVENC, {Depth.TEN: "p010le"}),
        Encoder(f"{codec}_qsv", _QSV, _NV12),
    )


_420 = {Depth.EIGHT: Pixels("yuv420p"), Depth.TEN: Pixels("yuv420p10le")}
_MP4S = (".mp4", ".m4v", ".mov", ".mkv")

_ROWS = (
    Codec(
        "h264",
        "H.264",
        _MP4S,
        _420,
        "everything; 10 bits: editors, VLC, mpv",
        (_X264,),
        _hardware("h264"),
        Quality(0, 51, 18, _CRF),
        has_even_size=True,
    ),
    Codec(
        "hevc",
        "H.265",
        _MP4S,
        {**_420, Depth.TWELVE: Pixels("yuv420p12le")},
        "Resolve, Premiere, Final Cut, phones, TVs",
        (_X265,),
        _hardware("hevc"),
        Quality(0, 51, 20, _CRF),
        has_even_size=True,
        holds_hdr=True,
        tag="hvc1",
    ),
    Codec(
        "av1",
        "AV1",
        (".mp4", ".mkv", ".webm"),
        _420,
        "browsers, VLC, mpv, Resolve",
        (_SVT_AV1,),
        _hardware("av1"),
        Quality(1, 63, 25, _CRF),
        has_even_size=True,
        holds_hdr=True,
    ),
    Codec(
        "prores",
        "ProRes 422",
        (".mov",),
        {Depth.TEN: Pixels("yuv422p10le")},
        "Resolve, Premiere, Final Cut, Nuke, Avid",
        (Encoder("prores_ks", {"profile": "{quality}", "vendor": "apl0"}),),
        quality=Quality(0, 3, 3, "Proxy, LT, 422, 422 HQ"),
        holds_hdr=True,
    ),
    Codec(
        "prores4444",
        "ProRes 4444",
        (".mov",),
        {Depth.TEN: Pixels("yuv444p10le", "yuva444p10le")},
        "Resolve, Premiere, Final Cut, Nuke, Avid",
        (Encoder("prores_ks", {"profile": "{quality}", "alpha_bits": "16", "vendor": "apl0"}),),
        quality=Quality(4, 5, 4, "4444, 4444 XQ"),
        holds_hdr=True,
    ),
    Codec(
        "dnxhr",
        "DNxHR",
        (".mov",),
        {
            Depth.EIGHT: Pixels("yuv422p", options={"profile": "dnxhr_hq"}),
            Depth.TEN: Pixels("yuv422p10le", options={"profile": "dnxhr_hqx"}),
        },
        "Avid, Resolve, Premiere; from 256x120 on",
        (Encoder("dnxhd"),),
    ),
    Codec(
        "ffv1",
        "FFV1",
        (".mkv",),
        {
            Depth.EIGHT: Pixels("bgr0", "bgra", "gray"),
            Depth.TEN: Pixels("gbrp10le", "gbrap10le", "gray10le"),
            Depth.TWELVE: Pixels("gbrp12le", "gbrap12le", "gray12le"),
            Depth.SIXTEEN: Pixels("gbrp16le", "gbrap16le", "gray16le"),
        },
        "archives, VLC, mpv, ffmpeg",
        (Encoder("ffv1", {"level": "3", "slicecrc": "1", "g": "1"}),),
        is_lossless=True,
        holds_hdr=True,
    ),
    Codec(
        "qtrle",
        "QuickTime Animation",
        (".mov",),
        {Depth.EIGHT: Pixels("rgb24", "argb")},
        "After Effects, Premiere, Nuke",
        (Encoder("qtrle"),),
        is_lossless=True,
    ),
    Codec(
        "vp9",
        "VP9",
        (".webm", ".mkv"),
        {Depth.EIGHT: Pixels("yuv420p", "yuva420p")},
        "browsers and OBS, with alpha; VLC, mpv",
        (_VP9,),
        quality=Quality(0, 63, 18, _CRF, of_alpha=0),  # at 18 a moving edge's alpha is off by up to 30 of 255
    ),
    Codec(
        "png",
        "PNG",
        (".png", ".mov"),
        {Depth.EIGHT: Pixels("rgb24", "rgba", "gray"), Depth.SIXTEEN: Pixels("rgb48be", "rgba64be", "gray16be")},
        "everything; in .mov Resolve, Nuke, Premiere",
        (Encoder("png"),),
        is_lossless=True,
    ),
    Codec(
        "tiff",
        "TIFF",
        (".tif", ".tiff"),
        {Depth.EIGHT: Pixels("rgb24", "rgba", "gray"), Depth.SIXTEEN: Pixels("rgb48le", "rgba64le", "gray16le")},
        "Photoshop, Resolve, Nuke, Premiere",
        is_lossless=True,
    ),
    Codec(
        "exr",
        "OpenEXR",
        (".exr",),
        {
            Depth.HALF: Pixels("gbrpf32le", "gbrapf32le", options={"format": "half"}),
            Depth.FLOAT: Pixels("gbrpf32le", "gbrapf32le", options={"format": "float"}),
        },
        "Nuke, Resolve, Blender, After Effects",
        (Encoder("exr", {"compression": "zip16"}),),
        is_lossless=True,
        is_linear=True,
    ),
    Codec(
        "y4m",
        "YUV4MPEG2",
        (PIPE,),
        {
            Depth.EIGHT: Pixels("yuv420p", grey="gray"),
            Depth.TEN: Pixels("yuv420p10le", grey="gray10le"),
        },
        "ffmpeg, mpv, x264, other programs' pipes",
    ),
    Codec(
        "raw",
        "raw video",
        (PIPE,),
        {Depth.EIGHT: Pixels("rgb24", "rgba", "gray"), Depth.SIXTEEN: Pixels("rgb48le", "rgba64le", "gray16le")},
        "what reads the pipe and is told size, rate and pixel format",
        is_lossless=True,
    ),
)


def growing_options(container: Container) -> dict[str, str]:
    """FFmpeg's options for a file that plays up to its last seconds whenever its program is killed."""
    return _GROWING.get(container.name, {})


CODECS: dict[str, Codec] = {row.name: row for row in _ROWS}
