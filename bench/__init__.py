"""Benchmarks: each target of docs/performance.md, with its floor or peer in the same run."""
