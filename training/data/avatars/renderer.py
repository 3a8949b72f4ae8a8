"""Draws posed bodies with OpenGL into straight colour and exact alpha; a GPU or Mesa's software does the work."""

import importlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matting_rt.errors import UsageError
from matting_rt.frame import FrameSize
from training.data.avatars.avatar import Avatar
from training.data.avatars.light import Light
from training.data.avatars.look import Look
from training.data.avatars.skeleton import Floats
from training.data.avatars.strands import Strands
from training.data.avatars.things import Thing
from training.data.avatars.veil import Veil

SHADERS = Path(__file__).with_name("shaders")

JOINTS = 256
"""How many a shader's block holds."""

SAMPLES = 4
"""Of each rendered pixel; what every OpenGL has."""

MANY = 8
"""Moments of a picture from which on each of them is drawn with a picture's own pixels."""

TEXTURES = 128
"""Pictures kept in the context's memory, of 4 MB each."""

BODY_LAYOUT = "3f4 3f4 2f4 4u1 4f4 1f4 /v"
BODY_INPUTS = ("in_place", "in_normal", "in_texture_place", "in_joints", "in_weights", "in_cloth")
HAIR_LAYOUT = "3f4 3f4 3f4 3f4 4u1 4f4 2f4 /v"
HAIR_INPUTS = ("in_place", "in_tangent", "in_normal", "in_colour", "in_joints", "in_weights", "in_side_width")
VEIL_LAYOUT = "3f4 3f4 1f4 2f4 4u1 4f4 /v"
VEIL_INPUTS = ("in_place", "in_normal", "in_cover", "in_cloth", "in_joints", "in_weights")


@dataclass(frozen=True, slots=True)
class Body:
    """One person of a scene: what stays while the shutter is open."""

    avatar: Avatar
    places: Floats
    """(N, 3) the resting body with its face."""
    strands: Strands | None
    look: Look
    shows_wig: bool = True
    """Hair that is modelled as a mesh of its own."""
    things: Sequence[Thing] = ()
    veil: Veil | None = None


class Renderer:
    """An OpenGL context without a window. Use it in one thread, in a with-statement.

    Args:
        size: of the pictures.
        fineness: rendered pixels to a picture's, in each direction; with 2 an alpha has 16 samples.

    Raises:
        UsageError: there is no OpenGL 3.3 here.
    """

    def __init__(self, size: FrameSize, fineness: int = 2) -> None:
        self.size, self._fineness = size, fineness
        try:
            moderngl = _moderngl()
            _load_triton()
            self._context = moderngl.create_context(require=330, standalone=True, backend="egl")
        except UsageError:
            raise
        except Exception as error:  # moderngl raises what its loader of EGL does, from ImportError to bare Exception
            raise UsageError(
                f"OpenGL 3.3 over EGL is not there ({error}); apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri"
            ) from error
        self._body = self._program("body")
        self._hair = self._program("hair")
        self._veil = self._program("veil")
        self._hair["lines"] = float(size.height)
        samples = min(SAMPLES, self._context.max_samples)
        self._canvases = {times: self._canvas(times, samples) for times in {1, fineness}}
        self._joints = self._context.buffer(reserve=JOINTS * 3 * 16)
        self._joints.bind_to_uniform_block(0)
        self._textures: dict[int, Any] = {}
        self._surround: Any = None

    def __enter__(self) -> "Renderer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.release()

    @property
    def name(self) -> str:
        """Of who renders: a graphics card, or llvmpipe."""
        return str(self._context.info["GL_RENDERER"])

    def render(
        self, bodies: Sequence[Body], moments: Sequence[Sequence[Floats]], camera: Floats, eye: Floats, light: Light
    ) -> Floats:
        """One photograph.

        Args:
            bodies: the nearest first.
            moments: while the shutter is open; at each, for each body, (J, 3, 4) from its rest to the scene.
            camera: (4, 4) from the scene to OpenGL's clip space.
            eye: (3,) where the camera is.

        Returns:
            (H, W, 4) RGB as displayed, premultiplied, and alpha, 0..1: the mean over the moments.
        """
        models = [self._model(body) for body in bodies]
        self._shine(light, eye)
        total = np.zeros((self.size.height, self.size.width, 4), np.float32)
        # the mean of many moments needs no fine canvas, if each looks through other places of a pixel
        times = self._fineness if len(moments) < MANY else 1
        for number, moment in enumerate(moments):
            self._aim(camera, _within_pixel(number) if times == 1 and self._fineness > 1 else (0.0, 0.0))
            total += self._draw(bodies, models, moment, times)
        for *_, made in models:
            for thing in made:
                thing.release()
        total /= len(moments)
        return total

    def _draw(self, bodies: Sequence[Body], models: Sequence[Any], moment: Sequence[Floats], times: int) -> Floats:
        context, gl = self._context, _moderngl()
        drawn, resolved = self._canvases[times]
        drawn.use()
        drawn.clear(0, 0, 0, 0)
        context.enable_only(gl.DEPTH_TEST)
        for body, (draws, _, _), matrices in zip(bodies, models, moment, strict=True):
            self._bend(matrices)
            body.look.tell(self._body)
            for vertices, texture, is_hair in draws:
                if texture is not None:
                    texture.use(0)
                    self._body["is_hair"] = is_hair
                vertices.render(gl.TRIANGLES)
        # after all that hides, and hiding nothing: layers of one cloth cover as much in any order
        context.enable_only(gl.DEPTH_TEST | gl.BLEND)
        context.blend_func = gl.ONE, gl.ONE_MINUS_SRC_ALPHA
        drawn.depth_mask = False
        for body, (_, veil, _), matrices in reversed(list(zip(bodies, models, moment, strict=True))):
            if body.veil is not None:
                self._bend(matrices)
                body.veil.tell(self._veil)
                veil.render(gl.TRIANGLES)
        drawn.depth_mask = True
        context.copy_framebuffer(resolved, drawn)
        width, height = resolved.size
        pixels = np.frombuffer(resolved.read(components=4), np.uint8).reshape(height, width, 4)
        return reduce(pixels[::-1], times)

    def _bend(self, matrices: Floats) -> None:
        """Set the joints of what is drawn next."""
        self._joints.write(np.ascontiguousarray(matrices, np.float32).tobytes())

    def _canvas(self, times: int, samples: int) -> tuple[Any, Any]:
        """What is drawn on, and where its samples are averaged."""
        context, pixels = self._context, (self.size.width * times, self.size.height * times)
        colour, depth = (
            context.renderbuffer(pixels, 4, samples=samples),
            context.depth_renderbuffer(pixels, samples=samples),
        )
        return context.framebuffer([colour], depth), context.framebuffer([context.renderbuffer(pixels, 4)])

    def _aim(self, camera: Floats, shift: tuple[float, float]) -> None:
        """Set the camera; `shift`: of the picture, pixels."""
        aimed = camera.copy()
        aimed[0] += camera[3] * (2 * shift[0] / self.size.width)
        aimed[1] += camera[3] * (2 * shift[1] / self.size.height)
        for program in (self._body, self._hair, self._veil):
            program["camera"].write(np.ascontiguousarray(aimed.T, np.float32).tobytes())

    def _model(self, body: Body) -> tuple[list[Any], Any, list[Any]]:
        """What to draw for one person, the veil to draw over it or None, and what to release afterwards."""
        avatar, context = body.avatar, self._context
        if len(avatar.skeleton.names) > JOINTS:
            raise UsageError(f"{avatar.name} has {len(avatar.skeleton.names)} joints; {JOINTS} can be drawn")
        columns = (
            body.places,
            avatar.normals,
            avatar.texture_places,
            avatar.joints,
            avatar.weights,
            body.look.cloth[:, None],
        )
        buffer = context.buffer(packed(columns, BODY_LAYOUT))
        draws, made = [], [buffer]
        for part in avatar.parts:
            is_wig = "wig" in part.name
            if is_wig and not body.shows_wig:
                continue
            indices = context.buffer(np.ascontiguousarray(part.indices, np.uint32).tobytes())
            vertices = context.vertex_array(self._body, [(buffer, BODY_LAYOUT, *BODY_INPUTS)], indices, 4)
            draws.append((vertices, self._texture(part.texture), is_wig))
            made += [vertices, indices]
        for thing in body.things:
            buffer = context.buffer(packed(_columns(thing, avatar), BODY_LAYOUT))
            indices = context.buffer(thing.indices.tobytes())
            vertices = context.vertex_array(self._body, [(buffer, BODY_LAYOUT, *BODY_INPUTS)], indices, 4)
            texture = context.texture((1, 1), 3, bytes(thing.colour), alignment=1)
            draws.append((vertices, texture, False))
            made += [vertices, indices, buffer, texture]
        if body.strands is not None and len(body.strands.indices):
            draws.append((self._mesh(self._hair, HAIR_LAYOUT, HAIR_INPUTS, body.strands, made), None, True))
        veil = body.veil and self._mesh(self._veil, VEIL_LAYOUT, VEIL_INPUTS, body.veil, made)
        return draws, veil, made

    def _mesh(self, program: Any, layout: str, inputs: Sequence[str], mesh: Strands | Veil, made: list[Any]) -> Any:
        """Its vertex array, which joins `made` with what it is made of."""
        buffer = self._context.buffer(packed(mesh.columns, layout))
        indices = self._context.buffer(mesh.indices.tobytes())
        vertices = self._context.vertex_array(program, [(buffer, layout, *inputs)], indices, 4)
        made += [vertices, indices, buffer]
        return vertices

    def _texture(self, picture: NDArray[np.uint8]) -> Any:
        """The texture of a picture, kept, because parts and scenes share pictures that stay in memory."""
        key = id(picture)
        if key not in self._textures:
            if len(self._textures) >= TEXTURES:
                self._textures.pop(next(iter(self._textures)))[1].release()
            height, width = picture.shape[:2]
            texture = self._context.texture((width, height), 3, np.ascontiguousarray(picture).tobytes(), alignment=1)
            texture.build_mipmaps()
            # the picture is kept too: its id may not go to another one
            self._textures[key] = (picture, texture)
        return self._textures[key][1]

    def _shine(self, light: Light, eye: Floats) -> None:
        for program in (self._body, self._hair, self._veil):
            program["eye"] = tuple(float(number) for number in eye)
            program["harmonics"].write(np.ascontiguousarray(light.harmonics, np.float32).tobytes())
        height, width = light.surround.shape[:2]
        if self._surround is None:
            self._surround = self._context.texture((width, height), 3, dtype="f2")
        texture = self._surround
        texture.write(np.ascontiguousarray(light.surround, np.float16).tobytes())
        texture.build_mipmaps()
        texture.use(1)
        self._body["surround"] = 1

    def _program(self, name: str) -> Any:
        common = (SHADERS / "common.glsl").read_text(encoding="utf-8")
        sources = [(SHADERS / f"{name}.{stage}.glsl").read_text(encoding="utf-8") for stage in ("vertex", "fragment")]
        vertex, fragment = (f"#version 330\n{common}\n{source}" for source in sources)
        program = self._context.program(vertex_shader=vertex, fragment_shader=fragment)
        program["Joints"].binding = 0
        return program


def _columns(thing: Thing, avatar: Avatar) -> Sequence[NDArray[Any]]:
    """Those of `BODY_INPUTS`."""
    count = len(thing.places)
    joints = np.tile(np.array([avatar.skeleton.index(thing.joint), 0, 0, 0], np.uint8), (count, 1))
    weights = np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1))
    nothing = np.zeros((count, 2), np.float32)
    return thing.places, thing.normals, nothing, joints, weights, nothing[:, :1]


def reduce(pixels: NDArray[np.uint8], times: int) -> Floats:
    """Average squares of `times` x `times` pixels; (H, W, C) uint8 becomes (H / times, W / times, C) 0..1."""
    import cv2

    if times == 1:
        return pixels * np.float32(1 / 255)
    height, width = pixels.shape[:2]
    size = (width // times, height // times)
    reduced = cv2.resize(np.ascontiguousarray(pixels).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(reduced / 255, np.float32)


def packed(columns: Sequence[NDArray[Any]], layout: str) -> bytes:
    """Columns (N, width) side by side, a row a vertex."""
    kinds = {"f4": np.float32, "u1": np.uint8}
    entries = [(f"c{place}", kinds[entry[1:]], (int(entry[0]),)) for place, entry in enumerate(layout.split()[:-1])]
    rows = np.zeros(len(columns[0]), entries)
    for place, column in enumerate(columns):
        rows[f"c{place}"] = column
    return rows.tobytes()


def _within_pixel(number: int) -> tuple[float, float]:
    """Places -0.5..0.5 that fill a pixel evenly, whatever their count: the plastic number's sequence."""
    return (0.7548776662 * number) % 1 - 0.5, (0.5698402910 * number) % 1 - 0.5


def _load_triton() -> None:
    """Before Mesa: both bring an LLVM, and where Mesa's is loaded first, torch's import of triton kills the process."""
    with suppress(ImportError):
        importlib.import_module("triton")


def _moderngl() -> Any:
    try:
        import moderngl
    except ImportError as error:
        raise UsageError("moderngl, which renders, is not installed; pip install -e .[avatars]") from error
    return moderngl
