"""Documents for the tests of the renderers: one with every block, one as long as a report, one that is hostile."""

from touchstone.reports.document import (
    Bar,
    BarPlot,
    Block,
    Box,
    Bullets,
    Column,
    Document,
    Dot,
    DotPlot,
    Figure,
    Mark,
    Move,
    MovementPlot,
    Notice,
    Panel,
    Paragraph,
    Quote,
    RatingsPlot,
    Section,
    Table,
)

SCALE = ("Inadequate", "Requires improvement", "Good", "Outstanding")
BANDS = (("Inadequate", 0), ("Requires improvement", 50), ("Good", 65), ("Outstanding", 80))

DEMONSTRATION = Notice(
    text="Demonstration. The ratings and percentages are published; every case and every word here is invented.",
    link="https://example.org/official-report",
    link_text="Read the official report",
)

RATINGS = (
    ("1.1", "Governance and leadership", "Good"),
    ("1.2", "Staff", "Requires improvement"),
    ("1.3", "Partnerships and services", "Outstanding"),
    ("2.1", "Assessment", "Requires improvement"),
    ("2.2", "Planning", "Good"),
    ("2.3", "Implementation and delivery", "Inadequate"),
)

# Words in scripts that children and parents may speak, each with its language. All say: "Nobody asked us."
QUOTES = (
    ("cy", "Ni ofynnodd neb i ni."),
    ("pl", "Nikt nas nie zapytał, czy to pomaga."),
    ("el", "Κανείς δεν μας ρώτησε."),
    ("uk", "Нас ніхто не запитав."),
    ("hy", "Մեզ ոչ ոք չհարցրեց։"),
    ("ka", "ჩვენთვის არავის უკითხავს."),
    ("he", "אף אחד לא שאל אותנו."),
    ("ur", "ہم سے کسی نے نہیں پوچھا، 3 بار۔"),
    ("am", "ማንም አልጠየቀንም።"),
    ("hi", "हमसे किसी ने नहीं पूछा।"),
    ("pa", "ਸਾਨੂੰ ਕਿਸੇ ਨੇ ਨਹੀਂ ਪੁੱਛਿਆ।"),
    ("gu", "અમને કોઈએ પૂછ્યું નહીં."),
    ("bn", "আমাদের কেউ জিজ্ঞাসা করেনি।"),
    ("ta", "யாரும் எங்களிடம் கேட்கவில்லை."),
    ("th", "ไม่มีใครถามเรา"),
    ("zh-Hans", "没有人问过我们。"),
    ("ja", "誰も私たちに尋ねませんでした。"),
    ("ko", "아무도 우리에게 묻지 않았습니다."),
    ("vi", "Không ai hỏi chúng tôi."),
    ("", "Nobody asked us 😕 👨‍👩‍👧 👍🏽 🇬🇧 ❤️"),
)


def ratings_panel() -> Panel:
    """The ratings page of a service."""
    marks = [Mark(*rated) for rated in RATINGS]
    return Panel(
        overall=Mark("", "Overall rating", "Requires improvement"),
        score="8/18",
        groups=(
            ("Organisational delivery", tuple(marks[:3])),
            ("Court disposals", tuple(marks[3:])),
            ("Resettlement", (Mark("4.1", "Resettlement policy and provision", "Not rated"),)),
        ),
        notes=("Resettlement is rated apart and never enters the score.",),
    )


def dots_figure(id: str = "dots-2-1") -> Figure:
    """Three key questions of one standard against the bands."""
    dots = (
        Dot("2.1.1 desistance", 69, 55.1, 80.2, False, "Good"),
        Dot("2.1.2 safety of the child", 59, 44.8, 71.8, False, "Requires improvement"),
        Dot("2.1.3 safety of other people", 51, 37.3, 65.0, True, "Requires improvement"),
    )
    return Figure(
        id=id,
        title="Assessment of other people's safety is one case from Inadequate",
        description="Three key questions on a line from 0 to 100%: 69%, 59% and 51%. The last decides the rating.",
        plot=DotPlot(bands=BANDS, dots=dots),
        table=Table(
            caption="Key questions of standard 2.1",
            columns=(Column("Key question"), Column("Yes", True), Column("Of", True), Column("Share", True)),
            rows=(
                ("2.1.1 desistance", "27", "39", "69%"),
                ("2.1.2 safety of the child", "23", "39", "59%"),
                ("2.1.3 safety of other people", "20", "39", "51%"),
            ),
            bold_rows=(2,),
            id=f"table-{id}",
        ),
    )


def movement_figure(id: str = "movement") -> Figure:
    """Four standards since last time: up, down, still, and one whose past is not known."""
    moves = (
        Move("2.2 Planning", "Inadequate", "Good"),
        Move("2.3 Implementation and delivery", "Requires improvement", "Inadequate"),
        Move("2.1 Assessment", "Requires improvement", "Requires improvement"),
        Move("1.1 Governance and leadership", "not known", "Good"),
    )
    return Figure(
        id=id,
        title="Planning rose, delivery fell",
        description="Planning moved up from Inadequate to Good; delivery moved down; assessment stayed.",
        plot=MovementPlot(scale=SCALE, moves=moves),
        table=Table(
            caption="Ratings before and now",
            columns=(Column("Standard"), Column("Before"), Column("Now")),
            rows=tuple((move.label, move.before, move.now) for move in moves),
            marks=True,
        ),
    )


def bars_figure(id: str = "ethnicity") -> Figure:
    """Two groups compared."""
    bars = (Bar("Black and mixed heritage children in the caseload", 54, "54%"), Bar("In the city", 32, "32%"))
    return Figure(
        id=id,
        title="Black and mixed heritage children are over-represented",
        description="54% of the caseload against 32% of children in the city.",
        plot=BarPlot(bars=bars, top=100),
        table=Table(
            "Heritage of children", (Column("Group"), Column("Share", True)), (("Caseload", "54%"), ("City", "32%"))
        ),
    )


def ratings_figure(id: str = "glance") -> Figure:
    """Every standard on the steps of the scale, one of them not rated."""
    marks = (*(Mark(*rating) for rating in RATINGS), Mark("4.1", "Resettlement policy and provision", "Not rated"))
    return Figure(
        id=id,
        title="Delivery is the weakest of six standards",
        description="Six standards on four steps; 2.3 stands at Inadequate, 1.3 at Outstanding.",
        plot=RatingsPlot(scale=SCALE, marks=marks),
        table=Table(
            caption="Ratings",
            columns=(Column("Standard"), Column("Rating")),
            rows=tuple((f"{number} {title}", rating) for number, title, rating in RATINGS),
            marks=True,
        ),
    )


def voices() -> tuple[Quote, ...]:
    """One sentence in many scripts."""
    return tuple(Quote(said, "A parent", language) for language, said in QUOTES)


def every_block() -> Document:
    """A document that holds every kind of block."""
    return Document(
        id="sample-2023",
        title="An inspection of youth justice services in Sampleton",
        subtitle="A reinspection",
        publisher="Inspectorate of Samples",
        date="March 2023",
        language="en-GB",
        modified="2023-03-14",
        notices=(DEMONSTRATION,),
        blocks=(
            Section(
                "foreword",
                "Foreword",
                (
                    Paragraph("We looked at 77 cases. Planning has become better; delivery has not."),
                    Paragraph("Mae'r adroddiad hwn ar gael yn Gymraeg.", language="cy"),
                    Quote("I was asked what I wanted, and then it happened.", "A child"),
                ),
            ),
            Section("ratings", "Ratings", (ratings_panel(), movement_figure(), ratings_figure()), page_break=True),
            Section(
                "recommendations",
                "Recommendations",
                (
                    Paragraph("The service should:"),
                    Bullets(("name in every plan what would make a child less safe", "review after every change"), 1),
                    Paragraph("The police should:"),
                    Bullets(("share what they know within five working days",), 3),
                ),
                page_break=True,
            ),
            Section("court", "Court disposals", (_assessment_section(), _involvement_section()), page_break=True),
        ),
    )  # fmt: skip


def _assessment_section() -> Section:
    working = Table(
        caption="How the rating came about",
        columns=(Column("Step"), Column("What it gave")),
        rows=(("Lowest key question", "2.1.3, 20 of 39, 51%"), ("Band", "Requires improvement")),
        marks=True,
        id="working-2-1",
    )
    return Section(
        "standard-2-1",
        "2.1 Assessment",
        (
            Paragraph("Assessments drew on enough sources in most cases, less often on what victims had said."),
            dots_figure(),
            Section(
                "strengths-2-1",
                "Strengths",
                (Bullets(("Assessments were made with children.", "Strengths were named in 33 of 39 cases.")),),
            ),
            Section(
                "improve-2-1", "Areas for improvement", (Bullets(("Police intelligence was often not asked for.",)),)
            ),
            Box("Practice example: Ali", (Paragraph("Ali was 15. His worker asked him what he was good at."), working)),
            Notice("Two ratings hang on one case each.", kind="information"),
        ),
        mark=Mark("2.1", "Assessment", "Requires improvement"),
    )


def _involvement_section() -> Section:
    return Section(
        "involvement",
        "What children and parents said",
        (bars_figure(), *voices(), Bullets(("Safe place to meet", "Words I can read"))),
    )


def long_report(standards: int = 12) -> Document:
    """A report of about 26 pages: each standard with two tables, four paragraphs and a plot."""
    sections = tuple(_long_section(number) for number in range(1, standards + 1))
    return Document(
        id="long-report",
        title="An inspection of a whole service",
        subtitle="All standards",
        publisher="Inspectorate of Samples",
        date="March 2023",
        language="en-GB",
        modified="2023-03-14",
        notices=(DEMONSTRATION,),
        blocks=sections,
    )


def _long_section(number: int) -> Section:
    sentence = f"In standard {number} inspectors read the case, spoke to the case manager and asked what had changed. "
    columns = (Column("Key question"), Column("Yes", True), Column("Of", True), Column("Share", True))
    rows = tuple((f"{number}.{row} asked of every case", str(20 + row), "39", f"{50 + row}%") for row in range(1, 9))
    return Section(
        f"standard-{number}",
        f"{number}. Standard {number}",
        (
            *(Paragraph(sentence * 4) for _ in range(4)),
            dots_figure(f"dots-{number}"),
            Table(f"Key questions of standard {number}", columns, rows, id=f"questions-{number}"),
            Section(f"strengths-{number}", "Strengths", (Bullets(tuple(sentence for _ in range(4))),)),
            Section(f"improve-{number}", "Areas for improvement", (Bullets(tuple(sentence for _ in range(4))),)),
        ),
        mark=Mark(f"{number}.1", f"Standard {number}", "Good"),
        page_break=True,
    )


# What somebody may type by mistake or on purpose: markup of four kinds, addresses, signs that steer text.
HOSTILE_TEXTS = (
    "<script>alert(1)</script> & <w:br/> \"quoted\" 'single' ]]>",
    '#read("/etc/passwd") $x^2$ \\ *bold* _under_ @label <label> `raw` ~ -- --- // /* #sys.inputs',
    "{{ 7*7 }} {% raw %} {# note #} ${7*7} %s {0}",
    "=1+1 @SUM(A1) +cmd|' /C calc'!A0",
    "bell\x07 null\x00 escape\x1b vertical\x0b delete\x7f next-line\x85 end",
    "left-to-right\u202e override\u202c isolate\u2067 end\u2069 mark\u200f",
    "unpaired\ud800 non-character\ufffe private\ue000 unassigned\u0378 order\ufeff",
    "x" * 5000,
    "",
    "   ",
    "e\u0301 x\u0941 \u0301alone क्षि fi ﬁ ½ № ‼ 1️⃣ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🧿 \U0001fae8 𓂀 𝔘",
    "line\nbreak\ttab\r\nreturn \u2028 separator",
)


def hostile_document(text: str) -> Document:
    """A document with the same text in every place that takes one."""
    table = Table(text, (Column(text), Column(text, True)), ((text, text), (text, "Good")), marks=True, bold_rows=(0,))
    dots = DotPlot(BANDS, (Dot(text, 0, 0.0, 9.5, True, text), Dot(text, 100, None, None, False, "Outstanding")))
    inner: tuple[Block, ...] = (
        Paragraph(text, language="ar"),
        Bullets((text, text)),
        Quote(text, text, language="not a language"),
        Notice(text, "information", "https://example.org/?a=1&b=<2>", text),
        Box(text, (Paragraph(text), table)),
        Panel(Mark("", text, text), text, ((text, (Mark(text, text, text),)),), (text,)),
        Figure("f1", text, text, dots, table),
        Figure("f2", text, text, MovementPlot(SCALE, (Move(text, text, "Good"),)), table),
        Figure("f3", text, text, BarPlot((Bar(text, 5, text), Bar(text, 900, text)), 10), table),
        Figure("f4", text, text, RatingsPlot(SCALE, (Mark(text, text, text), Mark("1", text, "Good"))), table),
    )
    return Document(
        id="hostile",
        title=text,
        subtitle=text,
        publisher=text,
        date=text,
        language="en-GB",
        notices=(Notice(text, link="https://example.org/", link_text=text),),
        blocks=(Section("one", text, inner, mark=Mark("1", text, text)),),
    )
