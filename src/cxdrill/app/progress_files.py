"""Files of a learner, for `cxdrill where`, `merge`, `restore`, `optimize` and `verify`."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cxdrill.app import clock
from cxdrill.app.context import Context, name_conflict_copies
from cxdrill.app.output import tell_plain
from cxdrill.core.event import Draft, standing
from cxdrill.core.exams import verification
from cxdrill.core.exams.record import NO_RECORD
from cxdrill.core.plain import shape, shapes
from cxdrill.core.study.history import History
from cxdrill.core.study.optimize import Fit, fitted
from cxdrill.errors import CxdrillError, DataError, ExitCode, OtherLearners, Refused, WrongUsage
from cxdrill.files import places
from cxdrill.files.backups.backups import Backup, Backups
from cxdrill.files.places import conflict_copies
from cxdrill.files.whole_file import content_of
from cxdrill.terminal.report import notice, notices
from cxdrill.terminal.wording import count, moment, typed


def print_paths(context: Context) -> None:
    path = places.progress_path(context.progress)
    places_of = {
        "progress": str(path),
        "decks": [str(source) for source in context.sources.paths],
        "config": str(places.settings_path()),
        "cache": str(places.cache_folder()),
        "backups": str(Backups(path).folder),
    }
    with suppress(CxdrillError):  # broken settings or progress do not keep it from saying where they are
        if (share := context.settings.share) is not None:
            from cxdrill.app.share import waiting  # all that makes statements, for the few who have a store

            unsent = count(len(waiting(context.without_decks(), share)), "statement")
            places_of["share"] = f"{share.url}: {unsent} to send"
    listed = ((name, value if isinstance(value, list) else [value]) for name, value in places_of.items())
    tell_plain(context, places_of, (f"{name:<10}{each}" for name, values in listed for each in values))
    if not context.as_json:
        name_conflict_copies(path)


def merge(context: Context) -> None:
    path, options = context.store.path, context.options
    found = conflict_copies(path)
    chosen = [*(options.file or []), *(found if options.copies else ())]
    if not chosen:
        if options.copies:
            raise WrongUsage(f"there are no conflict copies beside {path}; name a file: cxdrill merge FILE")
        left = f"; conflict copies here, taken in with --copies: {', '.join(map(str, found))}" if found else ""
        raise WrongUsage(f"name the progress files to take in: cxdrill merge FILE{left}")
    before = len(context.store.load().events)
    try:
        joined = context.store.merge(chosen, adopt=options.adopt)
    except OtherLearners as error:
        raise OtherLearners(f"{error}; merge them with --adopt if they are one person's") from error
    notices(joined.notices)
    taken, whole = len(joined.events) - before, len(joined.events)
    notice(f"{path}: {count(taken, 'event')} taken in, {count(whole, 'event')} in all")
    if merged := set(chosen) & set(found):
        notice(f"all of it is in {path} now; you can delete {', '.join(map(str, sorted(merged)))}")


def restore(context: Context) -> None:
    path, number = context.store.path, context.options.number
    found = Backups(path).listing()
    if number is None:
        rows = [
            {"number": n, "path": str(b.path), "at": b.at.isoformat(), **shape(b, "events reviews checks")}
            for n, b in enumerate(found, 1)
        ]
        tell_plain(context, {"backups": rows}, _listed(found, path))
        return
    if number > len(found):
        listed = f'"cxdrill restore" lists the {count(len(found), "backup")}' if found else "none was made yet"
        raise WrongUsage(f"there is no backup {number}; {listed}")
    chosen = found[number - 1]
    kept = context.store.restore(chosen.path)
    aside = f"; the file that was there is kept as {kept}" if kept else ""
    notice(f"restored your progress of {moment(chosen.at)} in {path}: {_contents(chosen)}{aside}")


def _listed(found: Sequence[Backup], path: Path) -> Iterator[str]:
    for number, backup in enumerate(found, 1):
        yield f"{number:>3}  {moment(backup.at)}  {_contents(backup)}"
    if not found:
        yield f"There are no backups of {path} yet; the first study session makes one."
        return
    best = max(range(len(found)), key=lambda place: (found[place].events, -place))
    which = "the one with most in it" if best else "the first of them"
    yield "→ " + typed(f"cxdrill restore {best + 1}   goes back to {which}")


def _contents(backup: Backup) -> str:
    checks = f", {count(backup.checks, 'check')}" if backup.checks else ""
    return f"{count(backup.reviews, 'review')}{checks}, {count(backup.events, 'event')} in all"


def optimize(context: Context) -> None:
    """Fits the parameters and uses them if they foretell better, or takes the last fit back."""
    store, events = context.store, context.begin(clock.now()).events
    if context.options.undo:
        fits = [event for event in standing(events) if event.kind == "parameters"]
        if not fits:
            raise Refused("no fit is in use, so there is none to take back")
        store.save(Draft("undo", {"voids": fits[-1].id}))
        notice("the last fit is taken back; memory is computed with the parameters before it")
        return
    history = History(events)
    found = fitted([history.reviews(key) for key in history.traces], history.model)
    if found.is_better:
        store.save(found.draft)
    plain = shape(found, "applied=is_better reviews held_out parameters")
    plain["log_loss"] = shape(found, "before=log_loss_before after=log_loss_after")
    tell_plain(context, plain, _verdict(found))


def _verdict(found: Fit) -> Iterator[str]:
    """What the fit came to, in sentences."""
    yield (
        f"Log loss on {count(found.held_out, 'review')} held out: {found.log_loss_before:.4f} before, "
        f"{found.log_loss_after:.4f} after the fit to {count(found.reviews, 'review')}."
    )
    if found.is_better:
        yield "The fitted parameters foretell better and are used from now on."
        yield "→ " + typed("cxdrill optimize --undo   goes back")
    else:
        yield "The fitted parameters foretell no better, so nothing was changed."


_LARGEST = 16_000_000  # bytes; a record of 40 items has about 6,000


def verify(context: Context) -> ExitCode:
    """Scores a record again; the exit code tells whether all of it agrees."""
    file = context.options.file
    try:
        content = content_of(file, limit=_LARGEST)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}); name a record of an attempt") from error
    library = context.library
    try:
        findings = verification.verify(content, library)
    except DataError as error:
        remedy = '; make one with "cxdrill results N --json"' if str(error) == NO_RECORD else ""
        raise DataError(f"{file}: {error}{remedy}") from error
    agrees = all(each.agrees for each in findings)
    plain = {"agrees": agrees, "findings": shapes(findings, "subject agrees message")}
    signs = ("!" if each.subject == "remark" else "✓" if each.agrees else "✗" for each in findings)
    told = (f"{sign} {each.subject:<8}{each.message}" for sign, each in zip(signs, findings, strict=True))
    tell_plain(context, plain, told)
    return ExitCode.DONE if agrees else ExitCode.REFUSED
