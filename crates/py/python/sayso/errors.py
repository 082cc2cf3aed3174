"""The exceptions of sayso: one for each kind of error that the library has.

All are ``SaysoError``. Those that Python has a class for are of that class, too: a missing ledger is a ``FileNotFoundError``.
"""

from __future__ import annotations


class SaysoError(Exception):
    """Anything that sayso cannot do."""


class ReadError(SaysoError, ValueError):
    """An input that is no article."""


class EmptyError(ReadError):
    """No bytes, or nothing but blanks."""


class NoTextError(ReadError):
    """Bytes that are no text: a packed file, a picture, a document format of its own."""


class TooLongError(ReadError):
    """More than one article may have."""


class RecordError(ReadError):
    """A record (a line of JSONL, a dict, a document) whose fields are not as they must be."""


class InternalError(SaysoError, RuntimeError):
    """A fault of sayso on one document. Please report it."""


class DataError(SaysoError):
    """Weights or rules that sayso comes with are damaged."""


class KnowledgeError(SaysoError, ValueError):
    """A folder of tables cannot be read."""


class LedgerError(SaysoError):
    """A ledger cannot be opened, read or written."""


class LedgerMissing(LedgerError, FileNotFoundError):
    """There is no such file."""


class NoLedger(LedgerError):
    """The file is something else."""


class LedgerNewer(LedgerError):
    """A newer version of sayso made it."""


class LedgerLocked(LedgerError, BlockingIOError):
    """Another program writes to it."""


class LedgerFull(LedgerError):
    """The disk is full."""


class LedgerReadOnly(LedgerError, PermissionError):
    """It may be read, but not written."""


class LedgerDamaged(LedgerError):
    """Something in it is not as it was written."""


class QueryError(SaysoError, ValueError):
    """A filter or format that there is not."""
