"""A document is named by its path, so that nothing collides."""

from bot.documents.corpus.naming import names_of


def names(*paths: str) -> list[str]:
    return list(names_of(paths).values())


def test_a_name_is_the_path_without_its_ending() -> None:
    assert names("leave.md", "hr/README.md", "hr/leave.v2.docx") == ["leave", "hr/README", "hr/leave.v2"]
    assert names("hr/leave.md.tmpl") == ["hr/leave"]


def test_of_files_that_differ_by_their_ending_alone_markdown_has_the_bare_name() -> None:
    assert names("leave.docx", "leave.md", "leave.pdf") == ["leave.docx", "leave", "leave.pdf"]
    assert names("leave.docx", "leave.pdf") == ["leave", "leave.pdf"]
    assert names("hr/leave.docx", "leave.md") == ["hr/leave", "leave"]


def test_the_documents_of_a_source_bear_its_name_only_where_another_folder_has_theirs() -> None:
    assert names("handbook//hr/leave.md", "handbook//pay.md") == ["hr/leave", "pay"]
    assert names("handbook//hr/leave.md", "hr/leave.md") == ["handbook/hr/leave", "hr/leave"]
    assert names("a//leave.md", "b//leave.docx") == ["a/leave", "b/leave"]
    assert names("a//leave.md", "a//leave.docx", "b//pay.md") == ["leave", "leave.docx", "pay"]


def test_the_examples_are_called_by_their_bare_names() -> None:
    assert names("examples/leave.md", "my/examples/leave.md") == ["leave", "my/examples/leave"]
