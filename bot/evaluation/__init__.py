"""Measures answers on test collections: folders of questions, passages, and which passage answers which question.

``reading`` turns a folder into a ``Collection``, ``measuring`` puts its questions to a ``System`` (which wiring
provides: this room knows no index), ``golden`` and ``measures`` count, ``report`` holds what came of it.
"""
