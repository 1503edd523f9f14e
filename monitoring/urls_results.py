"""Addresses of scored assessments: results."""

from django.urls import path

from monitoring.views import (
    result,
    result_cells,
    result_figures,
    result_papers,
    result_row,
    result_tab,  # noqa: F401 -- it registers its tab
    tie_vote,
)

OF = "<int:campaign>"
urlpatterns: list = [
    path(f"{OF}/results/", result.PlaceList.as_view(), name="results"),
    path(f"{OF}/results/consolidated/", result.Consolidated.as_view(), name="consolidated"),
    path(f"{OF}/results/figures/", result_figures.Figures.as_view(), name="result_figures"),
    path(f"{OF}/results/members/", result_figures.Members.as_view(), name="result_members"),
    path(f"{OF}/results/check/", result_figures.Check.as_view(), name="result_check"),
    path(
        f"{OF}/results/paper/<slug:kind>/<slug:language>/",
        result_papers.ResultPaper.as_view(),
        name="result_paper",
    ),
    path(f"{OF}/results/<int:pk>/", result_row.RowDetail.as_view(), name="result_row"),
    path(f"{OF}/vote/<int:participant>/", tie_vote.TakeVote.as_view(), name="take_vote"),
    path(f"{OF}/cells/", result_cells.LeaveOut.as_view(), name="leave_out_cells"),
]
