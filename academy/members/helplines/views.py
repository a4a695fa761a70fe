from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..models import HelpLine


@never_cache
@require_safe
def help_lines(request):
    """Who to call, near her first. Open to everybody; what it shows of her is only her district."""
    lines = HelpLine.objects.near(request.user).select_related("territory")
    return render(request, "members/helplines/help_lines.html", {"help_lines": lines, "today": timezone.localdate()})
