"""A video job of two outputs as a process of its own, so that it can be killed.

`python -m tests.batch.surviving_job FOLDER OUTPUT FORM`: FOLDER holds video.mp4, plate.png and backdrop.mp4.
"""

import sys
from pathlib import Path

from matting_rt import VideoJob, open_batch
from matting_rt.batch.job_spec import OutputForm
from matting_rt.config import BackdropConfig, Config, DeviceKind, EngineConfig, GuardConfig, Keep, Precision

SEGMENT = 6
OUTPUTS = ("out.mp4", "alpha.mp4")


def make_job(folder: Path, output: Path, form: OutputForm = OutputForm.VIDEO, *, resumes: bool = False) -> VideoJob:
    engine = EngineConfig("mobilenetv3-lite", engine="onnx", device=DeviceKind.CPU, precision=Precision.FP32)
    config = Config(
        engine=engine,
        guard=GuardConfig(Keep.PEOPLE),  # so the plate is followed and learned
        backdrop=BackdropConfig(str(folder / "backdrop.mp4")),
    )
    names = OUTPUTS if form is OutputForm.VIDEO else ("out", "alpha")
    return VideoJob(
        source=folder / "video.mp4",
        plate=folder / "plate.png",
        output=output / names[0],
        others={"alpha": output / names[1]},
        config=config,
        form=form,
        resumes=resumes,
        segment_frames=SEGMENT,
    )


if __name__ == "__main__":
    job = make_job(Path(sys.argv[1]), Path(sys.argv[2]), OutputForm(sys.argv[3]), resumes=True)
    with open_batch(job, on_message=lambda line: print(line, flush=True)) as batch:
        print("resumed at", batch.run()["resumed_at"], flush=True)
