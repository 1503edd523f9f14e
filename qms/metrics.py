"""Numbers for whoever watches: requests as they come, and the state of the house when asked."""

from collections.abc import Iterator
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Max, Q
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from common import lights
from common.models import Check, Heartbeat, JournalHead, Letter, Todo
from qms.celery import app

REQUESTS = Counter("sapat_requests", "Requests answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "sapat_request_seconds",
    "How long requests took.",
    ["view"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


class MetricsMiddleware:
    """Counts each request under the name of its page, never under its address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun = monotonic()
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        view = match.view_name if match else "none"
        method = request.method if request.method in ("GET", "POST", "HEAD") else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(monotonic() - begun)
        return response


def queue_length() -> int:
    """Messages that no worker has taken yet."""
    if settings.REDIS_URL:
        with app.connection_for_read() as link:
            link.ensure_connection(max_retries=0, timeout=2)
            return link.default_channel.client.llen(app.conf.task_default_queue)
    return sum(1 for _path in (settings.QUEUE / "messages").iterdir())


class House:
    """The state of the house, read from its tables when somebody asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            families = [*self.from_tables()]
            answers = 1
        except (DatabaseError, InterfaceError):
            families, answers = [], 0
        yield _one("sapat_database_up", "Whether the database answers.", answers)
        yield from families
        try:
            length = queue_length()
        except Exception:
            length = -1
        yield _one("sapat_queue_length", "Tasks that wait; -1: the queue is away.", length)

    def from_tables(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        letters = Letter.objects.aggregate(
            waiting=Count("pk", filter=Q(state__in=["waiting", "sending"])),
            failed=Count("pk", filter=Q(state="failed")),
        )
        yield _many("sapat_letters", "Letters not sent.", "state", letters)
        beats = {b.name: (now - b.at).total_seconds() for b in Heartbeat.objects.all()}
        yield _many("sapat_heartbeat_age_seconds", "Since the last sign of life.", "name", beats)
        yield from self.checks(now)
        head = JournalHead.objects.first()
        yield _one("sapat_journal_rows", "Rows of the journal.", head.count if head else 0)
        late = Todo.objects.waiting().filter(due__lt=timezone.localdate()).count()
        yield _one("sapat_todos_late", "To-dos past their day.", late)

    def checks(self, now) -> Iterator[GaugeMetricFamily]:
        """For every kind of check, its newest run that ended: how old, and good or not."""
        ended = Check.objects.filter(ended_at__isnull=False).order_by()
        newest = ended.values("kind").annotate(at=Max("started_at"))
        runs = {row["kind"]: row["at"] for row in newest}
        found = {
            check.kind: check
            for check in ended.filter(started_at__in=runs.values())
            if check.started_at == runs[check.kind]
        }
        kinds = sorted({*found, *lights.watches()})
        ages = {k: (now - found[k].started_at).total_seconds() for k in kinds if k in found}
        goods = {k: int(k in found and bool(found[k].is_good)) for k in kinds}
        yield _many("sapat_check_age_seconds", "Since the newest run began.", "kind", ages)
        yield _many("sapat_check_good", "1: the newest run was good.", "kind", goods)


def _one(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help_text, value=value)


def _many(name: str, help_text: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def page() -> bytes:
    """Everything, as Prometheus reads it; requests of all processes of this machine together."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(House())
    return generate_latest(registry)
