"""URLconf of the staff origin."""

from hub.web.compose import url_patterns

urlpatterns = url_patterns("staff")
