"""How well the room is known, for all that speak of it."""

from enum import Enum


class PlateCondition(Enum):
    """What is known of the room."""

    KNOWN = "known"
    LEARNING = "learning"
    """A part is not known: nobody has seen it yet, or it has changed."""
    LOST = "lost"
    """Nothing is believed: the camera or the light has just changed, or the plate never showed this room."""
