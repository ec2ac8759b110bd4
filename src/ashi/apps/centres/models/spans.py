"""What every stored span of time must be: bounded and not empty."""

from django.db.models import Q

BOUNDED = Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False)
