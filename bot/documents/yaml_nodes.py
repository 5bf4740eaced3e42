"""YAML → its nodes: a thousand files beside documents are read each time when a folder is added."""

import yaml

# libyaml is ten times as fast, and PyYAML nearly always comes with it.
_FAST: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def composed(text: str) -> yaml.Node | None:
    """The root of a text; None if nothing stands in it. Raises what PyYAML does, in the words of its own loader."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    return node
