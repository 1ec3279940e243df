"""Called: how somebody is known in statements. Asks for no models: the house opens with it."""

from __future__ import annotations


def name_of(agent: dict[str, object]) -> str:
    """How a checked agent or group is known, in one text; empty for a nameless group."""
    account = agent.get("account")
    if isinstance(account, dict):
        return f"account:{account.get('homePage')} {account.get('name')}"
    for kind in ("mbox", "mbox_sha1sum", "openid"):
        if isinstance(named := agent.get(kind), str):
            plain = named if kind == "openid" else named.lower()
            return plain if kind == "mbox" else f"{kind}:{plain}"
    return ""
