"""Addresses of orders, their register and kinds, and of memos."""

from django.urls import path

from documents.views import (
    memos,
    order,
    order_extracts,
    order_register,
    order_steps,
    order_writing,
    orders,
)

order_patterns = [
    path("orders/", orders.OrderList.as_view(), name="orders"),
    path("orders/add/", order_writing.OrderCreate.as_view(), name="order_add"),
    path("orders/points/", orders.PointList.as_view(), name="order_points"),
    path(
        "orders/points/<int:pk>/<slug:step>/",
        order_steps.PointStep.as_view(),
        name="point_step",
    ),
    path("orders/register/", order_register.OrderRegister.as_view(), name="order_register"),
    path("orders/kinds/", order_register.OrderKindList.as_view(), name="order_kinds"),
    path("orders/kinds/add/", order_register.OrderKindCreate.as_view(), name="order_kind_add"),
    path("orders/kinds/<int:pk>/", order_register.OrderKindDetail.as_view(), name="order_kind"),
    path(
        "orders/kinds/<int:pk>/edit/",
        order_register.OrderKindEdit.as_view(),
        name="order_kind_edit",
    ),
    path(
        "orders/kinds/<int:pk>/close/",
        order_register.OrderKindClose.as_view(),
        name="order_kind_close",
    ),
    path("orders/<int:pk>/", order.OrderDetail.as_view(), name="order"),
    path("orders/<int:pk>/edit/", order_writing.OrderEdit.as_view(), name="order_edit"),
    path("orders/<int:pk>/attach/", order_writing.OrderAttach.as_view(), name="order_attach"),
    path(
        "orders/<int:pk>/detach/<int:file>/",
        order_writing.OrderDetach.as_view(),
        name="order_detach",
    ),
    path("orders/<int:pk>/acquainted/", order.Acquainted.as_view(), name="order_acquainted"),
    path("orders/<int:pk>/on-paper/", order_steps.OrderOnPaper.as_view(), name="order_on_paper"),
    path("orders/<int:pk>/sheet/", order_extracts.OrderSheet.as_view(), name="order_sheet"),
    path("orders/<int:pk>/extract/", order_extracts.OrderExtract.as_view(), name="order_extract"),
    path(
        "orders/<int:pk>/extract/<int:entry>/",
        order_extracts.OrderExtractPaper.as_view(),
        name="order_extract_paper",
    ),
    path("orders/<int:pk>/paper/", order_steps.OrderPaper.as_view(), name="order_paper"),
    path("orders/<int:pk>/bound/", order_steps.OrderBound.as_view(), name="order_bound"),
    path(
        "orders/<int:pk>/signature/",
        order_steps.OrderSignatureAdd.as_view(),
        name="order_signature_add",
    ),
    path("orders/<int:pk>/<slug:step>/", order_steps.OrderStep.as_view(), name="order_step"),
    path("memos/", memos.MemoList.as_view(), name="memos"),
    path("memos/add/", memos.MemoCreate.as_view(), name="memo_add"),
    path("memos/<int:pk>/", memos.MemoDetail.as_view(), name="memo"),
    path("memos/<int:pk>/edit/", memos.MemoEdit.as_view(), name="memo_edit"),
    path("memos/<int:pk>/paper/", memos.MemoPaper.as_view(), name="memo_paper"),
    path("memos/<int:pk>/<slug:step>/", memos.MemoStep.as_view(), name="memo_step"),
]
