"""What stands and hangs in rooms where people sit before cameras: windows, shelves, screens, plants and lamps."""

import torch
from torch import Tensor

from matting_rt.synthetic.draws import Draws, pixel_grid

_LEAVES = 14
_BOARDS = 4


def furnish(draws: Draws, room: Tensor) -> Tensor:
    """Put furniture into rooms (B, 3, H, W), each piece into a third of them; values may exceed 1."""
    for paint in (_window, _shelf, _screen, _plant, _lamp):
        chosen = draws.chance(0.35, (len(room),)).nonzero().flatten()
        if len(chosen):
            room = room.index_copy(0, chosen, paint(draws, room[chosen]))
    return room


class _Place:
    """A rectangle somewhere in each picture, in picture heights, with coordinates -1..1 inside."""

    def __init__(
        self, draws: Draws, room: Tensor, half_height: tuple[float, float], aspect: tuple[float, float]
    ) -> None:
        batch, _, self.height, width = room.shape
        self.shape = (batch, 1, 1, 1)
        self.half_height = draws.log_uniform(self.shape, *half_height)
        self.half_width = self.half_height * draws.log_uniform(self.shape, *aspect)
        x, y = pixel_grid(self.height, width, room.device)
        self.dx = x[:, :1] - draws.uniform(self.shape, -0.05, width / self.height + 0.05)
        self.dy = y[:, :, :1] - draws.uniform(self.shape, 0.05, 0.95)
        self.across, self.down = self.dx / self.half_width, self.dy / self.half_height
        """(B, 1, 1, W) and (B, 1, H, 1)."""

    def box(self, left: float | Tensor, top: float | Tensor, right: float | Tensor, bottom: float | Tensor) -> Tensor:
        """The coverage of a part of it, (B, 1, H, W) 0..1, antialiased; sides as -1..1."""
        across = torch.minimum(self.across - left, right - self.across) * self.half_width
        down = torch.minimum(self.down - top, bottom - self.down) * self.half_height
        return (0.5 + across * self.height).clamp(0, 1) * (0.5 + down * self.height).clamp(0, 1)

    def glow(self, reach: float) -> Tensor:
        """Light that falls off around it, (B, 1, H, W) 0..1; `reach` in picture heights."""
        across = (self.dx.abs() - self.half_width).clamp(min=0)
        down = (self.dy.abs() - self.half_height).clamp(min=0)
        return torch.exp(-((across / reach) ** 2)) * torch.exp(-((down / reach) ** 2))


def _colours(draws: Draws, batch: int) -> Tensor:
    return draws.colours((batch,)).view(batch, 3, 1, 1)


def _window(draws: Draws, room: Tensor) -> Tensor:
    """Daylight, brighter than a camera shows, that lights the wall: sky, what is below it, bars, often blinds."""
    place = _Place(draws, room, (0.15, 0.5), (0.5, 1.3))
    batch, shape = len(room), place.shape
    day = draws.uniform(shape, 0.6, 1.5) * (1 + draws.normal((batch, 3, 1, 1), 0.06))
    ground = _colours(draws, batch) * draws.uniform(shape, 0.4, 1.2)
    horizon = draws.uniform(shape, -0.5, 1.5)
    view = torch.lerp(day, ground, ((place.down - horizon) * 8 + 0.5).clamp(0, 1))
    lines = torch.sin(place.down * draws.uniform(shape, 15, 60)) * draws.uniform(shape, 1, 4)
    blinds = draws.chance(0.3, shape) * draws.uniform(shape, 0.3, 0.9) * (lines * 0.5 + 0.5).clamp(0, 1)
    view = view * (1 - blinds)
    frame = _colours(draws, batch) * 0.5 + 0.4 * draws.uniform(shape)
    room = room * (1 + place.glow(0.25) * (day * draws.uniform(shape, 0.1, 0.5)))
    room = torch.lerp(room, frame, place.box(-1.08, -1.06, 1.08, 1.06))
    glass = place.box(-1, -1, 1, 1)
    for bar in (place.box(-0.03, -1, 0.03, 1), place.box(-1, -0.03, 1, 0.03)):
        glass = glass * (1 - bar * draws.chance(0.6, shape))
    return torch.lerp(room, view, glass)


def _shelf(draws: Draws, room: Tensor) -> Tensor:
    """Boards with books of any colour and height, and gaps between them."""
    place = _Place(draws, room, (0.15, 0.5), (0.5, 1.5))
    batch, shape = len(room), place.shape
    wood = _colours(draws, batch)
    room = torch.lerp(room, wood * draws.uniform(shape, 0.2, 1.0), place.box(-1, -1, 1, 1) * draws.chance(0.7, shape))
    width = room.shape[3]
    books = draws.log_uniform((batch, 1), 12, 40)
    for board in range(_BOARDS):
        bottom = -1 + 2 * (board + 1) / _BOARDS
        index = ((place.across.view(batch, width) + 1) / 2 * books).floor().long().clamp(0, 39)
        spines = draws.colours((batch, 40)).transpose(1, 2).gather(2, index.unsqueeze(1).expand(batch, 3, width))
        tall = draws.uniform((batch, 40), 0.5, 1.7) * draws.chance(0.8, (batch, 40))
        tops = bottom - tall.gather(1, index).view(batch, 1, 1, width) / _BOARDS
        room = torch.lerp(room, spines.unsqueeze(2), place.box(-0.96, tops, 0.96, bottom))
        room = torch.lerp(room, wood, place.box(-1, bottom - 0.04, 1, bottom))
    return room


def _screen(draws: Draws, room: Tensor) -> Tensor:
    """A monitor or television that is on: a dark rim, windows on it, rows of text."""
    place = _Place(draws, room, (0.08, 0.28), (1.3, 1.9))
    batch, shape = len(room), place.shape
    rim = draws.uniform(shape, 0.0, 0.2)
    room = torch.lerp(room, rim, place.box(-0.12, 0.9, 0.12, 1.5))  # its foot
    room = torch.lerp(room, rim, place.box(-1, -1, 1, 1))
    shown = _colours(draws, batch) * (1 + 0.4 * draws.uniform(shape) * place.down)
    for _ in range(2):
        left, top = draws.uniform(shape, -0.9, 0.3), draws.uniform(shape, -0.9, 0.3)
        window = place.box(left, top, left + draws.uniform(shape, 0.3, 1.2), top + draws.uniform(shape, 0.3, 1.2))
        paper, ink = _colours(draws, batch) * 0.4 + 0.6 * draws.chance(0.6, shape), _colours(draws, batch)
        lines = (torch.sin((place.down - top) * draws.uniform(shape, 30, 120)) * 2).clamp(0, 1)
        words = (torch.sin(place.across * 90) + torch.sin(place.across * 37 + place.down * 300) > -0.4).float()
        text = lines * words * draws.uniform(shape, 0.2, 0.9)
        shown = torch.lerp(shown, torch.lerp(paper, ink, text), window)
    bright = draws.uniform(shape, 0.5, 1.4)
    glow = place.glow(0.15) * draws.uniform(shape, 0, 0.15)
    return torch.lerp(room * (1 + glow), shown * bright, place.box(-0.95, -0.92, 0.95, 0.92))


def _plant(draws: Draws, room: Tensor) -> Tensor:
    """Leaves that grow from a pot, thin or broad."""
    place = _Place(draws, room, (0.08, 0.25), (0.5, 0.8))
    batch, shape = len(room), place.shape
    room = torch.lerp(room, _colours(draws, batch), place.box(-0.5, 0.4, 0.5, 1.2))
    green = torch.tensor([0.25, 0.45, 0.15], device=room.device).view(1, 3, 1, 1)
    green = green * (1 + draws.normal((batch, 3, 1, 1), 0.25)) * draws.uniform(shape, 0.3, 1.3)
    breadth, spread = draws.log_uniform(shape, 0.04, 0.25), draws.uniform(shape, 0.6, 1.4)
    dx, dy = place.dx / place.half_height, place.dy / place.half_height - 0.4
    for _ in range(_LEAVES):
        angle = draws.normal(shape, 0.7) * spread
        length = draws.uniform(shape, 0.5, 1.0)
        along = -dy * angle.cos() + dx * angle.sin()
        aside = dx * angle.cos() + dy * angle.sin() + draws.normal(shape, 0.25) * along.square()
        inside = 1 - (along / length - 1).square() - (aside / breadth).square()
        edge = inside * (place.half_height * place.height) * breadth / 2
        shade = draws.uniform(shape, 0.5, 1.4) * (1 + 0.3 * (aside / breadth).clamp(-1, 1))
        room = torch.lerp(room, green * shade, (0.5 + edge).clamp(0, 1))
    return room


def _lamp(draws: Draws, room: Tensor) -> Tensor:
    """A shade or a bare bulb that is on, and the light that it throws on the wall."""
    place = _Place(draws, room, (0.02, 0.09), (0.6, 2.5))
    batch, shape = len(room), place.shape
    warm = torch.tensor([1.0, 0.85, 0.6], device=room.device).view(1, 3, 1, 1)
    warm = torch.lerp(torch.ones_like(warm), warm, draws.uniform(shape))
    around = place.glow(0.12) * 0.3 + place.glow(0.45) * 0.25
    room = room * (1 + around * warm * draws.uniform(shape, 0.5, 3)) + place.glow(0.05) * warm * 0.15
    radius = (place.across.square() + place.down.square()).sqrt()
    size = torch.minimum(place.half_width, place.half_height)
    is_round = draws.chance(0.5, shape)
    bulb = (0.5 + (1 - radius) * size * place.height).clamp(0, 1)
    slope = 1 - 0.35 * (1 - place.down.clamp(-1, 1)) / 2
    cone = place.box(-slope, -1, slope, 1)
    stand = place.box(-0.06, 1, 0.06, 30) * draws.chance(0.4, shape)
    room = torch.lerp(room, _colours(draws, batch) * 0.5, stand)
    return torch.lerp(room, warm * draws.uniform(shape, 0.8, 1.6), torch.lerp(cone, bulb, is_round))
