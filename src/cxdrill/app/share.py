"""`cxdrill share`: results and study summaries go to the organisation's learning record store, and nowhere else.

The event log is the outbox. What the store has confirmed is kept beside it; a run that ends anywhere is made good by
the next one, since the same events make the same statements under the same ids.
"""

import json
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from cxdrill.app import clock
from cxdrill.app.context import Context
from cxdrill.app.output import write
from cxdrill.core.records.statements import Statement, actor, statements
from cxdrill.core.settings import StoreAccount
from cxdrill.errors import DataError, WrongUsage
from cxdrill.files import places
from cxdrill.files.record_store import Outcome, RecordStore, confirm, confirmed
from cxdrill.terminal.report import notice, print_plain
from cxdrill.terminal.wording import count

BATCH = 50
NO_STORE = "no store is set; write a table [share] with url, key, secret_file and actor into {}"


def run(context: Context) -> None:
    to, dry_run = context.options.to, context.options.dry_run
    if to is not None and dry_run:
        raise WrongUsage("--dry-run writes nothing and --to a file; give one of them")
    share = context.settings.share
    if share is None:
        raise WrongUsage(NO_STORE.format(places.settings_path()))
    found = waiting(context, share)
    lines = [json.dumps(each.content) for each in found]
    if to is not None:
        text = "".join(f"{line}\n" for line in lines)
        write(context, to, text.encode(), f": {count(len(found), 'statement')}")
    elif dry_run:
        print_plain(lines)
    else:
        path, lanes = context.store.path, confirmed(context.store.path, _name(share))
        _send(found, RecordStore(share), lanes, lambda: confirm(path, _name(share), lanes))


def waiting(context: Context, share: StoreAccount) -> list[Statement]:
    past = context.store.load()
    parts = urlsplit(share.url)
    agent = actor(f"{parts.scheme}://{parts.netloc}", share.actor)
    today = context.study_day(clock.now())
    return statements(past.learner, past.events, agent, today, confirmed(context.store.path, _name(share)))


def _name(share: StoreAccount) -> str:
    return f"{share.url} {share.actor}"


def _send(found: Sequence[Statement], store: RecordStore, lanes: dict[str, int], keep: Callable[[], None]) -> None:
    """Sends batch after batch; what each came to is kept before the next. Raises DataError where something is left."""
    refused: list[str] = []
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        why = _delivered(batch, store, refused)
        if why:
            left = f"{count(len(found) - start, 'statement')} wait for the next run ({why})"
            raise DataError(f"{store.url} cannot be reached now; {left}")
        sent = start + len(batch)
        following = found[sent] if sent < len(found) else None
        for each in batch:
            # An event whose statements are not all through is not confirmed.
            if following is None or (each.lane, each.number) != (following.lane, following.number):
                lanes[each.lane] = each.number
        keep()
    notice(f"{count(len(found) - len(refused), 'statement')} delivered to {store.url}")
    if refused:
        which = f"{count(len(refused), 'statement')}: {'; '.join(refused)}"
        raise DataError(f"{store.url} refuses {which}; tell its keeper")


def _delivered(batch: Sequence[Statement], store: RecordStore, refused: list[str]) -> str:
    """The reason why a batch has to wait, or nothing; a refused one is halved until what is wrong stands alone."""
    outcome, why = store.send([each.content for each in batch])
    if outcome is Outcome.REFUSED and len(batch) > 1:
        half = len(batch) // 2
        return _delivered(batch[:half], store, refused) or _delivered(batch[half:], store, refused)
    if outcome is Outcome.REFUSED:
        refused.append(f"{batch[0].id} ({why})")
    return why if outcome is Outcome.LATER else ""
