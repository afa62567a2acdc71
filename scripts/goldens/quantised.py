"""
Makes test/fixtures/quantised from a folder of quantised checkpoints: one whole, so that a forward pass can be compared,
and of others a few weights with all their parts. Standard library only.

    python3 scripts/goldens/quantised.py <folder of quantised checkpoints>
"""

import json
import shutil
import struct
import sys
from pathlib import Path

WHOLE = "gptq-4bit-g64-sym-old"
# Folder -> modules that are kept.
PARTS = {
    "bnb-nf4-double-llama": ["model.layers.0.mlp.down_proj", "model.layers.0.self_attn.k_proj"],
    "ct-int4-group-asym-llama": ["model.layers.0.mlp.down_proj", "model.layers.0.self_attn.k_proj"],
    "fp8-block-ue8m0": ["model.layers.0.mlp.down_proj"],
    "gptq-3bit-g32-asym": ["model.layers.0.mlp.down_proj", "model.layers.0.self_attn.k_proj"],
    "mlx-6bit-g32-qwen3": ["model.embed_tokens", "model.layers.0.self_attn.k_proj"],
    "modelopt-nvfp4-llama": ["model.layers.0.mlp.down_proj", "model.layers.0.self_attn.k_proj"],
}


def read(path: Path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def trim(source: Path, target: Path, modules: list[str]) -> None:
    header, data = read(source)
    kept, parts, offset = {}, [], 0
    for name, entry in header.items():
        if name == "__metadata__":
            kept[name] = entry
        elif any(name.startswith(f"{module}.") for module in modules):
            begin, end = entry["data_offsets"]
            kept[name] = {**entry, "data_offsets": [offset, offset + end - begin]}
            parts.append(data[begin:end])
            offset += end - begin
    text = json.dumps(kept, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    target.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def main(goldens: Path) -> None:
    fixtures = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "quantised"
    for name in [WHOLE, *PARTS]:
        target = fixtures / name
        target.mkdir(parents=True, exist_ok=True)
        for file in (goldens / name).iterdir():
            if name == WHOLE and file.name != "meta.json" or file.name.endswith("config.json"):
                shutil.copyfile(file, target / file.name)
            elif file.suffix == ".safetensors" and file.name != "values.safetensors":
                trim(file, target / file.name, PARTS[name])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
