"""API keys: an admin's, shown once, refused once they are revoked."""

import re

from app.model.account import Role

HOSTILE = '"><img src=x onerror=alert(1)>'
_SECRET = re.compile(r"ot_[a-z2-7]{8}_[\w-]{43}")


async def test_a_key_is_shown_once_works_and_is_revoked(browser, studio):
    """And each is written down, without its secret."""
    await browser.sign_in()
    made = await browser.post("/studio/keys", name=HOSTILE, may="read", days="90")
    secret = _SECRET.search(made.text)[0]
    assert HOSTILE not in made.text
    listed = (await browser.get("/studio/keys")).text
    assert secret not in listed
    prefix = secret.split("_")[1]
    assert f"ot_{prefix}" in listed
    bearer = {"authorization": f"Bearer {secret}"}
    assert (await browser.get("/api/v1/blocks", headers=bearer)).status_code == 200
    assert (await browser.get("/api/v1/keys", headers=bearer)).status_code == 403
    await browser.post(f"/studio/keys/{prefix}/revoke")
    assert (await browser.get("/api/v1/blocks", headers=bearer)).status_code == 401
    assert (await browser.post(f"/studio/keys/{prefix}/revoke")).status_code == 404
    entries = (await studio.services.storage.audit.page(cursor="", limit=2)).items
    assert [each.deed.action for each in entries] == ["key.revoke", "key.create"]
    assert secret not in repr(entries)


async def test_what_no_key_can_be_is_refused(browser):
    """With the form as it was."""
    await browser.sign_in(Role.ADMIN)
    good = {"name": "shop", "may": "write", "days": "0"}
    wrongs = ({"name": " "}, {"name": "a\nb"}, {"may": "manage"}, {"days": "9" * 50}, {"days": "²"})
    for wrong in wrongs:
        answer = await browser.post("/studio/keys", **good | wrong)
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.text
