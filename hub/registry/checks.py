"""What `manage.py doctor` looks at beyond the hub's own: apps register their checks."""

from hub.registry.base import Registry
from hub.runtime.doctor.finding import Check

checks: Registry[Check] = Registry("doctor's check")
