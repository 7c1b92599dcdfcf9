"""The cards of what is known, open to everybody: rules, amounts, lists, goods, indicators, conduct and method."""
