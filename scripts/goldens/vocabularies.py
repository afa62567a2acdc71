"""Makes the goldens of vocabularies that are no tokenizer.json, from the references themselves.

    python -m venv V && V/bin/pip install gguf sentencepiece transformers xllamacpp
    V/bin/python scripts/goldens/vocabularies.py

xllamacpp is a build of llama.cpp, whose C functions are called here; `gguf` writes the files that it reads.
Writes under test/fixtures/tokenizers: gguf/, sentencepiece/, vocabularies/ and parts.json.
"""

import base64
import ctypes
import io
import json
import multiprocessing
import os
import re
import shutil
from pathlib import Path

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["GGML_NO_BACKTRACE"] = "1"

import gguf
import sentencepiece
import tokenizers
import xllamacpp
from sentencepiece import sentencepiece_model_pb2 as proto
from transformers import AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "test/fixtures/tokenizers"

# Each says something that another does not: case, digits, white space, marks, scripts, special tokens, broken words.
TEXTS = [
    "Hello world",
    "The dog bit the man. It's 12 345 or 1234567a, I'LL say; don't WE'VE",
    "  two  spaces \n\n  and\ttabs\r\n\r\nend  ",
    "camelCaseHTTPServer x=1; // c */ #include <a/b>\u3000 http://a.b/c?d=e&f",
    "naïve café ÉCOLE e\u0301 straße ſ İ ǅ ﬁ ½ ² Ⅷ Å Ω",
    "東京都カタカナ漢字 한국어 नमस्ते ไทย مرحبا Привет ας",
    "😀👍🏽\u200d\u200b\u00a0\u2028\u0085\ufeff\u00ad\x00\x1c\x7f𝔘𐐀\U00020000",
    "<s> a </s> b<unk> c<|end|>  \n d <|end|>[MASK] <|im_end|>x <|begin_of_text|><|endoftext|>\n<pad>",
    "lighthouse keeper's <extra_id_0> lighthous <extra é! ï <tool>",
    "...?! — “q” ''' ~!@#$%^&*()_+`-={}|[]\\:\";'<>?,./ €©™′",
    "٣٤٥ 1 12 123 1234 12345 a1b22c333 0.001,000",
    "",
]

CORPUS = [
    "the dog bit the man and the man bit the dog under a bright harbour light",
    "while gulls sang of storms hello world said the lighthouse keeper of the sea",
    "cat river number 123 4567 naïve café straße Москва привет 東京 カタカナ 한국어",
    "the the the dog dog man man bit said sea of and light storm harbour keeper",
] * 12


# llama.cpp


class Llama:
    """A vocabulary as llama.cpp loads it."""

    class Params(ctypes.Structure):
        _fields_ = [("bytes", ctypes.c_ubyte * 256)]

    # Place of `vocab_only` in llama_model_params.
    VOCAB_ONLY = 72

    def __init__(self, path):
        lib = ctypes.CDLL(str(Path(xllamacpp.__file__).with_name("xllamacpp.abi3.so")))
        pointer, number = ctypes.c_void_p, ctypes.c_int32
        lib.llama_model_default_params.restype = self.Params
        lib.llama_model_load_from_file.restype = pointer
        lib.llama_model_load_from_file.argtypes = [ctypes.c_char_p, self.Params]
        lib.llama_model_get_vocab.restype = pointer
        lib.llama_model_get_vocab.argtypes = [pointer]
        lib.llama_tokenize.argtypes = [
            pointer, ctypes.c_char_p, number, pointer, number, ctypes.c_bool, ctypes.c_bool,
        ]  # fmt: skip
        self.quiet = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, pointer)(lambda *_: None)
        lib.llama_log_set(self.quiet, None)
        params = lib.llama_model_default_params()
        params.bytes[self.VOCAB_ONLY] = 1
        model = lib.llama_model_load_from_file(str(path).encode(), params)
        if not model:
            raise SystemExit(f"llama.cpp does not load {path}")
        self.lib, self.vocab = lib, lib.llama_model_get_vocab(model)

    def ids(self, text):
        """Special tokens added, and found in the text."""
        data = text.encode()
        room = len(data) + 64
        buffer = (ctypes.c_int32 * room)()
        count = self.lib.llama_tokenize(self.vocab, data, len(data), buffer, room, True, True)
        return list(buffer[:count])


def llama_ids(path, texts):
    """In a process of its own: llama.cpp ends the whole process where it meets what it does not expect."""
    receiver, sender = multiprocessing.Pipe(False)

    def work():
        llama = Llama(path)
        sender.send([llama.ids(text) for text in texts])

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    sender.close()
    ids = receiver.recv()
    process.join()
    return ids


def write_gguf(path, vocabulary):
    writer = gguf.GGUFWriter(path, vocabulary.get("architecture", "llama"))
    writer.add_name(vocabulary.get("name", "vocabulary only"))
    for add, value in [
        (writer.add_context_length, 128), (writer.add_embedding_length, 8),
        (writer.add_block_count, 1), (writer.add_feed_forward_length, 8),
        (writer.add_head_count, 1), (writer.add_layer_norm_rms_eps, 1e-5),
    ]:  # fmt: skip
        add(value)
    writer.add_tokenizer_model(vocabulary["model"])
    writer.add_token_list(vocabulary["tokens"])
    writer.add_token_types(vocabulary["types"])
    if "pre" in vocabulary:
        writer.add_tokenizer_pre(vocabulary["pre"])
    if "scores" in vocabulary:
        writer.add_token_scores(vocabulary["scores"])
    if "merges" in vocabulary:
        writer.add_token_merges(vocabulary["merges"])
    if vocabulary.get("charsmap"):
        writer.add_array("tokenizer.ggml.precompiled_charsmap", vocabulary["charsmap"])
    for key, value in vocabulary.get("keys", {}).items():
        add = writer.add_bool if isinstance(value, bool) else writer.add_uint32
        add(f"tokenizer.ggml.{key}", value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def every_pair():
    """Byte-level BPE in which all neighbours of the texts merge to twos and fours, so that it shows where words end."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = (chr(0x100 + place) for place in range(256))
    letters = {byte: chr(byte) if byte in visible else next(hidden) for byte in range(256)}
    written = ["".join(letters[byte] for byte in text.encode()) for text in TEXTS]
    merges = [f"{text[at]} {text[at + 1]}" for text in written for at in range(len(text) - 1)]
    merges += [f"{text[at:at + 2]} {text[at + 2:at + 4]}" for text in written for at in range(len(text) - 3)]
    merges = list(dict.fromkeys(merges))
    tokens = ["<|bos|>", "<|eos|>", *letters.values(), *(merge.replace(" ", "") for merge in merges)]
    tokens = list(dict.fromkeys(tokens))
    return {
        "model": "gpt2", "pre": "default", "tokens": tokens, "types": [3, 3] + [1] * (len(tokens) - 2),
        "merges": merges, "keys": {"bos_token_id": 0, "eos_token_id": 1},
    }  # fmt: skip


def of_model(model, kind, **more):
    """A SentencePiece model as llama.cpp's converter writes it."""
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    return {
        "model": kind, "architecture": "t5" if kind == "t5" else "llama",
        "tokens": [piece.piece for piece in model.pieces],
        "scores": [piece.score for piece in model.pieces],
        "types": [piece.type for piece in model.pieces],
        "charsmap": normalizer.precompiled_charsmap if kind == "t5" else b"",
        "keys": {
            "bos_token_id": trainer.bos_id, "eos_token_id": trainer.eos_id,
            "unknown_token_id": trainer.unk_id,
            "add_space_prefix": normalizer.add_dummy_prefix,
            "remove_extra_whitespaces": normalizer.remove_extra_whitespaces, **more,
        },
    }  # fmt: skip


def marked_merges():
    """Merges of text as it is, spaces as "▁", as Gemma 4 has them."""
    tokens = ["<pad>", "<eos>", "<bos>", "<unk>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    tokens += sorted(set("".join(CORPUS).replace(" ", "▁"))) + ["\n", "\n\n"]
    merges = []
    for word in dict.fromkeys(" ".join(CORPUS).split()):
        for start in ("", "▁"):
            left = (start + word)[0]
            for right in (start + word)[1:]:
                merges.append(f"{left} {right}")
                left += right
                tokens.append(left)
    tokens = list(dict.fromkeys(tokens))
    types = [3, 3, 3, 2] + [6] * 256 + [1] * (len(tokens) - 260)
    return {
        "tokens": tokens, "types": types, "merges": list(dict.fromkeys(merges)),
        "keys": {"bos_token_id": 2, "eos_token_id": 1, "unknown_token_id": 3},
    }  # fmt: skip


def world():
    """A vocabulary of bytes with escapes, as RWKV has it."""
    escaped = lambda data: "".join(
        {9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\"}.get(byte)
        or (chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}")
        for byte in data
    )
    tokens = ["<s>"] + [escaped(bytes([byte])) for byte in range(256)]
    tokens += [" the", " dog", "the", "dog", "man", escaped("東".encode()), "é", "Мос", "\\r\\n"]
    return {
        "model": "rwkv", "architecture": "rwkv6", "tokens": tokens,
        "types": [3] + [1] * (len(tokens) - 1), "keys": {"unknown_token_id": 0},
    }  # fmt: skip


def make_gguf(models):
    folder = FIXTURES / "gguf"
    base = every_pair()
    made = {
        "every-pair": base,
        "t5-merged-spaces": of_model(models["unigram"], "t5"),
        "t5-user-defined": of_model(models["unigram-own-pieces"], "t5", add_bos_token=True),
        "llama-no-prefix": of_model(models["bpe-bytes"], "llama", add_space_prefix=False, add_eos_token=True),
        "gemma4": {"model": "gemma4", **marked_merges()},
        "whitespace": {"model": "whitespace", "pre": "whitespace", **marked_merges()},
        "rwkv": world(),
    }  # fmt: skip
    phi = of_model(models["bpe-bytes"], "llama")
    phi = {**phi, "name": "Phi-3 mini", "tokens": [*phi["tokens"], "<|endoftext|>", "<|end|>"]}
    phi["scores"], phi["types"] = [*phi["scores"], 0.0, 0.0], [*phi["types"], 3, 4]
    made["llama-phi3-name"] = phi
    expected = {}
    for name, vocabulary in made.items():
        write_gguf(folder / f"{name}.gguf", vocabulary)
        expected[name] = llama_ids(folder / f"{name}.gguf", TEXTS)
    for name in ["bert-wordpiece-uncased", "gpt2-byte-level", "llama-byte-fallback", "llama3-split-ignore-merges"]:  # fmt: skip
        expected[name] = llama_ids(folder / f"{name}.gguf", TEXTS)
    write_json(folder / "expected.json", {"texts": TEXTS, "ids": expected})
    scratch = folder / "scratch.gguf"
    kinds = {}
    for name in pre_tokenizers():
        write_gguf(scratch, {**base, "pre": name})
        ids = llama_ids(scratch, TEXTS)
        kinds.setdefault(json.dumps(ids), []).append(name)
    scratch.unlink()
    write_json(
        folder / "preTokenizers.json",
        [{"names": names, "ids": json.loads(ids)} for ids, names in kinds.items()],
    )


def pre_tokenizers():
    """Names in our table whose vocabularies hold bytes as GPT-2 writes them."""
    source = (ROOT / "src/core/tokenizers/gguf/ggufPreTokenizers.ts").read_text()
    source = source[source.index("const preTokenizers") :]
    rows = re.findall(r'named\(\s*(?:\w+|\{[^}]*\}),\s*"([^"]+)",?\s*\)|^  \[\s*"([\w.-]+)",', source, re.M)
    names = [name for many, one in rows for name in (many or one).split()]
    return [name for name in names if name not in {"gemma4", "granite-embed-multi-311m", "sarvam-moe", "whitespace"}]


# SentencePiece


def train(kind, size, **options):
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS), model_writer=out, vocab_size=size, model_type=kind,
        hard_vocab_limit=False, minloglevel=2, num_threads=1, **options,
    )  # fmt: skip
    model = proto.ModelProto()
    model.ParseFromString(out.getvalue())
    return model


def make_sentencepiece():
    folder = FIXTURES / "sentencepiece"
    # A small table of replacements: the published one for NFKC has 240 kB.
    rules = folder / "rules.tsv"
    write = lambda pairs: rules.write_text(
        "".join(f"{' '.join(f'{ord(c):X}' for c in a)}\t{' '.join(f'{ord(c):X}' for c in b)}\n" for a, b in pairs)
    )
    pairs = [("ﬁ", "fi"), ("½", "1⁄2"), ("²", "2"), ("Ⅷ", "VIII"), ("e\u0301", "é"), ("\u3000", " "), ("\t", " "),
             ("\n", " "), ("\r", " "), ("\u200b", ""), ("\u00ad", ""), ("カ", "か"), ("…", "...")]  # fmt: skip
    pairs += [(chr(c), chr(c).lower()) for c in range(65, 91)]
    write(pairs)
    small = {"normalization_rule_tsv": str(rules)}
    own = {"user_defined_symbols": ["<extra_id_0>", "lighthouse", "é!"], "control_symbols": ["<pad>"]}
    identity = {"normalization_rule_name": "identity"}
    models = {
        "unigram": train("unigram", 120, **small),
        "unigram-own-pieces": train("unigram", 120, remove_extra_whitespaces=False, **small, **own),
        "unigram-bytes": train("unigram", 400, byte_fallback=True, add_dummy_prefix=False, **identity),
        "bpe-bytes": train("bpe", 420, byte_fallback=True, remove_extra_whitespaces=False, **identity),
        "bpe-own-pieces": train("bpe", 160, **small, **own),
        "bpe-word-ends": train("bpe", 160, treat_whitespace_as_suffix=True, **small),
    }
    rules.unlink()
    unused = proto.ModelProto()
    unused.CopyFrom(models["bpe-own-pieces"])
    for index, piece in enumerate(unused.pieces):
        if piece.type == 1 and len(piece.piece) > 1 and index % 5 == 0:
            piece.type = 5
    models["bpe-unused-pieces"] = unused
    expected = {}
    for name, model in models.items():
        model.normalizer_spec.ClearField("normalization_rule_tsv")
        (folder / f"{name}.model").write_bytes(model.SerializeToString())
        processor = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
        expected[name] = [spans(processor, text) for text in TEXTS]
    write_json(folder / "expected.json", {"texts": TEXTS, "cases": expected})
    return models


def spans(processor, text):
    """Offsets are bytes there and code points here."""
    data = text.encode()
    place = lambda byte: len(data[:byte].decode())
    pieces = processor.encode(text, return_type="proto").pieces
    return {
        "ids": [piece.id for piece in pieces],
        "tokens": [piece.piece for piece in pieces],
        "offsets": [[place(piece.begin), place(piece.end)] for piece in pieces],
    }


# Parts of a tokenizer.json


def make_parts(models):
    """Whole files with parts that the others do not have, and what Hugging Face's tokenizers make of the texts."""
    read = lambda name: json.loads((FIXTURES / f"{name}.tokenizer.json").read_text())
    charsmap = base64.b64encode(models["unigram"].normalizer_spec.precompiled_charsmap).decode()
    table = {"type": "Precompiled", "precompiled_charsmap": charsmap}
    spaces = {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}
    t5, gpt2 = read("t5-unigram-metaspace"), read("gpt2-byte-level")
    files = {
        "precompiled": {**t5, "normalizer": table},
        "precompiled-replace": {**t5, "normalizer": {"type": "Sequence", "normalizers": [table, spaces]}},
        "nmt": {**t5, "normalizer": {"type": "Nmt"}},
        "byte-level-normalizer": {**gpt2, "normalizer": {"type": "ByteLevel"}, "pre_tokenizer": None},
        "bpe-prefix": trained_merges(continuing_subword_prefix="##"),
        "bpe-prefix-suffix": trained_merges(continuing_subword_prefix="##", end_of_word_suffix="</w>"),
    }
    # What is taken away at the front moves the offsets of all that follows.
    texts = [*TEXTS, "\u200bab cd", "\u00adx", "e\u0301e\u0301\u0323 क्षि ㌀㌁"]
    cases = {}
    for name, file in files.items():
        tokenizer = tokenizers.Tokenizer.from_str(json.dumps(file))
        encodings = [tokenizer.encode(text) for text in texts]
        cases[name] = [{"ids": e.ids, "tokens": e.tokens, "offsets": e.offsets} for e in encodings]
    write_json(FIXTURES / "parts.json", {"texts": texts, "files": files, "cases": cases})


def trained_merges(**marks):
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(unk_token="[UNK]", **marks))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=160, special_tokens=["[UNK]"], **marks)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return json.loads(tokenizer.to_str())


# vocab.txt, vocab.json with merges.txt


def make_vocabularies():
    def model(name):
        return json.loads((FIXTURES / f"{name}.tokenizer.json").read_text())["model"]

    def lines(name):
        vocab = model(name)["vocab"]
        return {"vocab.txt": "".join(f"{token}\n" for token in sorted(vocab, key=vocab.get))}

    def pair(name):
        parts = model(name)
        merges = (merge if isinstance(merge, str) else " ".join(merge) for merge in parts["merges"])
        text = "#version: 0.2\n" + "".join(f"{merge}\n" for merge in merges)
        return {"vocab.json": json.dumps(parts["vocab"], ensure_ascii=False), "merges.txt": text}

    bert, cased = lines("bert-wordpiece-uncased"), lines("bert-cased-truncate-pad")
    gpt2, roberta = pair("gpt2-byte-level"), pair("roberta-prefix-space-trimmed")
    im_start = {"content": "<|im_start|>", "special": True, "lstrip": False, "rstrip": False,
                "normalized": False, "single_word": False}  # fmt: skip
    make_folders(
        [
            ("bert-uncased", bert, "bert", {"tokenizer_class": "BertTokenizer", "do_lower_case": True}),
            ("bert-cased", cased, "bert", {"tokenizer_class": "BertTokenizer", "do_lower_case": False}),
            ("bert-accents", bert, "bert", {"tokenizer_class": "BertTokenizer", "strip_accents": False,
                                            "tokenize_chinese_chars": False}),
            ("bert-bare", bert, "bert", None),
            ("gpt2", gpt2, "gpt2", {"tokenizer_class": "GPT2Tokenizer"}),
            ("gpt2-space-bos", gpt2, "opt", {"tokenizer_class": "GPT2Tokenizer", "add_bos_token": True,
                                             "add_prefix_space": True}),
            ("roberta", roberta, "roberta", {"tokenizer_class": "RobertaTokenizer"}),
            ("bart-space", roberta, "bart", {"tokenizer_class": "BartTokenizer", "add_prefix_space": True}),
            ("qwen2", gpt2, "qwen2", {"tokenizer_class": "Qwen2Tokenizer",
                                      "added_tokens_decoder": {"500": im_start}}),
            ("clip", word_ends(model("gpt2-byte-level")["vocab"]), "clip", {"tokenizer_class": "CLIPTokenizer"}),
        ]
    )  # fmt: skip


def word_ends(vocab):
    """Merges that end words, as CLIP has them."""
    letters = [token for token in vocab if len(token) == 1]
    tokens = letters + [f"{letter}</w>" for letter in letters]
    merges = []
    for word in dict.fromkeys(word for word in " ".join(CORPUS).split() if word.isascii()):
        left = word[0]
        for place, letter in enumerate(word[1:], 2):
            right = letter + ("</w>" if place == len(word) else "")
            merges.append(f"{left} {right}")
            left += right
            tokens.append(left)
    tokens = list(dict.fromkeys(tokens)) + ["<|startoftext|>", "<|endoftext|>"]
    text = "#version: 0.2\n" + "".join(f"{merge}\n" for merge in dict.fromkeys(merges))
    ids = {token: place for place, token in enumerate(tokens)}
    return {"vocab.json": json.dumps(ids, ensure_ascii=False), "merges.txt": text}


def make_folders(rows):
    expected = {}
    for name, files, model_type, config in rows:
        folder = FIXTURES / "vocabularies" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text)
        write_json(folder / "config.json", {"model_type": model_type})
        if config is not None:
            write_json(folder / "tokenizer_config.json", config)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        cases = []
        for text in TEXTS:
            encoding = tokenizer(text, return_offsets_mapping=True)
            ids = encoding["input_ids"]
            pieces = tokenizer.convert_ids_to_tokens(ids)
            cases.append({"ids": ids, "pieces": pieces, "offsets": encoding["offset_mapping"]})
        expected[name] = cases
    write_json(FIXTURES / "vocabularies" / "expected.json", {"texts": TEXTS, "cases": expected})


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    trained = make_sentencepiece()
    make_gguf(trained)
    make_parts(trained)
    make_vocabularies()
