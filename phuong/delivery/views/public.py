"""The pages that need nobody's name: the home page, and what the ward says of this system."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from phuong.delivery import navigation, public
from phuong.delivery.forms import LookUpForm
from phuong.kernel.access.api import ANY_HOST, PUBLIC, Request, door
from phuong.kernel.ui.pages import render_page

# Pages of one person, of officials, and addresses that are the proof themselves.
_NOT_FOR_ROBOTS = (
    "/can-bo/",
    "/lanh-dao/",
    "/quan-tri/",
    "/ho-so/",
    "/q/",
    "/nop/",
    "/dang-nhap/",
    "/cua-toi/",
)


@require_safe
@door(PUBLIC)
def home(request: Request) -> HttpResponse:
    """Show the few things most people come for."""
    occasion = request.occasion
    context = {
        "tasks": public.tasks(),
        "opening": public.opening(occasion),
        "look_up": LookUpForm() if navigation.exists("/tra-cuu/") else None,
        "look_up_url": navigation.address("/tra-cuu/"),
        "common": public.common(occasion),
        "all_url": navigation.address("/thu-tuc/"),
        "share": public.share(occasion),
    }
    return render_page(request, "delivery/home.html", context)


@require_safe
@door(PUBLIC)
def about(request: Request) -> HttpResponse:
    """Say what this is and who answers for it."""
    return render_page(request, "delivery/about.html")


@require_safe
@door(PUBLIC)
def help_page(request: Request) -> HttpResponse:
    """Say how to do the common things, and whom to ask."""
    context = {"tasks": public.tasks(), "opening": public.opening(request.occasion)}
    return render_page(request, "delivery/help.html", context)


@require_safe
@door(PUBLIC)
def accessibility(request: Request) -> HttpResponse:
    """Say for whom the pages work, how that is tested, and what is missing."""
    return render_page(request, "delivery/accessibility.html")


@require_safe
@door(PUBLIC)
def privacy(request: Request) -> HttpResponse:
    """Say what is kept, who reads it and for how long."""
    return render_page(request, "delivery/privacy.html", public.kept(request.occasion))


@require_safe
@door(ANY_HOST)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines to leave alone what is not for everybody."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines += [f"Disallow: /en{path}" for path in _NOT_FOR_ROBOTS]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@door(ANY_HOST)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for the old name to the picture."""
    return HttpResponsePermanentRedirect(static("ui/favicon.svg"))


@require_safe
@never_cache
@door(ANY_HOST)
def health(request: HttpRequest) -> HttpResponse:
    """Tell a watching machine whether pages and database answer; nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        words, status = _("Không mở được cơ sở dữ liệu"), 503
    else:
        words, status = "ok", 200
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
