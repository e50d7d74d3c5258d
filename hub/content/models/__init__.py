"""Pages that people edit, the index made from them, and the last known live figures."""

from hub.content.models.index import IndexVersion, Passage, Vector
from hub.content.models.live import LastKnown
from hub.content.models.pages import ArticlePage, HomePage, Imported, ProductPage, SectionPage

__all__ = [
    "ArticlePage",
    "HomePage",
    "Imported",
    "IndexVersion",
    "LastKnown",
    "Passage",
    "ProductPage",
    "SectionPage",
    "Vector",
]
