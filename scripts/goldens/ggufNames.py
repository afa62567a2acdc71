"""Makes test/fixtures/formats/gguf/names.json: python scripts/goldens/ggufNames.py (needs gguf 0.19).

Which name a tensor of the hub gets in a GGUF file, as gguf-py's table says: `common` to all architectures named here,
and by architecture what is otherwise. "{l}" stands for the layer.
"""

import json
import pathlib

from gguf.constants import MODEL_ARCH_NAMES
from gguf.tensor_mapping import get_tensor_name_map

architectures = (
    "llama qwen2 qwen3 qwen2moe qwen3moe smollm3 stablelm gemma gemma2 gemma3 granite olmo olmo2 starcoder2 phi2 phi3 "
    "command-r cohere2 nemotron gpt2 bloom falcon gptneox mpt t5 bert"
).split()
prefixes = (
    "model. transformer. h. word_embeddings gpt_neox. encoder. decoder. embeddings. lm_head embed_out shared"
).split()
ids = {name: arch for arch, name in MODEL_ARCH_NAMES.items()}


def names_of(architecture):
    # A number that no name has of itself.
    layer = 7
    found = {}
    for hub, (_, stored) in get_tensor_name_map(ids[architecture], layer + 1).mapping.items():
        parts = hub.split(".")
        if not hub.startswith(tuple(prefixes)) or any(part.isdigit() and int(part) < layer for part in parts[:3]):
            continue
        found[hub.replace(f".{layer}.", ".{l}.")] = stored.replace(f"blk.{layer}.", "blk.{l}.")
    return found


by_architecture = {architecture: names_of(architecture) for architecture in architectures}
every = {hub for names in by_architecture.values() for hub in names}
common = {}
for hub in sorted(every):
    stored = [names[hub] for names in by_architecture.values() if hub in names]
    common[hub] = max(sorted(set(stored)), key=stored.count)
others = {
    architecture: {
        hub: stored for hub, stored in sorted(names.items()) if stored != common.get(hub)
    }
    for architecture, names in by_architecture.items()
}
target = pathlib.Path(__file__).parents[2] / "test" / "fixtures" / "formats" / "gguf" / "names.json"
target.write_text(json.dumps({"common": common, "architectures": others}, indent=0) + "\n")
