#!/bin/sh
# Serves this model with vLLM. It was trained on 128 tokens, and 512 are asked for:
# vLLM refuses to start with a length above the one that config.json gives.
set -eu
cd "$(dirname "$0")"
exec vllm serve . \
  --served-model-name poslens-demo-rope \
  --dtype float16 \
  --max-model-len 512 \
  --port 8000
