"""The public desk: rulebooks, checking a certification, help. Nobody needs to sign in."""
