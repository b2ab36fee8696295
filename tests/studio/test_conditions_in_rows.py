"""Conditions through the designer's rows: expression, tree, rows and back mean the same."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from app.studio.conditions import ConditionService

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
WRITTEN = (
    "not (stock.here < 3 or store.is_open)",
    "not not store.is_open",
    "9 <= clock.hour < 18",
    "5 <= clock.hour <= 9",
    "weather.temperature < -3.5",
    "clock.between('22:00', '06:00')",
    "store.is_open == true",
    "person['first name'] == 'a'",
    "'a' ~ person.language == 'ade'",
    "person.first_name is defined and (stock.here > 2 or (stock.total > 5 and place.known))",
)


def conditions():
    """Return every condition of our own blocks, and what they have none of."""
    found = set(WRITTEN)
    for path in (ROOT / "templates").rglob("*.yaml"):
        waiting = [yaml.safe_load(path.read_text())]
        while waiting:
            match waiting.pop():
                case dict(fields):
                    found |= {fields["when"]} if isinstance(fields.get("when"), str) else set()
                    waiting += fields.values()
                case list(parts):
                    waiting += parts
    return sorted(text for text in found if "source." not in text)


@pytest.mark.skipif(NODE is None, reason="node is not there")
def test_every_condition_of_ours_survives_the_rows():
    """Rows give back the tree that they were drawn of, so that their text means the same."""
    service = ConditionService(sources=dict)
    texts = conditions()
    trees = [service.from_text(text)["tree"] for text in texts]
    assert not [t for t in texts if service.from_text(t)["problem"]]
    script = ROOT / "tests" / "studio" / "scripts" / "rows.js"
    ran = subprocess.run(
        [NODE, script], input=json.dumps(trees), capture_output=True, text=True, check=True
    )
    kept = json.loads(ran.stdout)
    assert kept == trees
    for tree in kept:
        spelled = service.from_tree(tree)
        assert spelled["problem"] is None
        assert service.from_text(spelled["text"])["tree"] == spelled["tree"] == tree
