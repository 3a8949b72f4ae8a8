"""Training pairs from any sets, made on the training device: the one way by which a run gets its batches.

Decoding and cropping run in processes beside the run (`decoded_batch`); everything that only changes pixels runs
here, on whole batches: moving, turning and mirroring, colour, blur, shadow, noise, compression, and the plate's light.
"""

import atexit
import gc
import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from matting_rt.errors import ConfigError
from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import ClipDraws, Draws, seed_of
from matting_rt.synthetic.pairs import TRAINED, Mix, PairSampler
from matting_rt.synthetic.scenes import WEBCAM, Faults, Pair, dress, join_layers, photograph
from matting_rt.synthetic.unknown import Unknown
from training.cores import count_cores
from training.data.damage import SkippedPictures
from training.data.decoded_batch import DecodedBatch, DecodedBatches, Source, Sources
from training.data.estimate import estimated_listing
from training.data.inspection import require_whole
from training.data.listing import list_set
from training.data.moves import crowd, drift, recolour, show_canvases
from training.data.paths import DataPaths, load_paths
from training.data.registry import Kind
from training.data.settings import DataSettings, Painting, Share, Split
from training.interruption import outlive_signals
from training.throughput import IdleClock

EMPTY_SHARE = 0.04
"""Of clips from data sets: without anybody, so that a network learns what an empty room is."""
_LAST_STEP = 2**40


def open_sources(settings: DataSettings, split: Split = Split.TRAIN) -> Sources:
    """List and inspect all sets of a run; what is worth a note is printed.

    Raises:
        UsageError, SourceError: a set is missing, not whole, or not of the kind that it is used as.
    """
    paths = load_paths(settings.data_paths)
    foregrounds = tuple(_open(paths, share, split, (Kind.STILLS, Kind.CLIPS)) for share in settings.foreground_shares())
    backgrounds = tuple(_open(paths, share, split, (Kind.BACKGROUNDS,)) for share in settings.background_shares())
    return Sources(foregrounds, backgrounds)


def _open(paths: DataPaths, share: Share, split: Split, kinds: tuple[Kind, ...]) -> Source:
    data_set, root = paths.locate(share.name)
    if data_set.kind is Kind.PAINTED:
        return Source(share.share, None)
    if data_set.kind not in kinds:
        wanted = "backgrounds" if Kind.BACKGROUNDS in kinds else "foregrounds"
        raise ConfigError(f"{share.name} is a set of {data_set.kind.value}; choose one of {wanted} in its place")
    listing = estimated_listing(list_set(data_set, root, split), root, paths.cache)
    inspection = require_whole(listing, paths.cache)
    for note in inspection.findings:
        print(f"note: {note.message}", file=sys.stderr)
    return Source(share.share, listing, frozenset(inspection.damaged))


class PairMaker:
    """Makes the pair of a step from what was decoded for it; the same seed, step and batch give the same pair."""

    def __init__(
        self,
        settings: DataSettings,
        seed: int,
        device: torch.device,
        split: Split = Split.TRAIN,
        mix: Mix | None = None,
        faults: Faults = WEBCAM,
        makers: int = 1,
        number: int = 0,
    ) -> None:
        """
        Args:
            makers: of the same run, in turn, each with painted pictures of its own.
            number: of this one among them: it makes the pairs of the steps that leave it when divided by `makers`.
        """
        self._settings, self._seed, self._device = settings, seed, device
        self._makers = makers
        mix, factor = mix or TRAINED, settings.plate_faults
        self._mix = replace(mix, rearranged=mix.rearranged * factor)
        self._faults = _scale(faults, factor)
        self._noise = Draws(seed_of(seed, "noise"), device)
        self._painter = PairSampler(
            settings.size,
            seed=seed_of(seed, "painter", *([number] if makers > 1 else [])),
            people=settings.people,
            photos=settings.photos,
            device=device,
            held_out=split is Split.VALID,
            pool=settings.pool,
            mix=self._mix,
        )

    def pair(self, step: int, decoded: DecodedBatch, clean: bool = False) -> Pair:
        """Batch of (batch, C, H, W) on the device; `clean`: plate and frame differ by noise alone."""
        length = self._settings.clip_length
        seed = seed_of(self._seed, "pair", step)
        draws = ClipDraws(seed, self._device, length, self._noise)
        self._painter.turn_to(step // self._makers)
        rooms = self._backgrounds(Draws(seed_of(seed), self._device), decoded)
        layers = self._layers(draws, decoded)
        if length > 1:
            layers = drift(draws, layers, length)
        layers = crowd(draws, layers, self._mix.second, length)
        reached = layers[:, 3:].unflatten(0, (-1, length)).amax(1)
        background, empty = (room.repeat_interleave(length, 0) for room in self._painter.rearrange(rooms, reached))
        fgr, pha = layers[:, :3], layers[:, 3:]
        scene = dress(draws, background, empty, fgr, pha, self._mix.camouflage, self._faults)
        pair = photograph(draws, scene, None if clean else self._faults)
        # one plate for all frames of a clip; only its noise is drawn for each
        bgr, known = (x[::length].repeat_interleave(length, 0) for x in (pair.bgr, pair.known))
        return Pair(pair.src, bgr, pair.true_pha, pair.true_fgr, known, length)

    def _backgrounds(self, draws: Draws, decoded: DecodedBatch) -> Tensor:
        """(clips, 3, H, W), those that no set gives painted."""
        settings, size = self._settings, self._settings.size
        backgrounds = torch.empty(settings.clips, 3, size.height, size.width, device=self._device)
        chosen = decoded.background_clips.to(self._device)
        if len(chosen):
            photographs = _widen(decoded.backgrounds, self._device)
            mirrored = draws.chance(0.5, (len(photographs), 1, 1, 1))
            photographs = torch.where(mirrored > 0, photographs.flip(3), photographs)
            backgrounds[chosen] = camera.change_light(draws, photographs, 3.0)
        others = _others(settings.clips, decoded.background_clips).to(self._device)
        if len(others):
            backgrounds[others] = self._painter.backgrounds(len(others))
        return backgrounds

    def _layers(self, draws: ClipDraws, decoded: DecodedBatch) -> Tensor:
        """(batch, 4, H, W), those that no set gives painted, and still."""
        settings, size, length = self._settings, self._settings.size, self._settings.clip_length
        layers = torch.zeros(settings.clips, length, 4, size.height, size.width, device=self._device)
        chosen = decoded.layer_clips.to(self._device)
        if len(chosen):
            moved = recolour(
                draws, show_canvases(draws, _widen(decoded.layers, self._device), (size.height, size.width))
            )
            moved = moved * (1 - draws.chance(EMPTY_SHARE, (len(moved), 1, 1, 1)))
            layers[chosen] = moved.unflatten(0, (-1, length))
        others = _others(settings.clips, decoded.layer_clips).to(self._device)
        if len(others):
            layers[others] = join_layers(*self._painter.foregrounds(len(others))).unsqueeze(1)
        layers = layers.flatten(0, 1)
        return self._painter.hold(layers, length)


def _scale(faults: Faults, factor: float) -> Faults:
    """With parts of the plate unknown so many times as often; those without any plate stay as many."""
    if faults.webcam is None or factor == 1:
        return faults
    usual = faults.webcam.unknown
    unknown = Unknown(**{name: share * factor for name, share in asdict(usual).items()})
    if factor:  # what knows people alone is forgotten first: half as many were too few
        unknown = replace(unknown, everything=usual.everything)
    return replace(faults, webcam=replace(faults.webcam, unknown=unknown))


def _others(count: int, chosen: Tensor) -> Tensor:
    """Numbers below `count` that are not among `chosen`."""
    free = torch.ones(count, dtype=torch.bool)
    free[chosen] = False
    return free.nonzero().flatten()


def _widen(pictures: Tensor, device: torch.device) -> Tensor:
    """uint8 to 0..1 on the device; the bytes travel."""
    return pictures.to(device, non_blocking=True).float() / 255


class PairStream(Protocol):
    """Pairs without end, as a run takes them."""

    idle: IdleClock
    """Counts the time that a run waits for them."""
    loaders: int
    """Processes that make them."""
    skipped: SkippedPictures
    lanes: int
    """Of `DataSettings`, to go on with."""

    def __next__(self) -> Pair: ...


class PairSet(Dataset[tuple[Pair, DecodedBatch]]):
    """Pairs by the number of the step, made in processes beside the run, which take turns."""

    def __init__(self, settings: DataSettings, sources: Sources, seed: int, split: Split, processes: int) -> None:
        self._decoded = DecodedBatches(settings, sources, seed)
        self._maker: PairMaker | None = None
        self._given = settings, seed, split, processes

    def __getitem__(self, step: int) -> tuple[Pair, DecodedBatch]:
        """The pair of a step, and of what it was made what tells how much was skipped."""
        if self._maker is None:  # made where it is used: it holds painted pictures
            settings, seed, split, processes = self._given
            turn = step % processes
            self._maker = PairMaker(settings, seed, torch.device("cpu"), split, makers=processes, number=turn)
        decoded = self._decoded[step]
        return self._maker.pair(step, decoded), decoded.without_pictures()


class Pairs(Iterator[Pair]):
    """Batches without end, from a number on: those that fall to this process, if several share them out.

    What a batch holds depends on its number alone, so it does not matter which process draws it.

    On a GPU, pairs are made between its steps from what processes decode, unless `painting` says otherwise; on a CPU,
    processes make them whole: painting hardly gains from a second thread and training does.
    """

    def __init__(
        self,
        settings: DataSettings,
        sources: Sources,
        seed: int,
        device: torch.device,
        first_step: int = 0,
        split: Split = Split.TRAIN,
    ) -> None:
        self.idle, self.skipped = IdleClock(device), SkippedPictures()
        numbers = range(first_step + settings.rank, _LAST_STEP, settings.world)
        self._steps = iter(numbers)
        loading: dict[str, Any] = {
            "batch_size": None,
            "sampler": numbers,
            "generator": torch.Generator(),  # or the loader would draw a seed that nobody needs from the run's
            "worker_init_fn": begin_loading,
        }
        self._maker: PairMaker | None = None
        self._device = device
        if device.type == "cpu" or settings.painting is Painting.PROCESSES:
            self.loaders = settings.workers or (1 if device.type == "cpu" else default_workers(settings.world))
            settings = self._share_out(settings, sources)
            pair_set = PairSet(settings, sources, seed, split, self.loaders)
            self._loaded = iter(DataLoader(pair_set, num_workers=self.loaders, **loading))
            return
        self._maker = PairMaker(settings, seed, device, split)
        self.loaders = 0 if sources.are_painted else settings.workers or default_workers(settings.world)
        decoded = DecodedBatches(self._share_out(settings, sources), sources, seed)
        loader = DataLoader(decoded, num_workers=self.loaders, pin_memory=device.type == "cuda", **loading)
        self._loaded = iter(loader)

    def _share_out(self, settings: DataSettings, sources: Sources) -> DataSettings:
        """With as many lanes as processes load, unless a run that goes on had others."""
        self.lanes = settings.lanes or (settings.world * self.loaders if sources.are_in_shards else 0)
        return replace(settings, lanes=self.lanes)

    def __next__(self) -> Pair:
        with self.idle:
            loaded = next(self._loaded)
        if self._maker:
            self.skipped.add(loaded.drawn, loaded.skipped)
            return self._maker.pair(next(self._steps), loaded)
        pair: Pair
        pair, decoded = loaded
        self.skipped.add(decoded.drawn, decoded.skipped)
        return pair.to(self._device)


def begin_loading(_worker: int) -> None:
    """For a process that loads pictures, before its first one."""
    # What the run threw away may have threads, as FFmpeg's scaler has. They are not in this process, and who frees it
    # here waits for them for ever.
    gc.freeze()
    outlive_signals()


def _end_loaders() -> None:
    """At the end of the program: multiprocessing would ask the processes to end by a signal that they ignore, and
    wait for them for ever.
    """
    for process in multiprocessing.active_children():
        if process.daemon:
            process.kill()


atexit.register(_end_loaders)


def default_workers(world: int) -> int:
    """Processes that decode for one of `world` runs on this computer: the cores that it may use, but one for itself."""
    return max(count_cores() // max(min(world, torch.cuda.device_count() or 1), 1) - 1, 1)


def validation_pair(
    settings: DataSettings, seed: int, device: torch.device, count: int, mix: Mix | None = None
) -> Pair:
    """A batch of `count` pictures that are kept from training, from a seed that no training step has.

    The same on every process of a run. Raises as `open_sources`.
    """
    settings = replace(settings, batch=count, clip_length=1, rank=0, world=1, pool=0)
    seed = seed_of(seed, "valid")
    decoded = DecodedBatches(settings, open_sources(settings, Split.VALID), seed)[0]
    return PairMaker(settings, seed, device, Split.VALID, mix).pair(0, decoded)
