"""The refusal to guess: a value that cannot be read says why."""


class UnreadableError(ValueError):
    """A value has no single meaning; *message* is an English msgid, *params* fill its places."""

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)
