"""What keeps the runtime from starting, as a sentence for whoever typed the command."""


class RuntimeProblem(Exception):
    """The text is printed as it stands, without a traceback."""
