"""Use cases, one module a noun.

Each is load -> decide -> save in ONE transaction, and returns what to show. They are told who asks by an `Asker`,
whose workspace comes from the signed envelope; what a person may see is checked here, where it is used.
"""
