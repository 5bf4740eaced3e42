"""[[collections]] and [roles]: who may see what, and who looks after it."""

from typing import Annotated

from pydantic import Field, model_validator

from bot.settings.sections import Section

SlackChannel = Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,20}$")]
SlackGroup = Annotated[str, Field(pattern=r"^S[A-Z0-9]{2,20}$")]
SlackPerson = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]{2,20}$")]
PersonOrGroup = Annotated[str, Field(pattern=r"^[UWS][A-Z0-9]{2,20}$")]


class RoleSettings(Section):
    """Who looks after the documents, where a collection does not name others: people and user groups."""

    curators: tuple[PersonOrGroup, ...] = ()
    administrators: tuple[PersonOrGroup, ...] = ()


class CollectionSettings(Section):
    """Who may see a collection: channels, user groups and people by Slack's ids, or everybody, guests included.

    Documents are in it by their source, by their own `collection`, or because they lie in one of its `folders`.
    """

    name: Annotated[str, Field(pattern=r"^\S(.{0,78}\S)?$")]
    folders: tuple[str, ...] = ()
    channels: tuple[SlackChannel, ...] = ()
    groups: tuple[SlackGroup, ...] = ()
    people: tuple[SlackPerson, ...] = ()
    public: bool = False
    curators: tuple[PersonOrGroup, ...] = ()
    administrators: tuple[PersonOrGroup, ...] = ()

    @model_validator(mode="after")
    def _seen_by_somebody(self) -> "CollectionSettings":
        if not (self.public or self.channels or self.groups or self.people or self.curators):
            raise ValueError(f"nobody may see {self.name}: name channels, groups or people, or set public = true")
        return self


def apart(collections: tuple[CollectionSettings, ...]) -> tuple[CollectionSettings, ...]:
    """The collections themselves, if no two have the same name or folder. Raises ValueError."""
    for what, names in (
        ("collections are called", [each.name for each in collections]),
        ("collections have the folder", [folder.strip("/") for each in collections for folder in each.folders]),
    ):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two {what} {twice}")
    return collections
