"""The build step `cli.py pack`: compresses every static file and writes a manifest."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import brotli

from web.release import joined_files
from web.static_files import ENCODINGS, MANIFEST, SMALLEST, PackedFile, content_hash, folder, source_files


def pack() -> tuple[int, int]:
    """Compress the static files; returns how many are compressed in all, and how many of them are new."""
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    before = {path.name for path in target.iterdir()}
    packed = dict(_packed(target))
    facts = {address: asdict(file) for address, file in packed.items()}
    _write(target / MANIFEST, json.dumps(facts, indent=1).encode())
    names = {f"{file.hash}{suffix}" for file in packed.values() for suffix in ENCODINGS.values()}
    for path in target.iterdir():
        if path.name not in names and path.name != MANIFEST and path.suffix in {*ENCODINGS.values(), ".part"}:
            path.unlink()
    return len(packed), len({name for name in names - before if name.endswith(ENCODINGS["br"])})


def _packed(target: Path) -> Iterator[tuple[str, PackedFile]]:
    for address, size, changed, content in _contents():
        file = PackedFile(size, changed, content_hash(content))
        for encoding, suffix in ENCODINGS.items():
            path = target / f"{file.hash}{suffix}"
            if not path.is_file():
                _write(path, _in_encoding(encoding, content))
        yield address, file


def _contents() -> Iterator[tuple[str, int, int, bytes]]:
    """The address, size, modification time and content of each file."""
    for address, source in source_files().items():
        # The state is read before the content, so that a change in between makes the packed file outdated.
        state, content = source.stat(), source.read_bytes()
        if len(content) >= SMALLEST:
            yield address, state.st_size, int(state.st_mtime), content
    for name, content in joined_files().items():
        yield name, len(content), 0, content


def _in_encoding(encoding: str, content: bytes) -> bytes:
    if encoding == "br":
        packed: bytes = brotli.compress(content, quality=11, lgwin=24)
        return packed
    return gzip.compress(content, compresslevel=9, mtime=0)


def _write(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: a server may be reading it."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_bytes(content)
    part.replace(path)
