"""What the content base adds to the front doors. Called once, when the app is ready."""


def everything() -> None:
    """Registers routes of the website, the CMS and the live figures."""
