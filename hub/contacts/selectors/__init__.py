"""Everything that reads about people for a screen."""

from hub.contacts.selectors.nobodys import unattributed
from hub.contacts.selectors.people import detail, proposals, search
from hub.contacts.selectors.timelines import text, timeline

__all__ = ["detail", "proposals", "search", "text", "timeline", "unattributed"]
