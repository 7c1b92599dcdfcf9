"""The words everything else is built of: answers, money, days, harms, and the one way to refuse input."""
