/**
 * The database's schema, one step per version; `PRAGMA user_version` says how many were taken.
 * A released step is never edited, only followed by another.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    alias TEXT,
    colour INTEGER NOT NULL,
    bot_id TEXT NOT NULL,
    base_url TEXT NOT NULL,
    owner_user_id TEXT,
    cursor TEXT NOT NULL DEFAULT '',
    binding INTEGER NOT NULL DEFAULT 1,
    signed_out INTEGER NOT NULL DEFAULT 0,
    is_default INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    last_contact_at INTEGER,
    last_inbound_at INTEGER,
    unconfirmed_run INTEGER NOT NULL DEFAULT 0,
    unreadable_count INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE contacts (
    user_id TEXT PRIMARY KEY,
    alias TEXT
  ) STRICT;

  CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    contact_user_id TEXT NOT NULL,
    context_token TEXT,
    context_token_at INTEGER,
    last_inbound_at INTEGER,
    sent_since_inbound INTEGER NOT NULL DEFAULT 0,
    refused_since_inbound INTEGER NOT NULL DEFAULT 0,
    waiting_offered INTEGER NOT NULL DEFAULT 0,
    last_read_id INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    last_message_id INTEGER,
    draft TEXT NOT NULL DEFAULT '',
    activity_at INTEGER NOT NULL,
    UNIQUE (account_id, contact_user_id)
  ) STRICT;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    origin TEXT NOT NULL CHECK (origin IN ('contact', 'here', 'elsewhere')),
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL,
    parts TEXT NOT NULL,
    quote TEXT,
    deleted_at INTEGER,
    message_id TEXT,
    client_id TEXT,
    wire_seq INTEGER,
    content_hash BLOB,
    raw TEXT,
    send_state TEXT,
    send_reason TEXT,
    server_text TEXT,
    resolution TEXT,
    piece_index INTEGER,
    piece_count INTEGER
  ) STRICT;
  CREATE INDEX messages_by_time ON messages (conversation_id, at, seq, id);
  CREATE UNIQUE INDEX messages_by_message_id ON messages (account_id, message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX messages_by_client_id ON messages (account_id, client_id) WHERE client_id IS NOT NULL;
  CREATE INDEX messages_by_wire_seq ON messages (account_id, wire_seq) WHERE wire_seq IS NOT NULL;
  CREATE INDEX messages_keyless ON messages (account_id, content_hash)
    WHERE message_id IS NULL AND client_id IS NULL AND wire_seq IS NULL;
  CREATE INDEX messages_without_id ON messages (account_id) WHERE message_id IS NULL;
  CREATE INDEX messages_received ON messages (conversation_id, id) WHERE direction = 'in';
  CREATE INDEX messages_unsettled ON messages (conversation_id, send_state)
    WHERE send_state IS NOT NULL AND send_state NOT IN ('accepted', 'cancelled') AND resolution IS NULL;
  CREATE INDEX messages_queued ON messages (account_id, id) WHERE send_state = 'queued';
  CREATE INDEX messages_sending ON messages (id) WHERE send_state = 'sending';

  CREATE TABLE outbox_jobs (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id) ON DELETE CASCADE,
    request_id TEXT,
    item TEXT NOT NULL,
    insist INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX outbox_jobs_by_request ON outbox_jobs (request_id) WHERE request_id IS NOT NULL;

  CREATE TABLE unreadable_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    raw TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE account_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX account_events_of ON account_events (account_id, id);
  CREATE INDEX unreadable_messages_of ON unreadable_messages (account_id, received_at);
  `,
  `
  ALTER TABLE accounts ADD COLUMN rate_refusals INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE accounts ADD COLUMN rate_refused_at INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE media_files (
    hash TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    md5 TEXT NOT NULL,
    kind TEXT NOT NULL,
    type TEXT,
    added_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE media (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    conversation_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    declared TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    hash TEXT REFERENCES media_files(hash),
    reference TEXT,
    plain_size INTEGER,
    plain_md5 TEXT
  ) STRICT;
  CREATE INDEX media_of_message ON media (message_id, place);
  CREATE INDEX media_of_conversation ON media (conversation_id, id);
  CREATE INDEX media_waiting ON media (account_id, id) WHERE state = 'waiting';
  CREATE INDEX media_by_hash ON media (hash) WHERE hash IS NOT NULL;

  CREATE TABLE staged_files (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL REFERENCES media_files(hash),
    name TEXT NOT NULL
  ) STRICT;
  CREATE INDEX staged_files_by_hash ON staged_files (hash);

  CREATE TABLE outbox_jobs_with_uploads (
    message_id INTEGER PRIMARY KEY REFERENCES messages(id) ON DELETE CASCADE,
    request_id TEXT,
    item TEXT,
    insist INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO outbox_jobs_with_uploads SELECT message_id, request_id, item, insist FROM outbox_jobs;
  DROP TABLE outbox_jobs;
  ALTER TABLE outbox_jobs_with_uploads RENAME TO outbox_jobs;
  CREATE INDEX outbox_jobs_by_request ON outbox_jobs (request_id) WHERE request_id IS NOT NULL;
  CREATE INDEX messages_uploading ON messages (id) WHERE send_state = 'uploading';
  `,
  `
  ALTER TABLE contacts ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE outbox_jobs ADD COLUMN broadcast_id INTEGER;
  ALTER TABLE outbox_jobs ADD COLUMN is_paced INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX outbox_jobs_of_broadcast ON outbox_jobs (broadcast_id) WHERE broadcast_id IS NOT NULL;

  CREATE TABLE broadcast_contents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    contact_fallback TEXT NOT NULL,
    account_fallback TEXT NOT NULL
  ) STRICT;

  CREATE TABLE broadcast_files (
    content_id INTEGER NOT NULL REFERENCES broadcast_contents(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    as_file INTEGER NOT NULL,
    released INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (content_id, place)
  ) STRICT;
  CREATE INDEX broadcast_files_by_hash ON broadcast_files (hash) WHERE released = 0;

  CREATE TABLE broadcast_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    content_id INTEGER NOT NULL REFERENCES broadcast_contents(id)
  ) STRICT;

  CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    content_id INTEGER NOT NULL REFERENCES broadcast_contents(id),
    state TEXT NOT NULL,
    reason TEXT,
    title TEXT NOT NULL,
    choice TEXT NOT NULL,
    pieces TEXT,
    pace_ms INTEGER NOT NULL,
    reserve INTEGER NOT NULL DEFAULT 0,
    per_minute INTEGER NOT NULL DEFAULT 0,
    turn INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX broadcasts_running ON broadcasts (turn) WHERE state = 'running';

  CREATE TABLE broadcast_recipients (
    broadcast_id INTEGER NOT NULL REFERENCES broadcasts(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    contact_user_id TEXT NOT NULL,
    is_planned INTEGER NOT NULL,
    pieces TEXT,
    state TEXT NOT NULL,
    skip_reason TEXT,
    began_at INTEGER,
    settled_at INTEGER,
    answered_at INTEGER,
    PRIMARY KEY (broadcast_id, place)
  ) STRICT;
  CREATE INDEX broadcast_recipients_by_state
    ON broadcast_recipients (broadcast_id, is_planned, state, account_id, place);
  CREATE INDEX broadcast_recipients_unanswered ON broadcast_recipients (conversation_id, began_at)
    WHERE began_at IS NOT NULL AND answered_at IS NULL;
  CREATE INDEX broadcast_recipients_answered ON broadcast_recipients (broadcast_id) WHERE answered_at IS NOT NULL;

  CREATE TABLE broadcast_items (
    broadcast_id INTEGER NOT NULL,
    place INTEGER NOT NULL,
    item INTEGER NOT NULL,
    message_id INTEGER,
    is_again INTEGER NOT NULL DEFAULT 0,
    former_id INTEGER,
    may_be_there INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (broadcast_id, place, item),
    FOREIGN KEY (broadcast_id, place) REFERENCES broadcast_recipients(broadcast_id, place) ON DELETE CASCADE
  ) STRICT;
  CREATE INDEX broadcast_items_by_message ON broadcast_items (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX broadcast_items_by_former ON broadcast_items (former_id) WHERE former_id IS NOT NULL;

  CREATE TABLE broadcast_accounts (
    broadcast_id INTEGER NOT NULL REFERENCES broadcasts(id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    refused_run INTEGER NOT NULL DEFAULT 0,
    rate_limited INTEGER NOT NULL DEFAULT 0,
    breaker TEXT,
    breaker_turn INTEGER,
    PRIMARY KEY (broadcast_id, account_id)
  ) STRICT;
  `,
  `
  ALTER TABLE accounts ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX accounts_erased ON accounts (id) WHERE erased = 1;
  CREATE INDEX media_held ON media (at, id) WHERE state = 'held';
  `,
  `
  ALTER TABLE outbox_jobs ADD COLUMN replaces_id INTEGER;

  CREATE TABLE broadcast_attempts (
    broadcast_id INTEGER NOT NULL,
    recipient INTEGER NOT NULL,
    item INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    message_id INTEGER,
    drop_reason TEXT,
    PRIMARY KEY (broadcast_id, recipient, item, attempt),
    FOREIGN KEY (broadcast_id, recipient) REFERENCES broadcast_recipients(broadcast_id, place) ON DELETE CASCADE
  ) STRICT;

  INSERT INTO broadcast_attempts
  SELECT broadcast_id, place, item,
    ROW_NUMBER() OVER (PARTITION BY broadcast_id, place, item ORDER BY step) - 1, message_id, drop_reason
  FROM (
    SELECT i.broadcast_id, i.place, i.item, 1 AS step, NULL AS message_id, 'unknown' AS drop_reason
    FROM broadcast_items i LEFT JOIN messages f ON f.id = i.former_id
    WHERE i.may_be_there = 1 AND f.send_state IS NOT 'unconfirmed'
    UNION ALL
    SELECT broadcast_id, place, item, 2, former_id, NULL FROM broadcast_items WHERE former_id IS NOT NULL
    UNION ALL
    SELECT broadcast_id, place, item, 3, message_id, NULL FROM broadcast_items WHERE message_id IS NOT NULL
    UNION ALL
    SELECT i.broadcast_id, i.place, i.item, 4, NULL, NULL
    FROM broadcast_items i JOIN broadcast_recipients r ON r.broadcast_id = i.broadcast_id AND r.place = i.place
    WHERE r.state = 'queued' AND (i.message_id IS NULL OR i.is_again = 1)
    UNION ALL
    SELECT i.broadcast_id, i.place, i.item, 5, NULL,
      CASE r.state WHEN 'skipped' THEN COALESCE(r.skip_reason, 'cancelled') WHEN 'cancelled' THEN 'cancelled'
        ELSE 'unknown' END
    FROM broadcast_items i JOIN broadcast_recipients r ON r.broadcast_id = i.broadcast_id AND r.place = i.place
      LEFT JOIN messages m ON m.id = i.message_id
    WHERE (i.message_id IS NULL AND r.state <> 'queued')
      OR (m.send_state = 'cancelled' AND r.state IN ('skipped', 'cancelled'))
  );
  CREATE INDEX broadcast_attempts_by_message ON broadcast_attempts (message_id) WHERE message_id IS NOT NULL;
  CREATE UNIQUE INDEX broadcast_attempts_pending ON broadcast_attempts (broadcast_id, recipient, item)
    WHERE message_id IS NULL AND drop_reason IS NULL;

  UPDATE outbox_jobs SET replaces_id = (
    SELECT i.former_id FROM broadcast_items i WHERE i.message_id = outbox_jobs.message_id)
  WHERE broadcast_id IS NOT NULL;
  UPDATE messages SET resolution = NULL
  WHERE resolution = 'sent-again' AND id IN (
    SELECT i.former_id FROM broadcast_items i JOIN messages m ON m.id = i.message_id
    WHERE m.send_state = 'cancelled');
  DROP TABLE broadcast_items;
  `,
  // the order of arrival is that of ids (P19); messages.seq is not written any more
  `
  DROP INDEX messages_by_time;
  CREATE INDEX messages_by_arrival ON messages (conversation_id, id);
  CREATE INDEX messages_by_time ON messages (conversation_id, at);
  ALTER TABLE conversations DROP COLUMN activity_at;
  ALTER TABLE conversations ADD COLUMN last_inbound_seq INTEGER;
  UPDATE conversations SET
    last_message_id = (SELECT MAX(id) FROM messages m WHERE m.conversation_id = conversations.id),
    last_inbound_seq = iif(last_inbound_at IS NULL, NULL, COALESCE(
      (SELECT MAX(id) FROM messages m WHERE m.conversation_id = conversations.id AND m.direction = 'in'), 0));
  `,
  `
  UPDATE messages SET send_reason = 'rate-limit-pause' WHERE send_state = 'queued' AND send_reason = 'paused-rate';
  `,
  `
  UPDATE broadcasts SET choice = json_remove(json_set(choice, '$.routes', json(choice -> '$.ways')), '$.ways')
  WHERE json_valid(choice) AND choice -> '$.ways' IS NOT NULL;
  `,
  // a message that quotes by id alone is shown with what becomes of the quoted one
  `
  ALTER TABLE messages ADD COLUMN quoted_id TEXT
    GENERATED ALWAYS AS (CASE WHEN json_valid(quote) THEN quote ->> '$.id' END) VIRTUAL;
  CREATE INDEX messages_quoting ON messages (conversation_id, quoted_id) WHERE quoted_id IS NOT NULL;
  `,
  // broadcasts move nobody to the top any more (P19)
  `
  UPDATE conversations SET last_message_id = (
    SELECT m.id FROM messages m WHERE m.conversation_id = conversations.id
      AND NOT EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = m.id AND j.broadcast_id IS NOT NULL)
    ORDER BY m.id DESC LIMIT 1);
  `,
  // where a conversation stands, and what the operator has set; all places are those of arrival (P19)
  `
  ALTER TABLE conversations ADD COLUMN wrote_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN answered_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN triage TEXT CHECK (triage IN ('done', 'snoozed'));
  ALTER TABLE conversations ADD COLUMN triage_seq INTEGER;
  ALTER TABLE conversations ADD COLUMN snoozed_until TEXT;
  ALTER TABLE conversations ADD COLUMN raised_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE outbox_jobs ADD COLUMN answers_seq INTEGER;
  CREATE INDEX conversations_snoozed ON conversations (snoozed_until) WHERE snoozed_until IS NOT NULL;
  UPDATE conversations SET wrote_seq = COALESCE(
    (SELECT MAX(m.id) FROM messages m WHERE m.conversation_id = conversations.id AND m.direction = 'in'), 0);
  UPDATE conversations SET answered_seq = COALESCE((
    SELECT m.id FROM messages m
    WHERE m.conversation_id = conversations.id AND m.id > conversations.wrote_seq AND m.direction = 'out'
      AND (m.send_state IS NULL OR m.send_state = 'accepted' OR m.resolution = 'marked-as-sent')
      AND NOT EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = m.id AND j.broadcast_id IS NOT NULL)
    ORDER BY m.id DESC LIMIT 1), 0)
  WHERE wrote_seq > 0;
  `,
  // the search index trails the commits and must learn what it has to take out
  `
  CREATE TABLE message_changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER NOT NULL) STRICT;
  CREATE TRIGGER messages_deleted AFTER DELETE ON messages
    BEGIN INSERT INTO message_changes (message_id) VALUES (old.id); END;
  CREATE TRIGGER messages_edited AFTER UPDATE OF parts ON messages
    BEGIN INSERT INTO message_changes (message_id) VALUES (new.id); END;
  `,
  // what has been told outside the window; what was in trouble before there was anything to tell it with is known
  `
  CREATE TABLE told (
    subject TEXT PRIMARY KEY,
    seq INTEGER NOT NULL DEFAULT 0,
    minutes INTEGER NOT NULL DEFAULT 0,
    at INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO told (subject) SELECT send_state || ':' || id FROM messages
  WHERE send_state IS NOT NULL AND send_state NOT IN ('accepted', 'cancelled') AND resolution IS NULL
    AND send_state IN ('refused', 'unconfirmed');
  `,
  // who wrote a message, where the conversation does not say so: in a group
  `
  ALTER TABLE messages ADD COLUMN sender_id TEXT;
  `,
  // accounts that belong together
  `
  ALTER TABLE accounts ADD COLUMN group_name TEXT;
  `,
  // what the operator keeps about a person
  `
  ALTER TABLE contacts ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE contacts ADD COLUMN follow_up TEXT;
  CREATE TABLE contact_tags (
    user_id TEXT NOT NULL REFERENCES contacts(user_id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (user_id, tag)
  ) STRICT;
  CREATE INDEX contact_tags_by_tag ON contact_tags (tag);
  `,
  // a contact's history that is being deleted: 1 while something is left, 2 where ledgers of broadcasts still name it
  `
  ALTER TABLE conversations ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX conversations_erased ON conversations (erased) WHERE erased > 0;
  CREATE INDEX conversations_of_contact ON conversations (contact_user_id);
  CREATE INDEX broadcast_recipients_of_conversation ON broadcast_recipients (conversation_id, began_at);
  `,
  // what would tell that a message is the copy of one that was deleted with its contact, as hashes and for a day
  `
  CREATE TABLE erased_keys (
    id INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
    key BLOB NOT NULL,
    erased_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX erased_keys_by_key ON erased_keys (account_id, key);
  `,
  // stored answers; one that was removed can be brought back for a while
  `
  CREATE TABLE quick_replies (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    group_name TEXT NOT NULL,
    place INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;
  CREATE INDEX quick_replies_removed ON quick_replies (removed_at) WHERE removed_at IS NOT NULL;
  CREATE TABLE quick_reply_items (
    reply_id INTEGER NOT NULL REFERENCES quick_replies(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    text TEXT,
    hash TEXT,
    name TEXT NOT NULL DEFAULT '',
    as_file INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (reply_id, place),
    CHECK ((text IS NULL) <> (hash IS NULL))
  ) STRICT;
  CREATE INDEX quick_reply_items_by_hash ON quick_reply_items (hash) WHERE hash IS NOT NULL;
  `,
  // what is sent at a time of the operator's clock stands beside the outbox until then; what is held leaves after a moment
  `
  CREATE TABLE scheduled_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    request_id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    due TEXT NOT NULL,
    answers_seq INTEGER NOT NULL,
    restored INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX scheduled_messages_of ON scheduled_messages (conversation_id);
  CREATE INDEX scheduled_messages_by_due ON scheduled_messages (due, id);
  ALTER TABLE outbox_jobs ADD COLUMN due TEXT;
  ALTER TABLE outbox_jobs ADD COLUMN send_by INTEGER;
  CREATE INDEX messages_held ON messages (id) WHERE send_state = 'held';
  `,
  // whom a broadcast was confirmed for, while its ledger is being written
  `
  ALTER TABLE broadcasts ADD COLUMN confirmed TEXT;
  `,
  // runs that were put away, and those that are deleted once their ledgers are
  `
  ALTER TABLE broadcasts ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE broadcasts ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
  `,
  // texts of their own that named people whose history had been deleted
  `
  UPDATE broadcast_recipients SET pieces = '[]'
  WHERE pieces IS NOT NULL AND substr(contact_user_id, 1, 7) = 'erased:';
  `,
  // filters of contacts under a name, for broadcasts to come
  `
  CREATE TABLE segments (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, filter TEXT NOT NULL) STRICT;
  `,
  // files that go out behind a scheduled text, or without one
  `
  CREATE TABLE scheduled_files (
    scheduled_id INTEGER NOT NULL REFERENCES scheduled_messages(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    as_file INTEGER NOT NULL,
    PRIMARY KEY (scheduled_id, place)
  ) STRICT;
  CREATE INDEX scheduled_files_by_hash ON scheduled_files (hash);
  `,
  // which contact the operator is
  `
  ALTER TABLE contacts ADD COLUMN is_self INTEGER NOT NULL DEFAULT 0;
  `,
  // when a broadcast that was confirmed starts by the operator's clock
  `
  ALTER TABLE broadcasts ADD COLUMN due TEXT;
  `,
  // how many files a scheduled message has, so that one whose row a failing disk took is missed
  `
  ALTER TABLE scheduled_messages ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
  UPDATE scheduled_messages SET files =
    (SELECT COUNT(*) FROM scheduled_files t WHERE t.scheduled_id = scheduled_messages.id);
  `,
  // a message with a message id is found by its other keys only where a server leaves out the id of some, which few do
  `
  DROP INDEX messages_by_client_id;
  DROP INDEX messages_by_wire_seq;
  DROP INDEX messages_by_time;
  DROP INDEX messages_received;
  DROP INDEX messages_by_arrival;
  ALTER TABLE messages ADD COLUMN keyed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE accounts ADD COLUMN keyed INTEGER NOT NULL DEFAULT 0;
  UPDATE messages SET keyed = 1 WHERE message_id IS NULL;
  CREATE INDEX messages_by_arrival ON messages (conversation_id, id, direction, at);
  CREATE INDEX messages_by_client_id ON messages (account_id, client_id) WHERE keyed = 1 AND client_id IS NOT NULL;
  CREATE INDEX messages_by_wire_seq ON messages (account_id, wire_seq) WHERE keyed = 1 AND wire_seq IS NOT NULL;
  CREATE INDEX messages_by_time ON messages (conversation_id, at) WHERE keyed = 1;
  `,
  // nothing is looked for by these
  `
  DROP INDEX contact_tags_by_tag;
  DROP INDEX outbox_jobs_of_broadcast;
  `,
  // programs that the operator has let in, what they called, and what they propose
  `
  CREATE TABLE programs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    accounts TEXT,
    folders TEXT NOT NULL DEFAULT '[]',
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_call_at INTEGER,
    cursor INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE program_calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    program_id INTEGER NOT NULL,
    program_name TEXT NOT NULL,
    tool TEXT NOT NULL,
    account_id TEXT,
    outcome TEXT NOT NULL,
    code TEXT,
    at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX program_calls_by_time ON program_calls (at, program_id);
  CREATE TABLE proposals (
    id TEXT PRIMARY KEY,
    program_id INTEGER NOT NULL,
    program_name TEXT NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    text TEXT NOT NULL,
    key TEXT,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX proposals_by_key ON proposals (program_id, key) WHERE key IS NOT NULL;
  CREATE INDEX proposals_by_conversation ON proposals (conversation_id);
  CREATE TABLE proposal_files (
    proposal_id TEXT NOT NULL REFERENCES proposals(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    as_file INTEGER NOT NULL,
    PRIMARY KEY (proposal_id, place)
  ) STRICT;
  CREATE INDEX proposal_files_by_hash ON proposal_files (hash);
  ALTER TABLE outbox_jobs ADD COLUMN program TEXT;
  `,
  // a conversation's messages are found by its number alone, and the days of all of them by marks
  `
  CREATE TABLE day_marks (
    day INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO day_marks (day, message_id, at)
    SELECT day, MIN(first) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING), day * 86400000
    FROM (SELECT at / 86400000 AS day, MIN(id) AS first FROM messages GROUP BY 1);
  DROP INDEX messages_by_arrival;
  CREATE INDEX messages_by_arrival ON messages (conversation_id);
  `,
]
