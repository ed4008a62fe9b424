"""TXT files of the platform, the zip around them, and the way they go up (byte array) and down (octet stream).

The names live in the modules, and heavy libraries (polars, numpy) are loaded where they are used.
"""

from .layout import Column, Layout

__all__ = ["Column", "Layout"]
