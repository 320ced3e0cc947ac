"""Addresses of a year's public notice, of its files and of objections."""

from django.urls import path

from assessment.views import objections, publication

urlpatterns = [
    path("<int:year>/notice/", publication.NoticePage.as_view(), name="notice"),
    path("<int:year>/notice/object/", objections.ObjectPage.as_view(), name="object"),
    path("<int:year>/notice/bulletin.pdf", publication.NoticeFile.as_view(form="pdf"), name="bulletin-pdf"),
    path("<int:year>/notice/bulletin.docx", publication.NoticeFile.as_view(form="docx"), name="bulletin-docx"),
    path("<int:year>/notice/results.csv", publication.NoticeFile.as_view(form="csv"), name="open-data-csv"),
    path("<int:year>/notice/results.json", publication.NoticeFile.as_view(form="json"), name="open-data-json"),
    path("<int:year>/publication/", publication.PublicationSettings.as_view(), name="publication"),
    path("objections/<uuid:pk>/", objections.ObjectionPage.as_view(), name="objection"),
    path("objections/<uuid:pk>/contact/", objections.ObjectionContact.as_view(), name="objection-contact"),
]
