"""The gallery of elements as this process shows it."""

from functools import cache

from app.composition.core import ROOT, STATIC
from app.demo.gallery.gallery import Gallery
from app.demo.gallery.page import GalleryPage
from app.demo.gallery.world import World
from app.model.rendering import Format
from app.model.scene import Scene
from app.render import Drawing, FontBook, Renderer


def gallery_page() -> GalleryPage:
    """Return the page; typefaces are opened when somebody looks at it."""
    world = World(STATIC / "demo")

    @cache
    def renderer() -> Renderer:
        return Renderer(fonts=FontBook(STATIC / "fonts"), picture=world.picture)

    def draw(scene: Scene, picture_format: Format) -> Drawing:
        return renderer().drawing(scene, picture_format)

    templates = ROOT / "templates"
    gallery = Gallery(folder=templates / "elements", world=world, draw=draw)
    return GalleryPage(gallery=gallery, templates=templates)
