"""Text → vector, by a small model that is made here."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.core.errors import ConfigurationError
from bot.search.semantic.encoder import Encoder, name_of
from tests.search.semantic.small_model import WIDTH, write_model

pytest.importorskip("onnxruntime", reason="the extra `semantic` is not installed")
pytest.importorskip("tokenizers", reason="the extra `semantic` is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_model(tmp_path / "model")


@pytest.fixture
def encoder(folder: Path) -> Encoder:
    return Encoder.open(folder)


def test_a_vector_has_length_one_and_points_where_the_words_do(encoder: Encoder) -> None:
    vector = encoder.question("twelve weeks")
    assert encoder.width == WIDTH
    assert np.linalg.norm(vector) == pytest.approx(1)
    assert vector[2] == vector[3] > 0


def test_words_of_one_meaning_are_near(encoder: Encoder) -> None:
    question = encoder.question("holiday")
    leave, dogs = (float((encoder.passage("", text) @ question).max()) for text in ("leave", "dogs"))
    assert leave > 0.5 > dogs


def test_what_a_passage_hangs_on_is_part_of_its_meaning(encoder: Encoder) -> None:
    question = encoder.question("holiday")
    bare, under_leave = (encoder.passage(head, "twelve weeks") @ question for head in ("", "Leave"))
    assert under_leave.max() > bare.max()


def test_of_a_long_passage_every_word_is_in_a_window_and_each_has_the_head(encoder: Encoder) -> None:
    windows = encoder.passage("Pets", "twelve " * 60 + "vacation")
    assert len(windows) > 1
    assert all(window @ encoder.question("dogs") > 0 for window in windows)
    nearest = windows @ encoder.question("holiday")
    assert nearest[-1] > 0 == nearest[0]


def test_the_same_text_has_the_same_vector_in_any_company(encoder: Encoder) -> None:
    alone = encoder.passage("", "parents twelve weeks")
    with ThreadPoolExecutor(4) as threads:
        others = list(threads.map(lambda text: encoder.passage("", text), ["parents twelve weeks", "dogs " * 9] * 20))
    assert all(np.array_equal(alone, each) for each in others[::2])


@pytest.mark.parametrize("text", ["", " ", "🙂" * 30, "\ud800", "x" * 100_000])
def test_whatever_a_text_holds_it_has_a_vector(encoder: Encoder, text: str) -> None:
    for each in (encoder.question(text), *encoder.passage(text, text)):
        assert np.isfinite(each).all()


def test_a_model_is_used_as_its_folder_says(folder: Path) -> None:
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling/config.json").write_text(json.dumps({"pooling_mode_cls_token": True}))
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "dogs ", "document": "pets "}})
    )
    encoder = Encoder.open(folder)
    # The first token is the same whatever comes after it.
    assert np.array_equal(encoder.question("leave"), encoder.question("weeks"))


def test_a_model_has_the_same_name_wherever_it_lies_and_another_for_any_other_file(tmp_path: Path) -> None:
    one, other = write_model(tmp_path / "one"), write_model(tmp_path / "other")
    assert name_of(one) == name_of(other)
    write_model(other, longest=17)
    assert name_of(one) != name_of(other)


def test_a_model_in_the_hubs_layout_is_found(folder: Path) -> None:
    (folder / "onnx").mkdir()
    (folder / "model.onnx").rename(folder / "onnx/model.onnx")
    assert Encoder.open(folder).width == WIDTH


def test_a_folder_without_a_model_is_refused_with_the_way_to_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="policybot model get"):
        Encoder.open(tmp_path)


def test_what_is_no_model_is_refused_in_one_line(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(ConfigurationError, match="cannot be used") as caught:
        Encoder.open(folder)
    assert "\n" not in str(caught.value)


def test_a_model_that_asks_for_more_than_text_is_refused(tmp_path: Path) -> None:
    folder = write_model(tmp_path, inputs=["input_ids", "pixel_values"])
    with pytest.raises(ConfigurationError, match="pixel_values"):
        Encoder.open(folder)
