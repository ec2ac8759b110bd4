"""People who sign in: staff, and patients or those who act for them."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.crypto import salted_hmac

SESSION_SALT = "ashi.accounts.session"


class UserManager(BaseUserManager["User"]):
    """Make users; the e-mail is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create one user with an unusable password unless one is given."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Create a user for Django's own tools."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One person who can sign in. Roles come from memberships of centres."""

    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    signed_out_at = models.DateTimeField(null=True)  # everywhere; no older session holds

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        """Return the name shown to colleagues."""
        return self.full_name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Make Django's digest in a session end with a sign-out everywhere, not only a password."""
        ended = self.signed_out_at.isoformat() if self.signed_out_at else ""
        return salted_hmac(SESSION_SALT, self.password + ended, secret=secret).hexdigest()

    @property
    def initials(self) -> str:
        """Return up to two initials for the avatar."""
        words = self.full_name.split() or [self.email]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


class Answered(models.Model):
    """A form that was taken and what was answered, for the same form sent a second time.

    ``answer`` is sealed with a key made of what was sent, which is kept nowhere: only who sends
    the same again can read it. ``digest`` is made of it too, in another way.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    answer = models.BinaryField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["at"], name="answered_at")]
