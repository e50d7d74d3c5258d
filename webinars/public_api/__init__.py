"""HTTP for everybody, on the public origin; one file a subject."""
