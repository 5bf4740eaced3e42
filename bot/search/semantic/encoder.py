"""Text → vector: a sentence encoder in the ONNX format, with its tokenizer, from a folder.

The folder is laid out as those of the library sentence-transformers are: `model.onnx` (or `onnx/model.onnx`),
`tokenizer.json`, and beside them, where there are any, `sentence_bert_config.json` (the longest input),
`1_Pooling/config.json` (how the vectors of the tokens become one) and `config_sentence_transformers.json` (what is put
before a question or a passage). A vector's length is 1, so that the dot product of two is the cosine between them.

Each text is encoded by itself: models with weights in 8 bits scale by all that is in a batch, and the same text would
get another vector in other company.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from bot.core.errors import ConfigurationError
from bot.search.semantic.vectors import Vector

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODELS = ("model.onnx", "onnx/model.onnx")
TOKENIZER = "tokenizer.json"
LENGTH, POOLING, PROMPTS = "sentence_bert_config.json", "1_Pooling/config.json", "config_sentence_transformers.json"
# Tokens, where the folder does not say otherwise.
LONGEST = 256
# A longer passage is encoded in windows, which share one part in so many; of a longer one still, only the first ones.
OVERLAP, MOST_WINDOWS = 8, 64
# So much of a window, one part in so many, goes to what a passage hangs on.
HEAD = 3
QUESTIONS_AT_HAND = 256

FED = {"input_ids", "attention_mask", "token_type_ids"}
POOLED = "sentence_embedding"  # the output of models that pool the tokens' vectors themselves


@dataclass(frozen=True, slots=True)
class Manner:
    """How a model wants to be used: the longest input in tokens, by which token or by all, and what goes before."""

    longest: int = LONGEST
    first_token: bool = False
    before_question: str = ""
    before_passage: str = ""

    @classmethod
    def of(cls, folder: Path) -> Self:
        """As the files in the folder say."""
        pooling, prompts = _read(folder / POOLING), _read(folder / PROMPTS).get("prompts") or {}
        return cls(
            min(int(_read(folder / LENGTH).get("max_seq_length") or LONGEST), 2 * LONGEST),
            bool(pooling.get("pooling_mode_cls_token")) or pooling.get("pooling_mode") == "cls",
            str(prompts.get("query") or ""),
            str(prompts.get("document") or prompts.get("passage") or ""),
        )


class Encoder:
    """Encodes questions and passages. Satisfies Encodes. Safe to share between threads.

    `name` names the model, twelve hex digits of a hash over all its files; `width` is how long its vectors are.
    """

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer", manner: Manner, name: str) -> None:
        self._session, self._tokenizer, self._manner, self.name = session, tokenizer, manner, name
        self._wanted = {each.name for each in session.get_inputs()}
        if unknown := self._wanted - FED:
            raise ValueError(f"it asks for {', '.join(sorted(unknown))}, which no sentence encoder needs")
        outputs = [each.name for each in session.get_outputs()]
        self._output = POOLED if POOLED in outputs else outputs[0]
        tokenizer.no_padding()
        tokenizer.enable_truncation(manner.longest)
        self.question = lru_cache(maxsize=QUESTIONS_AT_HAND)(self._question)
        self.width = len(self.question("width"))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The encoder in a folder. Raises ConfigurationError if there is none, or what it needs is not installed."""
        model = next((folder / name for name in MODELS if (folder / name).is_file()), None)
        if model is None or not (folder / TOKENIZER).is_file():
            remedy = "name a folder that has both, or fetch one: policybot model get all-MiniLM-L6-v2"
            raise ConfigurationError(f"there is no model.onnx with a {TOKENIZER} in {folder}; {remedy}")
        try:
            import onnxruntime  # noqa: PLC0415  # the extra `semantic`
            from tokenizers import Tokenizer  # noqa: PLC0415
        except ImportError as error:
            remedy = "install it: pip install 'policybot[semantic]'"
            raise ConfigurationError(f"search.model needs {error.name}, which is not installed; {remedy}") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            return cls(session, tokenizer, Manner.of(folder), name_of(folder))
        except Exception as error:  # neither library says what it raises
            raise ConfigurationError(f"the model in {folder} cannot be used: {_first_line(error)}") from error

    def _question(self, words: str) -> Vector:
        return self._encoded(self._manner.before_question + _sound(words))

    def passage(self, head: str, text: str) -> Vector:
        """The vectors of a passage's windows, a row each; `head` is what it hangs on, and stands before each window."""
        return np.stack([self._encoded(window) for window in self._windows(_sound(head), _sound(text))])

    def _windows(self, head: str, text: str) -> Iterator[str]:
        before, own = self._manner.before_passage, self._ends(text)
        above = self._ends(head)[: self._manner.longest // HEAD]
        head = f"{head[: above[-1]]}\n" if above else ""
        around = self._tokenizer.num_special_tokens_to_add(is_pair=False) + len(self._ends(before)) + len(above)
        room = max(1, self._manner.longest - around)
        step = room - room // OVERLAP
        for start in range(0, max(1, len(own) - room // OVERLAP), step)[:MOST_WINDOWS]:
            first, last = own[start - 1] if start else 0, own[min(start + room, len(own)) - 1] if own else 0
            yield before + head + text[first:last]

    def _ends(self, text: str) -> Sequence[int]:
        """Where each token of the text ends, in characters."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        return [end for part in (found, *found.overflowing) for _, end in part.offsets]

    def _encoded(self, text: str) -> Vector:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        result = self._session.run([self._output], {name: given[name] for name in self._wanted})[0][0]
        if result.ndim == 2:  # a vector a token
            result = result[0] if self._manner.first_token else result.mean(axis=0)
        vector = np.asarray(result, np.float32)
        return vector / max(float(np.linalg.norm(vector)), 1e-12)


def _sound(text: str) -> str:
    """The text without halves of characters, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode()


def _read(file: Path) -> Mapping[str, Any]:
    found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found if isinstance(found, dict) else {}


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def name_of(folder: Path) -> str:
    """Names a model by all of its files that decide on a vector: twelve hex digits."""
    digest = hashlib.sha256()
    models = [file for name in MODELS for file in sorted((folder / name).parent.glob("model.onnx*"))]
    for file in (*models, *(folder / name for name in (TOKENIZER, LENGTH, POOLING, PROMPTS))):
        if file.is_file():
            digest.update(file.name.encode())
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:12]
