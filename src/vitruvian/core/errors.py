"""Every error that Vitruvian raises on purpose.

    VitruvianError
    ├── RecordError            the record, or a file that should join it, cannot be used as it is
    │   ├── UnitMismatch       a value, a unit and a channel do not belong together
    │   ├── GapTooLong         a hole in the record is longer than may be bridged
    │   ├── UnknownSignal      no signal has that key
    │   ├── UnknownUnit        a unit is not in our subset of UCUM
    │   ├── TimeError          a time, zone or duration cannot be read
    │   ├── WrongReading       a reading that no body gives, or two that exclude each other
    │   └── FormatError        a file is not of the format that it was taken for
    ├── ModelError             a model cannot give an answer
    │   ├── Diverged           the numbers ran away
    │   └── NotEnoughData      too little was measured to fit
    ├── PlanError              a plan cannot be understood, or breaks a hard limit
    ├── StoreError             the vault cannot read or write
    ├── ConsentError           not permitted
    ├── MeshError              geometry that cannot be used
    └── MissingExtra           an optional package is not installed

`not identifiable` and `outside the domain` are results that carry their reason, not errors.
A message says what happened, with the values; where; and what to do next, in this order.
"""


class VitruvianError(Exception):
    """The root: whatever is caught at a process border and shown to a person."""

    @property
    def message(self) -> str:
        """What happened, where, and what to do next."""
        return str(self)


class RecordError(VitruvianError):
    """The record, or a file that should join it, cannot be used as it is."""


class UnitMismatch(RecordError):
    """A value, a unit and a channel do not belong together."""


class GapTooLong(RecordError):
    """A hole in the record is longer than may be bridged."""


class UnknownSignal(RecordError):
    """No signal has that key."""


class UnknownUnit(RecordError):
    """A unit is not in our subset of UCUM."""


class TimeError(RecordError):
    """A time, a zone or a duration cannot be read."""


class WrongReading(RecordError):
    """A reading that no body gives, or two that exclude each other.

    minutes  when it was taken, since the beginning of the window in which it was found
    """

    def __init__(self, message: str, minutes: float) -> None:
        super().__init__(message)
        self.minutes = minutes

    def dated(self, when: str) -> "WrongReading":
        """The same with the moment named first."""
        return WrongReading(f"{when}: {self.message}", self.minutes)


class FormatError(RecordError):
    """A file is not of the format that it was taken for."""


class ModelError(VitruvianError):
    """A model cannot give an answer."""


class Diverged(ModelError):
    """The numbers of a simulation or a fit ran away."""


class NotEnoughData(ModelError):
    """Too little was measured to fit."""


class PlanError(VitruvianError):
    """A plan cannot be understood, or breaks a hard limit."""


class StoreError(VitruvianError):
    """The vault cannot read or write."""


class ConsentError(VitruvianError):
    """Not permitted."""


class MeshError(VitruvianError):
    """Geometry that cannot be used."""


class MissingExtra(VitruvianError):
    """An optional package is not installed; the message holds the install line."""
