"""How like its caseload a sample is, as a plot: for each value the share of the caseload and of the sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from touchstone.reports.document import Column, Table
from touchstone.reports.svg import INK, PAPER, Drawing, element, wrap
from touchstone.sampling.draw import GroupDraw
from touchstone.sampling.likeness import Likeness, Share, likeness
from touchstone.standards.framework import Framework

BAR = "#6f8599"  # the caseload, quietly behind; more than 3 to 1 on the ground
RADIUS = 7
LABEL = 15  # pixels
SMALL = 13
MOST_VALUES = 12  # values of a column that are drawn; the table has all


@dataclass(frozen=True)
class LikenessFigure:
    """One plot with its finding as title, its text alternative and its table."""

    id: str
    title: str
    description: str
    svg: Markup
    table: Table


def figures_of(groups: Iterable[GroupDraw], framework: Framework) -> list[LikenessFigure]:
    """A plot for each column of the strata of each group that has cases."""
    made = []
    for drawn in groups:
        group = framework.group(drawn.group)
        kinds = {kind.id: kind.title for kind in group.kinds} if group else {}
        title = group.title if group else drawn.group
        made += [figure_of(each, title, kinds) for each in likeness(drawn, tuple(kinds)) if each.sample]
    return made


def figure_of(each: Likeness, group: str, kinds: dict[str, str]) -> LikenessFigure:
    """One column of one group."""
    column = each.column.replace("_", " ")
    shares = [(said(share, kinds), share) for share in each.shares]
    apart = f"{float(round(each.cases_apart, 1)):.1f}"
    told = {"group": group, "column": column, "apart": apart, "cases": each.sample}
    title = _("%(group)s by %(column)s: %(apart)s of %(cases)s cases would have to be others") % told
    if not each.cases_apart:
        title = _("%(group)s by %(column)s: just like the caseload") % told
    description = "; ".join(
        _("%(value)s: %(caseload)s%% of the caseload, %(sample)s%% of the sample")
        % {
            "value": value,
            "caseload": percent(share.caseload, each.caseload),
            "sample": percent(share.sample, each.sample),
        }
        for value, share in shares
    )
    name = f"likeness-{each.group}-{each.column}".replace("_", "-")
    svg = Markup(
        drawing_of(each, [one for one in shares if one[1].caseload]).finished(
            id=name, title=title, description=description, css_class="plot-likeness"
        )
    )
    return LikenessFigure(name, title, description, svg, table_of(each, shares, column))


def drawing_of(each: Likeness, shares: list[tuple[str, Share]]) -> Drawing:
    """Bars for the caseload, a dot on each for the sample: like means that the dot stands at the bar's end."""
    drawing = Drawing(None)
    drawing.add("rect", x=0, y=drawing.y + 2, width=26, height=12, fill=BAR)
    drawing.write(_("share of the caseload"), 0, drawing.y + 13, font_size=SMALL, offset=34)
    drawing.y += 22
    drawing.place(dot(), 0, drawing.y + 8)
    drawing.write(_("share of the sample"), 0, drawing.y + 13, font_size=SMALL, offset=34)
    drawing.y += 30
    for value, share in shares[:MOST_VALUES]:
        caseload, sample = percent(share.caseload, each.caseload), percent(share.sample, each.sample)
        figures = _("%(sample)s%%, caseload %(caseload)s%%") % {"sample": sample, "caseload": caseload}
        for line in wrap(f"{value}: {figures}", width=drawing.room, size=LABEL, most_lines=3):
            drawing.write(line, 0, drawing.y + LABEL, font_size=LABEL)
            drawing.y += 20
        drawing.y += 4
        drawing.add("rect", x="0%", y=drawing.y, width="100%", height=16, fill="#f3f2f1")
        drawing.add("rect", x="0%", y=drawing.y, width=drawing.length(caseload), height=16, fill=BAR)
        drawing.line(drawing.y - 2, drawing.y + 18, 0, 0, stroke=INK, stroke_width=1.5)
        drawing.place(dot(), sample, drawing.y + 8)
        drawing.y += 30
    return drawing


def dot() -> str:
    """The mark of the sample."""
    return element("circle", cx=0, cy=0, r=RADIUS, fill=INK, stroke=PAPER, stroke_width=2)


def table_of(each: Likeness, shares: list[tuple[str, Share]], column: str) -> Table:
    """The same in figures."""
    heads = (_("in the caseload"), _("share"), _("in the sample"), _("share"))
    rows = tuple(
        (value, str(share.caseload), f"{percent(share.caseload, each.caseload)}%",
         str(share.sample), f"{percent(share.sample, each.sample)}%")
        for value, share in shares
    )  # fmt: skip
    return Table(_("Caseload and sample"), (Column(column), *(Column(head, numeric=True) for head in heads)), rows)


def said(share: Share, kinds: dict[str, str]) -> str:
    """A value in words."""
    return kinds.get(share.value, share.value) or _("not recorded")


def percent(part: int, whole: int) -> int:
    """A whole percentage, half up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
