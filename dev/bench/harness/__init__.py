"""Measures the proxy beside other ways to the same objects; see docs/BENCHMARKS.md."""
