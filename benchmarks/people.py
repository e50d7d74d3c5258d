"""Conversations to load: visitors with tokens, staff with sessions, already in conversation."""

from uuid import uuid4

from benchmarks.load import Endpoint


def make_conversations(count: int, port: int) -> list[tuple[Endpoint, Endpoint]]:
    """`count` taken conversations; the visitor's and the salesperson's endpoint of each."""
    from chat.services import assignment
    from chat.services.start import start_conversation
    from hub.accounts.permissions import principal
    from tests.clients import new_key
    from tests.people import make_site, make_staff, session_of

    make_site()
    pairs = []
    for number in range(count):
        staff = make_staff(f"Agent {uuid4().hex[:12]}")
        began = start_conversation(
            site_key="haldner",
            conversation_id=uuid4(),
            key=new_key(),
            client_id=uuid4(),
            text=f"Frage {number}",
            language="de",
        )
        assignment.take(who=principal(staff), conversation_id=began.conversation)
        ref, log = f"conversation:{began.conversation}", str(began.log)
        public = f"http://localhost:{port}"
        pairs.append(
            (
                Endpoint(port, "/ws/visitor", {"Origin": public}, began.token, ref, log),
                Endpoint(
                    port + 1,
                    "/ws/staff",
                    {
                        "Origin": f"http://localhost:{port + 1}",
                        "Cookie": f"__Host-staff={session_of(staff)}",
                    },
                    None,
                    ref,
                    log,
                ),
            )
        )
    return pairs
