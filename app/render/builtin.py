"""Pictures of 2x2 pixels that need no library: the last rung of the ladder."""

from base64 import b64decode

from app.model.rendering import Format

_PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mN89+ETAwMDEwMDAwMDAwAh5gLU5F8e"
    "JgAAAABJRU5ErkJggg=="
)
_JPG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs"
    "IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy"
    "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAACAAIDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA"
    "AAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAf/EABQRAQAAAAAAAAAAAAAAAAAA"
    "AAD/2gAMAwEAAhEDEQA/ALgAQ//Z"
)
_GIF = b64decode("R0lGODdhAgACAIEAAO7w8gAAAAAAAAAAACwAAAAAAgACAAAIBgABCAQQEAA7")
_WEBP = b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvAUAAAAdQ+LpXvv+BiOh/AAA=")
_AVIF = b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAA"
    "AAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAIgAAAChpaW5mAAAA"
    "AAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAAgAAAAIA"
    "AAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQB"
    "AoMEAAAAKm1kYXQSAAoIGAA2iAhoNCAyFBlHh4Yhh5555oAAAJBAyRxgiiKI"
)
_BMP = b64decode(
    "Qk1GAAAAAAAAADYAAAAoAAAAAgAAAAIAAAABABgAAAAAABAAAADEDgAAxA4AAAAAAAAAAAAA8vDu8vDuAADy8O7y"
    "8O4AAA=="
)

_BY_EXTENSION = {
    "png": (_PNG, "image/png"),
    "apng": (_PNG, "image/apng"),
    "jpg": (_JPG, "image/jpeg"),
    "jpeg": (_JPG, "image/jpeg"),
    "gif": (_GIF, "image/gif"),
    "webp": (_WEBP, "image/webp"),
    "avif": (_AVIF, "image/avif"),
    "bmp": (_BMP, "image/bmp"),
}


def builtin(format: Format) -> bytes:  # noqa: A002  # the word of the contract
    """Return a valid picture of 2x2 grey pixels."""
    return _BY_EXTENSION[format.value][0]


def builtin_of_extension(extension: str) -> tuple[bytes, str]:
    """Return such a picture and its media type for an extension; PNG for unknown ones."""
    return _BY_EXTENSION.get(extension.lower(), _BY_EXTENSION["png"])
