"""A zip archive read with bounds: nothing is unpacked to disk, and no more of a member than was allowed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

from cxdrill.errors import DataError

MAGIC = b"PK\x03\x04"
_END, _END_SIZE = b"PK\x05\x06", 22
_MOST_OF_DIRECTORY = 4_000_000  # bytes: some fifty thousand names
_BROKEN = "it is a damaged archive, perhaps cut short; fetch or save it anew"


class Package:
    """The members of an archive by their names."""

    def __init__(self, file: IO[bytes]) -> None:
        """Raises DataError for what is no sound archive, or has more members than anybody needs."""
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - (1 << 16) - _END_SIZE))
        end = file.read()
        place = end.rfind(_END)
        if place < 0 or len(end) - place < _END_SIZE:
            raise DataError(_BROKEN)
        entries, directory = struct.unpack("<HI", end[place + 10 : place + 16])
        if directory > _MOST_OF_DIRECTORY or entries == 0xFFFF:
            raise DataError("it is an archive with more files in it than can be read; take out what is not needed")
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
            raise DataError(_BROKEN) from error
        self._members = {info.filename: info for info in self._archive.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members."""
        return tuple(self._members)

    def read(self, name: str, most: int) -> bytes:
        """A member's bytes; raises DataError where there are more than `most`, whatever the archive says of it."""
        info = self._members.get(name)
        if info is None:
            raise DataError(f"it is an archive without {name}; save it anew")
        if info.flag_bits & 1:
            raise DataError("it is an archive with a password; save it without one")
        try:
            with self._archive.open(info) as member:
                content = member.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise DataError(_BROKEN) from error
        if len(content) > most or info.file_size > most:
            raise DataError(f"it is an archive whose {name[-40:]} has over {most // 1_000_000} MB; split it")
        return content
