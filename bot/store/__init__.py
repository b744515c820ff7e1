"""Tables, tenancy, one query module a noun: the only SQL.

Rows never leave this package: what goes in and out are the values of `bot.coaching.case` and the few
dataclasses defined beside their queries. A use case asks the `Store` for one unit of work:

    async with store.work(workspace_id) as work:   # one transaction: commits on a clean exit
        file = await work.cases.file(case_id, owner_id)
        ...
    async with store.view(workspace_id) as work:   # reads only
        cases = await work.cases.open_of(owner_id)
"""
