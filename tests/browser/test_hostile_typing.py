"""Whatever somebody types, uploads or is called stays a text, on pages that hold: in Chromium."""

import json
from io import BytesIO
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import expect

from app.model.keys import is_key
from tests.browser.conftest import sign_in
from tests.browser.trapping import EVERYTHING, TEXTS, Trap

pytestmark = [pytest.mark.net, pytest.mark.slow, pytest.mark.no_cover, pytest.mark.timeout(400)]
PAGES = (
    "/", "/gallery/nearest-store", "/messages", "/messages/new", "/messages/check", "/stores",
    "/store", "/products", "/product", "/stock", "/stock/history", "/subscribers",
    "/subscribers/new", "/sources", "/new-source", "/new-source?as=document", "/brand", "/assets",
    "/keys", "/accounts", "/blocks/hero", "/blocks/hero/matrix", "/blocks/hero/publish",
)  # fmt: skip
# Every form that takes a text, one of a kind; what would end the walk is left out.
FORMS = """() => [...document.forms].map((form, at) => [at, form.getAttribute("action") ?? "",
    [...form.elements].some(each => each.matches("input:not([type=hidden]), textarea"))])
  .filter(([, action, takes]) =>
    takes && !/sign-out|delete|revoke|change|choose|forget|cancel|live$/.test(action))"""
FILL = """([at, texts]) => {
  const form = document.forms[at];
  form.noValidate = true;
  const kinds = ["text", "search", "email", "url", "tel", "password", "textarea"];
  [...form.elements].filter(each => kinds.includes(each.type)).forEach((each, n) => {
    each.removeAttribute("maxlength");
    each.focus();
    each.value = texts[n % texts.length];
    each.dispatchEvent(new Event("input", {bubbles: true}));
    each.dispatchEvent(new Event("change", {bubbles: true}));
  });
}"""
SEND = "at => HTMLFormElement.prototype.submit.call(document.forms[at])"
SOON = "domcontentloaded"  # no picture need be waited for
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
YAML = """\
block: hostile
size: 300x120
title: TEXT
about: TEXT
tags: [TEXT]
params: {__proto__: {type: text, default: TEXT}, constructor: {type: text, default: TEXT}}
layouts:
  constructor: []
  one:
    - text: {content: TEXT, box: [0, 0, 280, 40]}
    - picture: {asset: TEXT, box: [0, 40, 40, 40]}
    - constructor: {box: [0, 0, 9, 9]}
    - TEXT: {box: [0, 0, 9, 9]}
variants:
  - {name: TEXT, when: TEXT, say: {headline: TEXT, TEXT: TEXT, constructor: TEXT}, draw: one}
  - {name: constructor, when: constructor.x > 1, say: {headline: TEXT}, draw: constructor}
fallback: {say: {headline: TEXT, alt: TEXT}, draw: one}
"""


@pytest.fixture
def trap():
    """A trap that caught nothing yet."""
    return Trap()


@pytest.fixture
def page(chromium, site, trap):
    """A page of somebody who is signed in as an admin, with a trap in it."""
    page = trap.page(chromium, site.url)
    sign_in(page, site)
    yield page
    page.context.close()


@pytest.mark.no_cover
def test_what_is_typed_into_forms_stays_text(page, trap):
    """Each field of each form, as it is typed and as the page says it again."""
    sent = set()
    for path in PAGES:
        page.goto(f"/studio{path}", wait_until=SOON)
        for at, action, _ in page.evaluate(FORMS):
            if (kind := action.rpartition("/")[2] or path) in sent:
                continue
            sent.add(kind)
            if not page.url.endswith(path):
                page.goto(f"/studio{path}", wait_until=SOON)
            turn = len(sent) % len(TEXTS)
            page.evaluate(FILL, [at, TEXTS[turn:] + TEXTS[:turn]])
            trap.look(page, f"{path} typed")
            with page.expect_navigation(wait_until=SOON):
                page.evaluate(SEND, at)
            trap.look(page, f"{path} sent")
    assert len(sent) >= 20
    assert not trap.caught


def test_records_of_hostile_names_stay_text(page, trap):
    """What is kept of them, where it is listed, named and warned of."""
    for path, fields in (
        ("/store", {"external_id": "h", "name": EVERYTHING, "city": EVERYTHING, "lat": "1",
                    "lon": "2", "attribute-0-name": "note", "attribute-0-value": EVERYTHING}),
        ("/product", {"sku": "h", "name": EVERYTHING, "category": EVERYTHING}),
        ("/subscribers/new", {"external_id": "h", "attribute-0-name": "first_name",
                              "attribute-0-value": EVERYTHING}),
        ("/brand", {"title": EVERYTHING}),
        ("/accounts", {"email": "h@brand.example", "name": EVERYTHING,
                       "password": "a long sentence"}),
    ):  # fmt: skip
        page.goto(f"/studio{path}")
        form = page.locator(f"form:has([name='{next(iter(fields))}'])").last
        for name, text in fields.items():
            form.locator(f"[name='{name}']").first.fill(text)
        with page.expect_navigation():
            form.locator("button.main, button:not([type=button])").last.click()
        trap.look(page, path)
    for path in ("/stores", "/store?id=h", "/products", "/product?sku=h", "/subscribers?q=h",
                 "/brand", "/accounts", "/stock", "/audit", "/blocks/hero?as=h"):  # fmt: skip
        page.goto(f"/studio{path}")
        trap.look(page, path)
    assert not trap.caught


def test_the_designer_stands_a_hostile_source(page, trap):
    """Typed into the source: in tabs, layers, properties, problems and menus it is a text."""
    page.goto("/studio/")
    token = page.locator("meta[name=csrf]").get_attribute("content")
    sent = {"name": "hostile", "csrf": token}
    page.request.post("/studio/blocks", form=sent, headers={"origin": page.url[: -len("/studio/")]})
    page.goto("/studio/blocks/hostile/design")
    page.get_by_role("button", name="YAML source").click()
    editor = page.locator(".cm-content")
    for text in ("say: {headline: *bold*}", YAML.replace("TEXT", json.dumps(EVERYTHING))):
        editor.click()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")  # typed over, Chromium would carry styles along
        page.keyboard.insert_text(text)
    tabs = page.locator("#tabs [role=tab]")
    expect(tabs).to_have_count(3)
    page.get_by_role("button", name="Problems").click()
    for tab in range(3):
        tabs.nth(tab).click()
        layers = page.locator("#layers .layer-name")
        for layer in range(layers.count()):
            layers.nth(layer).click()
            trap.look(page, f"tab {tab}, layer {layer}")
    problems = page.locator(".problems-pane li button")
    expect(problems.first).to_be_visible()
    for problem in range(3):  # each leads to its place, which may be in the drawer
        page.get_by_role("button", name="Problems").click()
        if not problems.first.is_visible():
            page.get_by_role("button", name="Problems").click()
        problems.nth(problem).click()
    page.locator("#properties textarea, #properties input").first.fill(EVERYTHING)
    trap.look(page, "a property")
    expect(page.locator("#saved")).to_contain_text("Saved")
    page.goto("/studio/")
    trap.look(page, "the library")
    assert not trap.caught


def test_files_of_hostile_names_stay_text(page, trap):
    """Of pictures, of imports, and of their columns and values."""
    body = BytesIO()
    Image.new("RGB", (8, 8)).save(body, "PNG")
    page.goto("/studio/assets")
    names = [text[:100].replace("\0", "") for text in TEXTS]
    files = [{"name": f"{name}.png", "mimeType": "", "buffer": body.getvalue()} for name in names]
    page.locator("#files").set_input_files(files)
    expect(page.locator("#uploads li")).to_have_count(len(files))
    trap.look(page, "uploads")
    page.goto("/studio/imports?kind=stores")
    cell = '"' + EVERYTHING.replace('"', '""') + '"'
    rows = f"external_id,name,{cell}\nh,{cell},{cell}\n".encode()
    file = {"name": f"{TEXTS[0]}.csv", "mimeType": "text/csv", "buffer": rows}
    page.locator("#file").set_input_files([file])
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/studio/imports/*")
    trap.look(page, "an import")
    page.goto("/studio/imports")
    trap.look(page, "imports")
    assert not trap.caught


def test_what_opens_say_of_themselves_stays_text(page, trap, site):
    """Agents, queries and names of blocks, as *Live* shows them while they come."""
    page.goto("/studio/messages")
    links = page.locator("main a[href^='/studio/messages/']").all()
    keys = [each.get_attribute("href").rpartition("/")[2] for each in links]
    key = next(each for each in keys if is_key(each))
    page.goto("/studio/live")
    expect(page.locator("main")).not_to_contain_text("hero")
    for text in TEXTS:
        said = {
            "user-agent": f"{AGENT} {text.encode('ascii', 'ignore').decode()}".replace("\0", "")
        }
        for name in ("hero", quote(text[:60], safe="")):
            path = f"/o/{key}/anonymous/{name}.jpg?utm={quote(text[:200])}"
            page.request.get(f"{site.url}{path}", headers=said)
    expect(page.locator("main")).to_contain_text("hero", timeout=20_000)
    trap.look(page, "live")
    assert not trap.caught
