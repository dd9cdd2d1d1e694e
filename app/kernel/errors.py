"""Errors the domain may raise; ``app.platform.errors`` turns them into pages."""

from app.kernel.messages import N_


class DomainError(Exception):
    """Something the user did cannot be done.

    *message* is an English msgid that says what is wrong and what to do; *params* fill its
    ``%(name)s`` places once it has been translated.
    """

    code = "error"
    default = N_("That did not work. Nothing was changed.")

    def __init__(self, message: str = "", **params: object) -> None:
        self.message = message or self.default
        self.params = params
        super().__init__(self.message % params if params else self.message)


class InvalidError(DomainError):
    """What was sent in cannot be used; the sentence says why."""

    code = "invalid"
    default = N_("Something in what you sent cannot be used. Please check it and send it again.")


class NotFoundError(DomainError):
    """The thing asked for does not exist, or the asker may not know that it does."""

    code = "not-found"
    default = N_("We could not find that. It may have been moved, or it is not open to you.")


class NotAllowedError(DomainError):
    """The actor may not do this to this object."""

    code = "not-allowed"
    default = N_("Your role does not allow this.")


class ConflictError(DomainError):
    """Somebody else, or another window, was faster; nothing was overwritten."""

    code = "conflict"
    default = N_(
        "This has changed since you opened it. Nothing was overwritten; look at the new state first."
    )


class GoneError(DomainError):
    """The thing existed once and is no longer open: an expired link, a closed task."""

    code = "gone"
    default = N_("This is no longer open.")


class TooLargeError(DomainError):
    """What was sent in is larger than allowed."""

    code = "too-large"
    default = N_("That is too large to be sent in.")


class ThrottledError(DomainError):
    """Too many tries in a short time."""

    code = "throttled"
    default = N_("Too many tries in a short time. Please wait a little and try again.")
