"""The forms of the accounts; each says what is expected, and keeps what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from buyfair.web.core.accounts.people import find_account, may_be_given
from buyfair.web.core.models import Organization, User
from buyfair.web.core.roles import Role

LONG_ENOUGH = "At least 12 characters; a sentence of your own is best. No digits or signs are asked for."


ROLES = [("", "Choose a role"), *((r.value, r.label) for r in Role if r is not Role.PUBLIC)]


class Styled(forms.Form):
    """A form whose fields carry the classes of the design system and say what is wrong beside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            chosen = isinstance(field.widget, forms.Select)
            if not isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "usa-select" if chosen else "usa-input"
            wrong = name in self.errors if self.is_bound else False
            told = [f"{name}-hint"] * bool(field.help_text) + [f"{name}-error"] * wrong
            if told:
                field.widget.attrs["aria-describedby"] = " ".join(told)
            if wrong:
                field.widget.attrs["aria-invalid"] = "true"
                field.widget.attrs["class"] = field.widget.attrs.get("class", "") + " usa-input--error"


def _secret(label: str, complete: str, hint: str = "") -> forms.CharField:
    """A field whose content is not shown."""
    shown = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, strip=False, max_length=1024, widget=shown, help_text=hint)


class LogInForm(Styled):
    """The first step."""

    name = forms.CharField(label="E-mail address or name of the account", max_length=254, widget=forms.TextInput(
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}))  # fmt: skip
    password = _secret("Password", "current-password")


class CodeForm(Styled):
    """The second step."""

    code = forms.CharField(label="Code", max_length=40,
                           help_text="Six digits from your authenticator application, or a recovery code.",
                           widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text",
                                                         "autocapitalize": "none", "spellcheck": "false"}))  # fmt: skip


class FirstCodeForm(CodeForm):
    """The code that proves that the telephone holds the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "The six digits that the application shows now."


class NewPasswordForm(Styled):
    """A password twice, held against what is guessed first."""

    new_password = _secret(
        "New password",
        "new-password",
        LONG_ENOUGH,
    )
    again = _secret("The same once more", "new-password")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_new_password(self) -> str:
        """Refuses what is guessed."""
        told = str(self.cleaned_data["new_password"])
        validate_password(told, self.person)
        return told

    def clean(self) -> dict[str, Any]:
        """Both must agree."""
        told: dict[str, Any] = super().clean()
        if "new_password" in told and told["new_password"] != told.get("again"):
            self.add_error("again", "This differs from the password above: type the same in both.")
        return told


class ChangePasswordForm(NewPasswordForm):
    """The old one first, so that an open browser is not enough."""

    old_password = _secret("Password until now", "current-password")
    field_order = ("old_password", "new_password", "again")

    def clean_old_password(self) -> str:
        """Must be the one that holds."""
        told = str(self.cleaned_data["old_password"])
        if not self.person.check_password(told):
            raise ValidationError(
                "This is not the password that holds now: type that one, or log out and have a new one sent."
            )
        return told


class JoinForm(NewPasswordForm):
    """What an invited person tells."""

    name = forms.CharField(label="Your name", max_length=200, help_text="As colleagues should see it.",
                           widget=forms.TextInput(attrs={"autocomplete": "name"}))  # fmt: skip
    field_order = ("name", "new_password", "again")


class ForgottenForm(Styled):
    """Where to send the letter."""

    name = forms.CharField(
        label="E-mail address", max_length=254, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )


class InviteForm(Styled):
    """Whom an administrator invites, to which organization, as what."""

    email = forms.EmailField(label="E-mail address", max_length=150, help_text="It is also the name of the account.")
    name = forms.CharField(
        label="Name", max_length=200, required=False, help_text="May be left empty; the person can tell it."
    )
    organization = forms.ModelChoiceField(label="Organization", queryset=Organization.objects.order_by("name"))
    role = forms.ChoiceField(label="Role", choices=ROLES,
                             help_text="More roles can be given on the person's page.")  # fmt: skip

    def clean_email(self) -> str:
        """One account per address."""
        told = str(self.cleaned_data["email"]).strip().lower()
        if find_account(told):
            raise ValidationError("This address has an account already: open it under People and give the role there.")
        return told

    def clean(self) -> dict[str, Any]:
        """A role that the organization's people may have."""
        told: dict[str, Any] = super().clean()
        office, role = told.get("organization"), told.get("role")
        if office and role and Role(role) not in may_be_given(office):
            may = ", ".join(r.label for r in may_be_given(office))
            self.add_error("role", f"{Role(role).label} is no role of a {office.kind}; {office} may have: {may}.")
        return told


class GiveForm(Styled):
    """A further role of somebody."""

    organization = forms.ModelChoiceField(label="Organization", queryset=Organization.objects.order_by("name"))
    role = forms.ChoiceField(label="Role", choices=ROLES)
    why = forms.CharField(label="Why", max_length=300, required=False)
