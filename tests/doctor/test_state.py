"""What `policybot doctor` says of the database."""

from bot.core.errors import StoreError
from bot.doctor.state import check_state


def test_a_database_that_can_be_read_and_not_written_is_a_fault() -> None:
    def fail() -> None:
        raise StoreError("the disk is full")

    (found,) = check_state("var/policybot.db", "0011", fail)
    assert not found.sound
    assert "can be read but not written: the disk is full" in found.says
    assert found.remedy


def test_a_database_that_can_be_written_is_told_with_the_revision_of_its_tables() -> None:
    (found,) = check_state("var/policybot.db", "0011", lambda: None)
    assert (found.sound, found.remedy) == (True, "")
    assert "up to date (0011)" in found.says
