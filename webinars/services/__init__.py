"""Everything that writes: one function a use case, keyword arguments, one transaction."""
