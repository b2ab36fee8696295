"""The drawing of the demo's pictures."""

import csv
from pathlib import Path

from PIL import Image

from app.demo.draw.products import GROUNDS, RECIPES, compose, draw_products, turned
from app.demo.draw.scenery import MOODS, draw_scenery, scene
from app.demo.draw.storefront import STREETS, draw_storefronts
from app.demo.products import products


def a_thing(width: int = 60, height: int = 80) -> Image.Image:
    """Return a red block on nothing."""
    thing = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    thing.paste((200, 30, 30, 255), (10, 10, 10 + width, 10 + height))
    return thing


def test_a_product_stands_on_its_ground():
    """The object is in the middle, the corners keep the ground, the floor is in shadow."""
    picture = compose(a_thing(), GROUNDS["sage"])

    assert picture.size == (400, 400)
    red, green, _ = picture.getpixel((200, 200))
    assert red > 2 * green
    assert sum(picture.getpixel((200, 340))) < sum(picture.getpixel((10, 340)))


def test_an_empty_object_leaves_the_ground_alone():
    """Nothing to fit is no error."""
    assert compose(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), GROUNDS["mist"]).size == (400, 400)


def test_turning_hues_keeps_the_shape():
    """A turned object has other colours and the same outline; no turn is no change."""
    thing = a_thing()
    green = turned(thing, 120)

    assert turned(thing, 0) is thing
    assert green.getchannel("A").tobytes() == thing.getchannel("A").tobytes()
    assert green.getpixel((30, 30))[1] > green.getpixel((30, 30))[0]


def test_a_recipe_becomes_a_picture(tmp_path: Path):
    """Each line of the recipes names an object and writes one picture."""
    emoji = tmp_path / "emoji"
    emoji.mkdir()
    a_thing().save(emoji / "1f97e.webp")
    recipes = tmp_path / "recipes.csv"
    recipes.write_text(
        "image,emoji,hue_degrees,ground\nboot.jpg,1f97e,0,sand\nmoss.jpg,1f97e,70,sage\n"
    )

    assert draw_products(emoji, tmp_path / "out", recipes=recipes) == 2
    with Image.open(tmp_path / "out" / "moss.jpg") as picture:
        assert picture.format == "JPEG"


def test_every_product_has_a_recipe():
    """The recipes draw the products' pictures, all of them and no other, on known grounds."""
    with RECIPES.open(encoding="utf-8", newline="") as lines:
        recipes = list(csv.DictReader(lines))

    assert [product.image for product in products()] == [recipe["image"] for recipe in recipes]
    assert {recipe["ground"] for recipe in recipes} == set(GROUNDS)


def test_scenes_are_drawn_alike_each_time(tmp_path: Path):
    """Every mood gives a picture of 1200x600; the same mood gives the same pixels."""
    assert draw_scenery(tmp_path) == len(MOODS)
    for name in MOODS:
        with Image.open(tmp_path / f"{name}.jpg") as picture:
            assert picture.size == (1200, 600)
    assert scene(MOODS["night"]).tobytes() == scene(MOODS["night"]).tobytes()


def test_the_shop_is_darker_outside_at_night(tmp_path: Path):
    """Both storefronts are square; the night's sky is darker, its window is warm."""
    assert draw_storefronts(tmp_path) == len(STREETS)
    with (
        Image.open(tmp_path / "store-day.jpg") as day,
        Image.open(tmp_path / "store-night.jpg") as night,
    ):
        assert day.size == night.size == (480, 480)
        assert sum(night.getpixel((5, 5))) < sum(day.getpixel((5, 5)))
        red, _, blue = night.getpixel((80, 250))
        assert red > blue
