"""What can go wrong, as a tree.

GeomapError
├── UsageError              wrong words on the command line or in a configuration (exit 2)
├── InputError              an input cannot be read or understood (exit 1)
│   ├── UnreadableInput     missing, empty, binary, encrypted, damaged
│   ├── BadRecord           a row, a field, a record is wrong; says which
│   └── UnknownFormat       nothing here reads or writes this format
├── GazetteerError          a pack or a gazetteer file is missing, damaged or wrong (exit 1)
├── MissingExtra            an optional library is needed; says the install command (exit 1)
├── OutputError             an output cannot be written; nothing half-written is left (exit 1)
└── NetworkError            an online geocoder failed; only with ``--online`` (exit 1)

The text of an error is what the user reads: which file, which place in it, what to do.
"""

from __future__ import annotations


class GeomapError(Exception):
    """Root of every error geomap raises on purpose."""

    exit_status = 1

    def __init__(
        self, message: str, *, source: str | None = None, place: str | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        where = self.source or ""
        if self.place:
            where = f"{where}:{self.place}" if where else self.place
        text = f"{where}: {self.message}" if where else self.message
        return f"{text} ({self.hint})" if self.hint else text


class UsageError(GeomapError):
    """Wrong words on the command line or in a configuration file."""

    exit_status = 2


class InputError(GeomapError):
    """An input cannot be read or understood."""


class UnreadableInput(InputError):
    """The file is missing, empty, binary, encrypted or damaged."""


class BadRecord(InputError):
    """A row, a field or a record of an input is wrong."""


class UnknownFormat(InputError):
    """No reader or writer is registered for this format."""


class GazetteerError(GeomapError):
    """A gazetteer pack or file is missing, damaged or wrong."""


class MissingExtra(GeomapError):
    """An optional library is needed for what was asked."""

    def __init__(
        self, library: str, extra: str, what: str, cause: ImportError | None = None
    ) -> None:
        """``cause``: why the import failed; told when the library is there but does not work."""
        broken = cause is not None and not isinstance(cause, ModuleNotFoundError)
        super().__init__(
            f"{what} needs {library}, which "
            + (f"cannot be imported: {_one_line(cause)}" if broken else "is not installed"),
            hint=f"install it with: pip install 'geomap[{extra}]'",
        )
        self.library = library
        self.extra = extra


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


class OutputError(GeomapError):
    """An output cannot be written."""


class NetworkError(GeomapError):
    """An online service failed or refused."""
