"""Makes test/fixtures/formats/h5/forms-*.h5 and forms.expected.json: python scripts/goldens/hdf5.py (needs h5py).

Each file holds what the small Keras files of the goldens do not: other orders of bytes, filters in a row, chunks that
do not divide the shape, chunks that were never written, links, and the form of HDF5 1.10.
"""

import json
import pathlib

import h5py
import numpy as np

folder = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "formats" / "h5"
rng = np.random.default_rng(11)
expected = {}


def write(name, libver, fill):
    with h5py.File(folder / name, "w", libver=libver) as file:
        fill(file)
    with h5py.File(folder / name) as file:
        tensors = {}

        def visit(path, item):
            if isinstance(item, h5py.Dataset) and item.dtype.kind in "fiub":
                values = item[()]
                tensors[path] = {
                    "dtype": item.dtype.str,
                    "shape": list(item.shape),
                    "values": np.asarray(values, dtype=np.float64).ravel().tolist(),
                }

        file.visititems(visit)
        expected[name] = tensors


def early(file):
    file["big/i4"] = np.arange(6, dtype=">i4").reshape(2, 3) - 3
    file["big/f8"] = rng.standard_normal(5).astype(">f8")
    file["u1"] = np.arange(4, dtype="u1")
    file["flag"] = np.array([True, False])
    file["scalar"] = np.float32(1.5)
    file["empty"] = np.zeros((0, 3), dtype="f4")
    file["text"] = np.array([b"abc"], dtype="S3")
    values = rng.standard_normal((7, 5, 3)).astype("f4")
    file.create_dataset("all-filters", data=values, chunks=(3, 2, 3), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("line", data=np.arange(23, dtype="i2"), chunks=(4,), compression="gzip")
    holes = file.create_dataset("holes", shape=(6, 4), dtype="f4", chunks=(2, 2), fillvalue=-2.5)
    holes[2:4, 2:4] = 1
    file.create_dataset("never", shape=(2, 2), dtype="f8", fillvalue=7)
    file.create_dataset("big-chunks", data=np.arange(12).reshape(4, 3), dtype=">i8", chunks=(3, 2))
    file["soft"] = h5py.SoftLink("/big/i4")
    group = file.create_group("many")
    for i in range(60):
        group[f"w{i:02}"] = np.full(2, i, dtype="f4")
    # A group that holds itself: the walk must end, and nothing is listed twice.
    group["again"] = file["/"]


def latest(file):
    file["g/x"] = np.arange(6, dtype="f4").reshape(2, 3)
    file["g/compact-scalar"] = np.int16(-7)
    file.create_dataset("single", data=np.arange(10, dtype="f4"), chunks=(10,), compression="gzip")


write("forms-early.h5", "earliest", early)
write("forms-latest.h5", ("earliest", "v110"), latest)
(folder / "forms.expected.json").write_text(json.dumps(expected))
