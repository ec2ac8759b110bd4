"""Addresses of what the centre learns of itself."""

from django.urls import path

from ashi.web.insights import pages

urlpatterns = [
    path("", pages.overview, name="insights"),
    path("<slug:insight>", pages.measure, name="insight"),
    path("<slug:insight>/table", pages.table_file, name="insight-table"),
    path("<slug:insight>/rows", pages.rows, name="insight-rows"),
    path("<slug:insight>/rows/file", pages.rows_file, name="insight-rows-file"),
]
