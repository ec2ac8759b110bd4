"""How far the demo has been loaded."""

from django.db import models


class Load(models.Model):
    """One loading of the demo centre: with which seed, up to which moment. The last counts."""

    seed = models.PositiveIntegerField()
    loaded_until = models.DateTimeField()
