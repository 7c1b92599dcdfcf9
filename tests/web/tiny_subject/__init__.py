"""A subject as somebody would add one: a supplier's pledge to pay recruitment fees back to the workers who paid them."""
