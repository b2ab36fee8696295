"""What was computed of a layout: the values of its live fields, and what is not drawn."""

from enum import Enum

Computed = tuple[object, ...]
"""One entry per element: `Hidden`, a tuple of field values, or for Each a tuple of rows."""


class Hidden(Enum):
    """Why an element is not drawn."""

    ON_PURPOSE = 1  # its condition does not hold, or the variant leaves it out
    UNKNOWN = 2  # for want of a fact
