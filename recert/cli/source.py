"""`recert source open`: a key for one system of a provider, given by whoever runs the house."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.conf import settings

from recert.catalogue.actions.sources import open_source
from recert.catalogue.models import Provider, SourceKind
from recert.catalogue.queries import owners_of
from recert.cli import clock
from recert.lib.refusals import NotFound, Refused
from recert.people.queries import person_by_email


def add_parser(subparsers: Any) -> None:
    """Add the command, whose system it is, and how it speaks."""
    parser = subparsers.add_parser("source", description="Keys for a provider's systems.")
    acts = parser.add_subparsers(dest="act", required=True)
    opening = acts.add_parser("open", help="open one; its secret is shown this once")
    opening.add_argument("--provider", required=True, metavar="SLUG", help="whose system it is")
    opening.add_argument("--kind", required=True, choices=SourceKind.values, help="how it speaks")
    opening.add_argument("--name", default="", help="what you call it (the kind)")
    opening.add_argument("--by", metavar="EMAIL", help="an owner of the provider (the first)")


def run(args: argparse.Namespace) -> int:
    """Open it and print where it is reached, its key and its secret."""
    provider = Provider.objects.filter(slug=args.provider).first()
    if provider is None:
        print(f"There is no provider {args.provider}.", file=sys.stderr)
        return 1
    by = person_by_email(args.by) if args.by else owners_of(provider).order_by("pk").first()
    if by is None:
        print("Nobody who runs the provider signs in by that address.", file=sys.stderr)
        return 1
    kind = SourceKind(args.kind)
    try:
        source, secret = open_source(
            by=by,
            at=clock.now(),
            provider_slug=provider.slug,
            kind=kind,
            name=args.name or str(kind.label),
        )
    except NotFound:
        print(f"{by.email} does not run {provider.name}.", file=sys.stderr)
        return 1
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    if kind == SourceKind.STATEMENTS:
        print(f"endpoint: {settings.SITE_URL}/xapi/")
    print(f"key: {source.key}")
    print(f"secret: {secret}")
    print("The secret is not shown again.", file=sys.stderr)
    return 0
