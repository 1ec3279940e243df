"""The addresses of xAPI, as its standard names them."""

from django.urls import path

from recert.web.api.xapi import about, documents, statements

app_name = "xapi"

urlpatterns = [
    path("about", about.about, name="about"),
    path("statements", statements.statements, name="statements"),
    path("statements/more/<str:token>", statements.more, name="more"),
    path("activities", about.activities, name="activities"),
    path("activities/state", documents.state, name="state"),
    path("activities/profile", documents.activity_profile, name="activity_profile"),
    path("agents", about.agents, name="agents"),
    path("agents/profile", documents.agent_profile, name="agent_profile"),
]
