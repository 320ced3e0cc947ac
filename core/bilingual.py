"""Names that the content carries in both languages; the reader's language chooses (ADR 0005)."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def name_column() -> str:
    """The column of the reader's language, for lists that read no rows but values."""
    return "name_zh_hans" if in_chinese() else "name_en"


class Bilingual(models.Model):
    """A row with an English and a Chinese name."""

    name_en = models.CharField(_("English name"), max_length=200)
    name_zh_hans = models.CharField(_("Chinese name"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        name: str = getattr(self, name_column())
        return name
