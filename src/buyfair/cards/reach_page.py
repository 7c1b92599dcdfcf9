"""The page on the reach of the law: what is told of an award, by what, and which headlines come of it."""

from __future__ import annotations

from buyfair import catalogue
from buyfair.knowledge import proxies
from buyfair.knowledge.agencies import agencies
from buyfair.knowledge.proxies import ITSELF, NOWHERE, PROXY, stands

_LEAD = """# The reach of the law

`buyfair assess` judges every award by every rule in force and writes what it finds to `duties.parquet`: one row per award
and rule whose answer is yes or unknown; what is not listed is no. The facts that it judged by stand in `facts.parquet`,
one row per award. `buyfair dossier` judges the same facts again and shows the reasons; where it came to another answer it
would refuse to speak.

## What is judged

Rules judge awards, never a modification. An award is one line with the attributes of its base action (modification 0);
where that is not in the files, it bears what every action that is there says alike. An order is a part of the contract
that it is placed under: it tells the least that this contract is worth, and not the day on which the contract was made,
unless the vehicle's base action is in the files. What runs through performance is judged for the known day (`--day`).

## The three headlines

Only rules that look at the making count, since duties that bind every contract reach everything:

{rules}

Of every award that is matched or possible (see [exposure.md](exposure.md)):

- **Reached by no duty**: all of these rules say no.
- **Undecidable on recorded facts**: none says yes, and at least one cannot be told.
- **Reached without evidence on file**: at least one says yes. No award feed holds evidence that a duty was done, so all
  that is reached stands here; a dossier with evidence is another thing than an award record.

The three part the dollars of `exposure` exactly. In `summary.json` they stand under `reach`, with these keys beside them:
`awards` (how many, by state), `evidence` (the sentence on evidence), `rules` (each rule that counts with the dollars for
which it says `yes`, `unknown` and `no`), `missing` (per fact the undecided awards and dollars that wait for it, `says` the
question and `held` whether award records hold it: `fact`, `proxy` or `nowhere`; not disjoint), `text_not_held` (the undecided
awards and dollars of which no fact would settle all, since the text of a rule on their day is not held), and `by` (`sectors`,
`goods`, `countries`, `agencies`: the three states of each; an award counts under the one of its largest line).

In the order of priority a duty that reaches an award never lowers it: reached without evidence adds most, undecidable is
an interval between the other states, and all of it counts only for awards that are, or may be, exposed
([priority.md](priority.md)).

It tells where the law looks, and nothing of what any supplier did.

## What of a record stands for which fact

{means} {means_not}

"""


def reach_page() -> str:
    """The whole page in Markdown."""
    card = proxies.card()
    rules = "\n".join(f"- [{r.row}](../cards/{r.row}.md) {r.title}" for r in catalogue.rules() if r.looks_at_making)
    parts = [_LEAD.format(rules=rules, **card)]
    for how, title in ((ITSELF, "The record holds it"), (PROXY, "A proxy"), (NOWHERE, "No record holds it")):
        rows = [s for s in stands().values() if s.how == how]
        parts.append(f"### {title}\n\n")
        if how == NOWHERE:
            parts += ["| fact | why |\n|---|---|\n", *(f"| `{s.key}` | {s.why} |\n" for s in rows), "\n"]
            continue
        parts.append("| fact | columns of the lines | what stands for it | why | caution |\n|---|---|---|---|---|\n")
        parts += [f"| `{s.key}` | {s.columns} | {s.stands} | {s.why} | {s.caution} |\n" for s in rows] + ["\n"]
    parts.append(f"Source: {card['source']}. Read on {card['read_on']}.\n\n## Who buys\n\n")
    parts.append("| codes that begin | buyer | kind | where it is not told, why |\n|---|---|---|---|\n")
    parts += [f"| {a.code} | {a.name} | {a.kind or 'not told'} | {a.reason} |\n" for a in agencies()]
    return "".join(parts)
