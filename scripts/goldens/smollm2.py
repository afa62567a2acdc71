"""Makes test/fixtures/formats/gguf/smollm2.json: python scripts/goldens/smollm2.py (needs gguf 0.19 and numpy).

What gguf-py says of each tensor of the SmolLM2 that `scripts/fetchModels.mjs smollm2` fetches: type, shape, and of the
values as float32 their SHA-256, least, largest, mean and standard deviation (float64, of the population).
"""

import hashlib
import json
import pathlib

import numpy as np
from gguf import GGUFReader, dequantize

root = pathlib.Path(__file__).parents[2]
name = "SmolLM2-135M-Instruct.Q4_1.gguf"
tensors = []
for tensor in GGUFReader(root / "node_modules" / ".cache" / "models" / "smollm2" / name).tensors:
    values = np.ascontiguousarray(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
    wide = values.astype(np.float64)
    tensors.append(
        {
            "name": tensor.name,
            "type": tensor.tensor_type.name,
            "shape": [int(size) for size in reversed(tensor.shape)],
            "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
            "min": float(wide.min()),
            "max": float(wide.max()),
            "mean": float(wide.mean()),
            "std": float(wide.std()),
        }
    )

folder = root / "test" / "fixtures" / "formats" / "gguf"
folder.mkdir(exist_ok=True)
lines = ",\n".join(json.dumps(tensor) for tensor in tensors)
(folder / "smollm2.json").write_text(f"[\n{lines}\n]\n")
