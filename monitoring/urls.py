"""Addresses of scored assessments."""

from monitoring import urls_after, urls_campaigns, urls_criteria, urls_results, urls_sheets

app_name = "monitoring"
urlpatterns = [
    *urls_after.urlpatterns,
    *urls_campaigns.urlpatterns,
    *urls_criteria.urlpatterns,
    *urls_sheets.urlpatterns,
    *urls_results.urlpatterns,
]
