"""The page of roles and permissions: every role as the code has it, and what the policy says of every address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docs.pages import ROOT, table

POLICY = "tests/web/matrix/policy.yaml"  # the authorisation matrix asks every address as everybody, and compares
HELD = {
    "installation": "everywhere",
    "service": "at one youth justice service",
    "exercise": "in the team of one inspection",
}
EVERYBODY = "everybody_knowing"  # the group of all who may know that an inspection is held


def roles_page() -> str:
    """Every role with its sentence and permissions, then what may be seen, then every address."""
    from touchstone.intake.strict_yaml import read_yaml
    from touchstone.web.accounts.roles import ROLES

    read: Any = read_yaml((ROOT / POLICY).read_text(encoding="utf-8"), file=POLICY)
    parts = [
        "# Roles and permissions\n\n",
        "Who may do what. A role is held everywhere, at one service, or in the team of one inspection; a declared\n",
        "conflict of interest outweighs every role. Roles are in `touchstone/web/accounts/roles.py`; what follows\n",
        f"them is written a second time, independently, in [policy.yaml](../../../{POLICY}), and every address\n",
        "of the site is asked as everybody and compared with it.\n\n## Roles\n",
    ]
    for role in ROLES.values():
        parts.append(f"\n### {role.name}\n\n{role.sentence} Held {HELD[role.held]}.\n\n")
        parts += [f"- {permission.label}\n" for permission in sorted(role.permissions, key=lambda one: str(one.label))]
    names = {role.id: str(role.name) for role in ROLES.values()}
    groups = {name: frozenset(roles) for name, roles in read["groups"].items()}
    parts += [
        "\n## What may be seen, on whatever page it stands\n\n",
        table(*contents(read["contents"], groups, names)),
    ]
    parts += ["\n## Every address\n\n", "Addresses go by their names in the program.\n"]
    for kind, title in KINDS.items():
        routes = {name: said for name, said in read["routes"].items() if said["kind"] == kind}
        parts.append(f"\n### {title}\n\n" + table(*addresses(routes, groups, names)))
    for key, title in PLAIN.items():
        parts.append(f"\n### {title}\n\n" + ", ".join(f"`{name}`" for name in sorted(read[key])) + "\n")
    return "".join(parts)


KINDS = {
    "exercise": "Inside an inspection: whoever may not know of it is told that there is no such page",
    "installation": "At the installation",
    "own": "Somebody's own: to anybody else there is no such page",
}
PLAIN = {"signed_in": "Whoever is signed in, each with their own", "open": "Open to everybody"}

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def contents(said: Mapping[str, Any], groups: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> Table:
    """Kinds of content and who may see each."""
    rows: list[tuple[str, ...]] = []
    for kind, one in said.items():
        besides = [f"{words_of(one[key], groups, names)} ({words})" for key, words in BESIDES.items() if one.get(key)]
        written = "yes" if one.get("consulted", True) else "no"
        rows.append((kind, "; ".join([words_of(one["read"], groups, names), *besides]), written))
    return ("Content", "Who may see it", "Looking is written down"), rows


BESIDES = {"given": "where the case was given to them", "raised": "where they raised it"}


def addresses(routes: Mapping[str, Any], groups: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> Table:
    """Addresses of one kind: who reads, who acts, and what else holds."""
    rows: list[tuple[str, ...]] = []
    for name, said in sorted(routes.items()):
        given = said.get("given", {})
        reads = [words_of(said.get("read", ""), groups, names)]
        reads += [f"{words_of(given['read'], groups, names)} ({BESIDES['given']})"] if "read" in given else []
        reads += [f"{words_of(said['raised'], groups, names)} ({BESIDES['raised']})"] if "raised" in said else []
        acts = [words_of(said.get("act", ""), groups, names)]
        acts += [f"{words_of(given['act'], groups, names)} ({BESIDES['given']})"] if "act" in given else []
        holds = [words for key, words in HOLDS.items() if said.get(key)]
        rows.append((f"`{name}`", "; ".join(filter(None, reads)), "; ".join(filter(None, acts)), "; ".join(holds)))
    return ("Address", "Reads", "Acts", ""), rows


HOLDS = {"blind": "kept from whoever marks the same case blind"}


def words_of(said: str | Iterable[str], groups: Mapping[str, frozenset[str]], names: Mapping[str, str]) -> str:
    """Roles in words, in the order of the code."""
    listed = said.split() if isinstance(said, str) else list(said)
    if listed == [EVERYBODY]:
        return "everybody who may know of the inspection"
    roles = frozenset().union(*(groups.get(word, frozenset({word})) for word in listed))
    return ", ".join(name for role, name in names.items() if role in roles)
