"""The draw: every eligible case has the same chance, nobody can steer it, and anyone who holds the list can repeat it.

How it goes. (1) At the announcement the inspectorate picks a long number by chance and publishes its hash, the
commitment. (2) The service hands in its list, and the list's hash freezes it. (3) The number is told. List hash,
number and the count of draws make the seed. The service could not know the number when it made the list; the
inspectorate could not choose the number to suit the list. Neither can move a single case.

Within a group each stratum gives its share, n·Nₛ/N rounded down or up: the strata stand in order, and beginning at a
point that the seed gives, every N/n-th case falls to the stratum it lies in (systematic sampling with a random start;
Cochran, Sampling Techniques, 3rd edition, 1977, chapter 8). So every stratum, and every kind of disposal with all its
strata, is within one case of its share, and each case has exactly the chance n/N. Handing the odd seats to the
largest remainders instead would never draw a child who is alone in a stratum while larger strata have larger
remainders, and those are the children whom services overlook. Within a stratum the SHA-256 of seed, group, stratum and
reference gives the order.

The exact bytes are in docs/reference/sampling.md. The clock and Python's own random numbers have no part in it.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from touchstone.intake.problems import Problem, ProblemsFound
from touchstone.intake.values import dataclass
from touchstone.sampling.eligibility import EligibleCase, Window, eligibility
from touchstone.sampling.frame import Frame, list_hash
from touchstone.sampling.size import Size, sample_size
from touchstone.standards.framework import Framework, SampleGroup

MOST_DIGITS = 80  # of the number: SHA-256 has 78
ENOUGH_DIGITS = 30  # fewer could be found by trying, and the commitment would hide nothing


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum of a group: its values, how many cases it has and how many were drawn."""

    values: tuple[str, ...]
    eligible: int
    drawn: int


@dataclass(frozen=True, slots=True)
class GroupDraw:
    """What was drawn of one group. `substitutes` are all other eligible cases; both stand in the draw's order."""

    group: str
    strata_by: tuple[str, ...]
    eligible: int
    because: str  # why so many are drawn
    strata: tuple[Stratum, ...]
    sample: tuple[EligibleCase, ...]
    substitutes: tuple[EligibleCase, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with everything that is needed to do it again from the same list."""

    framework: str
    revision: int
    list_hash: str
    number: int  # the one committed to at the announcement
    commitment: str  # its published hash; "" where none was published
    count: int  # 1 for the first draw, 2 for the first redraw, …
    reason: str  # why it was drawn again; "" for the first
    window: Window | None
    sizes: tuple[tuple[str, int], ...]  # sizes that people set in place of the framework's, by group
    seed: str
    groups: tuple[GroupDraw, ...]


def commitment(number: int) -> str:
    """What is published at the announcement: a hash that binds the inspectorate to `number` without telling it."""
    return _hash("touchstone commitment 1", str(number))


def keeps(number: int, published: str) -> bool:
    """Is `number` the one that was committed to?"""
    return commitment(number) == published.strip().lower()


def seed_of(list_hash: str, number: int, count: int) -> str:
    """The seed: what the service handed in, what the inspectorate committed to, and which draw it is."""
    return _hash("touchstone seed 1", list_hash, str(number), str(count))


def draw_sample(
    frame: Frame,
    framework: Framework,
    *,
    number: int,
    commitment: str = "",
    count: int = 1,
    reason: str = "",
    window: Window | None = None,
    sizes: Mapping[str, int] | None = None,
    file: str = "",
) -> Draw:
    """Draw every group of the framework from the list.

    `number` is the committed one. A redraw is a draw of its own: `count` 2 or more, with its `reason`. `sizes` sets the
    number of cases of a group in place of the framework's rule. Raises ProblemsFound for arguments that do not fit,
    for a number that is not the one committed to, and for what is wrong with the list (see `eligibility`).
    """
    sizes = sizes or {}
    _check(framework, number, commitment, count, reason, sizes)
    frozen = list_hash(frame)
    seed = seed_of(frozen, number, count)
    eligible = eligibility(frame, framework, window, file=file)
    strata = dict(eligible.strata)
    groups = [
        draw_group(group, strata[group.id], eligible.of(group.id), seed, sizes.get(group.id))
        for group in framework.sample.groups
    ]
    return Draw(
        framework=framework.id,
        revision=framework.revision,
        list_hash=frozen,
        number=number,
        commitment=commitment.strip().lower(),
        count=count,
        reason=reason,
        window=window,
        sizes=tuple(sorted(sizes.items())),
        seed=seed,
        groups=tuple(groups),
    )


def draw_group(
    group: SampleGroup, strata_by: tuple[str, ...], cases: tuple[EligibleCase, ...], seed: str, size_set: int | None
) -> GroupDraw:
    """Draw from the eligible cases of one group; `size_set` is a number set by people in place of the rule's."""
    size = sample_size(group, len(cases))
    if size_set is not None:
        size = Size(min(size_set, len(cases)), f"set to {size_set} by hand")
    ordered = sorted(cases, key=lambda case: _order(case, seed))
    by_stratum: dict[tuple[str, ...], list[int]] = {}  # places in the order
    for place, case in enumerate(ordered):
        by_stratum.setdefault(case.stratum, []).append(place)
    values = sorted(by_stratum, key=lambda stratum: "\t".join(stratum).encode())
    start = int(_hash("touchstone start 1", seed, group.id), 16) % len(cases) if cases else 0
    seats = shares([len(by_stratum[each]) for each in values], size.cases, start)
    sample = {place for each, count in zip(values, seats, strict=True) for place in by_stratum[each][:count]}
    return GroupDraw(
        group=group.id,
        strata_by=strata_by,
        eligible=len(cases),
        because=size.because,
        strata=tuple(Stratum(each, len(by_stratum[each]), n) for each, n in zip(values, seats, strict=True)),
        sample=tuple(case for place, case in enumerate(ordered) if place in sample),
        substitutes=tuple(case for place, case in enumerate(ordered) if place not in sample),
    )


def substitute_for(drawn: GroupDraw, missing: EligibleCase, used: Sequence[str] = ()) -> EligibleCase | None:
    """The case to read in place of one that cannot be read: the most alike, then the next in the draw's order.

    The most alike has the longest run of equal strata, from the first on: the same stratum if there is one left, then
    the same but for the last column, and so on. `used` are references that have already been taken as substitutes.
    """
    left = [case for case in drawn.substitutes if case.reference not in used]
    return max(
        left, key=lambda case: _alike(case.stratum, missing.stratum), default=None
    )  # of equals, max takes the first


def shares(counts: Sequence[int], cases: int, start: int) -> list[int]:
    """How many of `cases` fall to each stratum with these counts, when the count of seats begins at `start`.

    Stratum i covers a stretch of n·Nᵢ on a line of length n·N; seats stand at start, start + N, start + 2N, …
    """
    total = sum(counts)
    given, before, end = [], 0, 0
    for count in counts:
        end += cases * count
        seats = (end - start + total - 1) // total if total else 0  # seats that stand before `end`
        given.append(seats - before)
        before = seats
    return given


def _order(case: EligibleCase, seed: str) -> str:
    return _hash("touchstone order 1", seed, case.group, "\t".join(case.stratum), case.reference)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b), len(one))


def _hash(*lines: str) -> str:
    """The SHA-256 of these lines in UTF-8, each ended by a line feed, as 64 hexadecimal digits."""
    return sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


def _check(
    framework: Framework, number: int, commitment: str, count: int, reason: str, sizes: Mapping[str, int]
) -> None:
    problems = []
    if not 0 <= number < 10**MOST_DIGITS:
        problems.append(Problem("The number is negative or has more than 80 digits.", "Use the number committed to."))
    elif commitment and not keeps(number, commitment):
        what = "The number is not the one that was committed to at the announcement."
        problems.append(Problem(what, "Use that number; any other makes the draw unfair."))
    if count < 1:
        problems.append(Problem(f"There is no draw number {count}.", "The first draw is 1, the first redraw 2."))
    if count > 1 and not reason.strip():
        what = f"Draw {count} is drawn again without a reason."
        problems.append(Problem(what, "Say why; the reason is kept with the draw."))
    if count == 1 and reason:
        problems.append(Problem("A first draw has no reason.", "Say which draw it is: 2 for the first redraw."))
    for group, size in sizes.items():
        if framework.group(group) is None:
            known = ", ".join(each.id for each in framework.sample.groups)
            problems.append(Problem(f"The framework has no group '{group}'.", f"Its groups are: {known}."))
        elif size < 1:
            problems.append(Problem(f"The size of the group '{group}' is {size}.", "Draw at least one case."))
    if problems:
        raise ProblemsFound(problems)
