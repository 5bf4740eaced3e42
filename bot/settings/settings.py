"""Every setting."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings.access import CollectionSettings, RoleSettings, apart
from bot.settings.database import checked_address
from bot.settings.sections import (
    Answering,
    CurationSettings,
    DigestSettings,
    Fetching,
    HealthSettings,
    Http,
    Log,
    OpenSearchSettings,
    ReadRequestSettings,
    Search,
    Slack,
)
from bot.settings.sources import SourceSettings, named_apart


class Settings(BaseSettings):
    """All settings. Paths are relative to the folder in which policybot is started."""

    model_config = SettingsConfigDict(env_prefix="POLICYBOT_", env_nested_delimiter="__", frozen=True, extra="forbid")

    corpus: Path = Path("corpus")
    state: Path = Path("var")
    database: Annotated[SecretStr, AfterValidator(checked_address)] = SecretStr("")
    keep_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    audit_days: Annotated[int, Field(ge=1, le=36_500)] = 730
    boilerplate: Path = Path("config/boilerplate.txt")
    synonyms: Path = Path("config/synonyms.txt")
    small_talk: Path = Path("config/small_talk")
    answering: Answering = Answering()
    search: Search = Search()
    opensearch: OpenSearchSettings = OpenSearchSettings()
    slack: Slack = Slack()
    http: Http = Http()
    health: HealthSettings = HealthSettings()
    log: Log = Log()
    digest: DigestSettings = DigestSettings()
    roles: RoleSettings = RoleSettings()
    curation: CurationSettings = CurationSettings()
    read_requests: ReadRequestSettings = ReadRequestSettings()
    fetching: Fetching = Fetching()
    sources: Annotated[tuple[SourceSettings, ...], AfterValidator(named_apart)] = ()
    collections: Annotated[tuple[CollectionSettings, ...], AfterValidator(apart)] = ()

    @property
    def keepers(self) -> frozenset[str]:
        """Curators and administrators of whatever documents: people and user groups."""
        given: tuple[RoleSettings | CollectionSettings, ...] = (self.roles, *self.collections)
        return frozenset(named for each in given for named in (*each.curators, *each.administrators))

    @property
    def followed_here(self) -> tuple[SourceSettings, ...]:
        """The sources that this replica looks at: none where another one has the documents."""
        return () if self.opensearch.follow else self.sources

    @model_validator(mode="after")
    def _names_the_cluster(self) -> "Settings":
        if self.search.engine == "opensearch" and not self.opensearch.hosts:
            raise ValueError('search.engine is opensearch: name its nodes, opensearch.hosts = ["https://…:9200"]')
        return self

    @model_validator(mode="after")
    def _finds_whom_it_follows(self) -> "Settings":
        if self.opensearch.follow and self.search.engine != "opensearch":
            raise ValueError('opensearch.follow takes the documents from the cluster: set search.engine = "opensearch"')
        if self.opensearch.follow and not self.database.get_secret_value():
            raise ValueError("opensearch.follow needs the database of the replica that has the documents: set database")
        return self

    def with_documents(self, **here: Any) -> "Settings":
        """The same, but with documents in a folder of its own, whatever it follows, and with what else is named."""
        own = self.opensearch.model_copy(update={"follow": False})
        return self.model_copy(update={"opensearch": own, **here})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # What is passed in comes from the file, and the environment goes before it.
        return env_settings, init_settings
