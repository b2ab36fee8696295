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
BEGIN = f"""() => {{
  window.__named = {NAMED};
  window.__reached = new Set();
  window.__controls = () => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
  )].filter(each =>
    !each.disabled && each.tabIndex >= 0 && each.checkVisibility({{visibilityProperty: true}}) &&
    !(each.type === "radio" && !each.checked)).map(window.__named);
  return window.__controls().length;
}}"""
STEP = """() => {
  const here = document.activeElement;
  if (here !== document.body) window.__reached.add(window.__named(here));
  return here === document.body;
}"""
# A panel may show other things for what was chosen on the way: what stands there now counts.
MISSED = "() => window.__controls().filter(each => !window.__reached.has(each))"


def findings(page, path, rules=None):
    """Return what axe finds that is serious, as lines."""
    found = page.evaluate(RUN, rules)
    return [
        f"{path}: {each['rule']} ({each['impact']}): {each['help']}\n    "
        + "\n    ".join(each["nodes"])
        for each in found
        if each["impact"] in GRAVE
    ]


def tabbed(page, path):
    """Press Tab until the page is left; return what it did not reach, or that it holds one fast."""
    wrong = []
    most = 3 * page.evaluate(BEGIN) + 60
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(STEP):
            break
    else:
        wrong.append(f"{path}: still in the page after {most} times Tab")
    if missed := page.evaluate(MISSED):
        wrong.append(f"{path}: {len(missed)} are not reached: {missed[:6]}")
    return wrong


@pytest.mark.no_cover
def test_every_page_is_for_everybody_and_nothing_complains(page, complaints):
    """Axe finds nothing serious in light and dark, Tab leads everywhere, nothing is refused."""
    found, walked = [], []
    page.emulate_media(reduced_motion="reduce")  # no colour is looked at on its way to another
    for path in walk(page):
        walked.append(path)
        page.evaluate(AXE)
        found += findings(page, path)
        page.emulate_media(color_scheme="dark")
        found += [f"dark {line}" for line in findings(page, path, ["color-contrast"])]
        page.emulate_media(color_scheme="light")
        found += tabbed(page, path)
    assert len(walked) >= 20, walked
    assert not found, "\n".join(found)
    assert not complaints.said
