-- Version 1. INTEGER ending in _ms: milliseconds since 1970 (UTC). Ids: TEXT, UUID version 7. Hashes: BLOB of 32.
-- What must never be broken is held here, by triggers, whatever a program does.

CREATE TABLE org(id TEXT PRIMARY KEY, name TEXT NOT NULL, created_ms INTEGER NOT NULL) STRICT;
CREATE TABLE usr(id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES org(id), email TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  password TEXT NOT NULL, created_ms INTEGER NOT NULL) STRICT;
CREATE TABLE setup_token(hash BLOB PRIMARY KEY, expires_ms INTEGER NOT NULL, used_ms INTEGER) STRICT;
CREATE TABLE session(hash BLOB PRIMARY KEY, usr_id TEXT NOT NULL REFERENCES usr(id), created_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL) STRICT;
CREATE TABLE signing_key(seq INTEGER PRIMARY KEY, kid TEXT NOT NULL UNIQUE, role TEXT NOT NULL, spki BLOB NOT NULL, wrapped BLOB NOT NULL, cert_der BLOB,
  state TEXT NOT NULL, created_ms INTEGER NOT NULL) STRICT;

CREATE TABLE envelope_edge(src TEXT NOT NULL, dst TEXT NOT NULL, PRIMARY KEY(src,dst)) STRICT;
INSERT INTO envelope_edge VALUES('draft','in_progress'),('in_progress','sealing'),('sealing','completed'),('in_progress','expired'),('in_progress','cancelled'),('in_progress','declined');
CREATE TABLE recipient_edge(src TEXT NOT NULL, dst TEXT NOT NULL, PRIMARY KEY(src,dst)) STRICT;
INSERT INTO recipient_edge VALUES('waiting','notified'),('waiting','void'),('notified','opened'),('notified','declined'),('notified','void'),
  ('opened','verified'),('opened','declined'),('opened','void'),('verified','opened'),('verified','signed'),('verified','declined'),('verified','void');

CREATE TABLE envelope(id TEXT PRIMARY KEY, org_id TEXT NOT NULL REFERENCES org(id), sender TEXT NOT NULL, sender_email TEXT NOT NULL, title TEXT NOT NULL, message TEXT,
  locale TEXT NOT NULL CHECK(locale IN('fr','en')), carrier TEXT NOT NULL CHECK(carrier IN('sealed','local')), expires_days INTEGER NOT NULL CHECK(expires_days BETWEEN 1 AND 90),
  state TEXT NOT NULL CHECK(state IN('draft','in_progress','sealing','completed','expired','cancelled','declined')),
  rev INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0, created_ms INTEGER NOT NULL, launched_ms INTEGER, expires_ms INTEGER, closed_ms INTEGER, close_reason TEXT,
  UNIQUE(org_id,id), CHECK((state='draft')=(launched_ms IS NULL)), CHECK((launched_ms IS NULL)=(expires_ms IS NULL)),
  CHECK((state IN('draft','in_progress','sealing'))=(closed_ms IS NULL))) STRICT;
CREATE INDEX envelope_list ON envelope(org_id,created_ms,id);
CREATE INDEX envelope_expiry ON envelope(expires_ms) WHERE state='in_progress';
CREATE TABLE document(id TEXT PRIMARY KEY, envelope_id TEXT NOT NULL REFERENCES envelope(id) ON DELETE CASCADE, pos INTEGER NOT NULL CHECK(pos>=1), name TEXT NOT NULL,
  pages INTEGER NOT NULL CHECK(pages>0), input BLOB NOT NULL, original BLOB NOT NULL, original_size INTEGER NOT NULL CHECK(original_size>0),
  certified_digest BLOB, certified_cms BLOB, certified_sha256 BLOB, certified_size INTEGER, fields TEXT NOT NULL, seal TEXT, UNIQUE(envelope_id,pos)) STRICT;
CREATE TABLE recipient(id TEXT PRIMARY KEY, envelope_id TEXT NOT NULL REFERENCES envelope(id) ON DELETE CASCADE, pos INTEGER NOT NULL CHECK(pos>=1),
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT, locale TEXT NOT NULL CHECK(locale IN('fr','en')), turn INTEGER NOT NULL CHECK(turn>=1),
  method TEXT NOT NULL CHECK(method IN('sms','email')), state TEXT NOT NULL CHECK(state IN('waiting','notified','opened','verified','signed','declined','void')), state_ms INTEGER NOT NULL,
  contact_key BLOB NOT NULL, signed_fence INTEGER, signed_result BLOB, kept_ms INTEGER, UNIQUE(envelope_id,pos),
  CHECK((state='signed')=(signed_fence IS NOT NULL)), CHECK((signed_fence IS NULL)=(signed_result IS NULL)), CHECK(method='email' OR phone IS NOT NULL)) STRICT;
CREATE TABLE blob(document_id TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE, n INTEGER NOT NULL, fence INTEGER NOT NULL, file TEXT NOT NULL UNIQUE, PRIMARY KEY(document_id,n,fence)) STRICT;
CREATE TABLE revision(document_id TEXT NOT NULL REFERENCES document(id), n INTEGER NOT NULL CHECK(n>=0), previous BLOB NOT NULL, sha256 BLOB NOT NULL, size INTEGER NOT NULL CHECK(size>0),
  recipient_id TEXT REFERENCES recipient(id), at_ms INTEGER NOT NULL, kind TEXT NOT NULL CHECK(kind IN('launch','signature','seal')), cms BLOB, gap_at INTEGER, gap INTEGER, fence INTEGER, tail BLOB,
  PRIMARY KEY(document_id,n), CHECK((kind='launch')=(n=0)), CHECK((kind='signature')=(cms IS NOT NULL)), CHECK((kind='signature')=(recipient_id IS NOT NULL)), CHECK((kind='seal')=(tail IS NOT NULL))) STRICT;
CREATE INDEX revision_recipient ON revision(recipient_id);
CREATE TABLE token(id TEXT PRIMARY KEY, envelope_id TEXT NOT NULL REFERENCES envelope(id), recipient_id TEXT NOT NULL REFERENCES recipient(id), channel TEXT NOT NULL,
  bearer BLOB NOT NULL UNIQUE, verifier BLOB NOT NULL, created_ms INTEGER NOT NULL) STRICT;
CREATE INDEX token_recipient ON token(recipient_id);
CREATE INDEX token_envelope ON token(envelope_id);
CREATE TABLE act(envelope_id TEXT NOT NULL REFERENCES envelope(id), fence INTEGER NOT NULL CHECK(fence>=1), recipient_id TEXT NOT NULL REFERENCES recipient(id), token_id TEXT NOT NULL REFERENCES token(id),
  channel TEXT NOT NULL, step TEXT NOT NULL CHECK(step IN('begun','committed','proven','signed')), nonce BLOB NOT NULL, code_expires_ms INTEGER NOT NULL, begin_ms INTEGER NOT NULL,
  started_ms INTEGER NOT NULL, lease_until_ms INTEGER NOT NULL, t0 BLOB, transcript BLOB, documents TEXT, code_id TEXT, proof BLOB, leaf BLOB, leaf_ms INTEGER, PRIMARY KEY(envelope_id,fence),
  CHECK((t0 IS NULL)=(code_id IS NULL)), CHECK((proof IS NULL)=(leaf IS NULL)), CHECK(step IN('begun','committed') OR leaf IS NOT NULL)) STRICT;
CREATE INDEX act_recipient ON act(recipient_id);
CREATE INDEX act_token ON act(token_id);
CREATE TABLE code(id TEXT PRIMARY KEY, envelope_id TEXT NOT NULL REFERENCES envelope(id), recipient_id TEXT NOT NULL REFERENCES recipient(id), t0 BLOB NOT NULL, sent_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL, tries INTEGER NOT NULL CHECK(tries BETWEEN 0 AND 5)) STRICT;
CREATE INDEX code_envelope ON code(envelope_id,sent_ms);
CREATE INDEX code_recipient ON code(recipient_id);
CREATE TABLE event(envelope_id TEXT NOT NULL REFERENCES envelope(id) ON DELETE CASCADE, n INTEGER NOT NULL CHECK(n>=1), kind TEXT NOT NULL, recipient_id TEXT, at_ms INTEGER NOT NULL, body BLOB NOT NULL,
  previous BLOB NOT NULL, hash BLOB NOT NULL UNIQUE, PRIMARY KEY(envelope_id,n)) STRICT;
CREATE TABLE notice(id TEXT PRIMARY KEY, envelope_id TEXT NOT NULL REFERENCES envelope(id), recipient_id TEXT, channel TEXT NOT NULL CHECK(channel IN('email','sms')), addressee TEXT NOT NULL, locale TEXT NOT NULL,
  kind TEXT NOT NULL, payload BLOB, state TEXT NOT NULL CHECK(state IN('queued','sending','accepted','deferred','refused','dropped')), reason TEXT, created_ms INTEGER NOT NULL, state_ms INTEGER NOT NULL,
  run_ms INTEGER NOT NULL, lease_until_ms INTEGER, fence INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX notice_due ON notice(run_ms) WHERE state IN('queued','sending','deferred');
CREATE INDEX notice_envelope ON notice(envelope_id,created_ms);
CREATE TABLE notice_event(notice_id TEXT NOT NULL REFERENCES notice(id), fence INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, at_ms INTEGER NOT NULL, PRIMARY KEY(notice_id,fence)) STRICT;

CREATE TRIGGER envelope_moves BEFORE UPDATE OF state ON envelope WHEN NEW.state<>OLD.state AND NOT EXISTS(SELECT 1 FROM envelope_edge WHERE src=OLD.state AND dst=NEW.state) BEGIN SELECT raise(ABORT,'illegal envelope transition'); END;
CREATE TRIGGER envelope_rev BEFORE UPDATE ON envelope WHEN NEW.rev<>OLD.rev+1 BEGIN SELECT raise(ABORT,'rev must grow by one'); END;
CREATE TRIGGER envelope_fence BEFORE UPDATE ON envelope WHEN NEW.fence<OLD.fence OR NEW.fence>OLD.fence+1 BEGIN SELECT raise(ABORT,'a fence only grows'); END;
CREATE TRIGGER envelope_frozen BEFORE UPDATE ON envelope WHEN OLD.state<>'draft' AND (NEW.id,NEW.org_id,NEW.sender,NEW.title,coalesce(NEW.message,''),NEW.locale,NEW.carrier,NEW.launched_ms,NEW.expires_ms) IS NOT (OLD.id,OLD.org_id,OLD.sender,OLD.title,coalesce(OLD.message,''),OLD.locale,OLD.carrier,OLD.launched_ms,OLD.expires_ms) BEGIN SELECT raise(ABORT,'envelope is frozen'); END;
CREATE TRIGGER envelope_kept BEFORE DELETE ON envelope WHEN OLD.state<>'draft' BEGIN SELECT raise(ABORT,'only a draft can be deleted'); END;
CREATE TRIGGER envelope_launches BEFORE UPDATE OF state ON envelope WHEN OLD.state='draft' AND NEW.state='in_progress' AND (NOT EXISTS(SELECT 1 FROM document WHERE envelope_id=OLD.id) OR NOT EXISTS(SELECT 1 FROM recipient WHERE envelope_id=OLD.id) OR EXISTS(SELECT 1 FROM document WHERE envelope_id=OLD.id AND (certified_sha256 IS NULL OR seal IS NULL)) OR NEW.expires_ms<>NEW.launched_ms+NEW.expires_days*86400000) BEGIN SELECT raise(ABORT,'not launchable'); END;
CREATE TRIGGER envelope_seals BEFORE UPDATE OF state ON envelope WHEN NEW.state IN('sealing','completed') AND EXISTS(SELECT 1 FROM recipient WHERE envelope_id=OLD.id AND state<>'signed') BEGIN SELECT raise(ABORT,'unsigned recipient left'); END;
CREATE TRIGGER envelope_completes BEFORE UPDATE OF state ON envelope WHEN NEW.state='completed' AND EXISTS(SELECT 1 FROM document d WHERE d.envelope_id=OLD.id AND NOT EXISTS(SELECT 1 FROM revision r WHERE r.document_id=d.id AND r.kind='seal')) BEGIN SELECT raise(ABORT,'not sealed'); END;
CREATE TRIGGER document_late BEFORE INSERT ON document WHEN (SELECT state FROM envelope WHERE id=NEW.envelope_id)<>'draft' BEGIN SELECT raise(ABORT,'frozen'); END;
CREATE TRIGGER document_frozen BEFORE UPDATE ON document WHEN (SELECT state FROM envelope WHERE id=OLD.envelope_id)<>'draft' BEGIN SELECT raise(ABORT,'frozen'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document WHEN (SELECT state FROM envelope WHERE id=OLD.envelope_id)<>'draft' BEGIN SELECT raise(ABORT,'frozen'); END;
CREATE TRIGGER recipient_late BEFORE INSERT ON recipient WHEN (SELECT state FROM envelope WHERE id=NEW.envelope_id)<>'draft' BEGIN SELECT raise(ABORT,'frozen'); END;
CREATE TRIGGER recipient_kept BEFORE DELETE ON recipient WHEN (SELECT state FROM envelope WHERE id=OLD.envelope_id)<>'draft' BEGIN SELECT raise(ABORT,'frozen'); END;
CREATE TRIGGER recipient_frozen BEFORE UPDATE ON recipient WHEN (NEW.id,NEW.envelope_id,NEW.turn,NEW.first_name,NEW.last_name,NEW.email,coalesce(NEW.phone,''),NEW.method,NEW.contact_key) IS NOT (OLD.id,OLD.envelope_id,OLD.turn,OLD.first_name,OLD.last_name,OLD.email,coalesce(OLD.phone,''),OLD.method,OLD.contact_key) BEGIN SELECT raise(ABORT,'recipient is frozen'); END;
CREATE TRIGGER recipient_moves BEFORE UPDATE OF state ON recipient WHEN NEW.state<>OLD.state AND NOT EXISTS(SELECT 1 FROM recipient_edge WHERE src=OLD.state AND dst=NEW.state) BEGIN SELECT raise(ABORT,'illegal recipient transition'); END;
CREATE TRIGGER recipient_turn BEFORE UPDATE OF state ON recipient WHEN NEW.state<>OLD.state AND NEW.state IN('opened','verified','signed') AND EXISTS(SELECT 1 FROM recipient r WHERE r.envelope_id=OLD.envelope_id AND r.turn<OLD.turn AND r.state<>'signed') BEGIN SELECT raise(ABORT,'not this recipient''s turn'); END;
CREATE TRIGGER recipient_signs BEFORE UPDATE OF state ON recipient WHEN NEW.state='signed' AND OLD.state<>'signed' AND NOT EXISTS(SELECT 1 FROM revision WHERE recipient_id=OLD.id) BEGIN SELECT raise(ABORT,'no signature'); END;
CREATE TRIGGER recipient_once BEFORE UPDATE ON recipient WHEN OLD.signed_fence IS NOT NULL AND (NEW.signed_fence,NEW.signed_result) IS NOT (OLD.signed_fence,OLD.signed_result) BEGIN SELECT raise(ABORT,'signed once'); END;
CREATE TRIGGER revision_chain BEFORE INSERT ON revision WHEN NEW.n<>(SELECT count(*) FROM revision WHERE document_id=NEW.document_id) OR (NEW.n>0 AND NEW.previous IS NOT (SELECT sha256 FROM revision WHERE document_id=NEW.document_id AND n=NEW.n-1)) OR EXISTS(SELECT 1 FROM revision WHERE document_id=NEW.document_id AND kind='seal') BEGIN SELECT raise(ABORT,'not the next revision'); END;
CREATE TRIGGER revision_state BEFORE INSERT ON revision WHEN (SELECT e.state FROM envelope e JOIN document d ON d.envelope_id=e.id WHERE d.id=NEW.document_id) IS NOT CASE NEW.kind WHEN 'launch' THEN 'draft' WHEN 'signature' THEN 'in_progress' ELSE 'sealing' END BEGIN SELECT raise(ABORT,'not now'); END;
CREATE TRIGGER revision_blob BEFORE INSERT ON revision WHEN NEW.kind<>'seal' AND NOT EXISTS(SELECT 1 FROM blob WHERE document_id=NEW.document_id AND n=NEW.n AND fence=coalesce(NEW.fence,0)) BEGIN SELECT raise(ABORT,'no blob'); END;
CREATE TRIGGER blob_frozen BEFORE UPDATE ON blob WHEN EXISTS(SELECT 1 FROM revision WHERE document_id=OLD.document_id AND n=OLD.n AND coalesce(fence,0)=OLD.fence) BEGIN SELECT raise(ABORT,'a registered blob is frozen'); END;
CREATE TRIGGER blob_kept BEFORE DELETE ON blob WHEN EXISTS(SELECT 1 FROM revision WHERE document_id=OLD.document_id AND n=OLD.n AND coalesce(fence,0)=OLD.fence) BEGIN SELECT raise(ABORT,'a registered blob is kept'); END;
CREATE TRIGGER revision_u BEFORE UPDATE ON revision BEGIN SELECT raise(ABORT,'append only'); END;
CREATE TRIGGER revision_d BEFORE DELETE ON revision BEGIN SELECT raise(ABORT,'append only'); END;
CREATE TRIGGER token_u BEFORE UPDATE ON token BEGIN SELECT raise(ABORT,'append only'); END;
CREATE TRIGGER act_frozen BEFORE UPDATE ON act WHEN OLD.step='signed' OR (NEW.recipient_id,NEW.token_id,NEW.begin_ms,NEW.started_ms) IS NOT (OLD.recipient_id,OLD.token_id,OLD.begin_ms,OLD.started_ms) OR NEW.fence<>(SELECT fence FROM envelope WHERE id=OLD.envelope_id) BEGIN SELECT raise(ABORT,'this act is over'); END;
CREATE TRIGGER act_proven BEFORE UPDATE ON act WHEN NEW.step IN('proven','signed') AND OLD.proof IS NULL AND NOT EXISTS(SELECT 1 FROM code WHERE id=NEW.code_id AND t0=NEW.t0 AND recipient_id=NEW.recipient_id AND tries>0) BEGIN SELECT raise(ABORT,'no code was tried'); END;
CREATE TRIGGER code_tries BEFORE UPDATE ON code WHEN NEW.tries<OLD.tries OR (NEW.id,NEW.recipient_id,NEW.t0,NEW.sent_ms,NEW.expires_ms) IS NOT (OLD.id,OLD.recipient_id,OLD.t0,OLD.sent_ms,OLD.expires_ms) BEGIN SELECT raise(ABORT,'tries only grow'); END;
CREATE TRIGGER event_chain BEFORE INSERT ON event WHEN NOT ((NEW.n=1 AND NEW.previous=zeroblob(32)) OR EXISTS(SELECT 1 FROM event WHERE envelope_id=NEW.envelope_id AND n=NEW.n-1 AND hash=NEW.previous)) BEGIN SELECT raise(ABORT,'chain broken'); END;
CREATE TRIGGER event_u BEFORE UPDATE ON event BEGIN SELECT raise(ABORT,'append only'); END;
CREATE TRIGGER event_d BEFORE DELETE ON event WHEN (SELECT state FROM envelope WHERE id=OLD.envelope_id) IN('in_progress','sealing','completed','expired','cancelled','declined') BEGIN SELECT raise(ABORT,'append only'); END;
