"""Training pairs drawn from painted scenes, and from folders of cut-out people and of photographs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws, over, premultiply, seed_of, unpremultiply
from matting_rt.synthetic.figures import paint_figures
from matting_rt.synthetic.objects import paint_objects
from matting_rt.synthetic.pictures import load_people, load_photos
from matting_rt.synthetic.rooms import paint_rooms
from matting_rt.synthetic.scenes import PUBLISHED, Faults, Pair, Scene, dress, join_layers, photograph
from matting_rt.synthetic.things import hold, place_furniture, rearrange


@dataclass(frozen=True, slots=True)
class Mix:
    """What the pictures show. Shares that add up to less than 1 leave the rest empty scenes."""

    people: float = 0.5
    """Share of cut-out people, where there are any; else painted figures take it."""
    figures: float = 0.3
    objects: float = 0.13
    photos: float = 0.5
    """Share of photographs among the backgrounds, where there are any."""
    second: float = 0.15
    """Share of pictures with somebody, or something, behind the first."""
    camouflage: float = 0.3
    """Share of foregrounds dressed in the background's own colours, a third of them in its very texture."""
    held: float = 0.0
    """Share of people who hold an object before them."""
    rearranged: float = 0.0
    """Share of rooms in which things have come, gone or moved since the plate was taken."""
    standing: float = 0.0
    """Share of rooms with one more piece of furniture, often behind people's outline, in the plate as in the frame."""
    furnished: bool = False
    """Whether painted rooms have windows, screens, shelves, plants and lamps."""


TRAINED = Mix(figures=0.36, objects=0.0, held=0.5, rearranged=0.15, standing=0.35, furnished=True)
"""What networks are trained on: objects are foreground with people alone, by themselves they are part of the room."""


class Pool:
    """Painted pictures, kept as bytes and shown more than once, because painting costs more than a training step.

    They are painted in blocks, the oldest anew every `STEPS_PER_BLOCK` steps, each from a seed of its own: what a pool
    holds at a step is the same however one came there. With a capacity of 0 every picture is new.
    """

    BLOCK = 16
    STEPS_PER_BLOCK = 48

    def __init__(self, paint: Callable[[Draws, int], Tensor], capacity: int, seed: int) -> None:
        self._paint, self._seed, self._step = paint, seed, 0
        self._generations: list[int | None] = [None] * -(-capacity // self.BLOCK)
        self._blocks: list[Tensor] = [torch.empty(0)] * len(self._generations)

    def turn_to(self, step: int) -> None:
        """Hold from the next draw on what belongs to a step."""
        self._step = step

    def _paint_due(self, device: torch.device) -> None:
        repainted, count = self._step // self.STEPS_PER_BLOCK, len(self._blocks)
        for block in range(count):
            generation = repainted // count + (block < repainted % count)
            if generation != self._generations[block]:
                draws = Draws(seed_of(self._seed, block, generation), device)
                self._blocks[block], self._generations[block] = self._painted(draws, self.BLOCK), generation

    def _painted(self, draws: Draws, count: int) -> Tensor:
        return self._paint(draws, count).clamp(0, 1).mul(255).round().to(torch.uint8)

    def draw(self, draws: Draws, count: int) -> Tensor:
        """(count, C, H, W) 0..1."""
        if not self._blocks:
            return self._painted(draws, count).float() / 255
        self._paint_due(draws.device)
        chosen = draws.integers((count,), len(self._blocks) * self.BLOCK).tolist()
        return torch.stack([self._blocks[index // self.BLOCK][index % self.BLOCK] for index in chosen]).float() / 255


class PairSampler:
    """Draws batches of pairs from a seed; the same seed and the same calls give the same pairs.

    Args:
        size: of the pictures drawn.
        people: a folder of cut-out people with an alpha channel; None: painted figures only.
        photos: a folder of photographs without people; None: painted rooms only.
        clean: the plate differs from the frame's background by sensor noise alone.
        faults: what frame and plate differ by otherwise.
        held_out: use the photographs that are kept from training.
        pool: painted rooms and foregrounds that are kept and shown again; 0 paints each picture anew.
    """

    def __init__(
        self,
        size: FrameSize,
        *,
        seed: int,
        people: Path | None = None,
        photos: Path | None = None,
        device: torch.device | str = "cpu",
        clean: bool = False,
        held_out: bool = False,
        pool: int = 0,
        mix: Mix | None = None,
        faults: Faults = PUBLISHED,
    ) -> None:
        self.size, self.clean, self.mix, self.faults = size, clean, mix or Mix(), faults
        self.draws, self._seed, self._step = Draws(seed, device), seed, 0
        self._noise = Draws(seed_of(seed, "noise"), device)
        self._people = load_people(people) if people else []
        # three times the picture's side: what the closest crop shows pixel for pixel, see _crop
        self._photos = load_photos(photos, held_out=held_out, long_side=3 * max(size)) if photos else []
        # pooled rooms are larger than a picture, so that each showing crops and scales them anew
        room_size = FrameSize(size.width * 5 // 4, size.height * 5 // 4) if pool else size
        rooms, figures, objects = (seed_of(seed, name) for name in ("rooms", "figures", "objects"))
        self._rooms = Pool(partial(paint_rooms, size=room_size, furnished=self.mix.furnished), pool, rooms)
        self._figures = Pool(lambda draws, count: join_layers(*paint_figures(draws, count, size)), pool, figures)
        self._objects = Pool(lambda draws, count: join_layers(*paint_objects(draws, count, size)), pool // 2, objects)

    def sample(self, batch: int) -> Pair:
        """Draw the `batch` pairs of the next step."""
        self.turn_to(self._step)
        self._step += 1
        return self.photograph(self.paint(batch), self.clean)

    def turn_to(self, step: int) -> None:
        """Draw from here on what belongs to a step, whatever was drawn before."""
        self._step = step
        self.draws = Draws(seed_of(self._seed, step), self._noise.device, self._noise)
        for pool in (self._rooms, self._figures, self._objects):
            pool.turn_to(step)

    def paint(self, batch: int) -> Scene:
        """Draw `batch` scenes."""
        draws = self.draws
        background = self.backgrounds(batch)
        fgr, pha = self.foregrounds(batch)
        crowded = draws.chance(self.mix.second, (batch,)).nonzero().flatten()
        if len(crowded):
            fgr_behind, pha_behind = self.foregrounds(len(crowded))
            front = pha[crowded]
            colour, alpha = over(fgr[crowded] * front, front, fgr_behind * pha_behind, pha_behind)
            fgr[crowded], pha[crowded] = unpremultiply(colour, alpha), alpha
        layers = self.hold(join_layers(fgr, pha))
        background, empty = self.rearrange(background, layers[:, 3:])
        return dress(draws, background, empty, layers[:, :3], layers[:, 3:], self.mix.camouflage, self.faults)

    def photograph(self, scene: Scene, clean: bool) -> Pair:
        """Take the frame and the plate of a scene, see `scenes.photograph`."""
        return photograph(self.draws, scene, None if clean else self.faults)

    def hold(self, layers: Tensor, clip_length: int = 1) -> Tensor:
        """Give some of the people (B, 4, H, W), colours not premultiplied, an object that they keep through a clip."""
        if not self.mix.held:
            return layers
        clips: Tensor = layers.unflatten(0, (-1, clip_length))
        places = self.draws.chance(self.mix.held, (len(clips),)).nonzero().flatten()
        if not len(places):
            return layers
        held = hold(self.draws, clips[places].flatten(0, 1), self._objects.draw(self.draws, len(places)))
        clips = clips.index_copy(0, places, held.unflatten(0, (-1, clip_length)))
        return clips.flatten(0, 1)

    def rearrange(self, backgrounds: Tensor, people: Tensor) -> tuple[Tensor, Tensor]:
        """Rooms (B, 3, H, W) as they are now, behind people of alpha (B, 1, H, W), and as they were before."""
        backgrounds = self._add_furniture(backgrounds)
        if not self.mix.rearranged:
            return backgrounds, backgrounds
        places = self.draws.chance(self.mix.rearranged, (len(backgrounds),)).nonzero().flatten()
        if not len(places):
            return backgrounds, backgrounds
        count = (len(places) + self.draws.one_integer(2)) // 2
        objects = backgrounds.new_zeros(0, 4, *backgrounds.shape[2:])
        if count:
            objects = _jiggle(self.draws, self._objects.draw(self.draws, count), smallest=0.35, reach=0.8)
        now, before = rearrange(self.draws, backgrounds[places], objects, people[places])
        return backgrounds.index_copy(0, places, now), backgrounds.index_copy(0, places, before)

    def _add_furniture(self, rooms: Tensor) -> Tensor:
        if not self.mix.standing:
            return rooms
        chosen = self.draws.chance(self.mix.standing, (len(rooms),)).nonzero().flatten()
        return rooms.index_copy(0, chosen, place_furniture(self.draws, rooms[chosen])) if len(chosen) else rooms

    def backgrounds(self, batch: int) -> Tensor:
        """(batch, 3, H, W): photographs and painted rooms."""
        draws, (width, height) = self.draws, self.size
        photos = round(batch * self.mix.photos) if batch > 1 else int(draws.one_integer(100) < self.mix.photos * 100)
        photos = photos if self._photos else 0
        pictures = []
        for _ in range(photos):
            photo = self._photos[draws.one_integer(len(self._photos))]
            pictures.append(_crop(draws, photo, self.size))
        if batch > photos:
            rooms = self._rooms.draw(draws, batch - photos)
            count = len(rooms)
            if rooms.shape[-2:] != (height, width):
                zoom = draws.uniform((count,), 1.25, 2.0)
                shift = draws.uniform((count, 2), -1, 1) * (zoom - 1).unsqueeze(1) * 0.8
                flip = draws.chance(0.5, (count,))
                rooms = camera.affine(
                    rooms, shift=shift, scale=zoom, flip=flip, size=(height, width), padding="reflection"
                )
            pictures.append(rooms)
        return torch.cat(pictures)[torch.randperm(batch, generator=draws.generator, device=draws.device)]

    def foregrounds(self, batch: int) -> tuple[Tensor, Tensor]:
        """Colour (batch, 3, H, W) and alpha (batch, 1, H, W) of what stands before the background."""
        draws, mix = self.draws, self.mix
        people_share = mix.people if self._people else 0.0
        figure_share = mix.figures + mix.people - people_share
        kinds = draws.uniform((batch,))
        layers = torch.zeros(batch, 4, self.size.height, self.size.width, device=draws.device)
        for place in (kinds < people_share).nonzero().flatten().tolist():
            layers[place] = self._person()
        bounds = (people_share, people_share + figure_share, people_share + figure_share + mix.objects)
        for pool, low, high in ((self._figures, *bounds[:2]), (self._objects, *bounds[1:])):
            places = ((kinds >= low) & (kinds < high)).nonzero().flatten()
            if len(places):
                layers[places] = _jiggle(draws, pool.draw(draws, len(places)))
        return layers[:, :3], layers[:, 3:]

    def _person(self) -> Tensor:
        """One cut-out person (4, H, W), standing on the lower edge of the picture as they stood in theirs."""
        draws = self.draws
        person = self._people[draws.one_integer(len(self._people))].to(draws.device)
        scale = draws.log_uniform((1,), 0.7, 1.6)
        free = draws.uniform((1,), -0.6, 0.6)
        # the cut at a picture's lower edge must stay below the frame: shift down by what a smaller picture lacks
        down = (1 - scale).clamp(min=0) + draws.uniform((1,), 0.0, 0.5) * (scale - 1).clamp(min=0)
        layer = camera.affine(
            premultiply(person.float().unsqueeze(0) / 255),
            shift=torch.stack([free, down], 1),
            scale=scale,
            angle=draws.normal((1,), 0.04),
            flip=draws.chance(0.5, (1,)),
            size=(self.size.height, self.size.width),
        )
        light = (draws.normal((1, 3, 1, 1), 0.08) + draws.normal((1, 1, 1, 1), 0.25)).exp()
        return torch.cat([(unpremultiply(layer[:, :3], layer[:, 3:]) * light).clamp(0, 1), layer[:, 3:]], 1)[0]


def _jiggle(draws: Draws, rgba: Tensor, smallest: float = 0.85, reach: float = 0.4) -> Tensor:
    """Show a pooled foreground elsewhere, mirrored and in another size, so that no two showings are alike."""
    count = len(rgba)
    layer = camera.affine(
        premultiply(rgba),
        shift=torch.cat([draws.uniform((count, 1), -reach, reach), draws.uniform((count, 1), 0, 0.15)], 1),
        scale=draws.log_uniform((count,), smallest, 1.5),
        angle=draws.normal((count,), 0.08),
        flip=draws.chance(0.5, (count,)),
    )
    light = (draws.normal((count, 3, 1, 1), 0.08) + draws.normal((count, 1, 1, 1), 0.2)).exp()
    return torch.cat([(unpremultiply(layer[:, :3], layer[:, 3:]) * light).clamp(0, 1), layer[:, 3:]], 1)


def _crop(draws: Draws, photo: Tensor, size: FrameSize) -> Tensor:
    """A random window of a photograph in another light, (1, 3, H, W) 0..1."""
    height, width = photo.shape[1:]
    fit = min(height / size.height, width / size.width)
    zoom = float(draws.log_uniform((1,), 0.35, 1.0)) * fit
    rows, columns = round(size.height * zoom), round(size.width * zoom)
    top, left = draws.one_integer(height - rows + 1), draws.one_integer(width - columns + 1)
    window = photo[:, top : top + rows, left : left + columns].to(draws.device).float().unsqueeze(0) / 255
    picture = F.interpolate(window, (size.height, size.width), mode="bilinear", antialias=zoom > 1, align_corners=False)
    picture = picture.flip(3) if draws.one_integer(2) else picture
    return camera.change_light(draws, picture, 3.0)
