"""Every page of the studio in Chromium: accessible, by keyboard, and without a complaint."""

from pathlib import Path

import pytest

from tests.browser.walking import walk

pytestmark = [pytest.mark.net, pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(400)]
AXE = (Path(__file__).parent / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
RUN = """async rules => {
  const found = await axe.run(document, rules ? {runOnly: {type: "rule", values: rules}} : {});
  return found.violations.map(v => ({rule: v.id, impact: v.impact, help: v.help,
    nodes: v.nodes.slice(0, 4).map(
      n => n.html.slice(0, 160) + " | " + n.failureSummary.slice(0, 200))}));
}"""
# What a control is called: nodes themselves may be replaced while one goes through them.
NAMED = """each => [each.tagName, each.id, each.name, each.getAttribute("aria-label"), each.href,
  each.textContent.trim().slice(0, 40)].join("|")"""
TABBED = f"""() => {{
  window.__named = {NAMED};
  window.__wanted = new Set([...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
  )].filter(each =>
    !each.disabled && each.tabIndex >= 0 && each.checkVisibility({{visibilityProperty: true}}) &&
    !(each.type === "radio" && !each.checked)).map(window.__named));
  return window.__wanted.size;
}}"""
HERE = """() => {
  window.__wanted.delete(window.__named(document.activeElement));
  return window.__wanted.size;
}"""


def findings(page, path, rules=None):
    """Return what axe finds that is serious, as lines."""
    found = page.evaluate(RUN, rules)
    return [
        f"{path}: {each['rule']} ({each['impact']}): {each['help']}\n    "
        + "\n    ".join(each["nodes"])
        for each in found
        if each["impact"] in GRAVE
    ]


def test_nothing_serious_is_found_and_nothing_complains(page, complaints):
    """By axe, in light and dark; no error of a script, no refusal of the policy, no 404."""
    found, walked = [], []
    page.emulate_media(reduced_motion="reduce")  # no colour is looked at on its way to another
    for path in walk(page):
        walked.append(path)
        page.evaluate(AXE)
        found += findings(page, path)
        page.emulate_media(color_scheme="dark")
        found += [f"dark {line}" for line in findings(page, path, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
    assert len(walked) >= 20, walked
    assert not found, "\n".join(found)
    assert not complaints.said


def test_everything_is_reached_by_tab(page):
    """Each page's controls, one after the other, without a trap."""
    missed = []
    for path in walk(page):
        count = page.evaluate(TABBED)
        left = count
        for _ in range(2 * count + 20):
            page.keyboard.press("Tab")
            left = page.evaluate(HERE)
            if not left:
                break
        if left:
            names = page.evaluate("() => [...window.__wanted].slice(0, 6)")
            missed.append(f"{path}: {left} of {count} are not reached: {names}")
    assert not missed, "\n".join(missed)
