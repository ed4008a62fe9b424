"""Sign-in (9001) where a site wants it: clients that fetch, keep, renew and send the sign-in number by themselves.

    with SignedInClient.from_env() as client:
        client.extract_clearing_details(data=...)  # signed in first, if need be

A site that wants no sign-in uses `gdyb.Client`: nothing is signed in and an empty number is sent.
"""

from gdyb_workflows.settlement.sign_in.clients import AsyncSignedInClient, SignedInClient
from gdyb_workflows.settlement.sign_in.errors import SignInFailed
from gdyb_workflows.settlement.sign_in.numbers import Place, SignInNumbers
from gdyb_workflows.settlement.sign_in.workstation import Workstation

__all__ = ["AsyncSignedInClient", "Place", "SignInFailed", "SignInNumbers", "SignedInClient", "Workstation"]
