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
            "A picture of your room without you. The program compares every frame with it. That is "
            "why it finds single hairs and what you hold, and needs no green screen."
        ),
    ),
    Topic(
        mark("Background"),
        mark(
            "What appears behind you: a picture, a video, a colour, or your own room, blurred. You "
            "can rename your own files (F2), move them (drag them, or press Alt and an arrow key), "
            "and remove them from the list (Delete). A folder that you add shows all pictures and "
            "videos in it."
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
        mark(
            "What others see while there is nothing else to show: a blurred plate with a line of "
            "text, never the camera's picture."
        ),
    ),
    Topic(
        mark("Alpha"),
        mark("How much of each pixel is you: white is you, black is the room, and grey is hair or a soft edge."),
    ),
    Topic(
        mark("Keep"),
        mark("What stays in the picture: people and what they hold, or everything that was not there before."),
    ),
    Topic(
        mark("Quality"),
        mark(
            "The size of the picture that the network sees, and how many edges are refined. Automatic"
            " picks the best that this computer can do without dropping frames."
        ),
    ),
    Topic(
        mark("Videos from files"),
        mark(
            "Drop videos, folders or a saved list on the tab Videos. Try one second previews the "
            "result: left of the line is the video, right of it the result. To change the order, drag"
            " videos, or press Alt and the up or down arrow. A list that is saved as a file can be "
            "run by the command matting-rt jobs, too."
        ),
    ),
)

TROUBLES = (
    Topic(
        mark("My edges are rough"),
        mark(
            "Your room is not known yet, so you are cut out without it. It is learned while you move;"
            " the ring on the picture shows how much is known. To have all of it at once, take the "
            "plate."
        ),
    ),
    Topic(
        mark("I am in the wrong place, or too large"),
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
            "Your clothes look like the wall behind you. It helps most to have more light on you than"
            " on the wall, or to wear another colour."
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
            "The figures of the last minute (F9) show what is too slow. Choose a smaller camera size,"
            " or a lower quality. Processing videos at the same time slows the picture down, too."
        ),
    ),
    Topic(
        mark("The camera is in use by another program"),
        mark("Only one program can use a camera at a time. Close the other one, or choose the virtual camera there."),
    ),
    Topic(
        mark("I want to undo a change"),
        mark(
            "Ctrl+Z undoes the last change of a setting, a background or a name, and Ctrl+Shift+Z "
            "redoes it. Neither ever changes which camera is used or who sees you."
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
            "Turn on the keys that work in every program (settings, Keys). If your desktop offers no "
            "global keys to programs, that page lists commands for the desktop's own keyboard "
            "settings."
        ),
    ),
    Topic(
        mark("I cannot find a setting"),
        mark("Type part of its name into the search field of the settings (Ctrl+F there). It searches all pages."),
    ),
    Topic(
        mark("I want to report a problem"),
        mark("Copy the diagnostics (in the menu) into your report. Nothing is ever sent by the program itself."),
    ),
)
