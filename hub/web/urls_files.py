"""URLconf of the files origin."""

from hub.web.compose import url_patterns

urlpatterns = url_patterns("files")
