"""The check of a pasted email, and its mended copy."""

import pytest

from app.composition.studio_messages import checks_of
from app.delivery.embed import merge_tag, snippet
from app.errors import Refused
from app.model.account import Role
from app.model.problem import Severity

KEY = "a" * 26


def email(block="hero", esp="klaviyo", *, base="https://live.example"):
    """Return an email with one block."""
    html = snippet(esp, base_url=base, message_key=KEY, block=block, width=600, height=300, alt="A")
    return f"<html><body>\n{html}\n</body></html>"


@pytest.fixture
def checks(studio):
    """What checks emails over the demo's blocks."""
    return checks_of(studio.services)


async def test_an_email_is_checked_and_mended(checks):
    """For one provider's tag: the line is shown, and the copy has nothing wrong."""
    text = email(esp="braze").replace(' width="600"', "")
    checked = await checks.check(text, "klaviyo")
    wrong = [each for each in checked.found if each.problem.rule == "wrong-tag"]
    assert wrong[0].problem.line == 2
    assert wrong[0].excerpt.startswith("<a href=")
    assert checked.blocks == ("hero",)
    copy = (await checks.mended(text, "klaviyo")).body.decode()
    assert merge_tag("klaviyo") in copy
    assert 'width="600"' in copy
    again = await checks.check(copy, "klaviyo")
    assert not [each for each in again.found if each.problem.severity is Severity.ERROR]
    with pytest.raises(Refused):
        await checks.check(text, "pigeon post")


async def test_a_whole_email_is_read_with_its_headers(checks):
    """What was on its way and still holds a tag was not merged; a mended copy is an email."""
    head = "Received: by mx\nSubject: Hi\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    checked = await checks.check(head + email(), "klaviyo")
    assert checked.is_file
    assert "unmerged-tag" in {each.problem.rule for each in checked.found}
    assert "no-plain-text" in {each.problem.rule for each in checked.found}
    mended = await checks.mended(head + email(), "klaviyo")
    assert mended.ending == "eml"
    assert b"Subject: Hi" in mended.body
    with pytest.raises(Refused):
        await checks.check("Subject: Hi\n\nNo HTML.", "")


async def test_a_copy_is_merged_for_a_subscriber(browser, studio):
    """By whoever may see subscribers; the key takes the place of every tag."""
    person = studio.someone()
    form = {"email": email(esp="mailchimp"), "who": person.external_id}
    await browser.sign_in(Role.DESIGNER)
    assert (await browser.post("/studio/messages/check/merged", **form)).status_code == 403
    await browser.sign_in(Role.ADMIN)
    copy = await browser.post("/studio/messages/check/merged", **form)
    assert copy.text.count(f"/{person.key}/hero") == 2
    assert "*|" not in copy.text
    nobody = await browser.post("/studio/messages/check/merged", **form | {"who": "nobody"})
    assert nobody.status_code == 404


async def test_the_page_says_what_is_wrong(browser, studio):
    """As text; the copy is a file; nothing pasted is an answer's markup."""
    await browser.sign_in(Role.ANALYST)
    text = email(esp="braze") + "<script>alert(1)</script>"
    form = {"email": text, "esp": "klaviyo", "message": studio.message.key}
    page = await browser.post("/studio/messages/check", **form)
    assert page.status_code == 200
    assert "which Klaviyo does not replace" in page.text.replace("<code>", "").replace(
        "</code>", ""
    )
    assert "Of this message it lacks" in page.text
    assert "<script>alert" not in page.text
    copy = await browser.post("/studio/messages/check/mended", **form)
    assert copy.headers["content-type"] == "application/octet-stream"
    assert "<script>alert(1)</script>" in copy.text
    assert (await browser.post("/studio/messages/check", email=" ")).status_code == 422
    assert (await browser.post("/studio/messages/check", email="x" * 2_100_000)).status_code == 413
