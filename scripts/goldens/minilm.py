"""Makes test/fixtures/formats/safetensors/minilm.json: python scripts/goldens/minilm.py (needs safetensors and numpy).

What the library reads of each tensor of the MiniLM that `scripts/fetchModels.mjs minilm` fetches: type, shape, and of
the values, as they are stored, their SHA-256, least, largest, mean and standard deviation (float64, of the population).
"""

import hashlib
import json
import pathlib

import numpy as np
from safetensors import safe_open

root = pathlib.Path(__file__).parents[2]
path = root / "node_modules" / ".cache" / "models" / "minilm" / "model.safetensors"
tensors = []
with safe_open(path, framework="np") as file:
    for name in file.keys():
        values = np.ascontiguousarray(file.get_tensor(name))
        wide = values.astype(np.float64)
        tensors.append(
            {
                "name": name,
                "type": file.get_slice(name).get_dtype(),
                "shape": list(values.shape),
                "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
                "min": float(wide.min()),
                "max": float(wide.max()),
                "mean": float(wide.mean()),
                "std": float(wide.std()),
            }
        )

lines = ",\n".join(json.dumps(tensor) for tensor in tensors)
(root / "test" / "fixtures" / "formats" / "safetensors" / "minilm.json").write_text(f"[\n{lines}\n]\n")
