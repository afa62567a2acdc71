"""The peer of the neighbour benchmark: NumPy with one thread.

Usage: neighbours.py WORDS DIMENSIONS COUNT ROW…: makes the vectors that neighbours.mjs makes and finds the COUNT nearest
of each ROW by cosine, lengths known beforehand. Prints one JSON line: the median of the seconds, and the rows found.
"""

import json
import sys
import time

import numpy


def main() -> None:
    words, dimensions, count, *queries = map(int, sys.argv[1:])
    vectors = make(words, dimensions)
    lengths = numpy.sqrt(numpy.einsum("ij,ij->i", vectors, vectors, dtype=numpy.float64))
    nearest(vectors, lengths, queries[-1], count)
    times, found = [], []
    for row in queries:
        start = time.perf_counter()
        rows = nearest(vectors, lengths, row, count)
        times.append(time.perf_counter() - start)
        found.append(rows)
    print(json.dumps({"seconds": sorted(times)[len(times) // 2], "found": found}))


def nearest(vectors: numpy.ndarray, lengths: numpy.ndarray, row: int, count: int) -> list[int]:
    similarities = vectors @ vectors[row] / lengths
    similarities[row] = -numpy.inf
    best = numpy.argpartition(-similarities, count)[:count]
    return [int(i) for i in best[numpy.argsort(-similarities[best])]]


def make(words: int, dimensions: int) -> numpy.ndarray:
    bits = numpy.arange(words * dimensions, dtype=numpy.uint32)
    bits *= numpy.uint32(0x9E3779B1)
    bits ^= bits >> numpy.uint32(15)
    bits *= numpy.uint32(0x85EBCA6B)
    bits = (bits ^ (bits >> numpy.uint32(13))) >> numpy.uint32(8)
    return (bits / numpy.float32(2**24) - numpy.float32(0.5)).astype(numpy.float32).reshape(words, dimensions)


main()
