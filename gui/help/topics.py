"""What the help says, as data: the words of the program, and what to do when something is wrong."""

from dataclasses import dataclass

from gui.look.language import mark


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading and what is to be known of it, both in English; shown by `tr`."""

    title: str
    text: str


WORDS = (
    Topic(
        mark("Plate"),
        mark(
            "A picture of your room without you. The program compares every frame with it, which is why it sees single "
            "hairs and what you hold, and why it needs no green screen."
        ),
    ),
    Topic(
        mark("Background"),
        mark(
            "What you are put in front of: a picture, a video, a colour, or your own room, blurred. Your own "
            "files keep their place in the list: F2 renames one, Alt and an arrow key or the mouse move it, "
            "Delete takes it out. A folder that you add shows whatever pictures and videos are in it."
        ),
    ),
    Topic(
        mark("Virtual camera"),
        mark(
            "A camera that exists only in this computer. Choose it in your meeting program instead of the real one: "
            "it shows what this program sends."
        ),
    ),
    Topic(
        mark("Placeholder"),
        mark("What others see while nothing else may be shown: a blurred plate with a line of text, never your room."),
    ),
    Topic(
        mark("Alpha"),
        mark("How far each pixel is you: white is you, black is the room, and grey is a hair or a soft edge."),
    ),
    Topic(
        mark("Keep"),
        mark("What stays in the picture: people and what they hold, or everything that was not there before."),
    ),
    Topic(
        mark("Quality"),
        mark(
            "How large the picture is that the network sees, and how many edges are refined. Automatic takes the best "
            "that this computer can do without dropping frames."
        ),
    ),
    Topic(
        mark("Videos from files"),
        mark(
            "On the tab Videos, drop videos, folders or a saved list. Try one second shows what becomes of a video: "
            "left of the line is the video, right of it the result. Drag videos into the order in which they are "
            "made, or press Alt and the up or down arrow. Saved as a file, the list is run by the command matting-rt "
            "jobs, too."
        ),
    ),
)

TROUBLES = (
    Topic(
        mark("My edges are rough"),
        mark(
            "Your room is not known yet: people are then cut out without it. It is learned while you move, and a ring "
            "on the picture shows how far that is. To know all of it at once, take the plate."
        ),
    ),
    Topic(
        mark("I stand in the wrong place, or am too large"),
        mark(
            "Drag in the picture to move yourself, turn the wheel with Ctrl to become larger or smaller, and double "
            "click to reset both. By keys, once the picture has the focus: the arrows (with Shift, further), + and −, "
            "and 0."
        ),
    ),
    Topic(
        mark("Parts of my room can be seen"),
        mark(
            "Take a new plate: step out of the picture, leave everything else as it will be, and do not move the "
            "camera afterwards. Lamps and daylight may change; what you move will be learned once it stands still."
        ),
    ),
    Topic(
        mark("There are holes in me"),
        mark(
            "What you wear looks like the wall behind you. More light on you than on the wall helps most, and so do "
            "clothes of another colour."
        ),
    ),
    Topic(
        mark("My meeting program does not show the virtual camera"),
        mark(
            "Start it here first, then choose it there; some programs list cameras only when they start. Where this "
            "computer has no virtual camera, set one up (Virtual camera in the menu), or share the window “Picture "
            "only” instead."
        ),
    ),
    Topic(
        mark("The picture is not smooth"),
        mark(
            "The figures of the last minute (F9) say what limits. Choose a smaller size of the camera, or a lower "
            "quality. A video that is being made at the same time takes half of the computer."
        ),
    ),
    Topic(
        mark("The camera is in use by another program"),
        mark("Only one program can have a camera. Close the other one, or choose the virtual camera there."),
    ),
    Topic(
        mark("I changed something and want it back"),
        mark(
            "Ctrl+Z takes back the last change of a setting, a background or a name, and Ctrl+Shift+Z does it again. "
            "Which camera is used and who sees you is never changed by that."
        ),
    ),
    Topic(
        mark("My recording has no sound"),
        mark(
            "Choose a microphone in Output before you record; the bar below the buttons shows how loud it hears you. "
            "It is open only while you record. Where it was unplugged, the recording goes on with silence until it is "
            "back."
        ),
    ),
    Topic(
        mark("I want to pause or record while another window is in front"),
        mark(
            "Turn on the keys that work in every program (settings, Keys). Where your desktop lends none to programs, "
            "that page has commands which its own keyboard settings can run."
        ),
    ),
    Topic(
        mark("I do not find a setting"),
        mark("Type a word of it into the search of the settings (Ctrl+F there). It looks through all pages."),
    ),
    Topic(
        mark("I want to report a fault"),
        mark("Copy the diagnostics (in the menu) into your report. Nothing is ever sent by the program itself."),
    ),
)
