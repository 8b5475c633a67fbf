"""What the sections of a report are written from: the inspection, its ratings, and how they moved."""

from touchstone.dossier.inspection import Finding, Inspection
from touchstone.dossier.intervals import share_interval
from touchstone.dossier.movement import Movement
from touchstone.dossier.prose import filled
from touchstone.dossier.rule_followed import rule_followed
from touchstone.intake.values import dataclass
from touchstone.rating.interval import Interval
from touchstone.rating.working import RatedInspection, RatedQuestion
from touchstone.reports.document import Bullets, Notice, Paragraph
from touchstone.reports.wording import is_or_are
from touchstone.standards.framework import Framework, RatingRule, Standard

TYPE_CHECKING = False  # spares an import; type checkers know the name
if TYPE_CHECKING:
    from touchstone.rating.fragility import InspectionFragility


@dataclass(frozen=True, slots=True)
class Material:
    """One rated inspection, with what its report says about it. Fragility only where it may be shown."""

    inspection: Inspection
    rated: RatedInspection
    framework: Framework
    moves: tuple[Movement, ...]
    fragility: "InspectionFragility | None" = None

    def paragraphs(self, entered: tuple[str, ...]) -> tuple[Paragraph, ...]:
        """Entered prose with its figures filled in."""
        return tuple(Paragraph(filled(text, self.inspection)) for text in entered)

    def findings(self, entered: tuple[Finding, ...]) -> tuple[Bullets, ...]:
        """Findings as a list; nothing where there are none."""
        return (Bullets(tuple(filled(finding.text, self.inspection) for finding in entered)),) if entered else ()

    def interval(self, standard: Standard, question: RatedQuestion) -> Interval | None:
        """The interval of a share; None where no count is known or no case counts."""
        return share_interval(self.inspection, self.framework, standard, question)

    @property
    def rule(self) -> RatingRule | None:
        """The rule these ratings follow; None where none is known, or one is only assumed and nobody asked for it."""
        return rule_followed(self.framework, self.rated)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What every page of every document made from this must say."""
        told = self.inspection.demonstration
        demonstration = (
            (Notice(told.says, link=told.link, link_text="The official report" if told.link else ""),) if told else ()
        )
        provisional = (
            (Notice(f"Provisional: {is_or_are(self.rated.not_rated_yet)} not rated yet.", kind="information"),)
            if self.rated.provisional
            else ()
        )
        return (*demonstration, *(Notice(sentence) for sentence in self.rated.assumptions), *provisional)

    @property
    def publisher(self) -> str:
        """Whose document it is. A demonstration is never the inspectorate's."""
        return "Touchstone demonstration" if self.inspection.demonstration else self.framework.inspectorate
