"""The full inspection file, described key by key: what `inspection.py` holds, as it is written in JSON."""

from touchstone.dossier.shape import (
    LARGEST_FIGURE,
    LONGEST_TEXT,
    Day,
    Either,
    Exactly,
    FileName,
    Key,
    LanguageTag,
    ListOf,
    MapOf,
    Name,
    Number,
    Object,
    OfficialNumber,
    Text,
    WebAddress,
)

FORMAT, VERSION = "touchstone-inspection", 1
MOST_CASES = 5_000
MOST_PARAGRAPHS = 500
OUTCOMES = ("sufficient progress", "some progress", "no progress", "not known")

LINE = Text()
LINE_OR_NOTHING = Text(blank=True)
PASSAGE = Text(most=LONGEST_TEXT, one_line=False)
PASSAGE_OR_NOTHING = Text(most=LONGEST_TEXT, one_line=False, blank=True)
PROSE = Text(most=LONGEST_TEXT, one_line=False, prose=True)
PROSE_OR_NOTHING = Text(most=LONGEST_TEXT, one_line=False, prose=True, blank=True)
PARAGRAPHS = ListOf(PROSE, most=MOST_PARAGRAPHS)
SOME_PARAGRAPHS = ListOf(PROSE, least=1, most=MOST_PARAGRAPHS)
NUMBER = OfficialNumber()
STANDARD_NUMBER = "number of a standard"
QUESTION_NUMBER = "number of a key question"

SERVICE = Object(
    "Service",
    (
        Key("id", Name(), "A name for addresses that never changes: 'birmingham'.", required=True),
        Key("name", LINE, "The full name, as reports print it.", required=True),
        Key("short_name", LINE, "The name of the place: 'Birmingham'.", required=True),
        Key("called", LINE, "How prose calls it: 'the YOS'. 'the service' where left out."),
        Key("region", LINE_OR_NOTHING, "The region it belongs to."),
        Key("police", LINE_OR_NOTHING, "The police force that covers it."),
    ),
    "The service inspected.",
)

DATES = Object(
    "Dates",
    (
        Key("fieldwork_began", Day(), "The first day of fieldwork."),
        Key("fieldwork_ended", Day(), "The last day of fieldwork."),
        Key("cases_from", Day(), "The first day of the window in which the cases read were delivered."),
        Key("cases_to", Day(), "The last day of that window."),
        Key("published", Day(to_the_minute=True), "The day the report is published, or the minute, London time."),
    ),
    "When things happened. A date that is not known is left out.",
)

TEAM_MEMBER = Object(
    "TeamMember",
    (
        Key("role", LINE, "The role: 'Lead inspector'.", required=True),
        Key("name", LINE_OR_NOTHING, "The name, where it is to be printed."),
    ),
    "Somebody who inspected.",
)

CONTEXT_FIGURE = Object(
    "ContextFigure",
    (
        Key("id", Name(), "How prose names it: 'staff' for {context:staff}.", required=True),
        Key("label", LINE, "What the figure counts.", required=True),
        Key("value", Number(-LARGEST_FIGURE, LARGEST_FIGURE, decimals=True), "The figure.", required=True),
        Key("unit", LINE, "Its unit: people, children, cases, % or £.", required=True),
        Key("source", LINE, "Where it was read.", required=True),
        Key("as_of", LINE_OR_NOTHING, "The day, month or year it holds for."),
    ),
    "A figure about the service, entered once, with its source.",
)

SAMPLE_COUNT = Object(
    "SampleCount",
    (
        Key("group", NUMBER, "The sample group: 'court'.", required=True),
        Key("kind", NUMBER, "The kind of disposal: 'custodial_sentence'.", required=True),
        Key("cases", Number(), "How many of them were read.", required=True),
    ),
    "How many cases of one kind were read. Counted from the case rows where there are any.",
)

ACTIVITY = Object(
    "Activity",
    (
        Key("id", Name(), "How prose names it: 'meetings' for {activity:meetings}.", required=True),
        Key("label", LINE, "What was done.", required=True),
        Key("count", Number(), "How often.", required=True),
    ),
    "What inspectors did beside reading cases.",
)

NO_CASES = "Give the number of cases, at least 1; or leave the standard out, or say why it is not rated."

CASE = Object(
    "Case",
    (
        Key("reference", Text(most=80), "The service's own reference; never a name or a date of birth.", required=True),
        Key("group", NUMBER, "The sample group the case was read in.", required=True),
        Key("kind", Text(most=80, blank=True), "The kind of disposal.", required=True),
        Key(
            "answers",
            MapOf(Text(words=("yes", "no", "not applicable")), keys_are=QUESTION_NUMBER),
            "The answer to every key question asked of the group: yes, no or not applicable.",
            required=True,
        ),
    ),
    "One case read, with the inspectors' answers.",
)

CASE_FILE = Object(
    "CaseFile",
    (
        Key(
            "file",
            FileName((".csv", ".xlsx", ".ods")),
            "The table's plain name. Its columns: reference, group, kind, then one for each key question.",
            required=True,
        ),
    ),
    "The cases are in a table beside this file.",
)

SHARE = Object(
    "Share",
    (
        Key("yes", Number(), "In how many cases the answer was yes.", needs="of"),
        Key("of", Number(1, instead=NO_CASES), "Of how many cases; at least one."),
        Key("percent", Number(0, 100), "The whole percentage; alone where the count is not known."),
        Key("not_applicable", Number(), "How many answers were 'not applicable', counted in 'of' or not."),
    ),
    "What is known of one key question without its cases.",
    one_of=("yes", "percent"),
)

FINDING = Either(
    (
        PROSE,
        Object(
            "Finding",
            (
                Key("text", PROSE, "The finding.", required=True),
                Key("evidence", ListOf(Name(), most=200), "The ids of the evidence items it rests on."),
            ),
            "A strength or an area for improvement, as entered. Plain text stands for a finding without evidence.",
        ),
    )
)
FINDINGS = ListOf(FINDING, most=MOST_PARAGRAPHS)

EXAMPLE = Object(
    "PracticeExample",
    (
        Key("title", LINE, "Its title.", required=True),
        Key("paragraphs", SOME_PARAGRAPHS, "The story, names changed.", required=True),
    ),
    "A practice example.",
)

DISCRETION = Object(
    "Discretion",
    (
        Key("rating", LINE, "The rating the panel gave.", required=True),
        Key("reason", PASSAGE, "Why the panel departed from the computed rating.", required=True),
        Key(
            "by",
            ListOf(LINE, least=1, most=50),
            "The people who decided, by name or office; two or more, as a rule.",
            required=True,
        ),
    ),
    "Professional discretion: the panel's decision, kept apart from the computed rating.",
)

STANDARD = Object(
    "Standard",
    (
        Key(
            "rating",
            LINE,
            "The rating of a judged standard; of a counted one the published rating, which its counts must then give.",
        ),
        Key("reasons", PROSE_OR_NOTHING, "The reasons for a judged rating."),
        Key("not_rated", PASSAGE, "Why the standard is not rated, where it is not."),
        Key("discretion", DISCRETION, "The panel's recorded departure from the computed rating."),
        Key("narrative", PARAGRAPHS, "Paragraphs of the section."),
        Key("strengths", FINDINGS, "Strengths."),
        Key("areas_for_improvement", FINDINGS, "Areas for improvement."),
        Key("examples", ListOf(EXAMPLE, most=100), "Practice examples."),
    ),
    "What was judged and what is written under one standard.",
)

PASSAGE_WITH_FINDINGS = Object(
    "Passage",
    (Key("paragraphs", PARAGRAPHS, "Paragraphs."), Key("findings", FINDINGS, "Findings.")),
    "A section that is not rated.",
)

VOICE = Object(
    "Voice",
    (
        Key("who", LINE, "Who said it, without a name: 'a parent'.", required=True),
        Key("words", PASSAGE, "The words, as they were said.", required=True),
        Key("language", LanguageTag(), "The language, as a BCP 47 tag; 'en' where left out."),
    ),
    "Words of a child, parent or victim.",
)

SURVEY = Object(
    "Survey",
    (
        Key("id", Name(), "How prose names it: 'parents' for {survey:parents}.", required=True),
        Key("title", LINE, "What was asked, and of whom.", required=True),
        Key(
            "scores",
            MapOf(Number(), key=Text(words=tuple(str(score) for score in range(1, 11))), keys_are="score from 1 to 10"),
            "How many gave each score.",
            required=True,
        ),
    ),
    "A survey from 1 (poor) to 10.",
)

EVIDENCE_ITEM = Object(
    "EvidenceItem",
    (
        Key("id", Name(), "How findings cite it.", required=True),
        Key("kind", LINE, "Document, meeting, focus group, interview…", required=True),
        Key("title", LINE, "What it is.", required=True),
        Key("date", Day(partly=True), "Its day, month or year."),
    ),
    "Something that findings cite.",
)

RECOMMENDATION = Object(
    "Recommendation",
    (
        Key("number", Number(1, 10_000), "Its number; the first is 1.", required=True),
        Key("to", LINE, "Who is to act: 'The management board'.", required=True),
        Key("text", PROSE, "What they are to do.", required=True),
        Key("standards", ListOf(NUMBER, most=100), "The standards it follows from."),
    ),
    "A recommendation to a named body.",
)

EARLIER_RECOMMENDATION = Object(
    "EarlierRecommendation",
    (
        Key("text", PASSAGE, "What was recommended.", required=True),
        Key("outcome", Text(words=OUTCOMES), "What became of it.", required=True),
        Key("note", PROSE_OR_NOTHING, "What the inspectors found."),
    ),
    "A recommendation of the previous inspection.",
)

PREVIOUS = Object(
    "PreviousInspection",
    (
        Key("framework", Name(), "The framework it was held to.", required=True),
        Key("published", Day(partly=True), "When its report was published."),
        Key("overall", LINE_OR_NOTHING, "Its overall rating, where known."),
        Key("score", Number(0, 10_000, null=True), "Its score, where known."),
        Key("standards", MapOf(LINE, keys_are=STANDARD_NUMBER), "Its ratings, as far as they are known."),
        Key("not_comparable", MapOf(LINE, keys_are=STANDARD_NUMBER), "Standards that cannot be compared, and why."),
        Key("source", LINE, "Where this was read.", required=True),
        Key("recommendations", ListOf(EARLIER_RECOMMENDATION, most=500), "What became of its recommendations."),
    ),
    "What is known of the inspection before.",
)

SIGNED = Object(
    "Signed",
    (
        Key("paragraphs", SOME_PARAGRAPHS, "Paragraphs.", required=True),
        Key("by", LINE_OR_NOTHING, "Who signs."),
        Key("office", LINE_OR_NOTHING, "The office they hold."),
    ),
    "A text that somebody signs.",
)

PRESS_QUOTE = Object(
    "PressQuote",
    (
        Key("words", PROSE, "The words.", required=True),
        Key("by", LINE, "Who says them.", required=True),
        Key("office", LINE_OR_NOTHING, "The office they hold."),
    ),
    "A sentence of an office holder for the press.",
)

PRESS = Object(
    "Press",
    (
        Key("paragraphs", PARAGRAPHS, "Paragraphs."),
        Key("quotes", ListOf(PRESS_QUOTE, most=50), "Quotations."),
        Key("notes", PARAGRAPHS, "Notes to editors beside those that are computed."),
        Key("contact", PASSAGE_OR_NOTHING, "Whom editors can ask."),
    ),
    "What a press notice needs beside the results.",
)

DEMONSTRATION = Object(
    "Demonstration",
    (
        Key("says", PASSAGE, "The sentence that every page, file and plot then prints.", required=True),
        Key("link", WebAddress(), "The address of the official report."),
    ),
    "Set where cases or words are invented.",
)

FULL_FORM = Object(
    "Inspection",
    (
        Key("format", Exactly(FORMAT), "Says that this is an inspection.", required=True),
        Key("version", Exactly(VERSION), "The version of the format.", required=True),
        Key("id", Name(), "A name for addresses that never changes: 'birmingham-2023'.", required=True),
        Key("framework", Name(), "The framework the service is held to: 'hmip-youth-2021'.", required=True),
        Key("revision", Number(1, 10_000, null=True), "The framework's revision that the inspection began under."),
        Key("title", LINE, "The report's title.", required=True),
        Key("kind", Text(words=("inspection", "reinspection")), "What kind of visit it was.", required=True),
        Key("demonstration", DEMONSTRATION, "Set where cases or words are invented."),
        Key("service", SERVICE, "The service inspected.", required=True),
        Key("dates", DATES, "When things happened."),
        Key("team", ListOf(TEAM_MEMBER, most=200), "Who inspected."),
        Key("context", ListOf(CONTEXT_FIGURE, most=500), "Figures about the service, each with its source."),
        Key("sample", ListOf(SAMPLE_COUNT, most=200), "How many cases of each kind were read."),
        Key("activities", ListOf(ACTIVITY, most=200), "What inspectors did beside reading cases."),
        Key(
            "cases", Either((ListOf(CASE, most=MOST_CASES), CASE_FILE)), "The cases read, or the table that holds them."
        ),
        Key("counts", MapOf(SHARE, keys_are=QUESTION_NUMBER), "Instead of cases: the count for each key question."),
        Key(
            "caseloads", MapOf(Number(), keys_are="sample group"), "How many cases each sample group had to draw from."
        ),
        Key("standards", MapOf(STANDARD, keys_are=STANDARD_NUMBER), "Judgements and text, standard by standard."),
        Key("domain_introductions", MapOf(PARAGRAPHS, keys_are="number of a domain"), "Text that opens a domain."),
        Key("foreword", SIGNED, "The foreword."),
        Key("acknowledgements", PARAGRAPHS, "Acknowledgements."),
        Key("background", PARAGRAPHS, "The background, around the context figures."),
        Key("involvement", PASSAGE_WITH_FINDINGS, "Involvement of children and their parents or carers."),
        Key("voices", ListOf(VOICE, most=200), "What children, parents and victims said."),
        Key("surveys", ListOf(SURVEY, most=50), "Surveys."),
        Key("diversity", PASSAGE_WITH_FINDINGS, "Diversity."),
        Key("evidence_items", ListOf(EVIDENCE_ITEM, most=5_000), "What findings cite."),
        Key("recommendations", ListOf(RECOMMENDATION, most=500), "Recommendations, numbered from 1."),
        Key("previous", PREVIOUS, "The inspection before."),
        Key("press", PRESS, "The press notice."),
        Key("further_information", PARAGRAPHS, "Further information."),
        Key("isbn", Text(most=40, blank=True), "The report's ISBN."),
    ),
    "One inspection, whole: everything a report is made from, and nothing that is computed.",
    not_both=("cases", "counts"),
)
