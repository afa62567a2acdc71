/** Every bound that a hostile or broken file can meet while it is read, each with its reason. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** The reference reader of safetensors refuses a larger header; no published model comes near it. */
export const SAFETENSORS_HEADER_LIMIT = 100_000_000;

/** PyTorch and NumPy stop at 64 axes, so no tensor that either can hold has more. */
export const TENSOR_RANK_LIMIT = 64;

/** A header of 100 MB has room for more entries than this; the largest published mixtures have some 100 000. */
export const TENSOR_COUNT_LIMIT = 1_000_000;

/** Configs are a few kilobytes, those with a quantisation map some hundred: 16 MiB is no config. */
export const CONFIG_BYTE_LIMIT = 16 * MIB;

/** An index has about 100 bytes a tensor; the largest published ones have 10 MB. */
export const INDEX_BYTE_LIMIT = 64 * MIB;

/** Python's own JSON reader gives up near 1 000 levels; a config has five. Below any stack's end. */
export const JSON_DEPTH_LIMIT = 256;

/** Nobody reads more messages about one file, and a hostile one must not fill the memory with them. */
export const PROBLEM_LIMIT = 100;

/** Longest text of a file that a message repeats; a message has to fit on a line. */
export const QUOTE_LIMIT = 80;

/** Longest key or text in a config that is not remarked on. Chat templates, the longest texts, are exempt. */
export const CONFIG_TEXT_LIMIT = 10_000;

/** A read in one piece is at most this long, so that a cancelled one ends soon and memory stays bounded. */
export const READ_PIECE_BYTES = 64 * MIB;

/** 2 GiB − 1: the most that every runtime holds in one ArrayBuffer and passes on in one message. */
export const TENSOR_BYTE_LIMIT = 2 ** 31 - 1;

/** Open files of one model at a time: far below the 256 that the strictest system gives a process. */
export const OPEN_FILE_LIMIT = 8;

/** Headers of shards that are read at the same time. */
export const SHARDS_AT_ONCE = 8;

/** The largest published models have 160 layers; what allocates by layer must not follow a file to 10^9. */
export const LAYER_LIMIT = 10_000;

/** Wider than anything published by a factor of ten and more, and products of two stay exact in a double. */
export const SIZE_LIMIT = 16_777_216;

/** A vocabulary has at most some 260 000 entries today. */
export const VOCABULARY_LIMIT = 100_000_000;

/** Words of one file of static embeddings: three times the largest published vocabulary (3 million phrases). */
export const EMBEDDING_WORD_LIMIT = 10_000_000;

/** Bytes of all words together: 3 million phrases have 45 MB; this much stays in memory once the file is indexed. */
export const EMBEDDING_TEXT_LIMIT = 256 * MIB;

/** Bytes of one word: the longest tokens of web crawls have a few hundred. */
export const EMBEDDING_WORD_BYTES = 4096;

/** Dimensions of a word vector: published ones have 25 to 4 096. */
export const EMBEDDING_DIMENSION_LIMIT = 16_384;

/** Bytes of one line of word vectors: every dimension with 32 characters, and a word. */
export const EMBEDDING_LINE_LIMIT = MIB;

/** Read at a time while words are indexed: large enough for a disk, small enough to cancel and to cross to a webview. */
export const EMBEDDING_PIECE_BYTES = 4 * MIB;

/** Files up to here are indexed and their values checked as they are opened: about half a second of work. */
export const EMBEDDING_EAGER_BYTES = 32 * MIB;

/** GGUF headers are read in pieces of this size: a vocabulary of 262 144 tokens takes about ten. */
export const GGUF_PIECE_BYTES = MIB;

/** What the format allows for a key; published ones have at most some 60 bytes. */
export const GGUF_KEY_BYTE_LIMIT = 65_535;

/** Published files have some 60 keys; a header of a million would be no metadata. */
export const GGUF_KEY_COUNT_LIMIT = 100_000;

/** A name of a tensor has 63 bytes in ggml; longer ones are shown with a remark, up to what a key may have. */
export const GGUF_NAME_BYTE_LIMIT = 65_535;

/** ggml has four axes. */
export const GGUF_RANK_LIMIT = 4;

/** Texts of up to this many bytes are taken while a header is scanned; longer ones (chat templates) on demand. */
export const GGUF_SHORT_TEXT_BYTES = 1024;

/** No writer nests arrays at all; the format allows it. */
export const GGUF_ARRAY_DEPTH_LIMIT = 8;

/** Texts or arrays in one array: 64 times the largest vocabulary in use. */
export const GGUF_ITEM_LIMIT = 16_777_216;

/** Bytes of one metadata value that is asked for: vocabularies and merges have some 10 MB. */
export const GGUF_VALUE_BYTE_LIMIT = 256 * MIB;

/** Writers cut a model into at most some hundred files. */
export const GGUF_SPLIT_LIMIT = 10_000;

/** Groups and headers of the largest Keras models take some megabytes; pointers that lead in circles take more. */
export const HDF5_METADATA_LIMIT = 64 * MIB;

/** HDF5 advises chunks of up to a megabyte; one that inflates to more than this is no chunk of weights. */
export const CHUNK_BYTE_LIMIT = 256 * MIB;

/** A strided view is read in spans of at most this much, so that a transposed matrix of gigabytes needs no such span. */
export const STRIDED_SPAN_BYTES = 8 * MIB;

/** Gaps of a strided view up to this size are read over: a separate read costs more. */
export const STRIDED_GAP_BYTES = 64 * KIB;

/** Directory of a ZIP archive: room for some 500 000 members; PyTorch writes one for each storage. */
export const ZIP_DIRECTORY_LIMIT = 64 * MIB;

/** DEFLATE makes at most 1 032 bytes of one, so that a step of inflating this much makes at most 34 MB, once. */
export const INFLATE_PIECE_BYTES = 32 * KIB;

/** A value at the end of a deflated member is reached through all before it, at some 200 MB a second. */
export const INFLATED_MEMBER_LIMIT = 8 * 1024 * MIB;

/** Deflated members up to this size are kept inflated, one a model; larger ones are inflated again for each jump back. */
export const INFLATED_KEPT_BYTES = 32 * MIB;

/** Pickles of checkpoints have some 200 bytes a tensor, as its values stand outside: room for 150 000 tensors. */
export const PICKLE_BYTE_LIMIT = 32 * MIB;

/** Containers, texts and calls of one pickle: ten a tensor. At some 100 bytes each they fill 200 MB. */
export const PICKLE_VALUE_LIMIT = 2_000_000;

/** Longest whole number of a pickle in bytes; a step of an optimiser has 8, and conversion grows with the square. */
export const PICKLE_LONG_BYTES = 1024;

/** Levels to which the object of a pickle is looked into; checkpoints of trainers have up to ten. */
export const PICKLE_DEPTH_LIMIT = 100;

/** Entries that are looked at again where one container stands in several places; 2^60 of them fit in a kilobyte. */
export const PICKLE_REPEAT_LIMIT = 100_000;

/** Values besides tensors that are shown of a checkpoint: settings of its training, not its history. */
export const STRUCTURE_VALUE_LIMIT = 1000;

/** Headers of plain arrays have some 100 bytes; version 1 of the format cannot have more than this. */
export const NPY_HEADER_LIMIT = 64 * KIB;

/** Protocol buffers end at 2 GiB, which is why larger ONNX models keep their data outside. */
export const PROTOBUF_BYTE_LIMIT = 2 ** 31;

/** Fields of one ONNX model: 1 000 a node for 10 000 nodes. A field of two bytes costs as much time as a large one. */
export const PROTOBUF_FIELD_LIMIT = 10_000_000;

/** Graphs inside graphs (loops, branches); published models have three levels. */
export const ONNX_GRAPH_DEPTH_LIMIT = 16;

/** Pieces of the values of one tensor. Writers pack them into one; a field for each value would fill the memory. */
export const ONNX_PIECE_LIMIT = 1024;

/** Bytes of a packed weight that are read and decoded in one piece: large enough to read fast, small beside its values. */
export const PACKED_PIECE_BYTES = 4 * MIB;

/** Bytes between two wanted ranges that cost less to read through than a read of their own does. */
export const READ_GAP_BYTES = 64 * KIB;

/** Sums of fastText's subwords that are held at a time: 100 000 words of 300, for each of which the matrix is read once. */
export const FASTTEXT_SUM_BYTES = 256 * MIB;

/** Rows of subwords behind the words that are summed together: 100 000 words have about 2 million. */
export const FASTTEXT_PART_LIMIT = 2 ** 21;

/** Rows that change places are read in pieces of this size: some heads of the widest models. */
export const ARRANGED_PIECE_BYTES = 16 * MIB;

/** The largest published mixtures have 512 experts a layer. */
export const EXPERT_LIMIT = 4096;

/** Vectors read and compared together: large enough to be quick, small enough to be cancelled between two. */
export const EMBEDDING_BLOCK_BYTES = 32 * MIB;

/** Word vectors that stay in memory for neighbours: 400 000 of 300 are 480 MB; more are read again for each question. */
export const EMBEDDING_RESIDENT_BYTES = 2048 * MIB;

/** Nobody reads more neighbours of one word, and each is kept sorted while millions are compared. */
export const NEIGHBOUR_LIMIT = 1000;

/** Words in one sum of words; people write three. */
export const ARITHMETIC_TERM_LIMIT = 64;

/** The settings that bitsandbytes stores beside a weight have some 200 bytes, a stored shape 16. */
export const DESCRIPTION_BYTE_LIMIT = 4 * KIB;

/** Tokens of a sentence that are compared pair by pair: a million cosines, and more cells than a screen has. */
export const SENTENCE_TOKEN_LIMIT = 1024;

/** Words of one two-dimensional picture; more labels cannot be told apart. */
export const PROJECTED_WORD_LIMIT = 5000;

/** Quantised blocks are read in pieces of this size: they stay in a processor's cache while they are decoded. */
export const BLOCKS_PIECE_BYTES = MIB;
