"""Everything that reads for a screen or a socket."""
