from django.db import migrations

# Where it hurts belongs to the record of its visit: signed, it is kept like the needles.
KEEP = """
CREATE FUNCTION charting_drawing_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM charting_note WHERE signed_at IS NOT NULL
      AND visit_id IN (CASE TG_OP WHEN 'INSERT' THEN NEW.visit_id ELSE OLD.visit_id END,
                       CASE TG_OP WHEN 'DELETE' THEN OLD.visit_id ELSE NEW.visit_id END)) THEN
    RAISE EXCEPTION 'a signed record is kept' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER pain_drawing_kept BEFORE INSERT OR UPDATE OR DELETE ON screening_paindrawing
  FOR EACH ROW EXECUTE FUNCTION charting_drawing_is_kept();
"""
LET_GO = """
DROP TRIGGER pain_drawing_kept ON screening_paindrawing;
DROP FUNCTION charting_drawing_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("charting", "0004_drawn_places"),
        ("screening", "0003_pain_drawing"),
    ]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
