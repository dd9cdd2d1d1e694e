"""All tables of the first version, and the rules that the database itself keeps.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
DOC = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER progress_stays_completed BEFORE UPDATE ON progress FOR EACH ROW WHEN OLD.completed_at IS NOT NULL AND NEW.completed_at IS NULL BEGIN SELECT RAISE(ABORT, 'a completion is never taken back'); END",
        "CREATE TRIGGER crm_assertions_no_update BEFORE UPDATE ON crm_assertions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'crm_assertions is append-only'); END",
        "CREATE TRIGGER crm_assertions_no_delete BEFORE DELETE ON crm_assertions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'crm_assertions is append-only'); END",
        "CREATE TRIGGER crm_checks_no_update BEFORE UPDATE ON crm_checks FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'crm_checks is append-only'); END",
        "CREATE TRIGGER crm_checks_no_delete BEFORE DELETE ON crm_checks FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'crm_checks is append-only'); END",
        "CREATE TRIGGER content_blobs_no_update BEFORE UPDATE ON content_blobs FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'content_blobs is append-only'); END",
        "CREATE TRIGGER content_blobs_no_delete BEFORE DELETE ON content_blobs FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'content_blobs is append-only'); END",
        "CREATE TRIGGER releases_no_update BEFORE UPDATE ON releases FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'releases is append-only'); END",
        "CREATE TRIGGER releases_no_delete BEFORE DELETE ON releases FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'releases is append-only'); END",
        "CREATE TRIGGER release_items_no_update BEFORE UPDATE ON release_items FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'release_items is append-only'); END",
        "CREATE TRIGGER release_items_no_delete BEFORE DELETE ON release_items FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'release_items is append-only'); END",
        "CREATE TRIGGER negotiation_turns_no_update BEFORE UPDATE ON negotiation_turns FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_turns is append-only'); END",
        "CREATE TRIGGER negotiation_turns_no_delete BEFORE DELETE ON negotiation_turns FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_turns is append-only'); END",
        "CREATE TRIGGER negotiation_comments_no_update BEFORE UPDATE ON negotiation_comments FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_comments is append-only'); END",
        "CREATE TRIGGER negotiation_comments_no_delete BEFORE DELETE ON negotiation_comments FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_comments is append-only'); END",
        "CREATE TRIGGER negotiation_adjustments_no_update BEFORE UPDATE ON negotiation_adjustments FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_adjustments is append-only'); END",
        "CREATE TRIGGER negotiation_adjustments_no_delete BEFORE DELETE ON negotiation_adjustments FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_adjustments is append-only'); END",
        "CREATE TRIGGER negotiation_guesses_no_update BEFORE UPDATE ON negotiation_guesses FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_guesses is append-only'); END",
        "CREATE TRIGGER negotiation_guesses_no_delete BEFORE DELETE ON negotiation_guesses FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'negotiation_guesses is append-only'); END",
        "CREATE TRIGGER result_versions_no_update BEFORE UPDATE ON result_versions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'result_versions is append-only'); END",
        "CREATE TRIGGER result_versions_no_delete BEFORE DELETE ON result_versions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'result_versions is append-only'); END",
        "CREATE TRIGGER result_releases_no_update BEFORE UPDATE ON result_releases FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'result_releases is append-only'); END",
        "CREATE TRIGGER result_releases_no_delete BEFORE DELETE ON result_releases FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'result_releases is append-only'); END",
        "CREATE TRIGGER released_marks_no_update BEFORE UPDATE ON released_marks FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'released_marks is append-only'); END",
        "CREATE TRIGGER released_marks_no_delete BEFORE DELETE ON released_marks FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'released_marks is append-only'); END",
        "CREATE TRIGGER moderation_decisions_no_update BEFORE UPDATE ON moderation_decisions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'moderation_decisions is append-only'); END",
        "CREATE TRIGGER moderation_decisions_no_delete BEFORE DELETE ON moderation_decisions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'moderation_decisions is append-only'); END",
        "CREATE TRIGGER appeals_no_update BEFORE UPDATE ON appeals FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'appeals is append-only'); END",
        "CREATE TRIGGER appeals_no_delete BEFORE DELETE ON appeals FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'appeals is append-only'); END",
        "CREATE TRIGGER appeal_events_no_update BEFORE UPDATE ON appeal_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'appeal_events is append-only'); END",
        "CREATE TRIGGER appeal_events_no_delete BEFORE DELETE ON appeal_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'appeal_events is append-only'); END",
        "CREATE TRIGGER rubric_versions_no_update BEFORE UPDATE ON rubric_versions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'rubric_versions is append-only'); END",
        "CREATE TRIGGER rubric_versions_no_delete BEFORE DELETE ON rubric_versions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'rubric_versions is append-only'); END",
        "CREATE TRIGGER recusals_no_update BEFORE UPDATE ON recusals FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'recusals is append-only'); END",
        "CREATE TRIGGER recusals_no_delete BEFORE DELETE ON recusals FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'recusals is append-only'); END",
        "CREATE TRIGGER score_events_no_update BEFORE UPDATE ON score_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'score_events is append-only'); END",
        "CREATE TRIGGER score_events_no_delete BEFORE DELETE ON score_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'score_events is append-only'); END",
        "CREATE TRIGGER calibration_tries_no_update BEFORE UPDATE ON calibration_tries FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'calibration_tries is append-only'); END",
        "CREATE TRIGGER calibration_tries_no_delete BEFORE DELETE ON calibration_tries FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'calibration_tries is append-only'); END",
        "CREATE TRIGGER score_sheets_recused_insert BEFORE INSERT ON score_sheets FOR EACH ROW WHEN EXISTS (SELECT 1 FROM recusals r WHERE r.rater_id = NEW.rater_id AND r.subject_kind = NEW.subject_kind AND r.subject_id = NEW.subject_id) BEGIN SELECT RAISE(ABORT, 'recusal: this person stands aside from marking this subject'); END",
        "CREATE TRIGGER score_sheets_recused_update BEFORE UPDATE ON score_sheets FOR EACH ROW WHEN EXISTS (SELECT 1 FROM recusals r WHERE r.rater_id = NEW.rater_id AND r.subject_kind = NEW.subject_kind AND r.subject_id = NEW.subject_id) BEGIN SELECT RAISE(ABORT, 'recusal: this person stands aside from marking this subject'); END",
        "CREATE TRIGGER score_sheets_keep_identity BEFORE UPDATE ON score_sheets FOR EACH ROW WHEN NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id OR NEW.role <> OLD.role OR NEW.side_id <> OLD.side_id OR NEW.rubric_version_id <> OLD.rubric_version_id BEGIN SELECT RAISE(ABORT, 'a sheet stays with its subject, side and rubric'); END",
        "CREATE TRIGGER score_sheets_no_delete BEFORE DELETE ON score_sheets FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'sheets are never deleted'); END",
        "CREATE TRIGGER score_events_recused BEFORE INSERT ON score_events FOR EACH ROW WHEN EXISTS (SELECT 1 FROM score_sheets s JOIN recusals r ON r.subject_kind = s.subject_kind AND r.subject_id = s.subject_id WHERE s.id = NEW.sheet_id AND r.rater_id = NEW.by_id) BEGIN SELECT RAISE(ABORT, 'recusal: this person stands aside from marking this subject'); END",
        "CREATE TRIGGER score_events_draft_only BEFORE INSERT ON score_events FOR EACH ROW WHEN EXISTS (SELECT 1 FROM score_sheets s WHERE s.id = NEW.sheet_id AND s.state <> 'draft') BEGIN SELECT RAISE(ABORT, 'points can be given only while the sheet is a draft'); END",
        "CREATE TRIGGER acceptances_no_update BEFORE UPDATE ON acceptances FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'acceptances is append-only'); END",
        "CREATE TRIGGER acceptances_no_delete BEFORE DELETE ON acceptances FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'acceptances is append-only'); END",
        "CREATE TRIGGER projects_frozen BEFORE UPDATE ON projects FOR EACH ROW WHEN OLD.state <> 'draft' AND (NEW.task_hash <> OLD.task_hash OR NEW.rubric_version_id <> OLD.rubric_version_id OR NEW.teacher_share <> OLD.teacher_share OR NEW.aggregator <> OLD.aggregator OR NEW.level_anchor <> OLD.level_anchor OR NEW.team_weight <> OLD.team_weight OR NEW.ask_contribution <> OLD.ask_contribution) BEGIN SELECT RAISE(ABORT, 'task book, rubric and shares are frozen since the project was published'); END",
        "CREATE TRIGGER team_members_no_delete BEFORE DELETE ON team_members FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'members leave by date, they are never deleted'); END",
        "CREATE TRIGGER score_sheets_own_team_insert BEFORE INSERT ON score_sheets FOR EACH ROW WHEN NEW.subject_kind = 'team' AND EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = NEW.subject_id AND m.user_id = NEW.rater_id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)) BEGIN SELECT RAISE(ABORT, 'recusal: nobody marks a team they belong to'); END",
        "CREATE TRIGGER score_sheets_own_team_update BEFORE UPDATE ON score_sheets FOR EACH ROW WHEN NEW.subject_kind = 'team' AND EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = NEW.subject_id AND m.user_id = NEW.rater_id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)) BEGIN SELECT RAISE(ABORT, 'recusal: nobody marks a team they belong to'); END",
        "CREATE TRIGGER score_events_own_team BEFORE INSERT ON score_events FOR EACH ROW WHEN EXISTS (SELECT 1 FROM score_sheets s JOIN team_members m ON m.team_id = s.subject_id WHERE s.id = NEW.sheet_id AND s.subject_kind = 'team' AND m.user_id = NEW.by_id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)) BEGIN SELECT RAISE(ABORT, 'recusal: nobody marks a team they belong to'); END",
        "CREATE TRIGGER package_marks_no_update BEFORE UPDATE ON package_marks FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'package_marks is append-only'); END",
        "CREATE TRIGGER package_marks_no_delete BEFORE DELETE ON package_marks FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'package_marks is append-only'); END",
        "CREATE TRIGGER submission_versions_no_update BEFORE UPDATE ON submission_versions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'submission_versions is append-only'); END",
        "CREATE TRIGGER submission_versions_no_delete BEFORE DELETE ON submission_versions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'submission_versions is append-only'); END",
        "CREATE TRIGGER delegations_no_update BEFORE UPDATE ON delegations FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'delegations is append-only'); END",
        "CREATE TRIGGER delegations_no_delete BEFORE DELETE ON delegations FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'delegations is append-only'); END",
        "CREATE TRIGGER contribution_answers_no_update BEFORE UPDATE ON contribution_answers FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'contribution_answers is append-only'); END",
        "CREATE TRIGGER contribution_answers_no_delete BEFORE DELETE ON contribution_answers FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'contribution_answers is append-only'); END",
        "CREATE TRIGGER delegations_members_only BEFORE INSERT ON delegations FOR EACH ROW WHEN 2 <> (SELECT COUNT(DISTINCT m.user_id) FROM team_members m WHERE m.team_id = NEW.team_id AND m.valid_to IS NULL AND m.user_id IN (NEW.delegate_id, NEW.alternate_id)) BEGIN SELECT RAISE(ABORT, 'delegate and alternate must be members of the team'); END",
        "CREATE TRIGGER answer_events_no_update BEFORE UPDATE ON answer_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'answer_events is append-only'); END",
        "CREATE TRIGGER answer_events_no_delete BEFORE DELETE ON answer_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'answer_events is append-only'); END",
        "CREATE TRIGGER inline_answers_no_update BEFORE UPDATE ON inline_answers FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'inline_answers is append-only'); END",
        "CREATE TRIGGER inline_answers_no_delete BEFORE DELETE ON inline_answers FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'inline_answers is append-only'); END",
        "CREATE TRIGGER incidents_no_update BEFORE UPDATE ON incidents FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'incidents is append-only'); END",
        "CREATE TRIGGER incidents_no_delete BEFORE DELETE ON incidents FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'incidents is append-only'); END",
        "CREATE TRIGGER attempt_grade_changes_no_update BEFORE UPDATE ON attempt_grade_changes FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'attempt_grade_changes is append-only'); END",
        "CREATE TRIGGER attempt_grade_changes_no_delete BEFORE DELETE ON attempt_grade_changes FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'attempt_grade_changes is append-only'); END",
        "CREATE TRIGGER practice_reviews_no_update BEFORE UPDATE ON practice_reviews FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'practice_reviews is append-only'); END",
        "CREATE TRIGGER practice_reviews_no_delete BEFORE DELETE ON practice_reviews FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'practice_reviews is append-only'); END",
        "CREATE TRIGGER attempts_stay_submitted BEFORE UPDATE ON attempts FOR EACH ROW WHEN OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NULL OR NEW.submitted_at <> OLD.submitted_at OR NEW.exam_hash <> OLD.exam_hash OR NEW.user_id <> OLD.user_id OR NEW.started_at <> OLD.started_at OR ((NEW.score <> OLD.score OR NEW.tenths <> OLD.tenths OR NEW.maximum <> OLD.maximum) AND COALESCE(NEW.change_id, 0) = COALESCE(OLD.change_id, 0))) BEGIN SELECT RAISE(ABORT, 'a submitted attempt changes only with a grade event'); END",
        "CREATE TRIGGER attempt_items_stay_asked BEFORE UPDATE ON attempt_items FOR EACH ROW WHEN NEW.question_hash <> OLD.question_hash OR NEW.points <> OLD.points OR NEW.position <> OLD.position BEGIN SELECT RAISE(ABORT, 'what was asked does not change'); END",
        "CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
        "CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END",
        "CREATE TRIGGER grade_events_no_update BEFORE UPDATE ON grade_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_events is append-only'); END",
        "CREATE TRIGGER grade_events_no_delete BEFORE DELETE ON grade_events FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_events is append-only'); END",
        "CREATE TRIGGER grade_schemes_no_update BEFORE UPDATE ON grade_schemes FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_schemes is append-only'); END",
        "CREATE TRIGGER grade_schemes_no_delete BEFORE DELETE ON grade_schemes FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_schemes is append-only'); END",
        "CREATE TRIGGER grade_standings_no_update BEFORE UPDATE ON grade_standings FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_standings is append-only'); END",
        "CREATE TRIGGER grade_standings_no_delete BEFORE DELETE ON grade_standings FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_standings is append-only'); END",
        "CREATE TRIGGER grade_extensions_no_update BEFORE UPDATE ON grade_extensions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_extensions is append-only'); END",
        "CREATE TRIGGER grade_extensions_no_delete BEFORE DELETE ON grade_extensions FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_extensions is append-only'); END",
        "CREATE TRIGGER grade_gates_no_update BEFORE UPDATE ON grade_gates FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_gates is append-only'); END",
        "CREATE TRIGGER grade_gates_no_delete BEFORE DELETE ON grade_gates FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'grade_gates is append-only'); END",
        "CREATE TRIGGER gate_signatures_no_update BEFORE UPDATE ON gate_signatures FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'gate_signatures is append-only'); END",
        "CREATE TRIGGER gate_signatures_no_delete BEFORE DELETE ON gate_signatures FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'gate_signatures is append-only'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION progress_stays_completed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.completed_at IS NOT NULL AND NEW.completed_at IS NULL THEN RAISE EXCEPTION 'a completion is never taken back' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER progress_stays_completed BEFORE UPDATE ON progress FOR EACH ROW EXECUTE FUNCTION progress_stays_completed()",
        "CREATE FUNCTION crm_assertions_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crm_assertions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER crm_assertions_no_update BEFORE UPDATE ON crm_assertions FOR EACH ROW EXECUTE FUNCTION crm_assertions_no_update()",
        "CREATE FUNCTION crm_assertions_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crm_assertions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER crm_assertions_no_delete BEFORE DELETE ON crm_assertions FOR EACH ROW EXECUTE FUNCTION crm_assertions_no_delete()",
        "CREATE FUNCTION crm_checks_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crm_checks is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER crm_checks_no_update BEFORE UPDATE ON crm_checks FOR EACH ROW EXECUTE FUNCTION crm_checks_no_update()",
        "CREATE FUNCTION crm_checks_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'crm_checks is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER crm_checks_no_delete BEFORE DELETE ON crm_checks FOR EACH ROW EXECUTE FUNCTION crm_checks_no_delete()",
        "CREATE FUNCTION content_blobs_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'content_blobs is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER content_blobs_no_update BEFORE UPDATE ON content_blobs FOR EACH ROW EXECUTE FUNCTION content_blobs_no_update()",
        "CREATE FUNCTION content_blobs_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'content_blobs is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER content_blobs_no_delete BEFORE DELETE ON content_blobs FOR EACH ROW EXECUTE FUNCTION content_blobs_no_delete()",
        "CREATE FUNCTION releases_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'releases is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER releases_no_update BEFORE UPDATE ON releases FOR EACH ROW EXECUTE FUNCTION releases_no_update()",
        "CREATE FUNCTION releases_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'releases is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER releases_no_delete BEFORE DELETE ON releases FOR EACH ROW EXECUTE FUNCTION releases_no_delete()",
        "CREATE FUNCTION release_items_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'release_items is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER release_items_no_update BEFORE UPDATE ON release_items FOR EACH ROW EXECUTE FUNCTION release_items_no_update()",
        "CREATE FUNCTION release_items_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'release_items is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER release_items_no_delete BEFORE DELETE ON release_items FOR EACH ROW EXECUTE FUNCTION release_items_no_delete()",
        "CREATE FUNCTION negotiation_turns_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_turns is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER negotiation_turns_no_update BEFORE UPDATE ON negotiation_turns FOR EACH ROW EXECUTE FUNCTION negotiation_turns_no_update()",
        "CREATE FUNCTION negotiation_turns_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_turns is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER negotiation_turns_no_delete BEFORE DELETE ON negotiation_turns FOR EACH ROW EXECUTE FUNCTION negotiation_turns_no_delete()",
        "CREATE FUNCTION negotiation_comments_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_comments is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER negotiation_comments_no_update BEFORE UPDATE ON negotiation_comments FOR EACH ROW EXECUTE FUNCTION negotiation_comments_no_update()",
        "CREATE FUNCTION negotiation_comments_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_comments is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER negotiation_comments_no_delete BEFORE DELETE ON negotiation_comments FOR EACH ROW EXECUTE FUNCTION negotiation_comments_no_delete()",
        "CREATE FUNCTION negotiation_adjustments_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_adjustments is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER negotiation_adjustments_no_update BEFORE UPDATE ON negotiation_adjustments FOR EACH ROW EXECUTE FUNCTION negotiation_adjustments_no_update()",
        "CREATE FUNCTION negotiation_adjustments_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_adjustments is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER negotiation_adjustments_no_delete BEFORE DELETE ON negotiation_adjustments FOR EACH ROW EXECUTE FUNCTION negotiation_adjustments_no_delete()",
        "CREATE FUNCTION negotiation_guesses_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_guesses is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER negotiation_guesses_no_update BEFORE UPDATE ON negotiation_guesses FOR EACH ROW EXECUTE FUNCTION negotiation_guesses_no_update()",
        "CREATE FUNCTION negotiation_guesses_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'negotiation_guesses is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER negotiation_guesses_no_delete BEFORE DELETE ON negotiation_guesses FOR EACH ROW EXECUTE FUNCTION negotiation_guesses_no_delete()",
        "CREATE FUNCTION result_versions_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'result_versions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER result_versions_no_update BEFORE UPDATE ON result_versions FOR EACH ROW EXECUTE FUNCTION result_versions_no_update()",
        "CREATE FUNCTION result_versions_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'result_versions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER result_versions_no_delete BEFORE DELETE ON result_versions FOR EACH ROW EXECUTE FUNCTION result_versions_no_delete()",
        "CREATE FUNCTION result_releases_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'result_releases is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER result_releases_no_update BEFORE UPDATE ON result_releases FOR EACH ROW EXECUTE FUNCTION result_releases_no_update()",
        "CREATE FUNCTION result_releases_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'result_releases is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER result_releases_no_delete BEFORE DELETE ON result_releases FOR EACH ROW EXECUTE FUNCTION result_releases_no_delete()",
        "CREATE FUNCTION released_marks_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'released_marks is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER released_marks_no_update BEFORE UPDATE ON released_marks FOR EACH ROW EXECUTE FUNCTION released_marks_no_update()",
        "CREATE FUNCTION released_marks_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'released_marks is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER released_marks_no_delete BEFORE DELETE ON released_marks FOR EACH ROW EXECUTE FUNCTION released_marks_no_delete()",
        "CREATE FUNCTION moderation_decisions_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'moderation_decisions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER moderation_decisions_no_update BEFORE UPDATE ON moderation_decisions FOR EACH ROW EXECUTE FUNCTION moderation_decisions_no_update()",
        "CREATE FUNCTION moderation_decisions_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'moderation_decisions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER moderation_decisions_no_delete BEFORE DELETE ON moderation_decisions FOR EACH ROW EXECUTE FUNCTION moderation_decisions_no_delete()",
        "CREATE FUNCTION appeals_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'appeals is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER appeals_no_update BEFORE UPDATE ON appeals FOR EACH ROW EXECUTE FUNCTION appeals_no_update()",
        "CREATE FUNCTION appeals_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'appeals is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER appeals_no_delete BEFORE DELETE ON appeals FOR EACH ROW EXECUTE FUNCTION appeals_no_delete()",
        "CREATE FUNCTION appeal_events_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'appeal_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER appeal_events_no_update BEFORE UPDATE ON appeal_events FOR EACH ROW EXECUTE FUNCTION appeal_events_no_update()",
        "CREATE FUNCTION appeal_events_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'appeal_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER appeal_events_no_delete BEFORE DELETE ON appeal_events FOR EACH ROW EXECUTE FUNCTION appeal_events_no_delete()",
        "CREATE FUNCTION rubric_versions_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rubric_versions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER rubric_versions_no_update BEFORE UPDATE ON rubric_versions FOR EACH ROW EXECUTE FUNCTION rubric_versions_no_update()",
        "CREATE FUNCTION rubric_versions_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rubric_versions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER rubric_versions_no_delete BEFORE DELETE ON rubric_versions FOR EACH ROW EXECUTE FUNCTION rubric_versions_no_delete()",
        "CREATE FUNCTION recusals_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'recusals is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER recusals_no_update BEFORE UPDATE ON recusals FOR EACH ROW EXECUTE FUNCTION recusals_no_update()",
        "CREATE FUNCTION recusals_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'recusals is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER recusals_no_delete BEFORE DELETE ON recusals FOR EACH ROW EXECUTE FUNCTION recusals_no_delete()",
        "CREATE FUNCTION score_events_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'score_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER score_events_no_update BEFORE UPDATE ON score_events FOR EACH ROW EXECUTE FUNCTION score_events_no_update()",
        "CREATE FUNCTION score_events_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'score_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER score_events_no_delete BEFORE DELETE ON score_events FOR EACH ROW EXECUTE FUNCTION score_events_no_delete()",
        "CREATE FUNCTION calibration_tries_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'calibration_tries is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER calibration_tries_no_update BEFORE UPDATE ON calibration_tries FOR EACH ROW EXECUTE FUNCTION calibration_tries_no_update()",
        "CREATE FUNCTION calibration_tries_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'calibration_tries is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER calibration_tries_no_delete BEFORE DELETE ON calibration_tries FOR EACH ROW EXECUTE FUNCTION calibration_tries_no_delete()",
        "CREATE FUNCTION score_sheets_recused_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM recusals r WHERE r.rater_id = NEW.rater_id AND r.subject_kind = NEW.subject_kind AND r.subject_id = NEW.subject_id) THEN RAISE EXCEPTION 'recusal: this person stands aside from marking this subject' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_sheets_recused_insert BEFORE INSERT ON score_sheets FOR EACH ROW EXECUTE FUNCTION score_sheets_recused_insert()",
        "CREATE FUNCTION score_sheets_recused_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM recusals r WHERE r.rater_id = NEW.rater_id AND r.subject_kind = NEW.subject_kind AND r.subject_id = NEW.subject_id) THEN RAISE EXCEPTION 'recusal: this person stands aside from marking this subject' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_sheets_recused_update BEFORE UPDATE ON score_sheets FOR EACH ROW EXECUTE FUNCTION score_sheets_recused_update()",
        "CREATE FUNCTION score_sheets_keep_identity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id OR NEW.role <> OLD.role OR NEW.side_id <> OLD.side_id OR NEW.rubric_version_id <> OLD.rubric_version_id THEN RAISE EXCEPTION 'a sheet stays with its subject, side and rubric' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_sheets_keep_identity BEFORE UPDATE ON score_sheets FOR EACH ROW EXECUTE FUNCTION score_sheets_keep_identity()",
        "CREATE FUNCTION score_sheets_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'sheets are never deleted' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER score_sheets_no_delete BEFORE DELETE ON score_sheets FOR EACH ROW EXECUTE FUNCTION score_sheets_no_delete()",
        "CREATE FUNCTION score_events_recused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM score_sheets s JOIN recusals r ON r.subject_kind = s.subject_kind AND r.subject_id = s.subject_id WHERE s.id = NEW.sheet_id AND r.rater_id = NEW.by_id) THEN RAISE EXCEPTION 'recusal: this person stands aside from marking this subject' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_events_recused BEFORE INSERT ON score_events FOR EACH ROW EXECUTE FUNCTION score_events_recused()",
        "CREATE FUNCTION score_events_draft_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM score_sheets s WHERE s.id = NEW.sheet_id AND s.state <> 'draft') THEN RAISE EXCEPTION 'points can be given only while the sheet is a draft' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_events_draft_only BEFORE INSERT ON score_events FOR EACH ROW EXECUTE FUNCTION score_events_draft_only()",
        "CREATE FUNCTION acceptances_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'acceptances is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER acceptances_no_update BEFORE UPDATE ON acceptances FOR EACH ROW EXECUTE FUNCTION acceptances_no_update()",
        "CREATE FUNCTION acceptances_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'acceptances is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER acceptances_no_delete BEFORE DELETE ON acceptances FOR EACH ROW EXECUTE FUNCTION acceptances_no_delete()",
        "CREATE FUNCTION projects_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state <> 'draft' AND (NEW.task_hash <> OLD.task_hash OR NEW.rubric_version_id <> OLD.rubric_version_id OR NEW.teacher_share <> OLD.teacher_share OR NEW.aggregator <> OLD.aggregator OR NEW.level_anchor <> OLD.level_anchor OR NEW.team_weight <> OLD.team_weight OR NEW.ask_contribution <> OLD.ask_contribution) THEN RAISE EXCEPTION 'task book, rubric and shares are frozen since the project was published' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER projects_frozen BEFORE UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION projects_frozen()",
        "CREATE FUNCTION team_members_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'members leave by date, they are never deleted' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
        "CREATE TRIGGER team_members_no_delete BEFORE DELETE ON team_members FOR EACH ROW EXECUTE FUNCTION team_members_no_delete()",
        "CREATE FUNCTION score_sheets_own_team_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject_kind = 'team' AND EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = NEW.subject_id AND m.user_id = NEW.rater_id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)) THEN RAISE EXCEPTION 'recusal: nobody marks a team they belong to' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_sheets_own_team_insert BEFORE INSERT ON score_sheets FOR EACH ROW EXECUTE FUNCTION score_sheets_own_team_insert()",
        "CREATE FUNCTION score_sheets_own_team_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.subject_kind = 'team' AND EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = NEW.subject_id AND m.user_id = NEW.rater_id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)) THEN RAISE EXCEPTION 'recusal: nobody marks a team they belong to' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_sheets_own_team_update BEFORE UPDATE ON score_sheets FOR EACH ROW EXECUTE FUNCTION score_sheets_own_team_update()",
        "CREATE FUNCTION score_events_own_team() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM score_sheets s JOIN team_members m ON m.team_id = s.subject_id WHERE s.id = NEW.sheet_id AND s.subject_kind = 'team' AND m.user_id = NEW.by_id AND (m.valid_to IS NULL OR m.valid_to > m.valid_from)) THEN RAISE EXCEPTION 'recusal: nobody marks a team they belong to' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER score_events_own_team BEFORE INSERT ON score_events FOR EACH ROW EXECUTE FUNCTION score_events_own_team()",
        "CREATE FUNCTION package_marks_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'package_marks is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER package_marks_no_update BEFORE UPDATE ON package_marks FOR EACH ROW EXECUTE FUNCTION package_marks_no_update()",
        "CREATE FUNCTION package_marks_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'package_marks is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER package_marks_no_delete BEFORE DELETE ON package_marks FOR EACH ROW EXECUTE FUNCTION package_marks_no_delete()",
        "CREATE FUNCTION submission_versions_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'submission_versions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER submission_versions_no_update BEFORE UPDATE ON submission_versions FOR EACH ROW EXECUTE FUNCTION submission_versions_no_update()",
        "CREATE FUNCTION submission_versions_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'submission_versions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER submission_versions_no_delete BEFORE DELETE ON submission_versions FOR EACH ROW EXECUTE FUNCTION submission_versions_no_delete()",
        "CREATE FUNCTION delegations_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'delegations is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER delegations_no_update BEFORE UPDATE ON delegations FOR EACH ROW EXECUTE FUNCTION delegations_no_update()",
        "CREATE FUNCTION delegations_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'delegations is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER delegations_no_delete BEFORE DELETE ON delegations FOR EACH ROW EXECUTE FUNCTION delegations_no_delete()",
        "CREATE FUNCTION contribution_answers_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'contribution_answers is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER contribution_answers_no_update BEFORE UPDATE ON contribution_answers FOR EACH ROW EXECUTE FUNCTION contribution_answers_no_update()",
        "CREATE FUNCTION contribution_answers_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'contribution_answers is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER contribution_answers_no_delete BEFORE DELETE ON contribution_answers FOR EACH ROW EXECUTE FUNCTION contribution_answers_no_delete()",
        "CREATE FUNCTION delegations_members_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 2 <> (SELECT COUNT(DISTINCT m.user_id) FROM team_members m WHERE m.team_id = NEW.team_id AND m.valid_to IS NULL AND m.user_id IN (NEW.delegate_id, NEW.alternate_id)) THEN RAISE EXCEPTION 'delegate and alternate must be members of the team' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER delegations_members_only BEFORE INSERT ON delegations FOR EACH ROW EXECUTE FUNCTION delegations_members_only()",
        "CREATE FUNCTION answer_events_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'answer_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER answer_events_no_update BEFORE UPDATE ON answer_events FOR EACH ROW EXECUTE FUNCTION answer_events_no_update()",
        "CREATE FUNCTION answer_events_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'answer_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER answer_events_no_delete BEFORE DELETE ON answer_events FOR EACH ROW EXECUTE FUNCTION answer_events_no_delete()",
        "CREATE FUNCTION inline_answers_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'inline_answers is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER inline_answers_no_update BEFORE UPDATE ON inline_answers FOR EACH ROW EXECUTE FUNCTION inline_answers_no_update()",
        "CREATE FUNCTION inline_answers_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'inline_answers is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER inline_answers_no_delete BEFORE DELETE ON inline_answers FOR EACH ROW EXECUTE FUNCTION inline_answers_no_delete()",
        "CREATE FUNCTION incidents_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'incidents is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER incidents_no_update BEFORE UPDATE ON incidents FOR EACH ROW EXECUTE FUNCTION incidents_no_update()",
        "CREATE FUNCTION incidents_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'incidents is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER incidents_no_delete BEFORE DELETE ON incidents FOR EACH ROW EXECUTE FUNCTION incidents_no_delete()",
        "CREATE FUNCTION attempt_grade_changes_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'attempt_grade_changes is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER attempt_grade_changes_no_update BEFORE UPDATE ON attempt_grade_changes FOR EACH ROW EXECUTE FUNCTION attempt_grade_changes_no_update()",
        "CREATE FUNCTION attempt_grade_changes_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'attempt_grade_changes is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER attempt_grade_changes_no_delete BEFORE DELETE ON attempt_grade_changes FOR EACH ROW EXECUTE FUNCTION attempt_grade_changes_no_delete()",
        "CREATE FUNCTION practice_reviews_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'practice_reviews is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER practice_reviews_no_update BEFORE UPDATE ON practice_reviews FOR EACH ROW EXECUTE FUNCTION practice_reviews_no_update()",
        "CREATE FUNCTION practice_reviews_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'practice_reviews is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER practice_reviews_no_delete BEFORE DELETE ON practice_reviews FOR EACH ROW EXECUTE FUNCTION practice_reviews_no_delete()",
        "CREATE FUNCTION attempts_stay_submitted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NULL OR NEW.submitted_at <> OLD.submitted_at OR NEW.exam_hash <> OLD.exam_hash OR NEW.user_id <> OLD.user_id OR NEW.started_at <> OLD.started_at OR ((NEW.score <> OLD.score OR NEW.tenths <> OLD.tenths OR NEW.maximum <> OLD.maximum) AND COALESCE(NEW.change_id, 0) = COALESCE(OLD.change_id, 0))) THEN RAISE EXCEPTION 'a submitted attempt changes only with a grade event' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER attempts_stay_submitted BEFORE UPDATE ON attempts FOR EACH ROW EXECUTE FUNCTION attempts_stay_submitted()",
        "CREATE FUNCTION attempt_items_stay_asked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.question_hash <> OLD.question_hash OR NEW.points <> OLD.points OR NEW.position <> OLD.position THEN RAISE EXCEPTION 'what was asked does not change' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER attempt_items_stay_asked BEFORE UPDATE ON attempt_items FOR EACH ROW EXECUTE FUNCTION attempt_items_stay_asked()",
        "CREATE FUNCTION audit_events_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_no_update()",
        "CREATE FUNCTION audit_events_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_no_delete()",
        "CREATE FUNCTION grade_events_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER grade_events_no_update BEFORE UPDATE ON grade_events FOR EACH ROW EXECUTE FUNCTION grade_events_no_update()",
        "CREATE FUNCTION grade_events_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_events is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER grade_events_no_delete BEFORE DELETE ON grade_events FOR EACH ROW EXECUTE FUNCTION grade_events_no_delete()",
        "CREATE FUNCTION grade_schemes_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_schemes is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER grade_schemes_no_update BEFORE UPDATE ON grade_schemes FOR EACH ROW EXECUTE FUNCTION grade_schemes_no_update()",
        "CREATE FUNCTION grade_schemes_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_schemes is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER grade_schemes_no_delete BEFORE DELETE ON grade_schemes FOR EACH ROW EXECUTE FUNCTION grade_schemes_no_delete()",
        "CREATE FUNCTION grade_standings_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_standings is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER grade_standings_no_update BEFORE UPDATE ON grade_standings FOR EACH ROW EXECUTE FUNCTION grade_standings_no_update()",
        "CREATE FUNCTION grade_standings_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_standings is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER grade_standings_no_delete BEFORE DELETE ON grade_standings FOR EACH ROW EXECUTE FUNCTION grade_standings_no_delete()",
        "CREATE FUNCTION grade_extensions_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_extensions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER grade_extensions_no_update BEFORE UPDATE ON grade_extensions FOR EACH ROW EXECUTE FUNCTION grade_extensions_no_update()",
        "CREATE FUNCTION grade_extensions_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_extensions is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER grade_extensions_no_delete BEFORE DELETE ON grade_extensions FOR EACH ROW EXECUTE FUNCTION grade_extensions_no_delete()",
        "CREATE FUNCTION grade_gates_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_gates is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER grade_gates_no_update BEFORE UPDATE ON grade_gates FOR EACH ROW EXECUTE FUNCTION grade_gates_no_update()",
        "CREATE FUNCTION grade_gates_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'grade_gates is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER grade_gates_no_delete BEFORE DELETE ON grade_gates FOR EACH ROW EXECUTE FUNCTION grade_gates_no_delete()",
        "CREATE FUNCTION gate_signatures_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'gate_signatures is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$",
        "CREATE TRIGGER gate_signatures_no_update BEFORE UPDATE ON gate_signatures FOR EACH ROW EXECUTE FUNCTION gate_signatures_no_update()",
        "CREATE FUNCTION gate_signatures_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'gate_signatures is append-only' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$",
        "CREATE TRIGGER gate_signatures_no_delete BEFORE DELETE ON gate_signatures FOR EACH ROW EXECUTE FUNCTION gate_signatures_no_delete()",
    ),
}
FUNCTIONS = (
    "progress_stays_completed",
    "crm_assertions_no_update",
    "crm_assertions_no_delete",
    "crm_checks_no_update",
    "crm_checks_no_delete",
    "content_blobs_no_update",
    "content_blobs_no_delete",
    "releases_no_update",
    "releases_no_delete",
    "release_items_no_update",
    "release_items_no_delete",
    "negotiation_turns_no_update",
    "negotiation_turns_no_delete",
    "negotiation_comments_no_update",
    "negotiation_comments_no_delete",
    "negotiation_adjustments_no_update",
    "negotiation_adjustments_no_delete",
    "negotiation_guesses_no_update",
    "negotiation_guesses_no_delete",
    "result_versions_no_update",
    "result_versions_no_delete",
    "result_releases_no_update",
    "result_releases_no_delete",
    "released_marks_no_update",
    "released_marks_no_delete",
    "moderation_decisions_no_update",
    "moderation_decisions_no_delete",
    "appeals_no_update",
    "appeals_no_delete",
    "appeal_events_no_update",
    "appeal_events_no_delete",
    "rubric_versions_no_update",
    "rubric_versions_no_delete",
    "recusals_no_update",
    "recusals_no_delete",
    "score_events_no_update",
    "score_events_no_delete",
    "calibration_tries_no_update",
    "calibration_tries_no_delete",
    "score_sheets_recused_insert",
    "score_sheets_recused_update",
    "score_sheets_keep_identity",
    "score_sheets_no_delete",
    "score_events_recused",
    "score_events_draft_only",
    "acceptances_no_update",
    "acceptances_no_delete",
    "projects_frozen",
    "team_members_no_delete",
    "score_sheets_own_team_insert",
    "score_sheets_own_team_update",
    "score_events_own_team",
    "package_marks_no_update",
    "package_marks_no_delete",
    "submission_versions_no_update",
    "submission_versions_no_delete",
    "delegations_no_update",
    "delegations_no_delete",
    "contribution_answers_no_update",
    "contribution_answers_no_delete",
    "delegations_members_only",
    "answer_events_no_update",
    "answer_events_no_delete",
    "inline_answers_no_update",
    "inline_answers_no_delete",
    "incidents_no_update",
    "incidents_no_delete",
    "attempt_grade_changes_no_update",
    "attempt_grade_changes_no_delete",
    "practice_reviews_no_update",
    "practice_reviews_no_delete",
    "attempts_stay_submitted",
    "attempt_items_stay_asked",
    "audit_events_no_update",
    "audit_events_no_delete",
    "grade_events_no_update",
    "grade_events_no_delete",
    "grade_schemes_no_update",
    "grade_schemes_no_delete",
    "grade_standings_no_update",
    "grade_standings_no_delete",
    "grade_extensions_no_update",
    "grade_extensions_no_delete",
    "grade_gates_no_update",
    "grade_gates_no_delete",
    "gate_signatures_no_update",
    "gate_signatures_no_delete",
)


def upgrade() -> None:
    op.create_table(
        "content_blobs",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("doc", DOC, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_content_blobs")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", DOC, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_due", ["finished_at", "due_at"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('college', 'company')", name=op.f("ck_organisations_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_tries")),
    )
    with op.batch_alter_table("sign_in_tries", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_tries_key_at", ["key", "at"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("auth_version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_users_language_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "access_tokens",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f("ck_access_tokens_purpose_known")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_access_tokens_user_id_users")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_access_tokens")),
    )
    with op.batch_alter_table("access_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_tokens_user_id"), ["user_id"], unique=False)

    op.create_table(
        "accommodations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["users.id"], name=op.f("fk_accommodations_granted_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_accommodations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_accommodations_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodations")),
        sa.UniqueConstraint(
            "organisation_id", "user_id", name=op.f("uq_accommodations_organisation_id_user_id")
        ),
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("before", DOC, nullable=True),
        sa.Column("after", DOC, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_events_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_audit_events_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_audit_events_object", ["organisation_id", "object_kind", "object_id"], unique=False
        )

    op.create_table(
        "comment_snippets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_comment_snippets_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_comment_snippets_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_snippets")),
    )
    with op.batch_alter_table("comment_snippets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_snippets_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "crm_sandboxes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.String(), nullable=False),
        sa.Column("dossier_hash", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sim_now", sa.Date(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("checks_made", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("best", sa.String(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed', 'left')", name=op.f("ck_crm_sandboxes_known_state")),
        sa.ForeignKeyConstraint(
            ["dossier_hash"], ["content_blobs.hash"], name=op.f("fk_crm_sandboxes_dossier_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_crm_sandboxes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["crm_sandboxes.id"], name=op.f("fk_crm_sandboxes_parent_id_crm_sandboxes")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_crm_sandboxes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_sandboxes")),
    )
    with op.batch_alter_table("crm_sandboxes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_crm_sandboxes_results", ["organisation_id", "user_id", "dossier_id"], unique=False
        )
        batch_op.create_index(
            "uq_crm_sandboxes_open",
            ["organisation_id", "user_id", "dossier_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "grade_cells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("maximum", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "item_kind IN ('exam', 'scenario', 'crm', 'task', 'manual')",
            name=op.f("ck_grade_cells_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_grade_cells_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grade_cells_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_cells")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "item_kind",
            "item_id",
            name=op.f("uq_grade_cells_organisation_id_user_id_item_kind_item_id"),
        ),
    )
    op.create_table(
        "grade_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("maximum", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "item_kind IN ('exam', 'scenario', 'crm', 'task', 'manual')",
            name=op.f("ck_grade_events_kind_known"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_grade_events_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_grade_events_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grade_events_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_events")),
    )
    with op.batch_alter_table("grade_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_grade_events_cell", ["organisation_id", "user_id", "item_kind", "item_id"], unique=False
        )

    op.create_table(
        "grade_standings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "item_kind IN ('exam', 'scenario', 'crm', 'task', 'manual')",
            name=op.f("ck_grade_standings_kind_known"),
        ),
        sa.CheckConstraint(
            "standing IN ('excused', 'missing', 'none')", name=op.f("ck_grade_standings_standing_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_grade_standings_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_grade_standings_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grade_standings_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_standings")),
    )
    with op.batch_alter_table("grade_standings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_grade_standings_cell", ["organisation_id", "user_id", "item_kind", "item_id"], unique=False
        )

    op.create_table(
        "inline_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("question_hash", sa.String(), nullable=False),
        sa.Column("answer", DOC, nullable=True),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_inline_answers_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["question_hash"],
            ["content_blobs.hash"],
            name=op.f("fk_inline_answers_question_hash_content_blobs"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_inline_answers_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inline_answers")),
    )
    with op.batch_alter_table("inline_answers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inline_answers_person", ["organisation_id", "user_id", "question_id"], unique=False
        )

    op.create_table(
        "lesson_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint("quote <> '' OR text <> ''", name=op.f("ck_lesson_notes_says_something")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_lesson_notes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lesson_notes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_notes")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "client_key",
            name=op.f("uq_lesson_notes_organisation_id_user_id_client_key"),
        ),
    )
    with op.batch_alter_table("lesson_notes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lesson_notes_person", ["organisation_id", "user_id", "lesson_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lesson_notes_user_id"), ["user_id"], unique=False)

    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("transport", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_mails_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "role IN ('learner', 'instructor', 'manager', 'admin', 'author')",
            name=op.f("ck_memberships_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_memberships_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "organisation_id", "user_id", "role", name=op.f("uq_memberships_organisation_id_user_id_role")
        ),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_user_id"), ["user_id"], unique=False)

    op.create_table(
        "practice_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("card", DOC, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_practice_cards_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_practice_cards_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_cards")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "question_id",
            name=op.f("uq_practice_cards_organisation_id_user_id_question_id"),
        ),
    )
    with op.batch_alter_table("practice_cards", schema=None) as batch_op:
        batch_op.create_index("ix_practice_cards_due", ["organisation_id", "user_id", "due_at"], unique=False)

    op.create_table(
        "practice_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("question_hash", sa.String(), nullable=False),
        sa.Column("answer", DOC, nullable=True),
        sa.Column("option_order", DOC, nullable=False),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_practice_reviews_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["question_hash"],
            ["content_blobs.hash"],
            name=op.f("fk_practice_reviews_question_hash_content_blobs"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_practice_reviews_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_reviews")),
    )
    with op.batch_alter_table("practice_reviews", schema=None) as batch_op:
        batch_op.create_index(
            "ix_practice_reviews_person", ["organisation_id", "user_id", "id"], unique=False
        )

    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("lesson_hash", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("visit_seconds", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("reached_end_at", MOMENT, nullable=True),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_progress_percent_range")),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_progress_seconds_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_progress_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_progress_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "lesson_id",
            name=op.f("uq_progress_organisation_id_user_id_lesson_id"),
        ),
    )
    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('declared', 'teacher')", name=op.f("ck_recusals_kind_known")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_recusals_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_recusals_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["users.id"], name=op.f("fk_recusals_rater_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint(
            "rater_id",
            "subject_kind",
            "subject_id",
            name=op.f("uq_recusals_rater_id_subject_kind_subject_id"),
        ),
    )
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.String(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("question_hash", sa.String(), nullable=True),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_regrades_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_regrades_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["question_hash"], ["content_blobs.hash"], name=op.f("fk_regrades_question_hash_content_blobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tree_hash", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_releases_author_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("number", name=op.f("uq_releases_number")),
    )
    op.create_table(
        "rubric_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.String(), nullable=False),
        sa.Column("blob_hash", sa.String(), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["blob_hash"], ["content_blobs.hash"], name=op.f("fk_rubric_versions_blob_hash_content_blobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_versions")),
        sa.UniqueConstraint("blob_hash", name=op.f("uq_rubric_versions_blob_hash")),
    )
    op.create_table(
        "calibration_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("points", DOC, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_versions.id"],
            name=op.f("fk_calibration_tries_rubric_version_id_rubric_versions"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calibration_tries_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_tries")),
    )
    with op.batch_alter_table("calibration_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_tries_context_id"), ["context_id"], unique=False)

    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_cohorts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_cohorts_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
    )
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohorts_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "content_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("doc", DOC, nullable=False),
        sa.Column("base_hash", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'sent', 'approved', 'published', 'dropped')",
            name=op.f("ck_content_drafts_state_known"),
        ),
        sa.CheckConstraint(
            "reviewer_id IS NULL OR reviewer_id <> author_id", name=op.f("ck_content_drafts_second_person")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_content_drafts_author_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_content_drafts_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_content_drafts_release_id_releases")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["users.id"], name=op.f("fk_content_drafts_reviewer_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_drafts")),
    )
    with op.batch_alter_table("content_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_content_drafts_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_drafts_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_drafts_reviewer_id"), ["reviewer_id"], unique=False)
        batch_op.create_index(
            "uq_content_drafts_live",
            ["organisation_id", "kind", "object_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'sent', 'approved')"),
            postgresql_where=sa.text("state IN ('open', 'sent', 'approved')"),
        )

    op.create_table(
        "crm_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sandbox_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("entries", DOC, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id"], ["crm_sandboxes.id"], name=op.f("fk_crm_accounts_sandbox_id_crm_sandboxes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_accounts")),
        sa.UniqueConstraint("sandbox_id", "code", name=op.f("uq_crm_accounts_sandbox_id_code")),
        sa.UniqueConstraint("sandbox_id", "id", name=op.f("uq_crm_accounts_sandbox_id_id")),
    )
    op.create_table(
        "crm_assertions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sandbox_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value_raw", sa.String(), nullable=False),
        sa.Column("value_norm", DOC, nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("doc_id", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("sim_at", sa.Date(), nullable=False),
        sa.Column("wall_at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("via", sa.String(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('confirmed', 'assumed', 'hearsay', 'unknown', 'withdrawn')",
            name=op.f("ck_crm_assertions_known_status"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_crm_assertions_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["sandbox_id"], ["crm_sandboxes.id"], name=op.f("fk_crm_assertions_sandbox_id_crm_sandboxes")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["crm_assertions.id"],
            name=op.f("fk_crm_assertions_supersedes_id_crm_assertions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_assertions")),
        sa.UniqueConstraint("sandbox_id", "client_key", name=op.f("uq_crm_assertions_sandbox_id_client_key")),
    )
    with op.batch_alter_table("crm_assertions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_crm_assertions_field", ["sandbox_id", "entity", "entity_id", "field"], unique=False
        )

    op.create_table(
        "crm_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sandbox_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("verdict", DOC, nullable=False),
        sa.Column("sim_at", sa.Date(), nullable=False),
        sa.Column("wall_at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_crm_checks_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["sandbox_id"], ["crm_sandboxes.id"], name=op.f("fk_crm_checks_sandbox_id_crm_sandboxes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_checks")),
        sa.UniqueConstraint("sandbox_id", "client_key", name=op.f("uq_crm_checks_sandbox_id_client_key")),
        sa.UniqueConstraint("sandbox_id", "number", name=op.f("uq_crm_checks_sandbox_id_number")),
    )
    op.create_table(
        "release_items",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hash"], ["content_blobs.hash"], name=op.f("fk_release_items_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_items_release_id_releases")
        ),
        sa.PrimaryKeyConstraint("release_id", "kind", "object_id", name=op.f("pk_release_items")),
    )
    with op.batch_alter_table("release_items", schema=None) as batch_op:
        batch_op.create_index("ix_release_items_kind", ["release_id", "kind"], unique=False)

    op.create_table(
        "score_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("context_kind", sa.String(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(role = 'teacher' AND side_id = 0) OR (role = 'delegate' AND side_id > 0)",
            name=op.f("ck_score_sheets_side_fits_role"),
        ),
        sa.CheckConstraint(
            "role = 'teacher' OR side_id <> subject_id", name=op.f("ck_score_sheets_own_side_is_recused")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'voided')", name=op.f("ck_score_sheets_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_score_sheets_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["rater_id"], ["users.id"], name=op.f("fk_score_sheets_rater_id_users")),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_versions.id"],
            name=op.f("fk_score_sheets_rubric_version_id_rubric_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheets")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "role",
            "side_id",
            name=op.f("uq_score_sheets_subject_kind_subject_id_role_side_id"),
        ),
    )
    with op.batch_alter_table("score_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_sheets_context_id"), ["context_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_score_sheets_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "track_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.String(), nullable=False),
        sa.Column("track_hash", sa.String(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["users.id"], name=op.f("fk_track_assignments_manager_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_track_assignments_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_track_assignments_release_id_releases")
        ),
        sa.ForeignKeyConstraint(
            ["track_hash"], ["content_blobs.hash"], name=op.f("fk_track_assignments_track_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_track_assignments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_assignments")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "track_id",
            name=op.f("uq_track_assignments_organisation_id_user_id_track_id"),
        ),
    )
    with op.batch_alter_table("track_assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_assignments_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_assignments_user_id"), ["user_id"], unique=False)

    op.create_table(
        "crm_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sandbox_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("entries", DOC, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["sandbox_id", "account_id"],
            ["crm_accounts.sandbox_id", "crm_accounts.id"],
            name=op.f("fk_crm_contacts_sandbox_id_account_id_crm_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["sandbox_id"], ["crm_sandboxes.id"], name=op.f("fk_crm_contacts_sandbox_id_crm_sandboxes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_contacts")),
    )
    with op.batch_alter_table("crm_contacts", schema=None) as batch_op:
        batch_op.create_index("ix_crm_contacts_sandbox_id", ["sandbox_id"], unique=False)

    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_enrolments_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["manager_id"], ["users.id"], name=op.f("fk_enrolments_manager_id_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_enrolments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("cohort_id", "user_id", name=op.f("uq_enrolments_cohort_id_user_id")),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolments_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolments_user_id"), ["user_id"], unique=False)

    op.create_table(
        "gate_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.String(), nullable=False),
        sa.Column("checklist_hash", sa.String(), nullable=False),
        sa.Column("answers", DOC, nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('signed', 'returned')", name=op.f("ck_gate_signatures_verdict_known")
        ),
        sa.CheckConstraint("signed_by <> user_id", name=op.f("ck_gate_signatures_not_one_s_own")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["track_assignments.id"],
            name=op.f("fk_gate_signatures_assignment_id_track_assignments"),
        ),
        sa.ForeignKeyConstraint(
            ["checklist_hash"],
            ["content_blobs.hash"],
            name=op.f("fk_gate_signatures_checklist_hash_content_blobs"),
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["users.id"], name=op.f("fk_gate_signatures_signed_by_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_gate_signatures_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_signatures")),
        sa.UniqueConstraint("client_key", name=op.f("uq_gate_signatures_client_key")),
    )
    with op.batch_alter_table("gate_signatures", schema=None) as batch_op:
        batch_op.create_index("ix_gate_signatures_stage", ["assignment_id", "stage_id"], unique=False)

    op.create_table(
        "grade_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("item_kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_grade_extensions_by_id_users")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_grade_extensions_cohort_id_cohorts")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grade_extensions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_extensions")),
    )
    with op.batch_alter_table("grade_extensions", schema=None) as batch_op:
        batch_op.create_index("ix_grade_extensions_cohort", ["cohort_id", "user_id"], unique=False)

    op.create_table(
        "grade_gates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_grade_gates_by_id_users")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_grade_gates_cohort_id_cohorts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_gates")),
    )
    with op.batch_alter_table("grade_gates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grade_gates_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "grade_schemes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("doc", DOC, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_grade_schemes_by_id_users")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_grade_schemes_cohort_id_cohorts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_schemes")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_grade_schemes_cohort_id_number")),
    )
    op.create_table(
        "negotiation_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("archetype_id", sa.String(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "mode IN ('practice', 'graded')", name=op.f("ck_negotiation_assignments_known_mode")
        ),
        sa.CheckConstraint(
            "attempts BETWEEN 1 AND 20", name=op.f("ck_negotiation_assignments_attempts_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohorts.id"], name=op.f("fk_negotiation_assignments_cohort_id_cohorts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_negotiation_assignments_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by"], ["users.id"], name=op.f("fk_negotiation_assignments_set_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_assignments")),
    )
    with op.batch_alter_table("negotiation_assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_negotiation_assignments_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("task_hash", sa.String(), nullable=False),
        sa.Column("rubric_version_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("teacher_share", sa.Integer(), nullable=False),
        sa.Column("student_share", sa.Integer(), nullable=False),
        sa.Column("aggregator", sa.String(), nullable=False),
        sa.Column("level_anchor", sa.String(), nullable=False),
        sa.Column("team_weight", sa.Integer(), nullable=False),
        sa.Column("own_weight", sa.Integer(), nullable=False),
        sa.Column("ask_contribution", sa.Boolean(), nullable=False),
        sa.Column("self_signup", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("state_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "aggregator IN ('mean', 'round_robin', 'trimmed', 'median') OR (aggregator = 'auto' AND state = 'draft')",
            name=op.f("ck_projects_aggregator_known"),
        ),
        sa.CheckConstraint(
            "level_anchor IN ('none', 'teacher')", name=op.f("ck_projects_level_anchor_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'planning', 'executing', 'reporting', 'moderating', 'released')",
            name=op.f("ck_projects_state_known"),
        ),
        sa.CheckConstraint("teacher_share + student_share = 100", name=op.f("ck_projects_shares_sum_100")),
        sa.CheckConstraint(
            "teacher_share >= 0 AND student_share >= 0", name=op.f("ck_projects_shares_not_negative")
        ),
        sa.CheckConstraint("team_weight + own_weight = 100", name=op.f("ck_projects_weights_sum_100")),
        sa.CheckConstraint(
            "team_weight >= 0 AND own_weight >= 0", name=op.f("ck_projects_weights_not_negative")
        ),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_projects_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_projects_created_by_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_projects_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_version_id"],
            ["rubric_versions.id"],
            name=op.f("fk_projects_rubric_version_id_rubric_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["task_hash"], ["content_blobs.hash"], name=op.f("fk_projects_task_hash_content_blobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("cohort_id", "task_id", name=op.f("uq_projects_cohort_id_task_id")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "score_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_score_events_points_not_negative")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_score_events_by_id_users")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["score_sheets.id"], name=op.f("fk_score_events_sheet_id_score_sheets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_events")),
        sa.UniqueConstraint(
            "sheet_id", "by_id", "client_key", name=op.f("uq_score_events_sheet_id_by_id_client_key")
        ),
        sa.UniqueConstraint(
            "sheet_id", "criterion", "version", name=op.f("uq_score_events_sheet_id_criterion_version")
        ),
    )
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.String(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("passcode", sa.String(), nullable=False),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohorts.id"], name=op.f("fk_sittings_cohort_id_cohorts")),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_sittings_created_by_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_sittings_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index("ix_sittings_cohort", ["organisation_id", "cohort_id", "exam_id"], unique=False)

    op.create_table(
        "acceptances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("task_hash", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_acceptances_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["task_hash"], ["content_blobs.hash"], name=op.f("fk_acceptances_task_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_acceptances_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptances")),
        sa.UniqueConstraint(
            "project_id", "user_id", "task_hash", name=op.f("uq_acceptances_project_id_user_id_task_hash")
        ),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.String(), nullable=False),
        sa.Column("exam_hash", sa.String(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("deadline_at", MOMENT, nullable=True),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("score", sa.String(), nullable=True),
        sa.Column("maximum", sa.String(), nullable=True),
        sa.Column("tenths", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("allowance", DOC, nullable=False),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("expired", sa.Boolean(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (score IS NULL)", name=op.f("ck_attempts_marked_when_submitted")
        ),
        sa.ForeignKeyConstraint(
            ["exam_hash"], ["content_blobs.hash"], name=op.f("fk_attempts_exam_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_attempts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_attempts_release_id_releases")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_attempts_sitting_id_sittings")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_attempts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attempts_results", ["organisation_id", "user_id", "exam_id", "tenths"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attempts_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(
            "uq_attempts_open",
            ["organisation_id", "user_id", "exam_id"],
            unique=True,
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        )

    op.create_table(
        "negotiation_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("archetype_id", sa.String(), nullable=False),
        sa.Column("case_hash", sa.String(), nullable=False),
        sa.Column("archetype_hash", sa.String(), nullable=False),
        sa.Column("lines_hash", sa.String(), nullable=False),
        sa.Column("moves_hash", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("open_type", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("state", DOC, nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("plan", DOC, nullable=True),
        sa.Column("own_review", DOC, nullable=True),
        sa.Column("findings", DOC, nullable=True),
        sa.Column("parts", DOC, nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("parent_turn", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("debriefed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(stage = 'done') = (points IS NOT NULL)", name=op.f("ck_negotiation_runs_marked_when_done")
        ),
        sa.CheckConstraint("mode IN ('practice', 'graded')", name=op.f("ck_negotiation_runs_known_mode")),
        sa.CheckConstraint(
            "stage IN ('judge', 'plan', 'talk', 'review', 'done')",
            name=op.f("ck_negotiation_runs_known_stage"),
        ),
        sa.CheckConstraint("points BETWEEN 0 AND 10000", name=op.f("ck_negotiation_runs_points_in_range")),
        sa.ForeignKeyConstraint(
            ["archetype_hash"],
            ["content_blobs.hash"],
            name=op.f("fk_negotiation_runs_archetype_hash_content_blobs"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["negotiation_assignments.id"],
            name=op.f("fk_negotiation_runs_assignment_id_negotiation_assignments"),
        ),
        sa.ForeignKeyConstraint(
            ["case_hash"], ["content_blobs.hash"], name=op.f("fk_negotiation_runs_case_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["lines_hash"], ["content_blobs.hash"], name=op.f("fk_negotiation_runs_lines_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["moves_hash"], ["content_blobs.hash"], name=op.f("fk_negotiation_runs_moves_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_negotiation_runs_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["negotiation_runs.id"],
            name=op.f("fk_negotiation_runs_parent_id_negotiation_runs"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_negotiation_runs_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_runs")),
        sa.UniqueConstraint(
            "organisation_id",
            "user_id",
            "client_key",
            name=op.f("uq_negotiation_runs_organisation_id_user_id_client_key"),
        ),
    )
    with op.batch_alter_table("negotiation_runs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_negotiation_runs_assignment_id"), ["assignment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_negotiation_runs_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "ix_negotiation_runs_results", ["organisation_id", "user_id", "case_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_negotiation_runs_user_id"), ["user_id"], unique=False)

    op.create_table(
        "presentation_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["users.id"], name=op.f("fk_presentation_sessions_opened_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_presentation_sessions_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation_sessions")),
        sa.UniqueConstraint("code", name=op.f("uq_presentation_sessions_code")),
        sa.UniqueConstraint("project_id", name=op.f("uq_presentation_sessions_project_id")),
    )
    op.create_table(
        "result_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("formula", sa.String(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("outputs", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("previous_sha256", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_result_versions_by_id_users")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_result_versions_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_versions")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_result_versions_project_id_number")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("plan_closed_at", MOMENT, nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_teams_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_teams_project_id_name")),
    )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teams_project_id"), ["project_id"], unique=False)

    op.create_table(
        "answer_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_op", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("answer", DOC, nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_answer_events_attempt_id_attempts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_events")),
        sa.UniqueConstraint("attempt_id", "client_op", name=op.f("uq_answer_events_attempt_id_client_op")),
    )
    op.create_table(
        "attempt_grade_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("regrade_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.String(), nullable=False),
        sa.Column("maximum", sa.String(), nullable=False),
        sa.Column("shares", DOC, nullable=False),
        sa.Column("dropped", DOC, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_attempt_grade_changes_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_attempt_grade_changes_attempt_id_attempts")
        ),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrades.id"], name=op.f("fk_attempt_grade_changes_regrade_id_regrades")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_grade_changes")),
    )
    with op.batch_alter_table("attempt_grade_changes", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_grade_changes_attempt", ["attempt_id", "id"], unique=False)

    op.create_table(
        "attempt_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("question_hash", sa.String(), nullable=False),
        sa.Column("option_order", DOC, nullable=False),
        sa.Column("points", sa.String(), nullable=False),
        sa.Column("answer", DOC, nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.Column("share", sa.String(), nullable=True),
        sa.Column("cluster_hash", sa.String(), nullable=True),
        sa.Column("marking", DOC, nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_attempt_items_attempt_id_attempts")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_hash"], ["content_blobs.hash"], name=op.f("fk_attempt_items_cluster_hash_content_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["question_hash"],
            ["content_blobs.hash"],
            name=op.f("fk_attempt_items_question_hash_content_blobs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_items")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_attempt_items_attempt_id_position")),
    )
    op.create_table(
        "contribution_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 200", name=op.f("ck_contribution_answers_points_0_to_200")),
        sa.CheckConstraint("rater_id <> member_id", name=op.f("ck_contribution_answers_not_about_oneself")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_contribution_answers_member_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["rater_id"], ["users.id"], name=op.f("fk_contribution_answers_rater_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_contribution_answers_team_id_teams")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_answers")),
        sa.UniqueConstraint(
            "team_id",
            "rater_id",
            "round",
            "member_id",
            name=op.f("uq_contribution_answers_team_id_rater_id_round_member_id"),
        ),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("alternate_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("delegate_id <> alternate_id", name=op.f("ck_delegations_two_people")),
        sa.ForeignKeyConstraint(
            ["alternate_id"], ["users.id"], name=op.f("fk_delegations_alternate_id_users")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_delegations_by_id_users")),
        sa.ForeignKeyConstraint(["delegate_id"], ["users.id"], name=op.f("fk_delegations_delegate_id_users")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_delegations_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegations_team_id"), ["team_id"], unique=False)

    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_incidents_actor_id_users")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_incidents_attempt_id_attempts")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_incidents_sitting_id_sittings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index("ix_incidents_sitting", ["sitting_id", "id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("reached_at", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("week BETWEEN 1 AND 52", name=op.f("ck_milestones_week_of_a_year")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_milestones_by_id_users")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_milestones_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestones_team_id"), ["team_id"], unique=False)

    op.create_table(
        "moderation_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('void', 'restore')", name=op.f("ck_moderation_decisions_verdict_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_moderation_decisions_by_id_users")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_moderation_decisions_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["side_id"], ["teams.id"], name=op.f("fk_moderation_decisions_side_id_teams")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_moderation_decisions_team_id_teams")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decisions")),
    )
    with op.batch_alter_table("moderation_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_decisions_project_id"), ["project_id"], unique=False)

    op.create_table(
        "negotiation_adjustments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("adjusted_by", sa.Integer(), nullable=False),
        sa.Column("adjusted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "points BETWEEN 0 AND 10000", name=op.f("ck_negotiation_adjustments_points_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["adjusted_by"], ["users.id"], name=op.f("fk_negotiation_adjustments_adjusted_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["negotiation_runs.id"],
            name=op.f("fk_negotiation_adjustments_run_id_negotiation_runs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_adjustments")),
    )
    with op.batch_alter_table("negotiation_adjustments", schema=None) as batch_op:
        batch_op.create_index("ix_negotiation_adjustments_run_id", ["run_id"], unique=False)

    op.create_table(
        "negotiation_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_negotiation_comments_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["negotiation_runs.id"], name=op.f("fk_negotiation_comments_run_id_negotiation_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_comments")),
    )
    with op.batch_alter_table("negotiation_comments", schema=None) as batch_op:
        batch_op.create_index("ix_negotiation_comments_run_id", ["run_id", "turn"], unique=False)

    op.create_table(
        "negotiation_guesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("archetype", sa.String(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("spread", DOC, nullable=False),
        sa.Column("cues", DOC, nullable=False),
        sa.Column("switched", sa.Boolean(), nullable=False),
        sa.Column("guessed_at", MOMENT, nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_negotiation_guesses_percent_in_range")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["negotiation_runs.id"], name=op.f("fk_negotiation_guesses_run_id_negotiation_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_guesses")),
    )
    with op.batch_alter_table("negotiation_guesses", schema=None) as batch_op:
        batch_op.create_index("ix_negotiation_guesses_run_id", ["run_id", "turn"], unique=False)

    op.create_table(
        "negotiation_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("slots", DOC, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("cue", sa.String(), nullable=False),
        sa.Column("reply_keys", DOC, nullable=False),
        sa.Column("reply_slots", DOC, nullable=False),
        sa.Column("revealed", DOC, nullable=False),
        sa.Column("objection", sa.String(), nullable=False),
        sa.Column("meters", DOC, nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("snapshot_hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["negotiation_runs.id"], name=op.f("fk_negotiation_turns_run_id_negotiation_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_turns")),
        sa.UniqueConstraint("run_id", "client_key", name=op.f("uq_negotiation_turns_run_id_client_key")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_negotiation_turns_run_id_number")),
    )
    op.create_table(
        "presentation_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'presenting', 'scoring', 'closed')",
            name=op.f("ck_presentation_slots_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["presentation_sessions.id"],
            name=op.f("fk_presentation_slots_session_id_presentation_sessions"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_presentation_slots_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation_slots")),
        sa.UniqueConstraint("session_id", "place", name=op.f("uq_presentation_slots_session_id_place")),
        sa.UniqueConstraint("session_id", "team_id", name=op.f("uq_presentation_slots_session_id_team_id")),
    )
    op.create_table(
        "result_releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("result_version_id", sa.Integer(), nullable=False),
        sa.Column("waiver", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_result_releases_by_id_users")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_result_releases_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["result_version_id"],
            ["result_versions.id"],
            name=op.f("fk_result_releases_result_version_id_result_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_releases")),
        sa.UniqueConstraint("result_version_id", name=op.f("uq_result_releases_result_version_id")),
    )
    with op.batch_alter_table("result_releases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_releases_project_id"), ["project_id"], unique=False)

    op.create_table(
        "submission_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("mime", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("client_key", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(sha256 IS NULL) <> (url IS NULL)", name=op.f("ck_submission_versions_file_or_link")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_submission_versions_by_id_users")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_submission_versions_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_versions")),
        sa.UniqueConstraint(
            "team_id", "by_id", "client_key", name=op.f("uq_submission_versions_team_id_by_id_client_key")
        ),
        sa.UniqueConstraint(
            "team_id", "target", "number", name=op.f("uq_submission_versions_team_id_target_number")
        ),
    )
    op.create_table(
        "team_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("valid_to", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_team_members_project_id_projects")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_members_team_id_teams")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_team_members_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_members")),
    )
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.create_index(
            "ix_team_members_one_at_a_time",
            ["project_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_team_members_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_team_members_user_id"), ["user_id"], unique=False)

    op.create_table(
        "work_packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("first_week", sa.Integer(), nullable=True),
        sa.Column("last_week", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "first_week BETWEEN 1 AND last_week", name=op.f("ck_work_packages_weeks_in_order")
        ),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_work_packages_weight_is_per_cent")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_work_packages_owner_id_users")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_work_packages_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_packages")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_work_packages_team_id_key")),
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "component IN ('teacher', 'students', 'own', 'contribution')",
            name=op.f("ck_appeals_component_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_appeals_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_appeals_project_id_projects")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["result_releases.id"], name=op.f("fk_appeals_release_id_result_releases")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_appeals_team_id_teams")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_appeals_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint(
            "project_id", "user_id", "component", name=op.f("uq_appeals_project_id_user_id_component")
        ),
    )
    op.create_table(
        "package_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("mark BETWEEN 0 AND 100", name=op.f("ck_package_marks_mark_0_to_100")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_package_marks_by_id_users")),
        sa.ForeignKeyConstraint(
            ["package_id"], ["work_packages.id"], name=op.f("fk_package_marks_package_id_work_packages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_marks")),
    )
    with op.batch_alter_table("package_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_package_marks_package_id"), ["package_id"], unique=False)

    op.create_table(
        "released_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_released_marks_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_released_marks_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["result_releases.id"], name=op.f("fk_released_marks_release_id_result_releases")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_released_marks_team_id_teams")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_released_marks_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_marks")),
        sa.UniqueConstraint("release_id", "user_id", name=op.f("uq_released_marks_release_id_user_id")),
    )
    with op.batch_alter_table("released_marks", schema=None) as batch_op:
        batch_op.create_index("ix_released_marks_reader", ["organisation_id", "user_id"], unique=False)

    op.create_table(
        "appeal_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("result_version_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('taken', 'upheld', 'changed')", name=op.f("ck_appeal_events_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_events_appeal_id_appeals")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_appeal_events_by_id_users")),
        sa.ForeignKeyConstraint(
            ["result_version_id"],
            ["result_versions.id"],
            name=op.f("fk_appeal_events_result_version_id_result_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_events")),
    )
    with op.batch_alter_table("appeal_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_events_appeal_id"), ["appeal_id"], unique=False)
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    with op.batch_alter_table("appeal_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_events_appeal_id"))

    op.drop_table("appeal_events")
    with op.batch_alter_table("released_marks", schema=None) as batch_op:
        batch_op.drop_index("ix_released_marks_reader")

    op.drop_table("released_marks")
    with op.batch_alter_table("package_marks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_marks_package_id"))

    op.drop_table("package_marks")
    op.drop_table("appeals")
    op.drop_table("work_packages")
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_members_user_id"))
        batch_op.drop_index(batch_op.f("ix_team_members_team_id"))
        batch_op.drop_index(
            "ix_team_members_one_at_a_time",
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )

    op.drop_table("team_members")
    op.drop_table("submission_versions")
    with op.batch_alter_table("result_releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_releases_project_id"))

    op.drop_table("result_releases")
    op.drop_table("presentation_slots")
    op.drop_table("negotiation_turns")
    with op.batch_alter_table("negotiation_guesses", schema=None) as batch_op:
        batch_op.drop_index("ix_negotiation_guesses_run_id")

    op.drop_table("negotiation_guesses")
    with op.batch_alter_table("negotiation_comments", schema=None) as batch_op:
        batch_op.drop_index("ix_negotiation_comments_run_id")

    op.drop_table("negotiation_comments")
    with op.batch_alter_table("negotiation_adjustments", schema=None) as batch_op:
        batch_op.drop_index("ix_negotiation_adjustments_run_id")

    op.drop_table("negotiation_adjustments")
    with op.batch_alter_table("moderation_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_decisions_project_id"))

    op.drop_table("moderation_decisions")
    with op.batch_alter_table("milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_milestones_team_id"))

    op.drop_table("milestones")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index("ix_incidents_sitting")

    op.drop_table("incidents")
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegations_team_id"))

    op.drop_table("delegations")
    op.drop_table("contribution_answers")
    op.drop_table("attempt_items")
    with op.batch_alter_table("attempt_grade_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_grade_changes_attempt")

    op.drop_table("attempt_grade_changes")
    op.drop_table("answer_events")
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teams_project_id"))

    op.drop_table("teams")
    op.drop_table("result_versions")
    op.drop_table("presentation_sessions")
    with op.batch_alter_table("negotiation_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_negotiation_runs_user_id"))
        batch_op.drop_index("ix_negotiation_runs_results")
        batch_op.drop_index(batch_op.f("ix_negotiation_runs_parent_id"))
        batch_op.drop_index(batch_op.f("ix_negotiation_runs_assignment_id"))

    op.drop_table("negotiation_runs")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_open",
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attempts_sitting_id"))
        batch_op.drop_index("ix_attempts_results")

    op.drop_table("attempts")
    op.drop_table("acceptances")
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.drop_index("ix_sittings_cohort")

    op.drop_table("sittings")
    op.drop_table("score_events")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_projects_organisation_id"))

    op.drop_table("projects")
    with op.batch_alter_table("negotiation_assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_negotiation_assignments_cohort_id"))

    op.drop_table("negotiation_assignments")
    op.drop_table("grade_schemes")
    with op.batch_alter_table("grade_gates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grade_gates_cohort_id"))

    op.drop_table("grade_gates")
    with op.batch_alter_table("grade_extensions", schema=None) as batch_op:
        batch_op.drop_index("ix_grade_extensions_cohort")

    op.drop_table("grade_extensions")
    with op.batch_alter_table("gate_signatures", schema=None) as batch_op:
        batch_op.drop_index("ix_gate_signatures_stage")

    op.drop_table("gate_signatures")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolments_user_id"))
        batch_op.drop_index(batch_op.f("ix_enrolments_manager_id"))

    op.drop_table("enrolments")
    with op.batch_alter_table("crm_contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_crm_contacts_sandbox_id")

    op.drop_table("crm_contacts")
    with op.batch_alter_table("track_assignments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_assignments_user_id"))
        batch_op.drop_index(batch_op.f("ix_track_assignments_manager_id"))

    op.drop_table("track_assignments")
    with op.batch_alter_table("score_sheets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_sheets_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_score_sheets_context_id"))

    op.drop_table("score_sheets")
    with op.batch_alter_table("release_items", schema=None) as batch_op:
        batch_op.drop_index("ix_release_items_kind")

    op.drop_table("release_items")
    op.drop_table("crm_checks")
    with op.batch_alter_table("crm_assertions", schema=None) as batch_op:
        batch_op.drop_index("ix_crm_assertions_field")

    op.drop_table("crm_assertions")
    op.drop_table("crm_accounts")
    with op.batch_alter_table("content_drafts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_content_drafts_live",
            sqlite_where=sa.text("state IN ('open', 'sent', 'approved')"),
            postgresql_where=sa.text("state IN ('open', 'sent', 'approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_content_drafts_reviewer_id"))
        batch_op.drop_index(batch_op.f("ix_content_drafts_release_id"))
        batch_op.drop_index(batch_op.f("ix_content_drafts_author_id"))

    op.drop_table("content_drafts")
    with op.batch_alter_table("cohorts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohorts_organisation_id"))

    op.drop_table("cohorts")
    with op.batch_alter_table("calibration_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_tries_context_id"))

    op.drop_table("calibration_tries")
    op.drop_table("rubric_versions")
    op.drop_table("releases")
    op.drop_table("regrades")
    op.drop_table("recusals")
    op.drop_table("progress")
    with op.batch_alter_table("practice_reviews", schema=None) as batch_op:
        batch_op.drop_index("ix_practice_reviews_person")

    op.drop_table("practice_reviews")
    with op.batch_alter_table("practice_cards", schema=None) as batch_op:
        batch_op.drop_index("ix_practice_cards_due")

    op.drop_table("practice_cards")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_user_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_organisation_id"))

    op.drop_table("mails")
    with op.batch_alter_table("lesson_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_notes_user_id"))
        batch_op.drop_index("ix_lesson_notes_person")

    op.drop_table("lesson_notes")
    with op.batch_alter_table("inline_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_inline_answers_person")

    op.drop_table("inline_answers")
    with op.batch_alter_table("grade_standings", schema=None) as batch_op:
        batch_op.drop_index("ix_grade_standings_cell")

    op.drop_table("grade_standings")
    with op.batch_alter_table("grade_events", schema=None) as batch_op:
        batch_op.drop_index("ix_grade_events_cell")

    op.drop_table("grade_events")
    op.drop_table("grade_cells")
    with op.batch_alter_table("crm_sandboxes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_crm_sandboxes_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_crm_sandboxes_results")

    op.drop_table("crm_sandboxes")
    with op.batch_alter_table("comment_snippets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_snippets_organisation_id"))

    op.drop_table("comment_snippets")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_object")

    op.drop_table("audit_events")
    op.drop_table("accommodations")
    with op.batch_alter_table("access_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_tokens_user_id"))

    op.drop_table("access_tokens")
    op.drop_table("users")
    with op.batch_alter_table("sign_in_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_tries_key_at")

    op.drop_table("sign_in_tries")
    op.drop_table("organisations")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_due")

    op.drop_table("jobs")
    op.drop_table("content_blobs")
    if op.get_bind().dialect.name == "postgresql":
        for name in FUNCTIONS:
            op.execute(sa.text(f"DROP FUNCTION {name}()"))
