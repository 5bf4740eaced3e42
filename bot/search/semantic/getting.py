"""Fetches a sentence encoder from the Hugging Face hub: once, on command, and never while questions are answered.

What is fetched is pinned: by the revision of the repository, and each file by its SHA-256. What is not, to the last
byte, what was measured, is not kept.
"""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Pinned:
    """A model as it lies on the hub. `files` gives for the path of each file there its SHA-256 in hex."""

    repository: str
    revision: str
    licence: str
    files: Mapping[str, str]


# It wants what `Encoder` does where a folder says nothing: inputs of 256 tokens at most, and the mean over all tokens.
MODELS: Mapping[str, Pinned] = {
    "all-MiniLM-L6-v2": Pinned(
        "sentence-transformers/all-MiniLM-L6-v2",
        "1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
        "Apache-2.0",
        {
            "onnx/model.onnx": "6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452",
            "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        },
    )
}


def get(name: str, folder: Path, models: Mapping[str, Pinned] = MODELS, hub: str | None = None) -> bool:
    """Puts a model into a folder; False if it is there already. `hub` is another address of the hub than its own.

    Raises ConfigurationError if there is no such model, it cannot be fetched, or is not what it should be; then the
    folder stays as it was.
    """
    pinned = models.get(name)
    if pinned is None:
        raise ConfigurationError(f"there is no pinned model {name}; there are: {', '.join(models)}")
    wanted = {Path(path).name: digest for path, digest in pinned.files.items()}
    if all((folder / file).is_file() and _digest(folder / file) == digest for file, digest in wanted.items()):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that it can be moved there in one step, and a half of it never lies there.
        with TemporaryDirectory(dir=folder, prefix=".fetching-") as place:
            for path, digest in pinned.files.items():
                found = _fetched(pinned, path, Path(place), hub)
                if _digest(found) != digest:
                    remedy = "nothing of it was kept; somebody may have tampered with it on the way"
                    raise ConfigurationError(f"{path} of {pinned.repository} is not what it should be; {remedy}")
            for path in pinned.files:
                shutil.move(Path(place) / path, folder / Path(path).name)
    except OSError as error:
        raise ConfigurationError(f"the model cannot be put into {folder}: {error.strerror or error}") from error
    return True


def _fetched(pinned: Pinned, path: str, place: Path, hub: str | None) -> Path:
    try:
        from huggingface_hub import hf_hub_download  # noqa: PLC0415  # the extra `semantic`
    except ImportError as error:
        remedy = "install it: pip install 'policybot[semantic]'"
        raise ConfigurationError(f"fetching a model needs {error.name}, which is not installed; {remedy}") from error
    try:
        # No token: what is fetched is everybody's, and a token of whoever runs this is nobody's business.
        return Path(
            hf_hub_download(
                pinned.repository, path, revision=pinned.revision, local_dir=place, token=False, endpoint=hub
            )
        )
    except Exception as error:  # the client has many, and its HTTP library others
        why = str(error).strip().partition("\n")[0] or type(error).__name__
        raise ConfigurationError(f"{path} of {pinned.repository} cannot be fetched: {why}") from error


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
