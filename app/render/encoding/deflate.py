"""Deflate in whole streams and in strips that are joined later."""

try:
    from isal import isal_zlib as packer
except ImportError:  # no wheel for this machine: slower, the same picture in other bytes
    import zlib as packer  # type: ignore[no-redef]  # the same functions

HEADER = b"\x78\x01"  # of a zlib stream: 32 KiB window, fastest
END = b"\x03\x00"  # an empty last block
_LEVEL = 1
_MODULUS = 65_521
PACKER = packer.__name__
"""What deflates: other packers write other bytes."""


def deflated(body: bytes) -> bytes:
    """Return a zlib stream."""
    return bytes(packer.compress(body, _LEVEL))


def deflated_strip(body: bytes) -> tuple[bytes, int]:
    """Return whole deflate blocks that end on a byte and look back at nothing, and their Adler-32.

    Strips between HEADER, END and the joined checksum make a zlib stream.
    """
    press = packer.compressobj(_LEVEL, packer.DEFLATED, -packer.MAX_WBITS)
    return press.compress(body) + press.flush(packer.Z_FULL_FLUSH), packer.adler32(body)


def adler_joined(one: int, other: int, length: int) -> int:
    """Return the Adler-32 of two bodies in a row, from theirs and the length of the second."""
    low = (one & 0xFFFF) + (other & 0xFFFF) - 1
    high = (one >> 16) + (other >> 16) + length * ((one & 0xFFFF) - 1)
    return high % _MODULUS << 16 | low % _MODULUS
