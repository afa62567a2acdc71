"""The peer of `npm run bench`: transformers + BertViz, from process start to the finished HTML string.

Usage: peer.py MODEL_FOLDER PROMPT STARTED, where STARTED is the caller's clock (seconds since the epoch)
just before it started this process. Prints one JSON line with the seconds since then.
"""

import json
import sys
import time


def main() -> None:
    folder, prompt, started = sys.argv[1], sys.argv[2], float(sys.argv[3])
    from bertviz import head_view
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="eager")
    inputs = tokenizer(prompt, return_tensors="pt", return_token_type_ids=False)
    attention = model(**inputs, output_attentions=True).attentions
    tokens = tokenizer.convert_ids_to_tokens(inputs["input_ids"][0])
    page = head_view(attention, tokens, html_action="return")
    print(json.dumps({"seconds": time.time() - started, "tokens": len(tokens), "bytes": len(page.data)}))


main()
