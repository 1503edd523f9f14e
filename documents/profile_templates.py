"""The profile's templates for new documents, and its glossary (004/2, terms)."""

from typing import Any

from django.conf import settings

from documents.content.import_md import import_md
from documents.content.sanitising import sanitise
from documents.content.text_lines import NotText
from people.profile import Part, Plan, beside, section
from people.profile_writing import writes

from .models import DocumentTemplate, DocumentType, TemplateText, Term

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@section("templates", 150)
def templates(data: Part, plan: Plan) -> None:
    """Skeletons of new documents; a text stands here, or in a file beside the profile."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only("code", "type", "name", "active", "texts")
        kind = row.find("type", DocumentType)
        if kind.children.exists():
            raise row.fail(f"“{kind.code}” is a heading; choose one of the types under it.", "type")
        values = {
            "type": kind,
            "name": row.words("name"),
            "is_active": row.flag("active", default=True),
            "order": order,
        }
        template = plan.put(row, DocumentTemplate, {"code": row.code()}, values)
        _texts(row, template, plan)
    plan.leave(DocumentTemplate, [row.code() for row in rows])


def _texts(row: Part, template: DocumentTemplate, plan: Plan) -> None:
    texts = row.part("texts")
    texts.only(*LANGUAGES)
    for language in texts:
        html = _html(texts, language, plan)
        held = TemplateText.objects.filter(template=template, language=language).first()
        text: Any = held or TemplateText(template=template, language=language)
        if text.html == html:
            continue
        text.revision += text.pk is not None
        text.html = html
        text._change_reason = "load_profile"  # type: ignore[attr-defined]  # of the history
        text.save()
        plan.note(template, f"text {language}: written anew")


def _html(texts: Part, language: str, plan: Plan) -> str:
    """The text as blocks: of a Markdown file, of Markdown written here, or of HTML."""
    said = texts.code(language)
    if said.startswith("<"):
        html = sanitise(said)
    else:
        is_file = said.endswith(".md") and "\n" not in said
        raw = beside(plan.folder, said, texts).read_bytes() if is_file else said.encode()
        try:
            html = sanitise(import_md(raw).html)
        except NotText as error:
            raise texts.fail("this is no text in UTF-8.", language) from error
    if not html.strip():
        raise texts.fail("the text is empty.", language)
    return html


@section("glossary", 160)
def glossary(data: Part, plan: Plan) -> None:
    """Words, what they mean here, what else they are called, and where that stands."""
    rows = data.coded()
    for row in rows:
        row.only("code", "word", "definition", "synonyms", "source")
        values = {
            "word": row.words("word"),
            "definition": row.words("definition"),
            "synonyms": _synonyms(row),
            "source": row.text("source"),
        }
        plan.put(row, Term, {"code": row.code()}, values)
    plan.leave(Term, [row.code() for row in rows])


def _synonyms(row: Part) -> dict[str, str]:
    """Here a language may be missing: not every word has another name in each."""
    if row.value.get("synonyms") is None:
        return {}
    part = row.part("synonyms")
    part.only(*LANGUAGES)
    return {code: part.text(code) for code in LANGUAGES if part.text(code)}


@writes("templates")
def templates_written() -> list[dict[str, Any]]:
    return [
        {
            "code": t.code,
            "type": t.type.code,
            "name": dict(t.name),
            **({} if t.is_active else {"active": False}),
            "texts": {text.language: text.html for text in t.texts_that_count()},
        }
        for t in DocumentTemplate.objects.for_list().exclude(code="").order_by("order", "pk")
        if t.texts_that_count()
    ]


@writes("glossary")
def glossary_written() -> list[dict[str, Any]]:
    rows = [
        {
            "code": t.code,
            "word": dict(t.word),
            "definition": dict(t.definition),
            "synonyms": dict(t.synonyms),
            "source": t.source,
        }
        for t in Term.objects.exclude(code="")
    ]
    return [{key: value for key, value in row.items() if value} for row in rows]
