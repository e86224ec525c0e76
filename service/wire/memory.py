"""Observations of the outlets' memory to records and lines of a file, and back."""

import sys
from array import array
from collections.abc import Iterable

import msgspec

from service.core.repeats import SLOTS, Observation
from service.wire.encode import Record

_MARK_BYTES = 8
_SLOTS = {str(slot): slot for slot in range(SLOTS)}


class _Observation(msgspec.Struct, frozen=True, kw_only=True):
    """The value as schemas/articles.memory.schema.json has it; msgspec writes bytes as Base64."""

    marks: bytes
    repeated: bytes


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """One record as a line of the file of `process --memory`."""

    key: str
    value: _Observation


_VALUE_DECODER = msgspec.json.Decoder(_Observation)
_LINE_DECODER = msgspec.json.Decoder(_Line)


def encode_observation(observation: Observation) -> Record:
    """One record of the memory's topic; an article sent again gives the same key."""
    return Record(key=_key(observation).encode(), value=msgspec.json.encode(_value(observation)))


def encode_line(observation: Observation) -> bytes:
    """One line of the memory's file, without its line end: the record's key and value."""
    return msgspec.json.encode(_Line(key=_key(observation), value=_value(observation)))


def decode_place(key: bytes | None) -> tuple[str, int] | None:
    """The outlet and the slot that a record's key names; None for any other key."""
    try:
        return _place((key or b"").decode())
    except UnicodeDecodeError:
        return None


def decode_observation(key: bytes | None, value: bytes) -> Observation | None:
    """The observation of a record; None for a record that is none."""
    place = decode_place(key)
    try:
        return place and _observation(place, _VALUE_DECODER.decode(value))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def decode_line(line: bytes) -> Observation | None:
    """The observation of a line of the memory's file; None for a line that is none."""
    try:
        found = _LINE_DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    place = _place(found.key)
    return place and _observation(place, found.value)


def _key(observation: Observation) -> str:
    return f"{observation.outlet}/{observation.slot}"


def _place(key: str) -> tuple[str, int] | None:
    outlet, _, slot = key.rpartition("/")
    return (outlet, _SLOTS[slot]) if outlet and slot in _SLOTS else None


def _value(observation: Observation) -> _Observation:
    return _Observation(
        marks=_to_bytes(observation.marks), repeated=_to_bytes(observation.repeated)
    )


def _observation(place: tuple[str, int], value: _Observation) -> Observation | None:
    outlet, slot = place
    if len(value.marks) % _MARK_BYTES or len(value.repeated) % _MARK_BYTES:
        return None
    return Observation(
        outlet=outlet,
        slot=slot,
        marks=_from_bytes(value.marks),
        repeated=_from_bytes(value.repeated),
    )


def _to_bytes(marks: Iterable[int]) -> bytes:
    return _big_endian(array("Q", marks)).tobytes()


def _from_bytes(packed: bytes) -> tuple[int, ...]:
    return tuple(_big_endian(array("Q", packed)))


def _big_endian(numbers: "array[int]") -> "array[int]":
    """The other way round is the same again."""
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
