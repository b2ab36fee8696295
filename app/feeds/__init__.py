"""Answers of sources as typed rows: `read_feed(body, shape)`."""

from app.feeds.reading import read_feed

__all__ = ["read_feed"]
