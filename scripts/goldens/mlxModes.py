"""Makes test/fixtures/quantised/mlx-modes: python scripts/goldens/mlxModes.py (needs mlx[cpu]; written with 0.32).

Every number of bits and every mode of MLX's quantiser, also for a stack of experts, each under settings of its own; the
values are MLX's own, scales and biases widened to float32 first.
"""

import json
import pathlib

import mlx.core as mx

folder = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "quantised" / "mlx-modes"
folder.mkdir(parents=True, exist_ok=True)
mx.random.seed(3)
stored, expected, settings = {}, {}, {}

for bits in (2, 3, 4, 5, 6, 8):
    for name, shape in ((f"affine{bits}", (5, 96)), (f"experts{bits}", (2, 3, 64))):
        codes, scales, biases = mx.quantize(
            mx.random.normal(shape).astype(mx.bfloat16), group_size=32, bits=bits
        )
        stored[f"{name}.weight"] = codes
        stored[f"{name}.scales"] = scales
        stored[f"{name}.biases"] = biases
        wide = (scales.astype(mx.float32), biases.astype(mx.float32))
        expected[f"{name}.weight"] = mx.dequantize(codes, *wide, group_size=32, bits=bits)
        settings[name] = {"group_size": 32, "bits": bits}

for mode, bits, group in (("mxfp4", 4, 32), ("mxfp8", 8, 32), ("nvfp4", 4, 16)):
    codes, scales = mx.quantize(mx.random.normal((5, 96)).astype(mx.bfloat16), mode=mode)
    stored[f"{mode}.weight"] = codes
    stored[f"{mode}.scales"] = scales
    expected[f"{mode}.weight"] = mx.dequantize(codes, scales, mode=mode, dtype=mx.float32)
    settings[mode] = {"group_size": group, "bits": bits, "mode": mode}

mx.save_safetensors(str(folder / "model.safetensors"), stored, {"format": "mlx"})
mx.save_safetensors(str(folder / "expected.safetensors"), expected, {"format": "mlx"})
config = {"model_type": "llama", "quantization": {"group_size": 64, "bits": 4, **settings}}
(folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
