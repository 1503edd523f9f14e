"""Tasks in the log: the number of the request that set one going, and a line when it is done."""

import logging
from time import monotonic

from celery.signals import before_task_publish, task_postrun, task_prerun

from common import caller

log = logging.getLogger("sapat.tasks")
HEADER = "sapat_request"


@before_task_publish.connect
def _send_number(headers=None, **kwargs):
    if headers is not None and (number := caller.current().request_id):
        headers[HEADER] = number


@task_prerun.connect
def _begin(task=None, **kwargs):
    number = (task.request.headers or {}).get(HEADER, "")
    task.request.sapat = (monotonic(), caller.enter(caller.Caller(request_id=number)))


@task_postrun.connect
def _end(task=None, task_id="", state="", **kwargs):
    begun, token = getattr(task.request, "sapat", (None, None))
    if begun is None:
        return
    ms = round((monotonic() - begun) * 1000)
    log.info(
        "%s %s %s ms",
        task.name,
        state,
        ms,
        extra={"task": task.name, "task_id": task_id, "status": state, "ms": ms},
    )
    caller.leave(token)
