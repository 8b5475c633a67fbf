"""The parts of a framework read from their YAML: standards, the rating rule, the sample rule."""

from collections.abc import Mapping
from itertools import pairwise

from touchstone.standards.entries import Entry
from touchstone.standards.framework import (
    STANDINGS,
    CaseKind,
    Discretion,
    Fact,
    KeyQuestion,
    OverallBand,
    Prompt,
    QuestionBand,
    RatingRule,
    SampleGroup,
    SampleRule,
    Standard,
)


class Sources:
    """The sources a framework names, and which of them its files have used."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.used: set[str] = set()

    def name(self, entry: Entry, key: str = "source") -> str:
        """The whole text of the source whose name stands under `key`."""
        name = entry.text(key)
        if name and name not in self.texts:
            entry.note(key, f"The source '{name}' is not listed.", "List it under `sources` in framework.yaml.")
        self.used.add(name)
        return self.texts.get(name, "")

    def fact(self, entry: Entry) -> Fact:
        """Standing, source and note of the entry they stand in."""
        return Fact(entry.choice("standing", tuple(STANDINGS)), self.name(entry), entry.text("note", default=""))

    def note_unused(self, names: Entry) -> None:
        """Note every source that nothing names; `names` is the entry that lists them."""
        for name in self.texts:
            if name not in self.used:
                names.note(
                    name, f"Nothing names the source '{name}'.", "Name it where it is the source, or take it out."
                )


def read_standard(entry: Entry, sources: Sources) -> Standard:
    """One standard with its key questions and prompts."""
    number = entry.text("id")
    rated_by = entry.choice("rated_by", ("counting", "judging"))
    counts = entry.flag("counts")
    cases = entry.text("cases", may_be_empty=True)
    if rated_by == "counting" and not cases:
        entry.note("cases", "A standard rated by counting needs cases.", "Name the sample group whose cases are read.")
    if entry.has("not_counted_because") == counts:
        entry.note(
            "not_counted_because",
            "A standard that does not count needs the reason, and one that counts has none.",
            "Write `not_counted_because` only beside `counts: false`.",
        )
    questions = tuple(read_question(question, rated_by, sources) for question in entry.entries("key_questions"))
    for question in questions:
        if not question.id.startswith(f"{number}."):
            entry.note(
                "key_questions",
                f"Key question '{question.id}' is not numbered after '{number}'.",
                f"Number it {number}.1 and so on.",
            )
    standard = Standard(
        id=number,
        title=entry.text("title"),
        statement=entry.text("statement"),
        rated_by=rated_by,
        counts=counts,
        cases=cases,
        key_questions=questions,
        fact=sources.fact(entry),
        not_counted_because=entry.text("not_counted_because", default=""),
    )
    entry.finish()
    return standard


def read_question(entry: Entry, rated_by: str, sources: Sources) -> KeyQuestion:
    """One key question. It has prompts, or says why nobody could read them; never both, never neither."""
    asked_of_cases = entry.flag("asked_of_cases", default=rated_by == "counting")
    if rated_by == "counting" and not asked_of_cases:
        entry.note(
            "asked_of_cases", "The standard is rated by counting.", "Ask each of its key questions of the cases."
        )
    if entry.has("prompts") == entry.has("prompts_unread"):
        entry.note("", "A key question has either `prompts` or `prompts_unread`.", "Write the one that is true.")
    question = KeyQuestion(
        id=entry.text("id"),
        topic=entry.text("topic"),
        asks=entry.text("asks"),
        fact=sources.fact(entry),
        prompts=read_prompts(entry.entry("prompts"), sources) if entry.has("prompts") else (),
        prompts_unread=entry.text("prompts_unread", default=""),
        asked_of_cases=asked_of_cases,
    )
    entry.finish()
    return question


def read_prompts(entry: Entry, sources: Sources) -> tuple[Prompt, ...]:
    """The prompts of one key question; each may bring its own standing and source."""
    shared = sources.fact(entry)
    prompts = []
    for item, way in entry.items("think_of"):
        if isinstance(item, dict):
            own = Entry(item, entry.notes, entry.path(way))
            prompts.append(Prompt(own.text("text"), sources.fact(own)))
            own.finish()
        else:
            prompts.append(Prompt(entry.cleaned(way, item), shared))
    entry.finish()
    return tuple(prompts)


def read_rating_rule(entry: Entry, sources: Sources) -> RatingRule:
    """How answers become ratings."""
    facts: list[tuple[str, Fact]] = []

    def part(name: str) -> Entry:
        inner = entry.entry(name)
        facts.append((name, sources.fact(inner)))
        return inner

    assumed = entry.flag("assumed")
    ratings = part("scale")
    words = ratings.texts("ratings")
    points = part("points")
    scale = read_points(points.entry("worth"), words)
    questions = part("question_bands")
    question_bands = read_question_bands(questions, words)
    lowest = part("lowest_question")
    if not lowest.flag("decides"):
        lowest.note(
            "decides",
            "Only the lowest key question can decide.",
            "Write true; another rule needs a change of the rating method.",
        )
    rounding = part("rounding")
    not_applicable = part("not_applicable")
    overall = part("overall_bands")
    overall_bands = read_overall_bands(overall, words)
    fewer = part("fewer_standards")
    fewer.choice("scale_by", ("fraction",))
    rule = RatingRule(
        scale=scale,
        question_bands=question_bands,
        rounding=rounding.choice("rule", ("half_up",)),
        band_on=rounding.choice("band_on", ("rounded", "exact")),
        not_applicable_leaves=not_applicable.flag("leaves"),
        overall_bands=overall_bands,
        discretion=read_discretion(entry.entry("discretion"), len(words), sources),
        facts=tuple(facts),
        assumed=assumed,
    )
    for inner in (ratings, points, questions, lowest, rounding, not_applicable, overall, fewer, entry):
        inner.finish()
    return rule


def read_points(worth: Entry, words: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """What each rating is worth; the points rise from the worst rating to the best."""
    if len(set(words)) != len(words):
        worth.note("", "A rating stands twice in the scale.", "Write each rating once, the worst first.")
    scale = tuple((word, worth.whole(word, most=1_000)) for word in words)
    points = [point for _, point in scale]
    if all(worth.has(word) for word in words) and any(low >= high for low, high in pairwise(points)):
        worth.note(
            "", "The points do not rise.", "Give each rating more points than the one before it, the worst first."
        )
    worth.finish()
    return scale


def same_words(entry: Entry, found: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Note it where bands do not name exactly the ratings of the scale, in its order."""
    if found != words:
        entry.note(
            "bands",
            f"The bands name {', '.join(found) or 'nothing'}.",
            f"Write one band for each rating, in this order: {', '.join(words)}.",
        )


def read_question_bands(entry: Entry, words: tuple[str, ...]) -> tuple[QuestionBand, ...]:
    """The bands of a key question, which together cover 0 to 100 per cent."""
    bands = []
    for band in entry.entries("bands"):
        bands.append(QuestionBand(band.text("rating"), band.whole("at_least", most=100), band.text("words")))
        band.finish()
    same_words(entry, tuple(band.rating for band in bands), words)
    if bands and bands[0].at_least != 0:
        entry.note(
            "bands[0].at_least",
            f"Shares under {bands[0].at_least} per cent have no band.",
            "Let the first band begin at 0.",
        )
    for place, (low, high) in enumerate(pairwise(bands), start=1):
        if high.at_least <= low.at_least:
            entry.note(
                f"bands[{place}].at_least",
                f"{high.at_least} does not lie above the {low.at_least} of the band before it.",
                "Write the bands from the worst to the best, each beginning above the one before.",
            )
    return tuple(bands)


def read_overall_bands(entry: Entry, words: tuple[str, ...]) -> tuple[OverallBand, ...]:
    """The bands of the score, which together cover 0 to all the points that can be had."""
    of = entry.whole("of", least=1, most=100_000)
    bands = []
    for band in entry.entries("bands"):
        bands.append(OverallBand(band.text("rating"), band.whole("up_to", most=100_000), of))
        band.finish()
    same_words(entry, tuple(band.rating for band in bands), words)
    for place, (low, high) in enumerate(pairwise(bands), start=1):
        if high.up_to <= low.up_to:
            entry.note(
                f"bands[{place}].up_to",
                f"{high.up_to} does not lie above the {low.up_to} of the band before it.",
                "Write the bands from the worst to the best, each ending above the one before.",
            )
    if bands and entry.has("of") and bands[-1].up_to != of:
        entry.note(
            "bands", f"The last band ends at {bands[-1].up_to}, the points at {of}.", f"Let the last band end at {of}."
        )
    return tuple(bands)


def read_discretion(entry: Entry, ratings: int, sources: Sources) -> Discretion:
    """When a panel may depart from the computed band, and how far."""
    discretion = Discretion(
        within_points=entry.whole("within_points", most=100),
        one_case=entry.flag("one_case"),
        few_cases=entry.whole("few_cases", most=1_000),
        most_bands=entry.whole("most_bands", most=max(ratings - 1, 0)),
        fact=sources.fact(entry),
    )
    entry.finish()
    return discretion


def read_sample_rule(entry: Entry, sources: Sources) -> SampleRule:
    """Whose cases may be read, and in which groups."""
    window = entry.entry("window")
    from_days = window.whole_or_unknown("from_days", most=3_660)
    to_days = window.whole_or_unknown("to_days", most=3_660)
    if from_days is not None and to_days is not None and from_days < to_days:
        window.note(
            "from_days",
            "The window ends before it begins.",
            "Count both back from fieldwork: `from_days` is the larger.",
        )
    window_fact = sources.fact(window)
    window.finish()
    groups = tuple(read_group(group, sources) for group in entry.entries("groups"))
    entry.finish()
    return SampleRule(from_days, to_days, window_fact, groups)


def read_group(entry: Entry, sources: Sources) -> SampleGroup:
    """One group of cases that are drawn and read together."""
    kinds = []
    for kind in entry.entries("kinds"):
        kinds.append(CaseKind(kind.text("id"), kind.text("title")))
        kind.finish()
    size = entry.entry("size")
    least = size.whole_or_unknown("least", least=1)
    most = size.whole_or_unknown("most", least=1)
    if least is not None and most is not None and least > most:
        size.note("least", f"The least, {least}, is more than the most, {most}.", "Let `least` be no more than `most`.")
    group = SampleGroup(
        id=entry.text("id"),
        title=entry.text("title"),
        kinds=tuple(kinds),
        strata=entry.texts("strata", may_be_empty=True),
        confidence=size.whole_or_unknown("confidence", least=50, most=99),
        margin=size.whole_or_unknown("margin", least=1, most=50),
        least=least,
        most=most,
        fact=sources.fact(entry),
        size_fact=sources.fact(size),
    )
    size.finish()
    entry.finish()
    return group
