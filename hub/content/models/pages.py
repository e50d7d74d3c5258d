"""The website's pages as the CMS keeps them: one tree a language, translations by Wagtail's key.

root ─ HomePage (de) ─ SectionPage ─ ProductPage | ArticlePage
     └ HomePage (en) ─ …
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from hub.content.types import Fact
from hub.sites.models import Site

#: What a body may hold; `hub.content.html` keeps imported HTML to the same.
RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class SitePage(Page):  # type: ignore[misc]
    """What all our pages share: where they are on the public origin."""

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def public_path(self) -> str:
        """The path on the public origin, e.g. `/demo/de/vakuumheber/vh-250/`."""
        return public_path(self.url_path, self.language)

    @property
    def public_url(self) -> str:
        return str(settings.PUBLIC_ORIGIN) + self.public_path

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """For the CMS, whose own idea of sites has no room for three origins and a prefix."""
        parts = self._get_relevant_site_root_paths(request)
        return (parts[0][0] if parts else 0, str(settings.PUBLIC_ORIGIN), self.public_path)

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str:
        return self.public_url

    url = property(get_url)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from hub.content.website import context as website  # it reads these models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | website.of(self)


def public_path(url_path: str, language: str) -> str:
    """From Wagtail's `url_path` (`/<slug of home>/…/`) to the path that visitors see."""
    below_home = url_path.split("/", 2)[2]
    return f"/{settings.CONTENT_PATH}{language}/{below_home}"


class HomePage(SitePage):
    template = "content/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["content.SectionPage"]

    lead: models.TextField[str, str] = models.TextField(_("lead"), blank=True, default="")
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True, default="")
    #: Whose website this is; passages carry it, so that a search can be held to one site.
    site: models.ForeignKey[Site | None, Site | None] = models.ForeignKey(
        Site,
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("site"),
    ]

    class Meta:
        verbose_name = _("first page")


class SectionPage(SitePage):
    class Lists(models.TextChoices):
        PRODUCTS = "products", _("products")
        ARTICLES = "articles", _("articles")

    template = "content/section.html"
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.ProductPage", "content.ArticlePage"]

    teaser: models.TextField[str, str] = models.TextField(_("teaser"), blank=True, default="")
    lists: models.CharField[str, str] = models.CharField(
        _("lists"), max_length=10, choices=Lists, default=Lists.ARTICLES
    )
    order: models.IntegerField[int, int] = models.IntegerField(_("order"), default=0)

    content_panels = [
        *Page.content_panels,
        FieldPanel("teaser"),
        FieldPanel("lists"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("section")


class ArticlePage(SitePage):
    template = "content/article.html"
    parent_page_types = ["content.SectionPage"]
    subpage_types: list[str] = []

    teaser: models.TextField[str, str] = models.TextField(_("teaser"), blank=True, default="")
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True, default="")
    products = StreamField(
        [("sku", CharBlock(max_length=60, label=_("article number")))],
        verbose_name=_("products it speaks of"),
        blank=True,
        default=list,
    )
    order: models.IntegerField[int, int] = models.IntegerField(_("order"), default=0)

    content_panels = [
        *Page.content_panels,
        FieldPanel("teaser"),
        FieldPanel("body"),
        FieldPanel("products"),
        FieldPanel("order"),
    ]

    class Meta:
        verbose_name = _("article")

    @property
    def skus(self) -> list[str]:
        return [str(block.value) for block in self.products]


class FactBlock(StructBlock):  # type: ignore[misc]
    label = CharBlock(max_length=80, label=_("label"))
    value = CharBlock(max_length=120, label=_("value with its unit"))


class ProductPage(SitePage):
    template = "content/product.html"
    parent_page_types = ["content.SectionPage"]
    subpage_types: list[str] = []

    sku: models.CharField[str, str] = models.CharField(
        _("article number"), max_length=60, db_index=True
    )
    family: models.CharField[str, str] = models.CharField(
        _("family"), max_length=120, blank=True, default=""
    )
    teaser: models.TextField[str, str] = models.TextField(_("teaser"), blank=True, default="")
    features = StreamField(
        [("feature", CharBlock(max_length=240, label=_("feature")))],
        verbose_name=_("features"),
        blank=True,
        default=list,
    )
    facts = StreamField(
        [("fact", FactBlock(label=_("fact")))],
        verbose_name=_("technical facts"),
        blank=True,
        default=list,
    )
    body = RichTextField(_("text"), features=RICH_TEXT, blank=True, default="")
    related = StreamField(
        [("sku", CharBlock(max_length=60, label=_("article number")))],
        verbose_name=_("goes with it"),
        blank=True,
        default=list,
    )
    #: Parameters of a drawing, which the website's own templates know how to draw.
    drawing = models.JSONField(default=dict, blank=True)
    #: A path on the public origin, or an absolute URL, of the picture in cards.
    image: models.CharField[str, str] = models.CharField(
        _("picture"), max_length=300, blank=True, default=""
    )
    order: models.IntegerField[int, int] = models.IntegerField(_("order"), default=0)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("sku"), FieldPanel("family"), FieldPanel("order"), FieldPanel("image")],
            heading=_("Product"),
        ),
        FieldPanel("teaser"),
        FieldPanel("features"),
        FieldPanel("facts"),
        FieldPanel("body"),
        FieldPanel("related"),
    ]

    class Meta:
        verbose_name = _("product")

    def clean(self) -> None:
        super().clean()
        twins = ProductPage.objects.filter(sku=self.sku, locale=self.locale).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"sku": _("Another product has this article number.")})

    @property
    def feature_list(self) -> list[str]:
        return [str(block.value) for block in self.features]

    @property
    def fact_list(self) -> list[Fact]:
        return [Fact(label=str(b.value["label"]), value=str(b.value["value"])) for b in self.facts]

    @property
    def related_skus(self) -> list[str]:
        return [str(block.value) for block in self.related]


class Imported(models.Model):
    """Which page came from which thing at which source, and how that thing read then.

    `digest` lets an import leave a page alone whose source did not change, so that what an editor
    changed here stays until the source itself changes.
    """

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key", "language"], name="content_imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.key} ({self.language})"
