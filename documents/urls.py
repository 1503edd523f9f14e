"""Addresses of document control."""

from django.urls import path

from documents.views import (
    batch,
    document,
    drafting,
    glossary,
    nomenclature,
    paper,
    papers,
    signature,
    steps,
    template,
    text,
    version,
)

app_name = "documents"
urlpatterns = [
    path("", document.DocumentList.as_view(), name="documents"),
    path("add/", document.DocumentCreate.as_view(), name="document_add"),
    path("sign/", batch.SignSeveral.as_view(), name="sign_several"),
    path("import/", papers.PapersUpload.as_view(), name="papers_upload"),
    path("import/template/", papers.PapersTemplate.as_view(), name="papers_template"),
    path("import/<int:pk>/", papers.PapersPreview.as_view(), name="papers"),
    path("<int:pk>/", document.DocumentDetail.as_view(), name="document"),
    path("<int:pk>/edit/", document.DocumentEdit.as_view(), name="document_edit"),
    path("<int:document>/version/", drafting.VersionCreate.as_view(), name="version_add"),
    path("version/<int:pk>/", version.VersionDetail.as_view(), name="version"),
    path("version/<int:pk>/edit/", drafting.VersionEdit.as_view(), name="version_edit"),
    path("version/<int:pk>/import/", text.TextImport.as_view(), name="text_import"),
    path("version/<int:pk>/text/<str:language>/", text.TextEdit.as_view(), name="text_edit"),
    path("version/<int:pk>/attach/", drafting.Attach.as_view(), name="attach"),
    path("version/<int:pk>/detach/<int:file>/", drafting.Detach.as_view(), name="detach"),
    path("version/<int:pk>/read/", steps.ConfirmReading.as_view(), name="read"),
    path(
        "version/<int:pk>/paper/<str:language>/",
        paper.VersionPaper.as_view(),
        name="version_paper",
    ),
    path(
        "version/<int:pk>/signature/",
        signature.VersionSignatureAdd.as_view(),
        name="version_signature_add",
    ),
    path("version/<int:pk>/<str:step>/", steps.VersionStep.as_view(), name="version_step"),
    path("glossary/", glossary.Glossary.as_view(), name="glossary"),
    path("glossary/add/", glossary.TermCreate.as_view(), name="term_add"),
    path("glossary/<int:pk>/", glossary.TermDetail.as_view(), name="term"),
    path("glossary/<int:pk>/edit/", glossary.TermEdit.as_view(), name="term_edit"),
    path("templates/", template.TemplateList.as_view(), name="templates"),
    path("templates/add/", template.TemplateCreate.as_view(), name="template_add"),
    path("templates/<int:pk>/", template.TemplateDetail.as_view(), name="template"),
    path("templates/<int:pk>/edit/", template.TemplateEdit.as_view(), name="template_edit"),
    path(
        "templates/<int:pk>/text/<str:language>/",
        template.TemplateTextEdit.as_view(),
        name="template_text",
    ),
    path("nomenclature/", nomenclature.NomenclatureList.as_view(), name="nomenclatures"),
    path("nomenclature/add/", nomenclature.NomenclatureCreate.as_view(), name="nomenclature_add"),
    path("nomenclature/<int:pk>/", nomenclature.NomenclatureDetail.as_view(), name="nomenclature"),
    path(
        "nomenclature/<int:pk>/paper/",
        paper.NomenclaturePaper.as_view(),
        name="nomenclature_paper",
    ),
    path(
        "nomenclature/<int:nomenclature>/case/add/",
        nomenclature.ItemCreate.as_view(),
        name="case_add",
    ),
    path(
        "nomenclature/<int:nomenclature>/case/<int:pk>/",
        nomenclature.ItemEdit.as_view(),
        name="case_edit",
    ),
    path(
        "nomenclature/<int:pk>/case/<int:item>/remove/",
        nomenclature.ItemRemove.as_view(),
        name="case_remove",
    ),
    path(
        "nomenclature/<int:pk>/signature/",
        signature.NomenclatureSignatureAdd.as_view(),
        name="nomenclature_signature_add",
    ),
    path(
        "nomenclature/<int:pk>/<str:step>/",
        nomenclature.NomenclatureStep.as_view(),
        name="nomenclature_step",
    ),
]
