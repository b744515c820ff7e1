"""A stand-in for Slack on this computer, with a page, for trying the bot without a workspace.

It knows Slack's wire formats and nothing of the bot: what goes over the wire is all the two share. The tests use the
same stand-in. `page.build_playground` makes the ASGI application; `desk.Desk` is the workspace, `acts.Acts` what
people do in it, `api` and `referee` are Slack's side, `faults.Faults` makes Slack fail.
"""
