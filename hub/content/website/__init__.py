"""The website that the CMS serves on the public origin: `/<CONTENT_PATH><language>/<path>/`.

No cookie is read or set, and nothing about a visitor is kept.
"""
