"""Months, days, lengths of time and numbers, as English, German, French and Spanish name them, without accents."""


def _numbered(names: str, first: int = 1) -> dict[str, int]:
    """The words of a text, each with the number of its line."""
    lines = filter(str.strip, names.splitlines())
    return {word: at for at, line in enumerate(lines, first) for word in line.split()}


MONTHS = _numbered("""
    january januar janner janvier enero
    february februar feber fevrier febrero
    march marz maerz mars marzo
    april avril abril
    may mai mayo
    june juni juin junio
    july juli juillet julio
    august aout agosto
    september septembre septiembre setiembre
    october oktober octobre octubre
    november novembre noviembre
    december dezember decembre diciembre
""")
WEEKDAYS = _numbered(
    """
    monday montag lundi lunes
    tuesday dienstag mardi martes
    wednesday mittwoch mercredi miercoles
    thursday donnerstag jeudi jueves
    friday freitag vendredi viernes
    saturday samstag sonnabend samedi sabado
    sunday sonntag dimanche domingo
    """,
    first=0,
)
DAYS = _numbered(
    """
    yesterday gestern hier ayer
    today now heute jetzt aujourd'hui maintenant hoy ahora
    tomorrow morgen demain manana
    """,
    first=-1,
)
SHIFTS = _numbered(
    """
    last past previous letzte letzten letzter letztes vorige voriges dernier derniere passe passee pasado pasada
    this current diese dieser dieses diesen ce cet cette este esta
    next coming nachste nachsten nachster nachstes prochain prochaine proximo proxima
    """,
    first=-1,
)
UNITS = {
    name: unit
    for unit, names in {
        "day": "day days tag tage tagen jour jours dia dias",
        "week": "week weeks woche wochen semaine semaines semana semanas",
        "month": "month months monat monate monaten mois mes meses",
        "quarter": "quarter quarters quartal trimestre trimestres",
        "year": "year years jahr jahre jahren an ans annee annees ano anos",
    }.items()
    for name in names.split()
}
NUMBERS = _numbered("""
    a an one ein eine einem einer einen un une uno una first
    two zwei deux dos second
    three drei trois tres third
    four vier quatre cuatro fourth
    five funf cinq cinco
    six sechs seis
    seven sieben sept siete
    eight acht huit ocho
    nine neun neuf nueve
    ten zehn dix diez
    eleven elf onze once
    twelve zwolf douze doce
""")
EDGES = {
    name: edge
    for edge, names in {
        "first": "start beginning anfang debut principios inicio",
        "middle": "mid middle mitte milieu mediados",
        "last": "end ende fin finales",
    }.items()
    for name in names.split()
}
LITTLE = frozenset("the of on in at for de d del le la les l du der den dem des das am im vom el los".split())


def number_of(word: str, names: dict[str, int]) -> int | None:
    """What a name stands for, or the first three letters of it and more, where they are of one alone."""
    if len(word) < 3:
        return None
    meant = {number for name, number in names.items() if name.startswith(word)}
    return meant.pop() if len(meant) == 1 else names.get(word)
