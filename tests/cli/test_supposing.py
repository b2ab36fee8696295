"""`opentime preview --fact`: what would be shown if."""

import pytest

from app.errors import Unacceptable
from tests.cli.test_commands import run


def test_the_weather_is_supposed(demo_home):
    """The variant is that of the weather that is supposed."""
    said = run("preview", "weather", "--as", "nb-anna", "--fact", "weather.condition=storm",
               "--fact", "weather.temperature=-2.5", "--explain", home=demo_home)  # fmt: skip
    assert "storm (matched)" in said
    assert "weather.temperature -2.5 preview" in said.replace("│", "").replace("  ", " ")


@pytest.mark.parametrize("fact", ["weather.condition=frogs", "person.name=Anna", "weather.wind=x"])
def test_what_cannot_be_supposed_is_refused(demo_home, fact):
    """With what there is instead."""
    with pytest.raises(Unacceptable) as refused:
        run("preview", "weather", "--fact", fact, home=demo_home)
    assert refused.value.remedy
