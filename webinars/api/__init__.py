"""The staff API, one module a subject."""
