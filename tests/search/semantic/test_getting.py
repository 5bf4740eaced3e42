"""A model is fetched once, on command, and is to the last byte what was pinned."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.search.semantic.getting import MODELS, Pinned, get
from tests.search.semantic.pretend_hub import PretendHub, serving

pytest.importorskip("huggingface_hub", reason="the extra `semantic` is not installed")

FILES = {"onnx/model.onnx": b"a model", "tokenizer.json": b"{}"}
REPOSITORY, REVISION = "somebody/small", "a" * 40


def pinned(files: Mapping[str, bytes]) -> Mapping[str, Pinned]:
    digests = {path: sha256(content).hexdigest() for path, content in files.items()}
    return {"small": Pinned(REPOSITORY, REVISION, "MIT", digests)}


@pytest.fixture
def hub() -> Iterator[PretendHub]:
    with serving(REPOSITORY, REVISION, FILES) as hub:
        yield hub


def test_a_model_lies_flat_in_its_folder_and_nothing_else_does(hub: PretendHub, tmp_path: Path) -> None:
    folder = tmp_path / "models/small"
    assert get("small", folder, pinned(FILES), hub.address)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        "model.onnx": b"a model",
        "tokenizer.json": b"{}",
    }


def test_what_is_there_is_not_fetched_again(hub: PretendHub, tmp_path: Path) -> None:
    get("small", tmp_path, pinned(FILES), hub.address)
    hub.asked.clear()
    assert not get("small", tmp_path, pinned(FILES), hub.address)
    assert hub.asked == []


def test_a_file_that_was_spoilt_since_is_fetched_again(hub: PretendHub, tmp_path: Path) -> None:
    get("small", tmp_path, pinned(FILES), hub.address)
    (tmp_path / "model.onnx").write_bytes(b"a modem")
    assert get("small", tmp_path, pinned(FILES), hub.address)
    assert (tmp_path / "model.onnx").read_bytes() == b"a model"


def test_only_the_pinned_revision_is_asked_for_and_no_token_is_sent(
    hub: PretendHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    get("small", tmp_path, pinned(FILES), hub.address)
    assert {path for _, path, _ in hub.asked} == {f"/{REPOSITORY}/resolve/{REVISION}/{path}" for path in FILES}
    assert {token for _, _, token in hub.asked} == {None}


def test_what_is_not_what_was_pinned_is_not_kept(hub: PretendHub, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"tokenizer\.json of somebody/small is not what it should be"):
        get("small", tmp_path, pinned(FILES | {"tokenizer.json": b"[]"}), hub.address)
    assert list(tmp_path.iterdir()) == []


def test_what_the_hub_does_not_have_is_told_in_one_line(hub: PretendHub, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be fetched") as caught:
        get("small", tmp_path, pinned(FILES | {"vocab.txt": b""}), hub.address)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_hub_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    # No address of the web: where a connection is refused, the client tries for half a minute, and so would the test.
    with pytest.raises(ConfigurationError, match="cannot be fetched"):
        get("small", tmp_path, pinned(FILES), "nowhere://127.0.0.1:9")


def test_a_name_that_is_not_pinned_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="all-MiniLM-L6-v2"):
        get("gpt", tmp_path)


def test_each_model_is_pinned_by_a_revision_and_hashes_and_has_a_licence() -> None:
    for each in MODELS.values():
        assert len(each.revision) == 40
        assert {len(digest) for digest in each.files.values()} == {64}
        assert each.licence
