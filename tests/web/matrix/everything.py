"""Every row of the world: importing this registers all makers, in an order in which each finds its own."""

from tests.web.matrix import case_rows, inspection_rows, judgement_rows, people_rows, rows, survey_rows
from tests.web.matrix.world import MAKERS

# The case stands in `rows`; whatever points at it comes after.
ORDER = [module.__name__ for module in (rows, inspection_rows, case_rows, survey_rows, judgement_rows, people_rows)]

in_order = sorted(MAKERS.items(), key=lambda item: ORDER.index(item[1].__module__))
MAKERS.clear()
MAKERS.update(in_order)
