"""The peer of the dequantising benchmark: gguf-py, which is NumPy.

Usage: dequantise.py FOLDER PIECES PASSES TYPE…: decodes FOLDER/TYPE.blocks in PIECES pieces of whole rows, PASSES
times. Prints one JSON line: by type the seconds of the best pass, and the SHA-256 of the values.
"""

import hashlib
import json
import pathlib
import sys
import time

import numpy
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType
from gguf.quants import dequantize

columns = 4096


def main() -> None:
    folder, pieces, passes, *types = sys.argv[1:]
    print(json.dumps({name: measure(pathlib.Path(folder), name, int(pieces), int(passes)) for name in types}))


def measure(folder: pathlib.Path, name: str, pieces: int, passes: int) -> dict:
    kind = GGMLQuantizationType[name]
    block_size, block_bytes = GGML_QUANT_SIZES[kind]
    stored = numpy.fromfile(folder / f"{name}.blocks", dtype=numpy.uint8)
    rows = numpy.array_split(stored.reshape(-1, columns // block_size * block_bytes), pieces)
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        for piece in rows:
            dequantize(piece, kind)
        best = min(best, time.perf_counter() - start)
    digest = hashlib.sha256()
    for piece in rows:
        digest.update(numpy.ascontiguousarray(dequantize(piece, kind)).tobytes())
    return {"seconds": best, "sha256": digest.hexdigest()}


main()
