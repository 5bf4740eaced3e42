"""A sentence encoder, as the programs know it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.search.semantic.getting import MODELS
from tests.conftest import ROOT, Run
from tests.search.semantic.pretend_hub import serving
from tests.search.semantic.small_model import write_model

pytest.importorskip("onnxruntime", reason="the extra `semantic` is not installed")
pytest.importorskip("tokenizers", reason="the extra `semantic` is not installed")

ASKED = "vacation of parents"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "leave.md").write_text("---\ntitle: Leave\n---\n\nLeave is leave.\n")
    (folder / "pets.md").write_text("---\ntitle: Animals\n---\n\nDogs of parents stay at home.\n\nPets too.\n")
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Mapping[str, str]:
    return {"POLICYBOT_SEARCH__MODEL": str(write_model(tmp_path / "model"))}


def articles(answer: Mapping[str, list[Mapping[str, str]]]) -> list[str]:
    return [each["article"] for each in answer["quotations"]]


def test_what_is_said_in_other_words_is_found_with_a_model_alone(
    run: Run, corpus: Path, model: Mapping[str, str]
) -> None:
    question = ("ask", "--json", "vacation", "--corpus", str(corpus))
    assert not json.loads(run(*question).out)["answered"]
    assert articles(json.loads(run(*question, **model).out))[0] == "leave"


def test_the_index_and_the_doctor_tell_of_the_model(run: Run, corpus: Path, model: Mapping[str, str]) -> None:
    told = json.loads(run("index", "--json", "--corpus", str(corpus), **model).out)
    assert told["encoded"] == 3
    assert told["encoder"] in run("index", "--corpus", str(corpus), **model).out
    doctor = " ".join(run("doctor", "--corpus", str(corpus), **model).out.split())
    assert f"encoder: {told['encoder']} in {model['POLICYBOT_SEARCH__MODEL']}, 3 texts encoded" in doctor
    assert "encoder" not in run("doctor", "--corpus", str(corpus)).out


def test_a_receipt_names_the_model_and_is_made_again_with_it_alone(
    run: Run, corpus: Path, model: Mapping[str, str]
) -> None:
    answer = json.loads(run("ask", "--json", ASKED, "--corpus", str(corpus), **model).out)
    name = answer["revision"].partition("+")[2]
    there = {"POLICYBOT_CORPUS": str(corpus)}
    shown = run("receipt", answer["receipt"], **there, **model).out
    assert "byte for byte" in shown
    assert f"Sentence encoder: {name}" in shown
    without = " ".join(run("receipt", answer["receipt"], **there).out.split())
    assert f"with the sentence encoder {name}: name its folder in search.model" in without


def test_a_model_is_not_taken_from_a_hub_that_has_another_under_its_name(run: Run, tmp_path: Path) -> None:
    pinned = MODELS["all-MiniLM-L6-v2"]
    with serving(pinned.repository, pinned.revision, dict.fromkeys(pinned.files, b"something else")) as hub:
        ended = run("model", "get", "all-MiniLM-L6-v2", "--to", str(tmp_path / "model"), "--hub", hub.address)
    assert ended.code == 2
    assert "is not what it should be" in " ".join(ended.err.split())
    assert list((tmp_path / "model").iterdir()) == []


def test_a_folder_without_a_model_ends_with_2_and_the_way_to_one(run: Run, corpus: Path, tmp_path: Path) -> None:
    ended = run("ask", ASKED, "--corpus", str(corpus), POLICYBOT_SEARCH__MODEL=str(tmp_path))
    assert ended.code == 2
    assert "policybot model get all-MiniLM-L6-v2" in " ".join(ended.err.split())


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers"])
def test_without_the_extra_a_model_is_refused_with_the_way_to_it(tmp_path: Path, missing: str) -> None:
    folder = write_model(tmp_path)
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from pathlib import Path\n"
        "from bot.search.semantic.encoder import Encoder\n"
        f"Encoder.open(Path({str(folder)!r}))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "pip install 'policybot[semantic]'" in ended.stderr
