"""What in an address is not one centre's own."""

from tests.integration.web.linked import LINKS

# These name nothing that belongs to one centre: patients are the organisation's, a link opens
# what it was written for, a day and a new step are nobody's.
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
