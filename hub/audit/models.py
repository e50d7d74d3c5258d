"""The audit log: who read, exported, deleted, or changed rights. Ids and facts, no personal data.

Append-only: a trigger in the database refuses changes. Old rows go by retention alone.
"""

from django.db import models


class AuditEntry(models.Model):
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    #: staff, visitor, system, or nobody (somebody who is not signed in).
    actor_kind = models.CharField(max_length=10)
    actor = models.UUIDField(null=True)
    #: What was done, e.g. `contact.export`, `sign_in`, `sign_in.refused`.
    action = models.CharField(max_length=60, db_index=True)
    #: Whom or what it was done to, e.g. `contact` and its id.
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject = models.CharField(max_length=64, blank=True, default="")
    #: Small, countable, not personal: {"rows": 312}, {"roles": ["sales@haldner"]}.
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["subject_kind", "subject"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind}:{self.subject}"
