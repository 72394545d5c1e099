"""The worklist: who must act next, and by when, across all areas."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phuong.delivery import work
from phuong.kernel.access.api import OFFICIALS, Request, door
from phuong.kernel.errors import NotVisible
from phuong.kernel.ui import tables
from phuong.kernel.ui.pages import render_page
from phuong.kernel.workflow.api import worklist
from phuong.kernel.workflow.worklist import Key

CHOSEN = "*"


@require_safe
@door(OFFICIALS)
def worklist_page(request: Request, slug: str = work.ALL) -> HttpResponse:
    """Show an official's work by due day, all of it or one queue."""
    occasion, actor = request.occasion, request.occasion.actor
    queues = work.queues(occasion)
    current = next((queue for queue in queues if queue.slug == slug), None)
    if current is None:
        raise NotVisible
    form = work.filter_form(occasion, request.GET, current)
    chosen = work.narrowed(occasion, current, form)
    page = worklist.page(
        actor,
        chosen,
        after=Key.parse(request.GET.get(tables.AFTER, "")),
        before=Key.parse(request.GET.get(tables.BEFORE, "")),
    )
    counts = worklist.counts(actor, {q.slug: q.filter for q in queues} | {CHOSEN: chosen})
    rows = work.rows(occasion, page.lines)
    context = {
        "menu": work.menu(actor, queues, current, counts),
        "title": current.label,
        "filter": form,
        "is_filtered": chosen != current.filter,
        "count": work.bounded(counts[CHOSEN]),
        "rows": rows,
        "handlers": work.several_handlers(rows),
        "page_of_rows": page,
        "nothing": _nothing(current),
    }
    return render_page(request, "delivery/worklist.html", context)


def _nothing(queue: work.WorkQueue) -> str:
    if queue.slug == work.ALL:
        return _("Không còn việc nào đến hạn.")
    return _("Không có việc nào ở mục này.")
