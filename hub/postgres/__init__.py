"""Django's PostgreSQL, whose pool is over a restart of the server at once: see `base`."""
