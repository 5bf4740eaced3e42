"""Whether anything of a document is lost on the way in, or made up: `python -m tests.documents.completeness FOLDER`."""
