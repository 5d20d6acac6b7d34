"""The rooms of the web door: each is a package whose route modules hang their views on one blueprint."""

from __future__ import annotations

from flask import Flask

from app.web.account import routes as account_routes
from app.web.account import second_factor as account_second_factor
from app.web.admin import calendar as admin_calendar
from app.web.admin import calendar_draft as admin_calendar_draft
from app.web.admin import calendar_import as admin_calendar_import
from app.web.admin import catalogue as admin_catalogue
from app.web.admin import closures as admin_closures
from app.web.admin import jobs as admin_jobs
from app.web.admin import key_projects as admin_key_projects
from app.web.admin import routes as admin_routes
from app.web.amendments import handovers as amendments_handovers
from app.web.amendments import routes as amendments_routes
from app.web.bundles import routes as bundles_routes
from app.web.companies import file as companies_file
from app.web.companies import joining as companies_joining
from app.web.companies import members as companies_members
from app.web.days import routes as days_routes
from app.web.department import changes as department_changes
from app.web.department import clocks as department_clocks
from app.web.department import dates as department_dates
from app.web.department import deciding as department_deciding
from app.web.department import desk as department_desk
from app.web.department import enquiries as department_enquiries
from app.web.department import notices as department_notices
from app.web.department import opinions as department_opinions
from app.web.department import papers as department_papers
from app.web.department import prechecks as department_prechecks
from app.web.department import routes as department_routes
from app.web.department import stages as department_stages
from app.web.enterprise import answering as enterprise_answering
from app.web.enterprise import case as enterprise_case
from app.web.enterprise import choosing as enterprise_choosing
from app.web.enterprise import coding as enterprise_coding
from app.web.enterprise import confirming as enterprise_confirming
from app.web.enterprise import files as enterprise_files
from app.web.enterprise import filing as enterprise_filing
from app.web.enterprise import from_plan as enterprise_from_plan
from app.web.enterprise import opening as enterprise_opening
from app.web.enterprise import prechecks as enterprise_prechecks
from app.web.enterprise import promises as enterprise_promises
from app.web.enterprise import rating as enterprise_rating
from app.web.enterprise import reapplying as enterprise_reapplying
from app.web.enterprise import routes as enterprise_routes
from app.web.enterprise import signing as enterprise_signing
from app.web.enterprise import uploads as enterprise_uploads
from app.web.letters import routes as letters_routes
from app.web.operations import routes as operations_routes
from app.web.packages import making as packages_making
from app.web.packages import routes as packages_routes
from app.web.previews import routes as previews_routes
from app.web.promises import broken as promises_broken
from app.web.promises import checks as promises_checks
from app.web.promises import credit as promises_credit
from app.web.public import calculator as public_calculator
from app.web.public import entrance as public_entrance
from app.web.public import guide as public_guide
from app.web.public import plan as public_plan
from app.web.public import progress as public_progress
from app.web.public import routes as public_routes
from app.web.public import verify as public_verify
from app.web.steward import routes as steward_routes
from app.web.steward import serving as steward_serving
from app.web.supervision import bulletins as supervision_bulletins
from app.web.supervision import notices as supervision_notices
from app.web.supervision import routes as supervision_routes
from app.web.window import brought as window_brought
from app.web.window import checking as window_checking
from app.web.window import counter as window_counter
from app.web.window import dates as window_dates
from app.web.window import members as window_members
from app.web.window import ratings as window_ratings
from app.web.window import routes as window_routes
from app.web.window import telling as window_telling
from app.web.window import verbs as window_verbs

ROUTES = (
    public_routes,
    public_guide,
    public_plan,
    public_calculator,
    public_progress,
    public_verify,
    public_entrance,
    enterprise_prechecks,
    enterprise_routes,
    enterprise_answering,
    enterprise_choosing,
    enterprise_confirming,
    enterprise_coding,
    enterprise_from_plan,
    enterprise_filing,
    enterprise_opening,
    enterprise_promises,
    enterprise_rating,
    enterprise_signing,
    enterprise_case,
    enterprise_reapplying,
    enterprise_files,
    enterprise_uploads,
    companies_file,
    companies_members,
    companies_joining,
    window_routes,
    window_verbs,
    window_brought,
    window_checking,
    window_counter,
    window_telling,
    window_members,
    window_dates,
    window_ratings,
    department_prechecks,
    department_routes,
    department_desk,
    department_papers,
    department_deciding,
    department_clocks,
    department_dates,
    department_changes,
    department_stages,
    department_enquiries,
    department_notices,
    department_opinions,
    days_routes,
    bundles_routes,
    amendments_routes,
    packages_making,
    packages_routes,
    amendments_handovers,
    previews_routes,
    letters_routes,
    steward_routes,
    steward_serving,
    promises_broken,
    promises_checks,
    promises_credit,
    supervision_routes,
    supervision_notices,
    supervision_bulletins,
    admin_jobs,
    admin_key_projects,
    admin_routes,
    admin_catalogue,
    admin_calendar,
    admin_calendar_import,
    admin_calendar_draft,
    admin_closures,
    account_routes,
    account_second_factor,
    operations_routes,
)


def install(app: Flask) -> None:
    """Register every room's blueprint once, in the order in which the rooms are listed."""
    for blueprint in dict.fromkeys(module.blueprint for module in ROUTES):
        app.register_blueprint(blueprint)
