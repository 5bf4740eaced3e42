"""Misspelt words: an unknown word that is one slip of the fingers, or two, from one that an article has.

A slip is a letter too few or too many, two that changed places, or one for another that lies beside it on the
keyboard or sounds like it (optimal string alignment; Damerau 1964, doi:10.1145/363958.363994). A wrong correction
makes a foreign question look covered, so a word that may well be meant is let alone: one with another ending
(server, serves), and the words of everyday English that lie a slip from other words (county, country).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from bot.core.text import analysis

# In letters. Shorter words have too many neighbours; only long ones bear two slips, or a letter for another.
SHORTEST, BEARS_ANOTHER_LETTER, BEARS_TWO = 5, 7, 10
LONGEST = 40

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = ("aeiouy", "ckqsxz", "gj", "dt", "bp", "fvw", "mn")


def suggest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The known word that an unknown one was probably meant to be; None if it is known, or nothing is near enough.

    `vocabulary` gives each word that articles have, folded as by `analysis.words`, its document frequency. The
    nearest wins; of those the most frequent; of those the first in the alphabet. No digits, no scripts without case.
    """
    typed = analysis.fold(word).removesuffix("'s")
    if typed in vocabulary or not _may_be_a_slip(typed):
        return None
    nearest = min(_near(typed, vocabulary), default=None)
    return nearest[2] if nearest else None


def distance(typed: str, known: str, limit: int, *, other_letters: bool = True) -> int:
    """How many slips lead from one word to the other; `limit` + 1 if more than `limit`.

    A letter for another counts as one slip only where fingers or ears confuse the two and `other_letters` allows
    it; otherwise as two: a letter too many, and one too few.
    """
    far = limit + 1
    before: list[int] = []
    above = [min(column, far) for column in range(len(known) + 1)]
    for row, letter in enumerate(typed, start=1):
        here = [min(row, far)] + [far] * len(known)
        # What is further from the diagonal than the limit is too far in any case.
        for column in range(max(1, row - limit), min(len(known), row + limit) + 1):
            other = known[column - 1]
            slips = 0 if letter == other else 1 if other_letters and (letter, other) in _CONFUSED else 2
            best = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + slips)
            if row > 1 and column > 1 and letter == known[column - 2] and typed[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            here[column] = min(best, far)
        if min(here) == far:
            return far
        before, above = above, here
    return above[-1]


def _may_be_a_slip(typed: str) -> bool:
    if not (SHORTEST <= len(typed) <= LONGEST and typed.isalpha() and typed != typed.upper()):
        return False
    return typed not in analysis.STOP_WORDS and _everyday().isdisjoint(analysis.terms(typed))


def _near(typed: str, vocabulary: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """The known words within the limit, as (slips, −df, word). Cheap tests first: most words fail them."""
    limit = 2 if len(typed) >= BEARS_TWO else 1
    least, most = max(SHORTEST - 1, len(typed) - limit), len(typed) + limit
    letters, first, swapped = set(typed), typed[0], typed[1] + typed[0] + typed[2:]
    for known, df in vocabulary.items():
        if not least <= len(known) <= most or not (known[0] == first or known == swapped):
            continue
        if len(letters.symmetric_difference(known)) > 2 * limit:
            continue
        slips = distance(typed, known, limit, other_letters=len(typed) >= BEARS_ANOTHER_LETTER)
        if slips <= limit and known.isalpha() and not _inflected(typed, known):
            limit = slips  # what is further away than this cannot win
            yield slips, -df, known


def _inflected(left: str, right: str) -> bool:
    """Whether two words differ in nothing but their endings, so that both may well be words."""
    stem = next(
        (at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]),
        len(min(left, right, key=len)),
    )
    one, other = left[stem:], right[stem:]
    if len(one) > 2 and one[1:] == other[1:]:
        return False  # -ant for -ent, -able for -ible: nobody knows which
    return stem >= 3 and one in _ENDINGS and other in _ENDINGS


def _confused() -> Iterator[tuple[str, str]]:
    """Letters that are typed for each other: neighbours on a QWERTY keyboard, and those that sound alike."""
    for keys in _KEYS:
        yield from pairwise(keys)
    for upper, lower in pairwise(_KEYS):
        for at, letter in enumerate(lower):
            yield from ((letter, above) for above in upper[at : at + 2])
    for sounds in _SOUNDS:
        yield from ((one, other) for one in sounds for other in sounds if one != other)


_CONFUSED = frozenset(pair for one, other in _confused() for pair in ((one, other), (other, one)))
_ENDINGS = frozenset(
    """
    s es ed d er ers r rs or ors ing ings y ies ly al als ial ic ics ion ions ation able ible ive ity ment ness e est
    en ent ents ant ants ence ance ency ancy th ism ist ists ian ians an ans ish ise ize ia ous us um ful less
    """.split()
) | {""}


@cache
def _everyday() -> frozenset[str]:
    return frozenset(analysis.terms(_EVERYDAY))


# Everyday English that lies a slip from another word. Words far from all others need no place here.
_EVERYDAY = """
    ability absorption acted action adapt addicted addition admit adopt africa african aggravated aggregate albert
    alert allow alone alter america american analyse analysis analyze angel angle annex areas arena arise arisen
    asian aside assert asset attract attribute australia australian austria austrian author avoid awake backs
    bacteria bacterial baker bands banks barely based basic basin basis batch bathe beach beans beard bears beast
    beats began begin behavior behaviour beside biased billion binds birds black blank blast blend bless blind block
    blown board boast boats bonds books booth boots bored borne bother bottle bought bounce bound bowel bowls brace
    brain brake brand brave breach bread breadth break breast breath breed bride brief bring broad broke broken
    broom brought brush budget bumps bunch buried burns burst buying cabin calibre camel camps canadian canoe canon
    capita capital cards cared carolina carry carve cases casts casual categorized category causal cause cease
    cellar center centre certain chain chang characterised characterize charge charm chart charter chase cheap cheat
    chess chest chick chief chili china chips choose chosen chunk civil claim clarify clarity clash class claus
    clean clever click clock clone close closet cloth clubs clues coast coins collar colleague colombia colon color
    colour columbia comes comet comic command commence comment commit companion compare compatible compete
    competition compiled complaint complement complete compliant complicate comply compressed comprise compromise
    compute concert conclusion conduct cones confer confident confirm conflict conform connect constrained
    constraint construct consult contact contain content context contiguous continent contingent continue contract
    contrast convent convert convicted cookie cooling copied copper corner costs couch count counter country county
    couple course court cover crash crazy cream create creek crime critic criticise crops crowd crown cruise crush
    crypto curse curve daily dairy dance daring deals dealt debate debit decade deceased decide decrease dedicated
    defect defence defense defer delegate delete denied denominator dense deposit deprive depth derive descend
    descent desert design dessert destined destruction detect devil diagnose diagnosis diagnostic diary dinner
    diploma discipline disclose disclosure disco discourage dispense disposition diver diverse diversify divide
    dividend dominant donor doses dough draft dramatic drawn dream dress dried drift drill drive driven driver drown
    drugs drunk dusty earns easter edits eight either electric electron elevate emphasise emphasize endeavour
    endorse endure enforce ensues ensure ethic ethiopia ethnic evaluate event except excited exempt exert exist
    exits expansion expedite expense expert exploit explore export external faced facet facilitate facility facto
    facts fails falls farmer father favor favour feast feeds feels fence fiber fibre fiction field fight filed fills
    films finds fines finger finish fired flame flash flavor flavour fleet flies flight float flood flora flour
    flown flush focus foods force forest forget forgive format forms formulate forth forum foster found fourth foxes
    fraction frame franc francisco freed freeze freight fried friend fright front fuels function funds furnish
    further gains gallery gamble garage garden gates gauge general generic genes genetic gentle genus ghost gifts
    given going goods grace grade grain granted grasp grave gravy great grill grind group grown guess guest guilt
    halls halted handle hands harbor harsh haste hatch hated haven heads health heard hears heart hearth heated
    heaven heroin hired historic honour hoped horns horse hotel house hover hunting ideal ideas identify identity
    incentive indefinite index india indian indices induce inducted infect infectious inferior inform inhabited
    inhibit initial inject insect insert inspect instability insufficient insulated insult integral intent inter
    interact interest interior intermediary intermediate international invent invest invite irish irrigation jeans
    joins joint journal journalist judge judgment kicks kinds kneel known korea korean labor labour lacks lamps
    landing lasts later lateral latin latitude latter launch laundry lawyer layer laying leads leaks leans learn
    lease least lemon lends licence license light likelihood lined linen links lists liter literature litre lived
    loads locks loose loses losses lucky lunch macro magnet maine maker makes malaysia mammal manifest maple march
    margin marin marital marker market marks marry marsh master match matter maximal meals means meant media medical
    meets melon mental merge message messing metal meter midst millennium minds mined miner minimal minimise mislead
    missed mistake misuse mitigate model modest moist money monitor monkey month moral morning mortal motive motor
    mount mouse mouth movie multiply nation native necessarily neighbor neighborhood neighbour neighbourhood neural
    neuron neutral night noble noise northeastern noted nothing notion novel nuclear offence olive option organise
    organize ounce overcome overly overseas oversee owing owned packed packet pains paint pairs palace panel pants
    parent paris participant particular parts party pasta paste pasture patch patent patient patron paying peace
    peach peaks pearl person personalised perspective petal pharmacy phase phenomena phenomenon photo phrase picks
    piece pilot pinch pints pipes pizza place plain plane planet plans plant plate player plays plead plots plump
    pocket point polar pools popular portion ports posed posts pound powder power practice practising prayer preach
    preceded precious preclude predicated predict prefer premise present presided pretty prevent previous price
    prince principal principle print priority private probe proceed process processor product profession programme
    progress project promise promote prompt proper prospect prosper protect protest protracted proud prove proven
    provide public publish pulls pumps punch purse pursue qualify quality quantify quantity quarter quiet quilt
    quite rabbit races radical raise ranch range rapid ratio rations react reads realise realize really realm realty
    rebel recognise recognize reduction refer reflect refuse regain regard regime regression regulate reign relate
    relax relay relied relocate remainder remind renal rental rents repel repetition replicate reply reputable reset
    reside residue resign resolute respond restrain restrict resumption retain reuse reveal reverse revolution rider
    ridge rifle rings rises river roads robert robin robot rocks roman roots rotated route rugby ruined rumor
    running russia saharan sales salon sauna savage saved scale scare scarf scent scold score scout scrap seals
    seats section seeds seeks seems seize select sells sends sense server setting settle seven seventh seventy sever
    shade shake shame shape share sharp shave shelf shell shift shine ships shirt shock shoes shoot shops shore
    short shorten shout shove shown sided sight sigma signature signs simpler simulate since singing sites sitting
    situated sized skill skirt slave slice slide slight slipper sloan smash smell smooth snack snail snake snore
    social socks solar soldier solid solve sonar songs souls southwestern space spain spans spare spark sparse
    special specialised specialist speed spell spend spent spice spike spill spine spite splash split spoil spoken
    spoon sport spring stable stack stage stain stairs stake stale stamp stand stare stark start starve state statue
    statute stays steal steam steep steer steps stick stimulant sting stink stock stolen stops store storm story
    strain strand stranger strategy streak stream strengthen stretch strike string strip stroke struck stuck studio
    study subsided success suitable suite summary super supervisor support surfer surge suspend suspicion sustain
    swamp swear sweat swept swift swimming swing systematic table tablet tackle tails taken tales talks tanks taste
    teach teams temperature temporarily tempt tenant tends tenor tenth tents tests theater theatre theme thick thing
    think thirty thorn thorough though thought thread threat three throat throne through throughout throw thrown
    tides tiger tiles timber timed tired title toast tooth topic topography tough towns trace track tract trade
    tradition trail train tramp trans transaction transform transit translate transmit traps trash treat treaty
    trees trend trial tribe trick tried tropics truck trust tumor tuned turns twins typed typical uncertainty
    unclear undermine undertake undertaken unfit union unnecessary unregulated unsuitable urban using utilised
    utility valid variable versa vintage violent visible vital voice vulnerable waist walking walls warming warning
    washed watch water waves wears weary weigh weight whale wheat widen wider widow width willing window winds wings
    winter wished witch withdraw withdrawn withhold words works world worse worsen worship wrath wrist wrong young
"""
