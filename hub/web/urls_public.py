"""URLconf of the public origin."""

from hub.web.compose import url_patterns
from hub.web.failures import on_400, on_403, on_404, on_500

urlpatterns = url_patterns("public")

handler400, handler403, handler404, handler500 = on_400, on_403, on_404, on_500
