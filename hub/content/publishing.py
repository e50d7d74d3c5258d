"""Wagtail tells us when a page is published, unpublished or moved, and we index it at once.

These are Wagtail's own signals: the only place that every way of publishing passes (editor,
workflow, schedule, import). Our own flow uses none.
"""

from typing import Any

from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from hub.content import index


def connect() -> None:
    page_published.connect(_published, dispatch_uid="content-published")
    page_unpublished.connect(_published, dispatch_uid="content-unpublished")
    post_page_move.connect(_moved, dispatch_uid="content-moved")
    page_slug_changed.connect(_moved, dispatch_uid="content-slug-changed")


def _published(sender: Any, instance: Any, **_: Any) -> None:
    index.index_page(instance)


def _moved(sender: Any, instance: Any, **_: Any) -> None:
    index.index_below(instance)
