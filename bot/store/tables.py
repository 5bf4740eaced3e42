"""The tables. Change them together with a new migration; a test holds the two against each other.

They stand in the order in which the store writes them, where it writes to several at once: who locks all of them, in
this order, waits for nobody who waits for them.
"""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Moments are kept as ISO 8601 text in UTC with a fixed number of digits: they sort as they stand, on any database,
# and a backup is the same text wherever it was taken.
MOMENT = String(32)

# What one replica alone does: who does it, until when, and what it tells the others. The token is another one for each
# holder.
leases = Table(
    "leases",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("token", BigInteger, nullable=False),
    # Nobody's where it is NULL.
    Column("holder", Text),
    Column("until", MOMENT),
    Column("told", Text, nullable=False),
)

articles_seen = Table(
    "articles_seen",
    metadata,
    Column("article", Text, primary_key=True),
    Column("first_seen", MOMENT, nullable=False),
    Index("ix_articles_seen_first_seen", "first_seen"),
)

# The documents as they were noted last. `digest` names all of one, `content` its file; days are ISO 8601.
catalogue = Table(
    "catalogue",
    metadata,
    Column("article", Text, primary_key=True),
    Column("digest", String(32), nullable=False),
    Column("content", String(64), nullable=False),
    # NULL where it replaces nothing, or has no day.
    Column("replaces_from", String(10)),
    Column("review_by", String(10)),
    Index("ix_catalogue_replaces_from", "replaces_from"),
    Index("ix_catalogue_review_by", "review_by"),
)

digests = Table(
    "digests",
    metadata,
    Column("channel", String(64), primary_key=True),
    Column("until", MOMENT, nullable=False),
)

seen_keys = Table(
    "seen_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen", MOMENT, nullable=False),
    # The id of the request it came with, kept or not.
    Column("request", Text, nullable=False),
    Index("ix_seen_keys_seen", "seen"),
)

requests = Table(
    "requests",
    metadata,
    # The order in which they came, within a subject without fail; `SqlInbox.accept` says why.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("received", MOMENT, nullable=False),
    Column("person", Text),
    Column("place", Text),
    Column("private", Boolean, nullable=False),
    Column("details", JSON, nullable=False),
    # Whose claim it is; nobody's where it is NULL.
    Column("worker", Text),
    Column("attempt", Integer, nullable=False),
    # When it may be claimed: the end of its claim, or the moment to which it was put back; at once where it is NULL.
    Column("free_from", MOMENT),
    # When it was answered or given up; NULL while it waits. `outcome` belongs to the one, `reason` to the other.
    Column("finished", MOMENT),
    Column("outcome", Text),
    Column("receipt", Text),
    Column("reason", Text),
    Index("ix_requests_id", "id", unique=True),
    Index("ix_requests_subject", "subject", "finished", "number"),
    Index("ix_requests_person", "person"),
)
# The queue itself: it holds only what waits, so that a claim stays quick whatever was answered before.
WAITS, ENDED = requests.c.finished.is_(None), requests.c.finished.is_not(None)
# (`finished` stands in it so that SQLite counts what waits without looking at the rows.)
Index("ix_requests_waiting", requests.c.number, requests.c.finished, sqlite_where=WAITS, postgresql_where=WAITS)
Index("ix_requests_finished", requests.c.finished, sqlite_where=ENDED, postgresql_where=ENDED)
GIVEN_UP = requests.c.reason.is_not(None)
Index("ix_requests_given_up", requests.c.finished, sqlite_where=GIVEN_UP, postgresql_where=GIVEN_UP)

posts = Table(
    "posts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text),
    Column("fate", String(16), nullable=False),
    Column("since", MOMENT, nullable=False),
    Column("ts", Text),
    # A hash, so that a changed question is known without keeping anybody's words.
    Column("fingerprint", Text, nullable=False),
    Index("ix_posts_since", "since"),
    Index("ix_posts_thread", "thread"),
)
UNKNOWN = posts.c.fate == "unknown"
Index("ix_posts_unknown", posts.c.since, sqlite_where=UNKNOWN, postgresql_where=UNKNOWN)

# Which receipt quotes which pin.
quoted = Table(
    "quoted",
    metadata,
    Column("receipt", Text, primary_key=True),
    Column("pin", Text, primary_key=True),
    Index("ix_quoted_pin", "pin"),
)

# What receipts quote, named after its content.
pins = Table(
    "pins",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Text, primary_key=True),
    # When it was last wanted: a purge counts from then.
    Column("kept", MOMENT, nullable=False),
    Column("content", JSON, nullable=False),
    Index("ix_receipts_kept", "kept"),
)

# Who is told of news, and when; `content` is a Subscription as JSON.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("content", JSON, nullable=False),
)

# The last digests of each subscription, those with nothing to tell among them.
told = Table(
    "told",
    metadata,
    Column("subscription", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("moment", MOMENT, nullable=False),
    Column("since", MOMENT, nullable=False),
    Column("until", MOMENT, nullable=False),
)

# What articles said, and from when on; numbered from 1 within an article.
revisions = Table(
    "revisions",
    metadata,
    Column("article", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seen", MOMENT, nullable=False),
    # Of the paragraphs, so that they need not be read to know whether they changed.
    Column("hash", String(64), nullable=False),
    Column("paragraphs", JSON, nullable=False),
    # Of the file: where it stays the same, another reader made something else of it.
    Column("content", String(64), nullable=False, server_default=""),
    Index("ix_revisions_seen", "seen"),
    Index("ix_revisions_hash", "hash"),
)

# The documents of sources that are followed; when they went, if they did.
source_documents = Table(
    "source_documents",
    metadata,
    Column("article", Text, primary_key=True),
    Column("content", JSON, nullable=False),
    Column("withdrawn", MOMENT),
)

# What came from feeds; `content` is empty once a curator has decided.
newcomers = Table(
    "newcomers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("feed", Text, nullable=False),
    Column("found", MOMENT, nullable=False),
    Column("waits", Boolean, nullable=False),
    Column("content", JSON, nullable=False),
)

# The sources that are followed: what is remembered of each (nothing before the first look has ended), why the last look
# failed, when one last went well and what it brought; and who looks at it now, until when.
feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("state", JSON, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("looked", MOMENT),
    Column("told", Text, nullable=False, server_default=""),
    Column("holder", Text),
    Column("free_from", MOMENT),
)

# What curators are told of faulty corpus files: a post each.
notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("since", MOMENT, nullable=False),
    Column("version", Integer, nullable=False),
    # By path: what is wrong with the files that are faulty, and the others alone.
    Column("faulty", JSON, nullable=False),
    Column("mended", JSON, nullable=False),
)

# What curators chose for a question; `content` is a Pin as JSON.
own_pins = Table(
    "own_pins",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text),
    Column("content", JSON, nullable=False),
)

# The documents that curators wrote; `content` is a WrittenAnswer as JSON, without the person.
own_documents = Table(
    "own_documents",
    metadata,
    Column("name", Text, primary_key=True),
    Column("person", Text),
    Column("content", JSON, nullable=False),
)

# What curators added to the synonyms: a line each.
own_synonyms = Table(
    "own_synonyms",
    metadata,
    Column("line", Text, primary_key=True),
    Column("person", Text),
    Column("added", MOMENT, nullable=False),
)

# Questions that were handed over to curators: what was asked by whom who may see the same, and the pin that answers it.
hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("collections", JSON),
    Column("asked", MOMENT, nullable=False),
    Column("pin", Text, nullable=False),
    Column("answered", MOMENT),
)

# Who waits for the answer, where; `content` is an Asker as JSON, without the person.
askers = Table(
    "askers",
    metadata,
    Column("hand_over", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("joined", MOMENT, nullable=False),
    Column("person", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Index("ix_askers_person", "person"),
)

# What people say of answers; the last word of each about each.
feedback = Table(
    "feedback",
    metadata,
    Column("answer", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("receipt", Text, nullable=False),
    Column("helped", Boolean, nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("reason", Text, nullable=False),
    Index("ix_feedback_person", "person"),
    Index("ix_feedback_at", "at"),
)

# Moments that are to be known again.
marks = Table(
    "marks",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("moment", MOMENT, nullable=False),
)

# What people did in a role of theirs, for auditors; `content` is what it was about, and all else that is told of it.
acts = Table(
    "acts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", MOMENT, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("content", JSON, nullable=False),
    Index("ix_acts_at", "at"),
)

# What curators asked people to read; `content` is a ReadRequest as JSON, but for its ending.
read_requests = Table(
    "read_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("asked", MOMENT, nullable=False),
    Column("until", String(10), nullable=False),
    Column("ending", String(16)),
    Column("content", JSON, nullable=False),
    Index("ix_read_requests_document", "document"),
)

# Who was asked to read it: when they confirmed that they did, and how often, and when last, they were reminded.
read_people = Table(
    "read_people",
    metadata,
    Column("request", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("read", MOMENT),
    Column("reminders", Integer, nullable=False),
    Column("reminded", MOMENT),
    Index("ix_read_people_person", "person"),
)
