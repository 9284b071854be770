"""The records of an .xls, as far as the reader of its values does not tell of them: formulas that failed, passwords."""

import struct
from array import array
from collections.abc import Iterator

_FREE = 0xFFFFFFFA  # from here on a number is no sector
_HEADER = 512
_ENTRY = 128
_STREAMS = ("Workbook", "Book")
_FORMULA, _ERROR_OR_BOOLEAN, _PASSWORD = 0x0006, 0x0205, 0x002F


def failed_row(content: bytes) -> int | None:
    """The first row, from 1, with a formula that failed; None where there is none. ValueError: no such file."""
    for kind, record in _records(_workbook(content)):
        is_error = kind == _ERROR_OR_BOOLEAN and len(record) >= 8 and record[7] == 1
        is_failed = kind == _FORMULA and len(record) >= 14 and record[12:14] == b"\xff\xff" and record[6] == 2
        if is_error or is_failed:
            return int.from_bytes(record[:2], "little") + 1
    return None


def is_under_password(content: bytes) -> bool:
    """Whether the values are encrypted. ValueError: no such file."""
    return any(kind == _PASSWORD for kind, _ in _records(_workbook(content)[:_HEADER]))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _workbook(content: bytes) -> bytes:
    """The stream of records: the file is a small file system of sectors."""
    try:
        sectors = _Sectors(content)
        entries = sectors.chain(struct.unpack_from("<I", content, 48)[0])
        root: tuple[int, int] | None = None
        for place in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, place + 64)
            start, size = struct.unpack_from("<II", entries, place + 116)
            name = entries[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
            if kind == 5:
                root = (start, size)
            elif kind == 2 and name in _STREAMS:
                return sectors.stream(start, size, root)
    except (struct.error, IndexError, OverflowError) as error:
        raise ValueError(str(error)) from None
    raise ValueError("no workbook in the file")


class _Sectors:
    """The sectors of the file and which one follows which."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        if self._size not in {512, 4096}:
            raise ValueError("sectors of no known size")
        listed = list(struct.unpack_from("<109I", content, 76))
        further = struct.unpack_from("<I", content, 68)[0]
        for _ in range(len(content) // self._size + 1):
            if further >= _FREE:
                break
            more = struct.unpack(f"<{self._size // 4}I", self._sector(further))
            listed += more[:-1]
            further = more[-1]
        self._next = self._numbers(b"".join(self._sector(one) for one in listed if one < _FREE))

    def chain(self, start: int) -> bytes:
        """The bytes of all the sectors from this one on."""
        return b"".join(map(self._sector, _followed(start, self._next)))

    def stream(self, start: int, size: int, root: tuple[int, int] | None) -> bytes:
        """The bytes of a stream; a short one lies in small sectors within the stream of the root."""
        if size >= struct.unpack_from("<I", self._content, 56)[0] or root is None:
            return self.chain(start)[:size]
        small = self.chain(root[0])
        after = self._numbers(self.chain(struct.unpack_from("<I", self._content, 60)[0]))
        return b"".join(small[one * 64 : one * 64 + 64] for one in _followed(start, after))[:size]

    def _sector(self, number: int) -> bytes:
        begins = (number + 1) * self._size
        return self._content[begins : begins + self._size]

    @staticmethod
    def _numbers(sectors: bytes) -> "array[int]":
        numbers = array("I")
        numbers.frombytes(sectors[: len(sectors) // 4 * 4])
        return numbers


def _followed(start: int, after: "array[int]") -> Iterator[int]:
    """The numbers of a chain; one that runs in a circle is no chain."""
    for _ in range(len(after) + 1):
        if start >= _FREE:
            return
        yield start
        start = after[start]
    raise ValueError("sectors that follow each other in a circle")
