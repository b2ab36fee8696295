"""What is wrong with a record is told in few words, and found with little work."""

from app.web.api.brand_documents import BrandDocument, FaceDocument, brand_from, check_assets
from app.web.api.checks import Faults


class NoAssets:
    """A home without assets that counts how often it is asked for one."""

    asked = 0

    async def get(self, _name):
        """Return none."""
        self.asked += 1


async def test_a_long_value_is_quoted_from_its_beginning():
    """Whichever field it was sent in."""
    long = "x" * 5_000
    said = BrandDocument(
        locale=long, tz=long, currency=long, link=long, link_hosts=["%" + long],
        colors={"ink": long, long: long}, fonts={long: long}, logo=long,
        faces=[FaceDocument(family="%" + long, asset=long)],
    )  # fmt: skip
    faults = Faults()
    await check_assets(NoAssets(), brand_from("b", said, faults), faults)

    assert len(faults.found) >= 11
    assert [each for each in faults.found if len(each.detail + each.field) > 250] == []


async def test_no_more_faces_are_looked_up_than_a_brand_has():
    """That there are too many is told all the same."""
    faults, assets = Faults(), NoAssets()
    said = BrandDocument(faces=[FaceDocument(family="A", asset="a")] * 5_000)
    await check_assets(assets, brand_from("b", said, faults), faults)

    assert faults.found[0].field == "faces"
    assert assets.asked == 100
