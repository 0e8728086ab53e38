"""The smallest files of each kind of picture and sound; only the PNG and the GIF can really be shown."""

import struct
import zlib


def png(width: int = 2, height: int = 1) -> bytes:
    """A picture of one colour."""
    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in (*parts, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PNG = png()
GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0"
MP3 = b"ID3\4\0\0\0\0\0\0"
OGG = b"OggS\0\2"
WAV = b"RIFF\x24\0\0\0WAVEfmt "
M4A = b"\0\0\0\x18ftypM4A "
