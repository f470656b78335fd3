-- A database as version 9 of the schema left it. Each version has a file of
-- its own here, which stays as it is.
CREATE TABLE counter ( name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE feed ( id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT NOT NULL UNIQUE, title TEXT, site TEXT, role TEXT NOT NULL, vendor TEXT, lang TEXT, configured_url TEXT NOT NULL, url TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0, etag TEXT, last_modified TEXT, body_hash INTEGER NOT NULL DEFAULT 0, ttl_s INTEGER NOT NULL DEFAULT 0, update_s INTEGER NOT NULL DEFAULT 0, skip_hours INTEGER NOT NULL DEFAULT 0, skip_days INTEGER NOT NULL DEFAULT 0, rhythm_s INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'new', state_reason TEXT, polled_at INTEGER NOT NULL DEFAULT 0, succeeded_at INTEGER NOT NULL DEFAULT 0, failing_since INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL DEFAULT 0, due_reason TEXT, paused_until INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, newest_item_at INTEGER NOT NULL DEFAULT 0, interval_s INTEGER NOT NULL DEFAULT 0, last_status INTEGER NOT NULL DEFAULT 0, moved_to TEXT, moved_first_at INTEGER NOT NULL DEFAULT 0, hub TEXT, median_gap_s INTEGER NOT NULL DEFAULT 0, pause_reason TEXT, answers INTEGER NOT NULL DEFAULT 0, added_at INTEGER NOT NULL DEFAULT 0, folder TEXT, held_at INTEGER NOT NULL DEFAULT 0, held_until INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE answer ( feed INTEGER NOT NULL REFERENCES feed (id), n INTEGER NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, bytes INTEGER NOT NULL, new_items INTEGER NOT NULL, took_ms INTEGER NOT NULL, error TEXT, PRIMARY KEY (feed, n)) STRICT, WITHOUT ROWID;
CREATE TABLE item ( id INTEGER PRIMARY KEY AUTOINCREMENT, feed INTEGER NOT NULL REFERENCES feed (id), identity TEXT NOT NULL, published_at INTEGER NOT NULL, first_seen_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, content_hash INTEGER NOT NULL, guid TEXT NOT NULL, url TEXT, canonical_url TEXT, author TEXT, lang TEXT, title TEXT NOT NULL, links TEXT, text TEXT NOT NULL, UNIQUE (feed, identity)) STRICT;
CREATE INDEX item_by_link ON item (feed, canonical_url) WHERE canonical_url IS NOT NULL;
CREATE INDEX item_by_time ON item (published_at, id);
CREATE INDEX item_by_arrival ON item (first_seen_at, id);
CREATE INDEX item_by_sight ON item (feed, seen_at);
CREATE TABLE revision ( id INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE, at INTEGER NOT NULL, old_title TEXT NOT NULL, new_title TEXT NOT NULL, old_text TEXT NOT NULL) STRICT;
CREATE INDEX revision_by_item ON revision (item, id);
CREATE TABLE story ( id INTEGER PRIMARY KEY, headline_item INTEGER NOT NULL, item_count INTEGER NOT NULL, outlet_count INTEGER NOT NULL, copy_count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT;
CREATE INDEX story_by_time ON story (last_at, id);
CREATE TABLE judgement ( item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE, class TEXT NOT NULL, rumor_score REAL NOT NULL, settles INTEGER NOT NULL, noise INTEGER NOT NULL, lang TEXT, story INTEGER NOT NULL, copy_of INTEGER REFERENCES item (id) ON DELETE SET NULL, score REAL NOT NULL, threshold REAL NOT NULL, rule TEXT, detail TEXT, nearest_other INTEGER, against_rule TEXT, against_detail TEXT, flagged INTEGER NOT NULL DEFAULT 0, attributed TEXT) STRICT;
CREATE INDEX judgement_by_story ON judgement (story, item);
CREATE INDEX judgement_by_copy ON judgement (copy_of) WHERE copy_of IS NOT NULL;
CREATE TABLE hedge ( item INTEGER NOT NULL REFERENCES judgement (item) ON DELETE CASCADE, n INTEGER NOT NULL, field TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, class TEXT, weight REAL NOT NULL, PRIMARY KEY (item, n)) STRICT, WITHOUT ROWID;
CREATE TABLE attribution ( item INTEGER NOT NULL REFERENCES judgement (item) ON DELETE CASCADE, n INTEGER NOT NULL, field TEXT NOT NULL, source_start INTEGER NOT NULL, source_stop INTEGER NOT NULL, cue_start INTEGER NOT NULL, cue_stop INTEGER NOT NULL, content_start INTEGER NOT NULL, content_stop INTEGER NOT NULL, kind TEXT NOT NULL, tipster TEXT, name TEXT, vendor TEXT, via INTEGER NOT NULL, PRIMARY KEY (item, n)) STRICT, WITHOUT ROWID;
CREATE TABLE claim ( item INTEGER NOT NULL REFERENCES judgement (item) ON DELETE CASCADE, n INTEGER NOT NULL, aspect TEXT NOT NULL, vendor TEXT, product TEXT, version TEXT, value TEXT, window_from INTEGER NOT NULL, window_to INTEGER NOT NULL, modality TEXT NOT NULL, grade TEXT NOT NULL, attribution INTEGER NOT NULL, own_guess INTEGER NOT NULL, background INTEGER NOT NULL, field TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, text TEXT, words TEXT, PRIMARY KEY (item, n)) STRICT, WITHOUT ROWID;
CREATE TABLE rumor ( id INTEGER PRIMARY KEY, vendor TEXT, subject TEXT, version TEXT, value TEXT, aspect TEXT NOT NULL, statement TEXT, status TEXT NOT NULL, first_at INTEGER NOT NULL, settled_at INTEGER NOT NULL, settled_by INTEGER REFERENCES item (id), evidence TEXT, deadline INTEGER NOT NULL, changed_at INTEGER NOT NULL) STRICT;
CREATE INDEX rumor_by_change ON rumor (changed_at, id);
CREATE INDEX rumor_by_settler ON rumor (settled_by) WHERE settled_by IS NOT NULL;
CREATE TABLE rumor_member ( rumor INTEGER NOT NULL REFERENCES rumor (id) ON DELETE CASCADE, n INTEGER NOT NULL, item INTEGER NOT NULL REFERENCES item (id), claim INTEGER NOT NULL, part TEXT NOT NULL, origin TEXT, root INTEGER NOT NULL, published_at INTEGER NOT NULL, sentence TEXT, PRIMARY KEY (rumor, n)) STRICT, WITHOUT ROWID;
CREATE INDEX rumor_member_by_item ON rumor_member (item, claim);
CREATE TABLE rumor_origin ( rumor INTEGER NOT NULL REFERENCES rumor (id) ON DELETE CASCADE, n INTEGER NOT NULL, name TEXT, kind TEXT NOT NULL, first_item INTEGER REFERENCES item (id), first_at INTEGER NOT NULL, carriers INTEGER NOT NULL, PRIMARY KEY (rumor, n)) STRICT, WITHOUT ROWID;
CREATE INDEX rumor_origin_by_name ON rumor_origin (name, rumor);
CREATE INDEX rumor_origin_by_item ON rumor_origin (first_item) WHERE first_item IS NOT NULL;
CREATE TABLE transition ( rumor INTEGER NOT NULL REFERENCES rumor (id) ON DELETE CASCADE, n INTEGER NOT NULL, at INTEGER NOT NULL, old_status TEXT NOT NULL, new_status TEXT NOT NULL, item INTEGER REFERENCES item (id), grade TEXT NOT NULL, rule TEXT, sentence TEXT, PRIMARY KEY (rumor, n)) STRICT, WITHOUT ROWID;
CREATE INDEX transition_by_item ON transition (item) WHERE item IS NOT NULL;
CREATE TABLE event ( id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, subject INTEGER NOT NULL, item INTEGER NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL, noted_at INTEGER NOT NULL, UNIQUE (kind, subject, item, detail)) STRICT;
CREATE INDEX event_by_time ON event (noted_at, id);
CREATE TABLE mail ( id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE, recipient TEXT NOT NULL, sender TEXT NOT NULL, subject TEXT NOT NULL, message BLOB NOT NULL, digest TEXT, period_to INTEGER NOT NULL, queued_at INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL, last_error TEXT, sent_at INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX mail_by_due ON mail (due_at, id) WHERE sent_at = 0;
CREATE TABLE suspended ( recipient TEXT PRIMARY KEY, error TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE digest_progress ( digest TEXT NOT NULL, recipient TEXT NOT NULL, period_to INTEGER NOT NULL, PRIMARY KEY (digest, recipient)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 ( title, text, content = '', tokenize = "ascii tokenchars '.-_''+&/'");
INSERT INTO feed (id, slug, title, role, configured_url, url, state)
 VALUES (3, 'lamp-post', 'The Lamp Post', 'press',
 'https://lamp.example/feed', 'https://lamp.example/feed', 'ok');
INSERT INTO item (id, feed, identity, published_at, first_seen_at, seen_at,
 content_hash, guid, url, title, text)
 VALUES (9, 3, 'gtag:9', 1700000000, 1700000100, 1700000100, 42, 'tag:9',
 'https://lamp.example/9', 'Lantern OS 3 is out',
 'The company announced it today.');
INSERT INTO judgement (item, class, rumor_score, settles, noise, lang, story,
 score, threshold) VALUES (9, 'official', 0.1, 1, 0, 'en', 7, 0, 0.25);
INSERT INTO story (id, headline_item, item_count, outlet_count, copy_count,
 first_at, last_at) VALUES (7, 9, 1, 1, 0, 1700000000, 1700000000);
INSERT INTO answer (feed, n, at, status, bytes, new_items, took_ms)
 VALUES (3, 1, 1700000100, 200, 4096, 1, 35);
INSERT INTO counter (name, last) VALUES ('story', 7);
CREATE TABLE ruling ( id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, at INTEGER NOT NULL, subject INTEGER NOT NULL, other INTEGER, outcome TEXT, source TEXT, because TEXT, link TEXT, uid INTEGER NOT NULL, pid INTEGER NOT NULL, user TEXT) STRICT;
CREATE UNIQUE INDEX ruling_undone ON ruling (subject) WHERE kind = 'undo';
CREATE TABLE ruling_claim ( ruling INTEGER NOT NULL REFERENCES ruling (id), n INTEGER NOT NULL, item INTEGER NOT NULL REFERENCES item (id), claim INTEGER NOT NULL, side INTEGER NOT NULL, aspect TEXT NOT NULL, sentence TEXT, PRIMARY KEY (ruling, n)) STRICT, WITHOUT ROWID;
CREATE INDEX ruling_claim_by_item ON ruling_claim (item);
CREATE TABLE ruling_founder ( ruling INTEGER NOT NULL REFERENCES ruling (id), rumor INTEGER NOT NULL, item INTEGER NOT NULL, claim INTEGER NOT NULL, PRIMARY KEY (ruling, rumor)) STRICT, WITHOUT ROWID;
CREATE TABLE ruling_place ( ruling INTEGER NOT NULL REFERENCES ruling (id), item INTEGER NOT NULL, story INTEGER NOT NULL, copy_of INTEGER, score REAL NOT NULL, threshold REAL NOT NULL, rule TEXT, detail TEXT, nearest_other INTEGER, against_rule TEXT, against_detail TEXT, PRIMARY KEY (ruling, item)) STRICT, WITHOUT ROWID;
ALTER TABLE transition ADD COLUMN ruling INTEGER REFERENCES ruling (id);
CREATE INDEX transition_by_ruling ON transition (ruling) WHERE ruling IS NOT NULL;
ALTER TABLE judgement ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
CREATE INDEX judgement_by_turn ON judgement (turn, item);
INSERT INTO ruling (id, kind, at, subject, other, because, uid, pid, user)
 VALUES (1, 'merge-stories', 1700000200, 7, 8, 'one event', 1000, 99, 'anna');
INSERT INTO ruling_claim (ruling, n, item, claim, side, aspect)
 VALUES (1, 0, 9, -1, 1, 'other');
CREATE TABLE page ( id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, state TEXT NOT NULL, reason TEXT, due_at INTEGER NOT NULL DEFAULT 0, asked_at INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, etag TEXT, last_modified TEXT, title TEXT, author TEXT, lang TEXT, canonical TEXT, published_at INTEGER, updated_at INTEGER, text TEXT) STRICT;
CREATE INDEX page_by_due ON page (due_at, id) WHERE state = 'wanted';
CREATE TABLE page_entry ( feed INTEGER NOT NULL REFERENCES feed (id), page INTEGER NOT NULL REFERENCES page (id) ON DELETE CASCADE, hash INTEGER NOT NULL, first_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, since INTEGER NOT NULL DEFAULT 0, backlog INTEGER NOT NULL DEFAULT 0, doc BLOB, PRIMARY KEY (feed, page)) STRICT, WITHOUT ROWID;
CREATE INDEX page_entry_by_page ON page_entry (page, feed);
CREATE INDEX page_entry_by_sight ON page_entry (feed, seen_at);
CREATE INDEX page_entry_waiting ON page_entry (since) WHERE since > 0;
CREATE TABLE site ( origin TEXT PRIMARY KEY, asked_at INTEGER NOT NULL, status INTEGER NOT NULL, robots TEXT, reason TEXT, paused_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO page (id, url, state, asked_at, title, text)
 VALUES (4, 'https://lamp.example/9', 'read', 1700000300, 'Lantern OS 3',
 'The company announced it today, and all of it is here.');
INSERT INTO page_entry (feed, page, hash, first_at, seen_at)
 VALUES (3, 4, 77, 1700000300, 1700000300);
INSERT INTO site (origin, asked_at, status, robots, paused_until)
 VALUES ('https://lamp.example', 1700000300, 200, 'User-agent: *', 0);
ALTER TABLE feed ADD COLUMN sitemap INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN fulltext INTEGER NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN links TEXT;
CREATE TABLE hook ( name TEXT PRIMARY KEY, told INTEGER NOT NULL, due_at INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, failing_since INTEGER NOT NULL DEFAULT 0, suspended_at INTEGER NOT NULL DEFAULT 0, last_error TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE story_merge ( story INTEGER PRIMARY KEY, part_of INTEGER NOT NULL, at INTEGER NOT NULL, item INTEGER, why TEXT) STRICT;
CREATE INDEX story_merge_by_whole ON story_merge (part_of);
CREATE INDEX rumor_unsettled ON rumor (id) WHERE status IN ('open', 'corroborated');
CREATE INDEX rumor_by_settling ON rumor (settled_at);
ALTER TABLE rumor_member ADD COLUMN via INTEGER NOT NULL DEFAULT 0;
CREATE TABLE unfolded ( item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE, backlog INTEGER NOT NULL) STRICT;
ALTER TABLE claim ADD COLUMN in_use INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN presents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claim ADD COLUMN titled INTEGER NOT NULL DEFAULT 0;
PRAGMA application_id = 1752331129;
PRAGMA user_version = 15;
