"""The headers of an open that was decided: personal, shared, a fallback, or a way elsewhere."""

from app.context.asking import Ask
from app.delivery.address import Address, Route
from app.delivery.deciding import Decided
from app.delivery.policy import CacheClass, Edge, Headers, moved_headers, picture_headers
from app.delivery.tagging import Tagging
from app.model.rendering import Format


class Heading:
    """Chooses the class of an answer. `content_path` leads to renderings, up to their names."""

    def __init__(self, *, edge: Edge, content_path: str) -> None:
        self._edge = edge
        self._content_path = content_path
        self._tagging = Tagging()

    def headers(  # noqa: PLR0917  # all that headers depend on, at every open
        self,
        address: Address,
        ask: Ask,
        decided: Decided,
        media_type: bytes,
        length: int,
        digest: str,
        kept: bool,  # noqa: FBT001  # as above
    ) -> Headers:
        """Return the headers of a 200; what is not `kept` whole is nobody's to keep either."""
        decision, fault = decided.decision, decided.fault
        if fault:
            return picture_headers(
                CacheClass.FALLBACK, media_type=media_type, length=length, fallback=fault
            )
        etag = digest.encode()
        if address.route is not Route.SHARED or ask.message is None or not kept:
            return picture_headers(
                CacheClass.PERSONAL, media_type=media_type, length=length, etag=etag
            )
        return picture_headers(
            CacheClass.SHARED,
            media_type=media_type,
            length=length,
            etag=etag,
            lifetime_s=self._edge.lifetime_of(decision.valid_until, ask.at),
            tags=self._tagging.tags(ask.plan, ask.message.key, ask.brand.name),
            edge=self._edge,
        )

    def moved(self, address: Address, ask: Ask, rendering: tuple[str, Format]) -> Headers | None:
        """Return the headers of a 302 to a rendering; None: the message asks for none.

        An animation counts from the second of its open: nobody could fetch it by its name.
        """
        digest, picture_format = rendering
        if ask.message is None or not ask.message.redirect or picture_format is Format.GIF:
            return None
        if address.route is Route.SHARED:
            return None
        return moved_headers(f"{self._content_path}{digest}.{picture_format.value}")
