"""What goes out from the studio: messages, checks of emails, and keys of the API."""

from collections.abc import Sequence

from app.composition.services import Services
from app.composition.studio_proofs import proof_pages
from app.delivery.email_checking import EmailChecks
from app.delivery.snippets import Snippets
from app.imports.keys import keys_csv
from app.studio.api_keys import ApiKeyService
from app.studio.casting import Casting
from app.studio.figures import FigureService
from app.studio.messages import MessageService
from app.web.studio.email_check import EmailCheckPages
from app.web.studio.keys import KeyPages
from app.web.studio.messages import MessagePages
from app.web.studio.pages import Pages
from app.web.studio.visits import Page


def message_pages(services: Services, look: Pages, casting: Casting) -> list[Page]:
    """Return the pages of messages."""
    storage = services.storage
    knows = MessageService(messages=storage.messages, brands=storage.brands, audit=storage.audit)
    return [
        # First, since a message's key stands where `check` does.
        *EmailCheckPages(
            checks=checks_of(services),
            messages=storage.messages,
            subscribers=storage.subscribers,
            pages=look,
        ).pages(),
        *MessagePages(
            messages=knows,
            snippets=snippets_of(services),
            blocks=storage.blocks,
            brands=storage.brands,
            plans=services.plans,
            figures=FigureService(totals=storage.figures, now=services.now),
            keys_file=lambda: keys_csv(storage.subscribers),
            audit=storage.audit,
            pages=look,
        ).pages(),
        *proof_pages(services, look, knows, casting),
        *_key_pages(services, look),
    ]


def snippets_of(services: Services) -> Snippets:
    """Return what writes the HTML of messages."""
    settings = services.settings
    return Snippets(
        plans=services.plans, base_url=settings.public_url, extra=settings.extra_formats
    )


def checks_of(services: Services) -> EmailChecks:
    """Return what checks emails."""
    return EmailChecks(plans=services.plans, extra=services.settings.extra_formats)


def _key_pages(services: Services, look: Pages) -> Sequence[Page]:
    storage = services.storage
    keys = ApiKeyService(api_keys=storage.api_keys, audit=storage.audit, now=services.now)
    base_url = services.settings.public_url
    return KeyPages(keys=keys, base_url=base_url, now=services.now, pages=look).pages()
