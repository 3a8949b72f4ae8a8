"""A virtual camera that was set up by the program's own script, seen by the program: run by set_up_guest.sh."""

import os
from pathlib import Path

from checks import colour_bars, read_planes

from matting_rt.doctor import probe
from matting_rt.frame import FrameSize
from matting_rt.sinks.v4l2_device import VirtualCameraState, list_virtual_cameras
from matting_rt.sinks.v4l2_output import V4l2Output
from matting_rt.sinks.yuv import Yu12Converter
from matting_rt.virtual_camera.conditions import judge
from matting_rt.virtual_camera.facts import examine

SIZE = FrameSize(320, 240)


def main() -> None:
    (camera,) = list_virtual_cameras()
    assert (camera.path, camera.name, camera.state) == ("/dev/video10", "Matting RT", VirtualCameraState.FREE), camera
    facts = examine(Path("/"), os.uname().release)
    assert facts.is_ours, facts
    assert not list(judge(facts, probe.list_virtual_cameras())), facts
    output, image = V4l2Output(), colour_bars(*SIZE)
    output.open(SIZE, 20)
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, read_planes(output.name))
        os._exit(0)
    os.close(writer)
    os.set_blocking(reader, False)
    seen = b""
    while True:
        output.write(image)
        try:
            piece = os.read(reader, 1 << 20)
        except BlockingIOError:
            continue
        if not piece:
            break
        seen += piece
    assert seen == Yu12Converter(SIZE).convert(image).tobytes()
    output.close()


if __name__ == "__main__":
    main()
