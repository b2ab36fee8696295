"""What a feed may be at most, whoever serves it: beyond these the last good rows stay."""

MAX_ROWS = 200_000
MAX_DEPTH = 64  # nested lists, objects and elements
MAX_TEXT = 4_096  # bytes of UTF-8; longer texts are cut
MAX_KEY = 256  # characters of what a row is looked up by
MAX_PROBLEMS = 20  # told of one feed
