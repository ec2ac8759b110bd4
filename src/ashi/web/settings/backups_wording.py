"""Words for how far a backup is, and for what cures a fault of one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ashi.apps.backups.models import BackupOrder, Cause

STEP_WORDS: dict[BackupOrder.Step, str | Promise] = {
    BackupOrder.Step.WAITS: _("It waits for its turn."),
    BackupOrder.Step.WRITES: _("The database and the documents are written down."),
    BackupOrder.Step.TRIES: _("It is restored into another database and compared."),
    BackupOrder.Step.SEALS: _("It is sealed to the keys of the centre."),
    BackupOrder.Step.READS: _("The newest file is read whole."),
}
CURES: dict[Cause, str | Promise] = {
    Cause.NONE: "",
    Cause.FULL: _(
        "The disk is full. Room has to be made where the backups lie, or another folder named in"
        " ASHI_BACKUP_DIR; then ask again."
    ),
    Cause.DENIED: _(
        "Ashi may not write into the folder of the backups. Whoever runs the server gives it that"
        " right; then ask again."
    ),
    Cause.KEY: _(
        "One of the keys in ASHI_BACKUP_RECIPIENTS is no public key of age. Whoever runs the"
        " server puts it right; then ask again."
    ),
    Cause.DIFFERENT: _(
        "What was restored was not what had been written, so nothing was sealed. Ask again; if it"
        " happens twice, tell whoever runs the server at once, and delete no older backup."
    ),
    Cause.DATABASE: _("The database did not answer. Ask again in some minutes."),
    Cause.PROGRAM: _(
        "A program of PostgreSQL refused; its words stand in the list below. Show them to whoever"
        " runs the server."
    ),
    Cause.GONE: _(
        "The newest file is not in the folder of the backups any more. Make a new backup now, and"
        " ask whoever runs the server where it went."
    ),
    Cause.CHANGED: _(
        "The newest file is not what was sealed: do not count on it. Make a new backup now, and"
        " have the disk looked at."
    ),
    Cause.UNSUMMED: _(
        "The newest backup was made before sums were kept, so there is nothing to compare with."
        " Make a new backup now; that one can be checked."
    ),
    Cause.CUT_OFF: _("It was cut off before its end. Ask again."),
    Cause.OTHER: _("Something was in the way. Ask again, and then tell whoever runs the server."),
}
