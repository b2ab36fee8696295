"""Telling the cache in front what it must forget: what changed, what waits, how it is said."""
