"""Real readers, run against a running proxy."""
