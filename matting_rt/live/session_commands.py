"""What `matting-rt control` does to the live video of a terminal."""

from matting_rt.errors import SinkError, UsageError
from matting_rt.files import dated_name, write_free
from matting_rt.live.session import LiveSession
from matting_rt.specs import NULL


class SessionCommands:
    """A session as `commands.execute` takes it; called on the thread of the control socket."""

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        self._output = session.config.live.output
        """What `start_output` goes back to."""

    @property
    def is_paused(self) -> bool:
        return self._session.is_paused

    def pause(self, paused: bool) -> None:
        self._session.pause(paused)

    def start_output(self) -> str:
        """Raises UsageError: others see the output already; MattingError: it cannot be opened."""
        if self._session.config.live.output != NULL:
            raise UsageError("others see the output already")
        if self._output == NULL:
            raise UsageError("this was started without an output; start it again with --output")
        self._session.set_output(self._output)
        return "others see the output"

    def stop_output(self) -> str:
        """Raises UsageError: nobody sees the output as it is."""
        if self._session.config.live.output == NULL:
            raise UsageError("nobody sees the output")
        self._output = self._session.config.live.output
        self._session.set_output(NULL)
        return "nobody sees the output any more"

    def capture_plate(self) -> None:
        self._session.capture_plate()

    def set_backdrop(self, backdrop: str) -> None:
        self._session.set_backdrop(backdrop)

    def toggle_recording(self) -> str:
        """Raises SinkError: it cannot be written, or could not be finished."""
        recording = self._session.recording
        if recording is not None:
            self._session.set_recording(None)
            outcome = self._session.recordings[-1]
            if outcome.trouble is not None:
                raise SinkError("{error}", error=outcome.trouble)
            return "nothing was recorded" if outcome.path is None else f"the recording is saved: {outcome.path}"
        path = write_free(self._session.recordings_folder / dated_name(".mp4"), self._session.set_recording)
        return f"recording to {path}"

    def toggle_recording_pause(self) -> str:
        """Raises UsageError: nothing is recorded."""
        recording = self._session.recording
        if recording is None:
            raise UsageError("nothing is being recorded")
        self._session.pause_recording(not recording.is_paused)
        return "recording again" if recording.is_paused else "the recording is paused"

    def take_still(self) -> str:
        path = write_free(self._session.recordings_folder / dated_name(".png"), self._session.save_still)
        return f"saved {path}"

    def stop(self) -> None:
        self._session.stop()
