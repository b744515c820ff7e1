"""Objects in, Slack payloads out.

Pure: no Slack client, no database, no clock. `kit` is the only place that knows Block Kit, and holds its limits.
"""
