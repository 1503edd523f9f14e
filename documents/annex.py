"""The annex of a policy on paper: what was taken into account when it was written (002/5)."""

from common.models import Attachment
from documents.models import DocumentVersion
from documents.stamps import words_in


def considered_lines(version: DocumentVersion, language: str) -> list[dict]:
    """Every line with its evidence; a restricted document is not named (004/5.5.1)."""
    names = {str(file.uid): file.name for file in Attachment.objects.of(version)}
    return [
        {
            "kind": line.get_kind_display(),
            "name": words_in(line.name, language),
            "evidence": line.evidence,
            "document": f"{line.document.code} {words_in(line.document.title, language)}"
            if line.document and not line.document.is_restricted
            else "",
            "file": names.get(str(line.file), ""),
        }
        for line in version.considerations.select_related("document").order_by("kind", "pk")
    ]
