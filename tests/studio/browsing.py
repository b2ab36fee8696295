"""A browser of the studio without a window: cookies, forms and tokens, through ASGI."""

import re
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import httpx
from argon2 import PasswordHasher

from app.adapters.passwords import Passwords
from app.composition import studio
from app.composition.routes import site_routes
from app.composition.studio import people
from app.model.account import Role
from app.server import application
from tests.serving import serving

HOST = "http://studio.test"
PASSWORDS = {role: f"a sentence of the {role.value}" for role in Role}
EMAILS = {role: f"{role.value}@brand.example" for role in Role}
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Browser:
    """One browser; keeps its cookies and follows no redirects."""

    def __init__(self, app, **cookies):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies)
        self._tokens = {}

    async def get(self, path, **more):
        """Open a page."""
        return await self.client.get(path, **more)

    async def token(self):
        """Return the session's token, as the pages carry it."""
        # Of a page that draws nothing; asked once for a session.
        session = self.client.cookies.get("opentime", "")
        if session not in self._tokens:
            found = _TOKEN.search((await self.get("/studio/messages")).text)
            self._tokens[session] = found[1] if found else ""
        return self._tokens[session]

    async def post(self, path, *, token=None, origin=HOST, **fields):
        """Send a form from a page of the studio."""
        token = await self.token() if token is None else token
        form = {**fields, "csrf": token}
        headers = {"x-csrf-token": token} | ({} if origin is None else {"origin": origin})
        return await self.client.post(path, data=form, headers=headers)

    async def call(self, path, data, *, method="POST"):
        """Send an object as a script of the studio does."""
        headers = {"x-csrf-token": await self.token(), "origin": HOST}
        return await self.client.request(method, path, json=data, headers=headers)

    async def sign_in(self, role=Role.ADMIN):
        """Sign in as somebody of a role."""
        form = {"email": EMAILS[role], "password": PASSWORDS[role]}
        return await self.client.post("/studio/sign-in", data=form, headers={"origin": HOST})


@asynccontextmanager
async def with_accounts(home, **given):
    """Serve a home with every route, and an account of each role."""
    async with serving(home, **given) as running:
        services = running.services
        passwords = Passwords(QUICK)
        known = people(services.settings, services.storage, services.now, passwords)
        for role in Role:
            await known.accounts.add(EMAILS[role], role.value, role, PASSWORDS[role], by="tests")
        passwords.close()
        # With the usual cost of a hash each sign-in would take a third of a second.
        with patch.object(studio, "Passwords", partial(Passwords, QUICK)):
            app = application(services, site_routes(services))
        yield replace(running, app=app)
