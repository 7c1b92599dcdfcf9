"""Small firms under the rules on labor: the law has no exemption for them, only measures that fit their size."""

from __future__ import annotations

from buyfair.judge.amounts import INFERRED
from buyfair.judge.conditions import holds
from buyfair.judge.rule import ADVICE, PLAN, REGIMES, Rule, Text
from buyfair.knowledge import facts as f
from buyfair.knowledge.rules.far.wordings import FAR_FILES, HELD_FROM, READ_ON

RULES = (
    Rule(
        row="SC-03", id="far-22.17-small-business", title="No exemption for small firms, but measures that fit their size",
        result=ADVICE, owed_by="agency and prime", step=PLAN,
        when=holds(f.SMALL_BUSINESS),
        then="Do not read the rules on trafficking and child labor as if small firms were exempt: offer them templates sized to their contract, ask each question once, and look at the value, COTS and \"appropriate to the size\" as the only relief that the text gives.",
        due="while planning, and again when a plan is reviewed",
        evidence="The template offered, and a plan whose size fits the contract, its workforce and its risk.",
        unmet="A small firm that was told it is exempt, or that was handed the plan of a large one to sign.",
        consequence="No legal one; a firm wrongly told that it is exempt is in breach all the same.",
        means_not="It is no set-aside and no preference. Elsewhere small firms do have relief: certificates of competency (RS-04), and parts of 52.203-13 (SC-02).",
        texts=(
            Text(cites="FAR 22.17, 22.15, 52.222-50(h)(2)", first=HELD_FROM, read_on=READ_ON, mark=INFERRED, regimes=REGIMES,
                 source=f"{FAR_FILES}: no exemption for small businesses in the sections read"),
        ),
    ),
)  # fmt: skip
"""One reminder."""
