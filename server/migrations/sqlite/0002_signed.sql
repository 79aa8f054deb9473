-- Version 2. A document that others have signed before takes no certification (PROTOCOL section 1, "Already signed input").

ALTER TABLE document ADD COLUMN signed INTEGER NOT NULL DEFAULT 0 CHECK(signed IN(0,1));
DROP TRIGGER envelope_launches;
CREATE TRIGGER envelope_launches BEFORE UPDATE OF state ON envelope WHEN OLD.state='draft' AND NEW.state='in_progress' AND (NOT EXISTS(SELECT 1 FROM document WHERE envelope_id=OLD.id) OR NOT EXISTS(SELECT 1 FROM recipient WHERE envelope_id=OLD.id) OR EXISTS(SELECT 1 FROM document WHERE envelope_id=OLD.id AND ((certified_sha256 IS NULL)<>(signed=1) OR seal IS NULL)) OR NEW.expires_ms<>NEW.launched_ms+NEW.expires_days*86400000) BEGIN SELECT raise(ABORT,'not launchable'); END;
