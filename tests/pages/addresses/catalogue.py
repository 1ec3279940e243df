"""The public catalogue."""

from tests.pages.addresses.page import EVERYBODY, Page, address

CATALOGUE = (
    Page("public:catalogue", EVERYBODY),
    Page("public:course_calendar", EVERYBODY),
    Page("public:course_calendar_file", EVERYBODY),
    address("public:course", EVERYBODY, lambda w: w.teaching.course.public_id),
    Page("public:sitemap", EVERYBODY),
    Page("public:sitemap_part", EVERYBODY, lambda _w: (1,)),
)
