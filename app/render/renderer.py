"""From a scene to bytes: the one door of the renderer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.errors import RenderError
from app.model.rendering import Format
from app.model.scene import Align, Color, Fill, Scene, Text, VAlign
from app.pictures.decoding import FitPicture, fitted
from app.render.animation.animating import Animator, has_film, shortened
from app.render.atlas import Atlas
from app.render.builtin import builtin
from app.render.codes import VERSION as CODES
from app.render.colors import mixed, readable_ink
from app.render.elements.registry import LOOKS
from app.render.encoding.lightening import HEAVIEST, lightened
from app.render.engine import versions
from app.render.fonts import FontBook
from app.render.geometry import MIN_SIDE, check_scene
from app.render.icons import IconShelf
from app.render.lacking import lacking
from app.render.lettering import Letterer
from app.render.maps.area import Cartographer
from app.render.painting import Painter
from app.render.pictures import Gallery
from app.render.plates import Plates

VERSION = 4  # raise when the same scene gives other pixels
_PLACEHOLDER_SIDE = 2048  # CSS pixels
_MIB = 1024 * 1024
_PICTURE_BYTES, _PLATE_BYTES = 32 * _MIB, 32 * _MIB  # kept at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The bytes of a drawn scene; `skipped` names assets that were missing or unreadable.

    What `is_fleeting` is never asked for again once its second is over. `reduced` says to
    what, when it was too heavy for mail.
    """

    body: bytes
    width: int  # device pixels
    height: int
    skipped: tuple[str, ...] = ()
    is_fleeting: bool = False
    reduced: str = ""


class Renderer:
    """Draws scenes: the same scene gives the same bytes. Safe to call from several threads.

    `picture` returns the bytes behind an asset's digest, or None, `fit` decodes them into a box
    (in this process unless another way is given); `salt` enters the fingerprint. Without `fast`
    nothing is kept from one scene to the next: the same bytes, the straight way.
    """

    def __init__(
        self,
        *,
        fonts: FontBook,
        picture: Callable[[str], bytes | None],
        fit: FitPicture = fitted,
        salt: str = "",
        fast: bool = True,
    ) -> None:
        icons, atlas = IconShelf(), Atlas()
        shipped = (fonts.digest, icons.digest, atlas.digest)
        parts = (f"renderer {VERSION}", *versions(), CODES, *shipped, salt)
        self.fingerprint = hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
        self._fonts = fonts
        self._painter = Painter(
            Letterer(fonts, keep=fast),
            Gallery(picture, fit=fit, keep_bytes=_PICTURE_BYTES if fast else 0),
            icons,
            Cartographer(atlas),
            Plates(_PLATE_BYTES) if fast else None,
        )
        self._animator = Animator(self._painter.brush)

    def lacking(self, scene: Scene) -> str:
        """Return the characters of a scene that no typeface has, each once."""
        return lacking(scene, self._fonts)

    def draw(self, scene: Scene, format: Format) -> bytes:  # noqa: A002  # the word of the contract
        """Return the scene's bytes in a format; raises RenderError and nothing else."""
        return self.drawing(scene, format).body

    def drawing(self, scene: Scene, format: Format) -> Drawing:  # noqa: A002  # the word of the contract
        """Return the scene drawn, with its size and what had to be left out; raises RenderError."""
        try:
            if format is Format.GIF and has_film(scene):
                return self._film(scene)
            return self._still(scene, format)
        except RenderError:
            raise
        except Exception as error:
            raise RenderError(
                f"The scene of {scene.width}x{scene.height} could not be drawn: {error!r}.",
                remedy="Report this scene; the reader got the block's fallback.",
            ) from error

    def _still(self, scene: Scene, format: Format) -> Drawing:  # noqa: A002  # as above
        painting = self._painter.paint(scene, format)
        # At two pixels to the CSS pixel JPEG keeps a colour for each of those: sharp enough.
        sharp = scene.density == 1 and any(LOOKS[type(node)].is_sharp for node in scene.nodes)
        body = painting.encoded(format, sharp=sharp)
        width, height = painting.canvas.size
        reduced = ""
        if len(body) > HEAVIEST:
            body, reduced = lightened(self._painter.paint(scene, format).canvas.picture, format)
        skipped = painting.skipped
        return Drawing(body=body, width=width, height=height, skipped=skipped, reduced=reduced)

    def _film(self, scene: Scene) -> Drawing:
        check_scene(scene)
        body, skipped = self._animator.film(scene)
        if len(body) > HEAVIEST:
            return self._shortened(scene, len(body))
        width, height = scene.width * scene.density, scene.height * scene.density
        return Drawing(body=body, width=width, height=height, skipped=skipped, is_fleeting=True)

    def _shortened(self, scene: Scene, weight: int) -> Drawing:
        """Return the film with as many seconds as are light enough, one at least."""
        scene, seconds = shortened(scene, HEAVIEST / weight)
        drawing = self._film(scene) if has_film(scene) else self._still(scene, Format.GIF)
        reduced = drawing.reduced or f"a film of {seconds} s"
        return replace(drawing, reduced=reduced, is_fleeting=True)

    def placeholder(
        self,
        color: Color,
        title: str,
        format: Format,  # noqa: A002  # the word of the contract
        width: int,
        height: int,  # the word of the contract
    ) -> bytes:
        """Return a brand's placeholder: its title on its colour. Never raises.

        `width` and `height` in CSS pixels; drawn at density 2.
        """
        wide, tall = (max(MIN_SIDE, min(side, _PLACEHOLDER_SIDE)) for side in (width, height))
        try:
            return self.draw(_placeholder_scene(color, title, wide, tall), format)
        except RenderError:
            return builtin(format)


def _placeholder_scene(color: Color, title: str, width: int, height: int) -> Scene:
    ink = readable_ink(color)
    margin = width // 12
    size = max(10, min(height // 4, width // 10, 40))
    name = Text(
        content=title, box=(margin, 0, width - 2 * margin, height), ink=ink, font="heading",
        weight=700, size=size, min_size=min(size, 10), align=Align.CENTER, valign=VAlign.MIDDLE,
    )  # fmt: skip
    density = 2 if 4 * width * height <= 8_000_000 and max(width, height) <= 2048 else 1  # noqa: PLR2004  # canvas limits
    return Scene(
        width=width, height=height, density=density,
        nodes=(Fill(color=color, to=mixed(color, "#000000ff", 0.14)), name),
    )  # fmt: skip
