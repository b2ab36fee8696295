"""Little pictures that explain: a brand as its blocks will look, a typeface, a crop of an asset.

Each is a draft that is drawn through the code of an open, so that it shows what readers get.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.delivery.previewing import CompileDraft, PreviewRequest, PreviewService
from app.errors import Unacceptable
from app.model.brand import Brand, BrandFace
from app.model.plan import Plan
from app.model.rendering import Format

_SIDE: Final = range(16, 1201)  # CSS pixels
_PERCENT: Final = range(101)
_FAMILY: Final = "Sample"
_CARD: Final = """
block: sample
size: 600x320
alt: A sample of the brand
variants:
  - name: sample
    draw:
      - fill: {color: brand.paper}
      - picture: {asset: "{{ brand.logo }}", box: [32, 28, 200, 44], fit: contain, focus: [0, 50]}
      - text: {content: "Your boots are at the shop in Spring Street",
               box: [32, 92, 330, 84], font: heading, size: [30, 20], lines: 2, ink: brand.ink}
      - text: {content: "Open until eight tonight, three pairs in your size. Come and try them on.",
               box: [32, 182, 330, 52], font: body, size: [16, 13], lines: 2, ink: brand.muted}
      - box: {box: [32, 248, 164, 44], color: brand.accent, radius: 8}
      - text: {content: "Keep a pair", box: [32, 248, 164, 44], font: body, size: [16, 13],
               weight: 700, align: center, valign: middle, ink: brand.on_accent}
      - box: {box: [396, 28, 172, 264], color: brand.soft, radius: 12}
      - box: {box: [412, 44, 140, 88], color: brand.deep, radius: 8}
      - text: {content: "Till Sunday", box: [420, 52, 124, 72], font: heading, size: [20, 14],
               lines: 2, align: center, valign: middle, ink: brand.on_deep}
      - text: {content: "In stock", box: [412, 148, 140, 28], font: body, size: [15, 12],
               weight: 700, ink: brand.good}
      - text: {content: "Last pairs", box: [412, 178, 140, 28], font: body, size: [15, 12],
               weight: 700, ink: brand.bad}
      - progress: {value: 0.6, box: [412, 222, 140, 10], color: brand.accent, track: brand.line,
                   radius: 5}
      - text: {content: "6 of 10 walks", box: [412, 242, 140, 26], font: body, size: [14, 12],
               ink: brand.muted}
fallback: {say: {headline: Sample}, draw: [{fill: {color: brand.paper}}]}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Draws samples; `compile_draft` and `bind` are authoring's."""

    previewing: PreviewService
    compile_draft: CompileDraft
    bind: Callable[[Plan, Brand], Plan]

    async def brand(self, brand: Brand) -> bytes:
        """Return a card in a brand's colours and fonts (PNG), which need not be stored."""
        return await self._drawn(_CARD, brand)

    async def family(self, brand: Brand, family: str, *, weight: int = 400) -> bytes:
        """Return a line in a typeface (PNG); the renderer's own for a family nobody has."""
        text = {
            "content": "Boots in your size, 19,99 €",
            "box": [0, 0, 360, 40],
            "font": family,
            "weight": weight,
            "size": [26, 16],
            "ink": "#16302b",
            "valign": "middle",
        }
        return await self._drawn(_document(360, 40, {"text": text}), brand)

    async def face(self, brand: Brand, asset: str) -> bytes:
        """Return a line in the typeface that an asset holds (PNG)."""
        faces = (BrandFace(family=_FAMILY, asset=asset),)
        return await self.family(replace(brand, faces=faces), _FAMILY)

    async def crop(
        self, brand: Brand, asset: str, size: tuple[int, int], focus: tuple[int, int]
    ) -> bytes:
        """Return an asset filling a box (CSS pixels) around its focus (percent), as PNG.

        Raises Unacceptable for a size or focus that no picture has.
        """
        if not all(side in _SIDE for side in size) or not all(each in _PERCENT for each in focus):
            raise Unacceptable(
                "There is no such crop.",
                remedy="Sides are 16 to 1,200 pixels, the focus is 0 to 100 percent.",
                field="size",
            )
        picture = {"asset": asset, "box": [0, 0, *size], "fit": "cover", "focus": list(focus)}
        return await self._drawn(_document(*size, {"picture": picture}), brand)

    async def _drawn(self, document: str, brand: Brand) -> bytes:
        plan = self.bind(await self.compile_draft(document), brand)
        request = PreviewRequest(plan=plan, brand=brand.name, draft=document, format=Format.PNG)
        return (await self.previewing.preview(request)).body


def _document(width: int, height: int, element: Mapping[str, object]) -> str:
    """Return a block of one element."""
    say = {"headline": "Sample"}
    return json.dumps(
        {
            "block": "sample",
            "size": f"{width}x{height}",
            "variants": [{"name": "sample", "say": say, "draw": [element]}],
            "fallback": {"say": say, "draw": [{"fill": {"color": "#ffffff"}}]},
        }
    )
