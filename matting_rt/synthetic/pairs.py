"""Training pairs: a frame, its plate, and the exact alpha and foreground."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from matting_rt.frame import FrameSize
from matting_rt.synthetic import camera
from matting_rt.synthetic.draws import Draws, over, unpremultiply
from matting_rt.synthetic.figures import paint_figures
from matting_rt.synthetic.objects import paint_objects
from matting_rt.synthetic.pictures import load_people, load_photos
from matting_rt.synthetic.rooms import paint_rooms


@dataclass(frozen=True, slots=True)
class Pair:
    """A batch of frames with their plates and truth, all float on the sampler's device."""

    src: Tensor
    """(B, 3, H, W) RGB 0..1, the frame as the camera saw it."""
    bgr: Tensor
    """(B, 3, H, W) RGB 0..1, the plate, taken at another moment."""
    true_pha: Tensor
    """(B, 1, H, W) 0..1."""
    true_fgr: Tensor
    """(B, 3, H, W) 0..1, not premultiplied."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands before the camera, before any photograph is taken of it."""

    background: Tensor
    """(B, 3, H, W) RGB 0..1."""
    fgr: Tensor
    """(B, 3, H, W) 0..1, not premultiplied."""
    pha: Tensor
    """(B, 1, H, W) 0..1."""


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


class _Pool:
    """Painted pictures, kept as bytes and shown more than once, because painting costs more than a training step.

    Every third draw paints one picture anew, over the oldest. With a capacity of 0 every picture is new.
    """

    DRAWS_PER_PICTURE = 3

    def __init__(self, paint: Callable[[int], Tensor], capacity: int) -> None:
        self._paint, self._drawn = paint, 0
        self._pictures = torch.cat([self._painted(16) for _ in range(-(-capacity // 16))]) if capacity else None

    def _painted(self, count: int) -> Tensor:
        return self._paint(count).clamp(0, 1).mul(255).round().to(torch.uint8)

    def draw(self, draws: Draws, count: int) -> Tensor:
        """(count, C, H, W) 0..1."""
        if self._pictures is None:
            return self._painted(count).float() / 255
        self._drawn += 1
        if self._drawn % self.DRAWS_PER_PICTURE == 0:
            self._pictures[self._drawn // self.DRAWS_PER_PICTURE % len(self._pictures)] = self._painted(1)[0]
        return self._pictures[draws.integers((count,), len(self._pictures))].float() / 255


class PairSampler:
    """Draws batches of pairs from a seed; the same seed and the same calls give the same pairs.

    Args:
        size: of the pictures drawn.
        people: a folder of cut-out people with an alpha channel; None: painted figures only.
        photos: a folder of photographs without people; None: painted rooms only.
        clean: the plate differs from the frame's background by sensor noise alone.
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
    ) -> None:
        self.size, self.clean, self.mix = size, clean, mix or Mix()
        self.draws = Draws(seed, device)
        self._people = load_people(people) if people else []
        # three times the picture's side: what the closest crop shows pixel for pixel, see _crop
        self._photos = load_photos(photos, held_out=held_out, long_side=3 * max(size)) if photos else []
        # pooled rooms are larger than a picture, so that each showing crops and scales them anew
        room_size = FrameSize(size.width * 5 // 4, size.height * 5 // 4) if pool else size
        self._rooms = _Pool(lambda count: paint_rooms(self.draws, count, room_size), pool)
        self._figures = _Pool(lambda count: _rgba(paint_figures(self.draws, count, size)), pool)
        self._objects = _Pool(lambda count: _rgba(paint_objects(self.draws, count, size)), pool // 2)

    def sample(self, batch: int) -> Pair:
        """Draw `batch` pairs."""
        return self.photograph(self.paint(batch), self.clean)

    def paint(self, batch: int) -> Scene:
        """Draw `batch` scenes."""
        draws = self.draws
        background = self._backgrounds(batch)
        fgr, pha = self._foregrounds(batch)
        crowded = draws.chance(self.mix.second, (batch,)).nonzero().flatten()
        if len(crowded):
            fgr_behind, pha_behind = self._foregrounds(len(crowded))
            front = pha[crowded]
            colour, alpha = over(fgr[crowded] * front, front, fgr_behind * pha_behind, pha_behind)
            fgr[crowded], pha[crowded] = unpremultiply(colour, alpha), alpha
        fgr = _camouflage(draws, fgr, pha, background, self.mix.camouflage)
        fgr, pha = _soften(draws, fgr, pha)
        return Scene(background, fgr, pha)

    def photograph(self, scene: Scene, clean: bool) -> Pair:
        """Take the frame and the plate, each with the camera's faults of its own moment; `clean`: with noise alone."""
        draws, background, fgr, pha = self.draws, scene.background, scene.fgr, scene.pha
        if clean:
            src = fgr * pha + background * (1 - pha)
            return Pair(_sensor(draws, src), _sensor(draws, background), pha, fgr)
        lit = camera.cast_shadow(draws, background, pha)
        src = _sensor(draws, fgr * pha + lit * (1 - pha))
        shift_px = 1.5 * self.size.height / 256 if self.size.height < 512 else 2.0
        bgr = camera.move_camera(draws, camera.change_light(draws, background), shift_px)
        bgr = _some(draws, 0.3, bgr, lambda some: camera.blur(some, camera.blur_kernels(draws, len(some), 2)))
        src, bgr = camera.add_noise(draws, src), camera.add_noise(draws, bgr, 0.015)
        src = _some(draws, 0.5, src, lambda some: camera.compress(draws, some))
        bgr = _some(draws, 0.5, bgr, lambda some: camera.compress(draws, some))
        return Pair(src.clamp(0, 1), bgr.clamp(0, 1), pha, fgr)

    def _backgrounds(self, batch: int) -> Tensor:
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

    def _foregrounds(self, batch: int) -> tuple[Tensor, Tensor]:
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
            _premultiplied(person.float().unsqueeze(0) / 255),
            shift=torch.stack([free, down], 1),
            scale=scale,
            angle=draws.normal((1,), 0.04),
            flip=draws.chance(0.5, (1,)),
            size=(self.size.height, self.size.width),
        )
        light = (draws.normal((1, 3, 1, 1), 0.08) + draws.normal((1, 1, 1, 1), 0.25)).exp()
        return torch.cat([(unpremultiply(layer[:, :3], layer[:, 3:]) * light).clamp(0, 1), layer[:, 3:]], 1)[0]


def _some(draws: Draws, share: float, pictures: Tensor, change: Callable[[Tensor], Tensor]) -> Tensor:
    """Change a random share of a batch."""
    chosen = draws.chance(share, (len(pictures),)).nonzero().flatten()
    if len(chosen):
        pictures = pictures.clone()
        pictures[chosen] = change(pictures[chosen])
    return pictures


def _rgba(layer: tuple[Tensor, Tensor]) -> Tensor:
    return torch.cat(layer, 1)


def _premultiplied(rgba: Tensor) -> Tensor:
    return torch.cat([rgba[:, :3] * rgba[:, 3:], rgba[:, 3:]], 1)


def _sensor(draws: Draws, picture: Tensor) -> Tensor:
    """The noise of one 8-bit picture in good light."""
    return (picture + draws.noise((len(picture), *picture.shape[1:])) * 0.004).clamp(0, 1)


def _jiggle(draws: Draws, rgba: Tensor) -> Tensor:
    """Show a pooled foreground elsewhere, mirrored and in another size, so that no two showings are alike."""
    count = len(rgba)
    layer = camera.affine(
        _premultiplied(rgba),
        shift=torch.cat([draws.uniform((count, 1), -0.4, 0.4), draws.uniform((count, 1), 0, 0.15)], 1),
        scale=draws.log_uniform((count,), 0.85, 1.5),
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


def _camouflage(draws: Draws, fgr: Tensor, pha: Tensor, background: Tensor, share: float) -> Tensor:
    """Make colour alone unable to decide: give a `share` of foregrounds the background's texture or average colour."""
    batch, _, height, width = fgr.shape
    shift = (draws.one_integer(height), draws.one_integer(width))
    elsewhere = background.roll(shift, (2, 3)).flip(3)
    textured = draws.chance(share / 3, (batch, 1, 1, 1)) * draws.uniform((batch, 1, 1, 1), 0.3, 1.0)
    fgr = torch.lerp(fgr, elsewhere, textured)
    area = pha.sum((2, 3), keepdim=True) + 1e-3
    own = (fgr * pha).sum((2, 3), keepdim=True) / area
    behind = (background * pha).sum((2, 3), keepdim=True) / area
    near = draws.chance(share * 2 / 3, (batch, 1, 1, 1)) * draws.uniform((batch, 1, 1, 1), 0.5, 1.0)
    return (fgr + (behind - own) * near).clamp(0, 1)


def _soften(draws: Draws, fgr: Tensor, pha: Tensor) -> tuple[Tensor, Tensor]:
    """Blur a third of the foregrounds, out of focus or in motion, colour and alpha together."""
    radius = min(max(2, pha.shape[-2] // 48), 12)

    def out_of_focus(layers: Tensor) -> Tensor:
        blurred = camera.blur(_premultiplied(layers), camera.blur_kernels(draws, len(layers), radius))
        return torch.cat([unpremultiply(blurred[:, :3], blurred[:, 3:]), blurred[:, 3:]], 1)

    layers = _some(draws, 0.35, _rgba((fgr, pha)), out_of_focus)
    return layers[:, :3], layers[:, 3:]
