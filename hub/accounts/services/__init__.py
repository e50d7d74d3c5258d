"""Everything that changes accounts, one function a use case.

`sign_in`: password, code, signing out. `second_factor`: setting up, checking, recovery codes.
`staff`: creating, inviting, roles, deactivating. `links`: new passwords by mail.
"""

from hub.accounts.services.links import ask_for_reset, set_password_by_link
from hub.accounts.services.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    enrol_demo,
    new_recovery_codes,
    reset_second_factor,
)
from hub.accounts.services.sign_in import (
    enter_code,
    enter_password,
    sign_out,
    sign_out_everywhere,
)
from hub.accounts.services.staff import (
    RoleOn,
    create_staff,
    deactivate,
    invite,
    reactivate,
    set_roles,
    update_me,
)

__all__ = [
    "RoleOn",
    "ask_for_reset",
    "begin_enrolment",
    "confirm_enrolment",
    "create_staff",
    "deactivate",
    "enrol_demo",
    "enter_code",
    "enter_password",
    "invite",
    "new_recovery_codes",
    "reactivate",
    "reset_second_factor",
    "set_password_by_link",
    "set_roles",
    "sign_out",
    "sign_out_everywhere",
    "update_me",
]
