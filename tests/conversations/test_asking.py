"""Conversations with the whole bot, through real Bolt, over Socket Mode and over HTTP."""

from pathlib import Path

import pytest

from slack_playground.visible import visible_buttons
from tests.conversations.conftest import House, Start, seen

LASTS = "How long does Amazon's pause on police use of Rekognition last?"


def test_a_mention_is_answered_in_its_thread_with_a_quotation_and_its_source(house: House) -> None:
    reply = house.ask(LASTS)
    assert "now lasts until further notice" in seen(reply)
    assert "Example text, based on" in seen(reply)
    assert "18 May 2021" in seen(reply)
    assert reply.thread_ts


def test_the_replaced_statement_carries_its_banner_and_follows_the_later_word(house: House) -> None:
    words = seen(house.ask(LASTS))
    assert (
        words.index("until further notice")
        < words.index("Earlier wording, replaced on 18 May 2021")
        < words.index("one year.")
    )


def test_what_the_extension_left_untouched_carries_no_banner(house: House) -> None:
    words = seen(house.ask("In which year did an ACLU test mismatch 28 lawmakers?"))
    assert "28 lawmakers" in words
    assert "Replaced" not in words


def test_a_mention_in_a_thread_is_answered_in_that_thread(house: House) -> None:
    opening = house.workspace.say(house.person, "policy", "We should look at this again.")
    reply = house.ask("Who is exempt from the pause?", thread_ts=opening.ts)
    assert reply.thread_ts == opening.ts


def test_a_direct_message_is_answered_in_its_thread(house: House) -> None:
    asked = house.workspace.direct_message(house.person, "What did IBM announce?")
    reply = house.reply_to(asked)
    assert "IBM" in seen(reply)
    assert reply.thread_ts == asked.ts


def test_the_command_is_answered_privately_also_where_the_bot_is_no_member(house: House) -> None:
    reply = house.command("Who is exempt from the pause?", channel="random")
    assert reply.ephemeral_to == house.person.id
    assert "exempt" in seen(reply)
    assert house.workspace.messages("random") == []


def test_a_private_answer_can_be_shared_naming_the_question_and_who_shared_it(house: House) -> None:
    private = house.command("Who is exempt from the pause?", channel="random")
    house.workspace.press(house.person, private, "share_to_channel")
    shared = house.workspace.wait_for(lambda now: now.messages("random"))[0]
    assert house.person.name in seen(shared) or house.person.id in str(shared.blocks)
    assert "asked: Who is exempt from the pause?" in seen(shared)
    assert "exempt" in seen(shared)
    house.workspace.wait_for(
        lambda now: "Share to channel" not in visible_buttons(now.private_messages(house.person)[0].blocks)
    )


def test_show_in_context_opens_the_paragraphs_around(house: House) -> None:
    reply = house.ask(LASTS)
    house.workspace.press(house.person, reply, "show_in_context")
    view = house.workspace.wait_for(lambda now: now.views(house.person))[0]
    words = str(view.blocks)
    assert "Without the extension the ban would have ended in June 2021" in words
    assert "the cloud computing arm of Amazon" in words


def test_a_foreign_question_is_declined_with_the_words_that_no_article_has(house: House) -> None:
    words = seen(house.ask("How do I reset my VPN password?"))
    assert "nothing to quote" in words
    assert "“VPN”" in words
    assert "no proof that there is no policy" in words


def test_a_refusal_leads_to_the_nearest_passages_which_are_no_answer(house: House) -> None:
    refused = house.ask("How do I reset my VPN password at Amazon?")
    assert "Show the nearest passages" in visible_buttons(refused.blocks)
    house.workspace.press(house.person, refused, "show_in_context")
    view = house.workspace.wait_for(lambda now: now.views(house.person))[0]
    assert "They may not answer your question" in str(view.blocks)
    assert "Amazon" in str(view.blocks)


def test_an_empty_mention_is_told_what_to_do(house: House) -> None:
    assert "Ask me a question" in seen(house.ask(""))


def test_an_empty_command_and_a_call_for_help_are_told_what_to_do(house: House) -> None:
    assert "Ask me a question" in seen(house.command(""))
    assert "Ask me a question" in seen(house.command("help"))


def test_forty_thousand_characters_get_a_polite_sentence(house: House) -> None:
    words = seen(house.ask("pause " * 6_600))
    assert "characters. Please ask in at most 1,000." in words


def test_the_bots_own_and_other_bots_messages_are_left_alone(house: House) -> None:
    house.workspace.bot_says("policy", f"<@{house.workspace.app.user_id}> {LASTS}")
    reply = house.ask("What did Microsoft decide?")
    assert [m for m in house.workspace.messages("policy") if house.workspace.replies("policy", m.ts)] == [
        m for m in house.workspace.messages("policy") if m.ts == reply.thread_ts
    ]


def test_an_edited_direct_message_gets_its_answer_changed(house: House) -> None:
    asked = house.workspace.direct_message(house.person, "What did IBM announce?")
    first = house.reply_to(asked)
    house.workspace.edit(asked, "What did Microsoft decide?")
    house.workspace.wait_for(
        lambda now: next(
            (m for m in now.replies(asked.channel, asked.ts) if m.ts == first.ts and m.text != first.text), None
        )
    )
    assert len(house.workspace.replies(asked.channel, asked.ts)) == 1


def test_an_edited_mention_gets_its_answer_changed(house: House) -> None:
    asked = house.workspace.mention(house.person, "policy", "What did IBM announce?")
    first = house.reply_to(asked)
    house.workspace.edit(asked, f"<@{house.workspace.app.user_id}> What did Microsoft decide?")
    house.workspace.wait_for(
        lambda now: next(
            (m for m in now.replies("policy", asked.ts) if m.ts == first.ts and m.text != first.text), None
        )
    )
    assert len(house.workspace.replies("policy", asked.ts)) == 1


def test_what_bystanders_say_is_not_answered(house: House) -> None:
    said = house.workspace.say(house.person, "policy", LASTS)
    house.ask("What did Microsoft decide?")
    assert house.workspace.replies("policy", said.ts) == []


def test_a_question_with_markup_in_it_stays_text(house: House) -> None:
    private = house.command("<!channel> *who* is _exempt_ from the `pause`?", channel="random")
    house.workspace.press(house.person, private, "share_to_channel")
    shared = house.workspace.wait_for(lambda now: now.messages("random"))[0]
    assert "broadcast" not in str(shared.blocks)
    assert "<!channel>" not in shared.text


@pytest.mark.parametrize("words", ["?", "…", "🙂", "the of and", "a" * 900, "“", "\u202eevil", "Ω≈ç√∫"])
def test_odd_questions_are_never_met_with_silence(house: House, words: str) -> None:
    assert seen(house.write(words))


def test_two_questions_in_one_message_are_both_answered(house: House) -> None:
    words = seen(house.ask("What did IBM announce? What did Microsoft decide?"))
    assert "IBM" in words
    assert "Microsoft" in words
    assert "Read with your earlier question" not in words


def test_of_two_questions_the_one_without_an_answer_is_named(house: House) -> None:
    words = seen(house.ask("What did IBM announce? How do unicorns vacuum sofas?"))
    assert "IBM" in words
    assert "On “How do unicorns vacuum sofas?” I found nothing to quote." in words


def test_a_corpus_without_articles_says_so(start: Start, tmp_path: Path) -> None:
    empty = tmp_path / "corpus"
    empty.mkdir()
    assert "no documents yet" in seen(start(corpus=empty).ask(LASTS))


def test_an_article_that_changed_since_it_was_indexed_is_not_quoted(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    file = corpus / "leave.md"
    file.write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks of leave.\n")
    house = start(corpus=corpus)
    assert "twelve weeks" in seen(house.ask("How much leave do parents get?"))
    file.write_text("---\ntitle: Leave\n---\n\nParents get fourteen weeks of leave.\n")
    assert "twelve" not in seen(house.ask("How many weeks of leave do parents get?"))


def test_sharing_after_the_corpus_changed_shows_the_new_answer_first(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    file = corpus / "leave.md"
    file.write_text("---\ntitle: Leave\n---\n\nParents get twelve weeks of leave.\n")
    house = start(corpus=corpus)
    private = house.command("How much leave do parents get?", channel="random")
    file.write_text("---\ntitle: Leave\n---\n\nParents get fourteen weeks of leave, and more.\n")
    house.bot.tick()
    house.workspace.press(house.person, private, "share_to_channel")
    changed = house.workspace.wait_for(
        lambda now: next((m for m in now.private_messages(house.person) if "fourteen" in seen(m)), None)
    )
    assert "The documents have changed since" in seen(changed)
    assert house.workspace.messages("random") == []


def test_an_article_cannot_ping_or_format(start: Start, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "<!channel> *All* staff <@U123> get :tada: twelve weeks & `more`."
    written = text.replace("<", "\\<").replace("*", "\\*").replace("`", "\\`")
    (corpus / "leave.md").write_text(
        f"---\ntitle: '<!here> *Leave* | x'\nurl: https://example.com/a|b>c\n---\n\n{written}\n"
    )
    reply = start(corpus=corpus).ask("How many weeks do staff get?")
    assert text in seen(reply)
    assert "<!" not in reply.text
