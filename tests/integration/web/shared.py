"""What in an address is not one centre's own."""

from tests.integration.web.linked import LINKS

# These name nothing of one centre: patients, what a link opens, a day, an id made by a page.
SHARED = {
    *LINKS,
    "insight",
    "number",
    "rule_id",
    "patient_id",
    "document_id",
    "token",
    "measure_code",
    "day",
    "step_id",
    "entry_id",
    "slug",
    "condition_slug",
    "page_slug",
    "page_kind",
    "page_name",
    "content_number",
    "exercise_id",
    "claim_id",
    "question_id",
    "kind",
    "group",
    "technique",
    "step",
    "what",
    "code",
    "side",
    "way",
    "said",
    "feed_token",
    "view_name",
    "trial",
}
