"""A sentence encoder small enough to be made here: one vector a word, and a text is the mean of its words.

The file is ONNX, written by hand: https://onnx.ai/onnx/repo-docs/IR.html and Protocol Buffers' wire format.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

# Words of one meaning lie in one direction.
DIRECTIONS = {"leave": 0, "holiday": 0, "vacation": 0, "dogs": 1, "pets": 1, "twelve": 2, "weeks": 3, "parents": 4}
SPECIAL = ("[UNK]", "[CLS]", "[SEP]")
WIDTH = 6
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def write_model(folder: Path, *, longest: int = 16, inputs: Sequence[str] = INPUTS) -> Path:
    """Writes the model and its tokenizer into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.zeros((len(SPECIAL) + len(DIRECTIONS), WIDTH), np.float32)
    table[0, WIDTH - 1] = 1
    for row, direction in enumerate(DIRECTIONS.values(), start=len(SPECIAL)):
        table[row, direction] = 1
    (folder / "model.onnx").write_bytes(_model(table, inputs))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer()))
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": longest}))
    return folder


def _tokenizer() -> Mapping[str, object]:
    words = {word: number for number, word in enumerate((*SPECIAL, *DIRECTIONS))}
    added = [
        {"id": number, "content": word, "special": True}
        | dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        for number, word in enumerate(SPECIAL)
    ]
    ends = {word: {"id": word, "ids": [number], "tokens": [word]} for number, word in enumerate(SPECIAL) if number}
    around = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    around.append({"SpecialToken": {"id": "[SEP]", "type_id": 0}})
    return {
        "version": "1.0",
        # As those that are published, it cuts and fills up: what uses it must not.
        "truncation": {"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": None,
        "added_tokens": added,
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {"type": "TemplateProcessing", "single": around, "pair": around, "special_tokens": ends},
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": words, "unk_token": "[UNK]"},
    }


def _model(table: np.ndarray, inputs: Sequence[str]) -> bytes:
    node = _text(1, "table") + _text(1, "input_ids") + _text(2, "last_hidden_state") + _text(4, "Gather")
    tensor = (
        _field(1, b"".join(map(_number, table.shape))) + _int(2, 1) + _text(8, "table") + _field(9, table.tobytes())
    )
    graph = _field(1, node) + _text(2, "small") + _field(5, tensor)
    graph += b"".join(_field(11, _value(name, 7, ("batch", "sequence"))) for name in inputs)
    graph += _field(12, _value("last_hidden_state", 1, ("batch", "sequence", "width")))
    return _int(1, 8) + _field(7, graph) + _field(8, _int(2, 13))


def _value(name: str, kind: int, shape: Sequence[str]) -> bytes:
    dimensions = b"".join(_field(1, _text(2, each)) for each in shape)
    return _text(1, name) + _field(2, _field(1, _int(1, kind) + _field(2, dimensions)))


def _number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + _number(value >> 7)


def _int(field: int, value: int) -> bytes:
    return _number(field << 3) + _number(value)


def _field(field: int, value: bytes) -> bytes:
    return _number(field << 3 | 2) + _number(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _field(field, value.encode())
