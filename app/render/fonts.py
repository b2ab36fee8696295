"""The typefaces of a folder: families by name or role, weights, and who has which character."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock

from cachetools import LRUCache

from app.model.typefaces import parted
from app.render.coverage import Coverage, read_coverage
from app.render.graphemes import ZWJ, is_modifier, is_regional

BODY = "notosans"
ROLES = {"body": "Noto Sans", "heading": "Bricolage Grotesque", "display": "Fraunces"}
_WEIGHTS = {"Thin": 100, "Light": 300, "Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
_WEIGHTS |= {"ExtraLight": 200, "ExtraBold": 800, "Black": 900}
_EMOJI = "notocoloremoji"
_TEXT_STYLE = "\ufe0e"  # asks for a letter where there is a picture too
_HAN = {"ja": "jp", "ko": "kr", "zh": "sc"}
_KNOWN_CLUSTERS = 8192
_OWN_FACES = 64  # uploaded; of at most 16 MiB each, seldom more than a few hundred kB
# Characters below U+1F000 that are emoji without being asked to (Emoji_Presentation).
_BMP_EMOJI = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file: at a path, or in memory. Neither: the engine's own last resort."""

    family: str
    weight: int
    path: Path | None
    coverage: Coverage
    digest: str
    body: bytes = b""

    @property
    def color(self) -> bool:
        """Tell whether glyphs are pictures."""
        return self.family == _EMOJI

    def has(self, cluster: str) -> bool:
        """Tell whether every visible character of a cluster is there."""
        if self.coverage.has_ascii and cluster.isascii() and cluster.isprintable():
            return True
        # Each once: a word may be a thousand times the same mark.
        return all(ord(char) in self.coverage for char in set(cluster) if not _invisible(char))


Chain = tuple[Face, ...]


class FontBook:
    """Faces of every `Family-Weight.ttf` in some folders; unreadable files are left out.

    A file takes the place of one of the same name in a folder before. `roles` maps names such as
    heading to a family; `uploaded` returns the file behind a digest, for families that a scene
    names with theirs (see `app.model.typefaces`). Safe to share between threads: looked-up
    clusters are kept in a bounded cache.
    """

    def __init__(
        self,
        *folders: Path,
        roles: Mapping[str, str] = ROLES,
        uploaded: Callable[[str], bytes | None] = lambda _: None,
    ) -> None:
        self._roles = {_key(role): _key(family) for role, family in roles.items()}
        self._families: dict[str, list[Face]] = {}
        for face in _faces(folders):
            self._families.setdefault(face.family, []).append(face)
        self._uploaded = uploaded
        self._last = Face("built-in", 400, None, Coverage([(0x20, 0x7E)]), "built-in")
        self._lock = Lock()
        self._chains: LRUCache[tuple[str, int, str], Chain] = LRUCache(256)
        self._own_faces: LRUCache[tuple[str, int, str], Face] = LRUCache(_OWN_FACES)
        self._chosen: LRUCache[tuple[Chain, str], Face] = LRUCache(_KNOWN_CLUSTERS)

    @property
    def families(self) -> tuple[str, ...]:
        """Return the keys of the families found, in alphabetical order."""
        return tuple(sorted(self._families))

    @property
    def digest(self) -> str:
        """Return a digest over every font file."""
        faces = sorted(face.digest for found in self._families.values() for face in found)
        return hashlib.blake2b("".join(faces).encode(), digest_size=16).hexdigest()

    def chain(self, family: str, weight: int, language: str = "") -> Chain:
        """Return the faces to try in order, for a family or role; never empty."""
        han = _HAN.get(language.partition("-")[0].lower(), "")
        key = (family, weight, han)
        with self._lock:
            known = self._chains.get(key)
        if known is None:
            name, files = parted(family)
            own = [face for each, digest in files if (face := self._own(name, each, digest))]
            wanted = self._roles.get(_key(name), _key(name))
            known = (*_nearest(own, weight), *self._ordered(wanted, weight, han))
            if len(own) == len(files):  # what is missing may come
                with self._lock:
                    self._chains[key] = known
        return known

    def face(self, chain: Chain, cluster: str) -> Face:
        """Return the first face that has a grapheme cluster, else the one that has its base."""
        key = (chain, cluster)
        with self._lock:
            known = self._chosen.get(key)
            if known is None:
                known = self._chosen[key] = _first(chain, cluster)
            return known

    def _own(self, family: str, weight: int, digest: str) -> Face | None:
        """Return an uploaded face; None when its file is gone or holds nothing."""
        with self._lock:
            known = self._own_faces.get((family, weight, digest))
        if known is not None:
            return known
        body = self._uploaded(digest)
        coverage = read_coverage(BytesIO(body)) if body else None
        if not body or not coverage:
            return None
        face = Face(_key(family), weight, None, coverage, digest, body)
        with self._lock:
            return self._own_faces.setdefault((family, weight, digest), face)

    def _ordered(self, family: str, weight: int, han: str) -> Iterator[Face]:
        asian = sorted(
            (f"notosans{name}" for name in ("sc", "jp", "kr")),
            key=lambda name: (not name.endswith(han or "sc"), name),
        )
        first = [name for name in (family, BODY) if name in self._families]
        rest = [name for name in self.families if name not in {*first, *asian, _EMOJI}]
        scripts = [name for name in rest if name.startswith(BODY)]
        for name in dict.fromkeys([*first, *scripts, *asian, _EMOJI, *rest]):
            yield from _nearest(self._families.get(name, []), weight)
        yield self._last


def _nearest(faces: Sequence[Face], weight: int) -> Sequence[Face]:
    """Return the one face whose weight is nearest, if there is any."""
    return sorted(faces, key=lambda face: (abs(face.weight - weight), face.weight))[:1]


def is_emoji(cluster: str) -> bool:
    """Tell whether a cluster asks to be drawn as a colour picture."""
    if _TEXT_STYLE in cluster:
        return False
    base = cluster[0]
    return "\ufe0f" in cluster or base in _BMP_EMOJI or "\U0001f000" <= base < "\U00020000"


def _first(chain: Chain, cluster: str) -> Face:
    if is_emoji(cluster):
        for face in chain:
            if face.color and ord(cluster[0]) in face.coverage:
                return face
    if _TEXT_STYLE in cluster:
        chain = tuple(sorted(chain, key=lambda face: face.color))
    for face in chain:
        if face.has(cluster):
            return face
    for face in chain:
        if ord(cluster[0]) in face.coverage:
            return face
    return chain[0]


def _invisible(char: str) -> bool:
    """Tell whether a character needs no glyph of its own."""
    return (
        char in {ZWJ, "\u200c", "\n"}
        or "\ufe00" <= char <= "\ufe0f"
        or is_modifier(char)
        or "\U000e0020" <= char <= "\U000e007f"
    )


def drawable(face: Face, cluster: str) -> str:
    """Return a cluster without what the face lacks, so that no stray boxes are drawn."""
    kept = "".join(char for char in cluster if ord(char) in face.coverage)
    regional = len(kept) == 1 and is_regional(kept)
    return "" if regional else kept


def _faces(folders: Iterable[Path]) -> Iterator[Face]:
    paths = {
        path.stem: path
        for folder in folders
        for path in sorted([*folder.glob("*.ttf"), *folder.glob("*.otf")])
    }
    for stem, path in sorted(paths.items()):
        family, _, weight = stem.partition("-")
        try:
            stat = path.stat()
            coverage, digest = _read(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size))
        except OSError:
            continue
        if coverage:
            yield Face(_key(family), _WEIGHTS.get(weight, 400), path, coverage, digest)


# A pure function's memo, of 128 files: a process that builds its services again reads none twice.
@lru_cache(maxsize=128)
def _read(path: Path, _version: tuple[int, int, int]) -> tuple[Coverage, str]:
    """Return what a version of a file covers, and the digest of its bytes; raises OSError."""
    with path.open("rb") as file:
        coverage = read_coverage(file)
    return coverage, hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _key(name: str) -> str:
    """Return the spelling under which families are found: letters and digits, lower case."""
    return "".join(char for char in name.lower() if char.isalnum())
