"""Whole frames out of interlaced ones."""

from fractions import Fraction

import av
from av.filter import Graph


class Deinterlacer:
    """Passes frames on as they are up to the first interlaced one; from there on interlaced ones are made whole.

    By FFmpeg's bwdif, one frame for each: the times stay. It holds one frame back.
    """

    def __init__(self, time_base: Fraction) -> None:
        """`time_base`: seconds in one unit of the frames' pts."""
        self._time_base = time_base
        self._graph: Graph | None = None
        self._kind: tuple[int, int, str] | None = None

    @property
    def is_used(self) -> bool:
        """Whether there was an interlaced frame."""
        return self._kind is not None

    def process(self, frame: av.VideoFrame) -> list[av.VideoFrame]:
        """Frames that are ready, in order."""
        if self._kind is None and not frame.interlaced_frame:
            return [frame]
        ready: list[av.VideoFrame] = []
        kind = (frame.width, frame.height, frame.format.name)
        if kind != self._kind:
            ready = self.flush()
            self._kind, self._graph = kind, self._make_graph(frame)
        assert self._graph is not None
        self._graph.vpush(frame)
        return [*ready, *self._pull(self._graph)]

    def flush(self) -> list[av.VideoFrame]:
        """What is held back, after the last frame."""
        if self._graph is None:
            return []
        graph, self._graph = self._graph, None
        graph.vpush(None)
        return self._pull(graph)

    def _make_graph(self, frame: av.VideoFrame) -> Graph:
        graph = Graph()
        entry = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=self._time_base)
        graph.link_nodes(entry, graph.add("bwdif", "mode=send_frame:deint=interlaced"), graph.add("buffersink"))
        graph.configure()
        return graph

    def _pull(self, graph: Graph) -> list[av.VideoFrame]:
        frames: list[av.VideoFrame] = []
        while True:
            try:
                frame = graph.vpull()
            except (av.BlockingIOError, av.EOFError):
                return frames
            if frame.pts is not None and frame.time_base:
                # The filter counts in halves, for it could also make a frame of each field.
                frame.pts = round(frame.pts * frame.time_base / self._time_base)
                frame.time_base = self._time_base
            frames.append(frame)
