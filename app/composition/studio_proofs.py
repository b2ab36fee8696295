"""What the studio knows of proofs: their pages, and the mail server of test sends."""

import time

from app.adapters.mailing import SmtpMailer
from app.composition.services import Services
from app.delivery.proofs import Proofs
from app.studio.casting import Casting
from app.studio.messages import MessageService
from app.studio.proof_archive import ProofArchives
from app.studio.proof_sending import HOURLY, WINDOW_S, ProofSending
from app.studio.throttle import Throttle
from app.web.studio.pages import Pages
from app.web.studio.proofs import ProofPages
from app.web.studio.visits import Page


def proof_pages(
    services: Services, look: Pages, messages: MessageService, casting: Casting
) -> list[Page]:
    """Return the pages of proofs."""
    storage = services.storage
    return [
        *ProofPages(
            messages=messages,
            subscribers=storage.subscribers,
            casting=casting,
            previewing=services.previewing,
            proofs=proofs_of(services),
            archives=ProofArchives(),
            sending=_sending(services),
            pages=look,
        ).pages()
    ]


def proofs_of(services: Services) -> Proofs:
    """Return what writes proofs."""
    return Proofs(
        previewing=services.previewing,
        viewing=services.viewing,
        plans=services.plans,
        now=services.now,
    )


def _sending(services: Services) -> ProofSending:
    settings, storage = services.settings, services.storage
    url = settings.smtp_url
    return ProofSending(
        mailer=SmtpMailer(url, sender=settings.smtp_from) if url else None,
        accounts=storage.accounts,
        allowed=settings.smtp_allow,
        throttle=Throttle(most=HOURLY, window_s=WINDOW_S, monotonic=time.monotonic),
        audit=storage.audit,
    )
