"""URLconf of the public origin."""

from hub.web.compose import url_patterns

urlpatterns = url_patterns("public")
