"""IAM's working out of permissions, which moto has not: everything else is moto's."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

from infra.local.server import Answer, Server

_BY_NO_ROLE = {"dynamodb:Scan", "dynamodb:DeleteTable"}
_SPACE = "https://iam.amazonaws.com/doc/2010-05-08/"


class Iam:
    """Who may do what. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html."""

    def __init__(self, server: Server, moto: str) -> None:
        self.denied: set[tuple[str, str]] = set()  # the end of a user's or role's ARN, and an action
        self.refuses = False  # to work anything out for whoever asks
        self.roles_may_scan = False
        self._moto = moto
        self.url = f"{server.url}/iam"
        server.put("/iam", self)

    def may_not(self, who: str, *actions: str) -> None:
        self.denied |= {(who, action) for action in actions}

    def __call__(self, method: str, _url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        asked = parse_qs(body.decode())
        if asked.get("Action") != ["SimulatePrincipalPolicy"]:
            kept = {name: value for name, value in headers.items() if name.lower() not in {"host", "content-length"}}
            with urlopen(Request(self._moto, body, kept, method=method)) as answer:  # noqa: S310 -- moto's own
                return answer.status, {"Content-Type": "text/xml"}, answer.read()
        if self.refuses:
            return 403, {"Content-Type": "text/xml"}, _error("AccessDenied", "not authorized to perform: simulate")
        (who,) = asked["PolicySourceArn"]
        actions = [values[0] for name, values in sorted(asked.items()) if name.startswith("ActionNames.member.")]
        if apart := _not_together(actions):
            said = f"Invalid Input Actions: [{apart[0]}] and [{apart[1]}] require different authorization information."
            return 400, {"Content-Type": "text/xml"}, _error("InvalidInput", said)
        return 200, {"Content-Type": "text/xml"}, _results([(action, self._decides(who, action)) for action in actions])

    def _decides(self, who: str, action: str) -> str:
        refused = any(who.endswith(end) and action == it for end, it in self.denied)
        meant = "Nightly" in who and action == "dynamodb:Scan"
        by_no_role = ":role/hotline-" in who and action in _BY_NO_ROLE and not self.roles_may_scan and not meant
        return "implicitDeny" if refused or by_no_role else "allowed"


def _not_together(actions: list[str]) -> tuple[str, str] | None:
    """Two that are not worked out in one request. Which are is IAM's own; here, what makes something is one kind."""
    makes = [action for action in actions if action.partition(":")[2].startswith("Create")]
    others = [action for action in actions if action not in makes]
    return (makes[0], others[0]) if makes and others else None


def _results(decided: list[tuple[str, str]]) -> bytes:
    members = "".join(
        f"<member><EvalActionName>{escape(action)}</EvalActionName><EvalDecision>{decision}</EvalDecision>"
        "<EvalResourceName>*</EvalResourceName></member>"
        for action, decision in decided
    )
    result = f"<IsTruncated>false</IsTruncated><EvaluationResults>{members}</EvaluationResults>"
    name = "SimulatePrincipalPolicy"
    return f'<{name}Response xmlns="{_SPACE}"><{name}Result>{result}</{name}Result></{name}Response>'.encode()


def _error(code: str, message: str) -> bytes:
    inside = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    return f'<ErrorResponse xmlns="{_SPACE}">{inside}<RequestId>1</RequestId></ErrorResponse>'.encode()
