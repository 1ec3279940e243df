"""Small tools that would make sense in any project; imports nothing of ours."""
