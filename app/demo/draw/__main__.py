"""Draw the demo's pictures anew: `python -m app.demo.draw EMOJI_FOLDER static/demo`."""

import sys
from pathlib import Path

from app.demo.draw.products import draw_products
from app.demo.draw.scenery import draw_scenery
from app.demo.draw.storefront import draw_storefronts

if __name__ == "__main__":
    emoji, out = Path(sys.argv[1]), Path(sys.argv[2])
    draw_products(emoji, out / "products")
    draw_scenery(out / "scenes")
    draw_storefronts(out / "scenes")
