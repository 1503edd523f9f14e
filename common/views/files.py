"""The door to files: only those who may see the owner of a file get it, never as a web page."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views import View

from common.models import Attachment, Opening
from common.models.file import FileAltered, FileDamaged


class FileView(View):
    """One attached file, under its name."""

    def get(self, request, uid):
        attachment = get_object_or_404(Attachment.objects.select_related("blob"), uid=uid)
        model = attachment.content_type.model_class()
        if not request.user.may_look_at(model):
            raise Http404
        owners = model.objects.visible_to(request.user)
        if not owners.filter(pk=attachment.object_id).exists():
            raise Http404
        if getattr(attachment.owner, "is_restricted", False):
            Opening.objects.note(request.user, attachment.owner, mark=attachment.blob.sha256)
        return serve(attachment, inline=attachment.name.lower().endswith(".pdf"))


def serve(attachment, *, inline: bool) -> FileResponse:
    """The bytes of a file, checked against their hash; a missing or altered one is not served."""
    try:
        file = attachment.blob.open()
    except (FileNotFoundError, PermissionError, FileAltered) as error:
        raise FileDamaged(attachment.name) from error
    response = FileResponse(file, as_attachment=not inline, filename=attachment.name)
    response["Content-Type"] = "application/pdf" if inline else "application/octet-stream"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
