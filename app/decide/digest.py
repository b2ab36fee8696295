"""The digest of a scene: equal scenes have equal digests, and only they.

The canonical form is the scene's JSON with fields in their declared order, so the digest does
not depend on the process, the machine or the plan that led to the scene.
"""

from hashlib import blake2b

import msgspec

from app.model.scene import Scene

DIGEST_BYTES = 16
_encode = msgspec.json.Encoder().encode


def canonical(scene: Scene) -> bytes:
    """Return the scene as canonical JSON."""
    return _encode(scene)


def scene_digest(scene: Scene) -> bytes:
    """Return the 16-byte digest of a scene."""
    return blake2b(_encode(scene), digest_size=DIGEST_BYTES).digest()
