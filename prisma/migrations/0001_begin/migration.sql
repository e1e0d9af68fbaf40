-- The first schema. Every column is explained in PRIVACY.md; a test compares the two.

create table subscriber (
  id               uuid primary key,
  ordinal          integer generated always as identity unique,
  channel          text not null,
  lookup           bytea not null,
  sealed           bytea not null,
  locale           text not null,
  kinds            text[],
  works            text[],
  regions          text[],
  housing_needed   boolean,
  pay_floor        integer,
  free_from        date,
  crew             smallint,
  cadence          text,
  quiet_from       smallint,
  quiet_to         smallint,
  standing         text not null default 'active',
  blocked_at       timestamptz,
  unreachable_on   date,
  paused_until     date,
  hidden           uuid[] not null default '{}',
  consent_on       date not null,
  consent_version  smallint not null,
  answered_in      date not null,
  unique (channel, lookup),
  -- NULL is "not answered"; "anything" is {any}. Only the month is known of the last answer.
  check (cardinality(kinds) > 0 and cardinality(works) > 0 and cardinality(regions) > 0),
  check (extract(day from answered_in) = 1)
);
create index subscriber_silent on subscriber (answered_in);
create index subscriber_blocked on subscriber (blocked_at) where standing = 'blocked';

-- Which ordinals changed, by transaction and not by time: readers ask what became visible since their last snapshot.
create table subscriber_change (
  ordinal  integer not null,
  tx       xid8 not null default pg_current_xact_id(),
  primary key (tx, ordinal)
);

create function note_subscriber_change() returns trigger language plpgsql as $$
begin
  insert into subscriber_change (ordinal) values (coalesce(new.ordinal, old.ordinal)) on conflict do nothing;
  perform pg_notify('mehnat', 'subscriber');
  return null;
end $$;

create trigger subscriber_changed after insert or update or delete on subscriber
  for each row execute function note_subscriber_change();

create table bulletin (
  id           uuid primary key,
  source       text not null,
  started_at   timestamptz not null default clock_timestamp(),
  finished_at  timestamptz,
  account      jsonb
);

create table opening (
  id             uuid primary key,
  code           text not null unique,
  source         text not null,
  external_id    text not null,
  fingerprint    bytea not null,
  kind           text not null,
  work           text,
  crop           text,
  aid            text,
  title          text not null,
  note           text,
  locale         text not null,
  region         text not null,
  place          text,
  starts_on      date,
  ends_on        date,
  pay_min        integer,
  pay_max        integer,
  pay_unit       text,
  pay_currency   text,
  hours_per_day  real,
  housing        text,
  food           text,
  transport      text,
  places         integer,
  places_left    integer,
  medical_book   boolean,
  employer       text,
  employer_id    text,
  contact_url    text,
  contact_phone  text,
  posted_on      date not null,
  valid_until    date,
  expires_on     date not null,
  status         text not null default 'open',
  close_reason   text,
  closed_at      timestamptz,
  bulletin_id    uuid references bulletin (id),
  published_at   timestamptz not null default clock_timestamp(),
  seen_in        uuid,
  missed_runs    smallint not null default 0,
  revision       integer not null default 0,
  unique (source, external_id)
);
create index opening_fingerprint on opening (fingerprint);
create index opening_open on opening (region, work) where status = 'open';
create index opening_bulletin on opening (bulletin_id, region) where status = 'open';
create index opening_published on opening (published_at) where status = 'open';

-- One announcement on one channel: see docs/architecture.md. No row per person exists.
create table push (
  id               uuid primary key,
  announcement_id  uuid not null,
  channel          text not null,
  kind             text not null,
  lane             text not null,
  policy           text not null default 'at-least-once',
  state            text not null default 'planned',
  recipients       bytea,
  total            integer not null default 0,
  origin           integer not null default 0,
  cursor           integer not null default 0,
  wire             jsonb not null default '[]',
  later            bytea,
  ahead            bytea,
  journal          jsonb not null default '[]',
  wake_at          timestamptz,
  sent             integer not null default 0,
  uncertain        integer not null default 0,
  skipped          jsonb not null default '{}',
  failed           jsonb not null default '{}',
  fence            uuid,
  revision         integer not null default 0,
  since            timestamptz,
  zones            text[] not null default '{}',
  planned_at       timestamptz not null default clock_timestamp(),
  expires_at       timestamptz not null,
  over_at          timestamptz,
  unique (announcement_id, channel, kind, revision)
);
create index push_unfinished on push (state) where state in ('planned', 'running', 'paused');

-- A freeze of a whole token; survives restarts.
create table channel_pause (
  channel  text primary key,
  until    timestamptz not null,
  reason   text not null
);

-- How many pushed messages an ordinal got today, as three bitmaps; the row goes with the day.
create table channel_day (
  channel  text not null,
  day      date not null,
  once     bytea not null default '',
  twice    bytea not null default '',
  thrice   bytea not null default '',
  journal  jsonb not null default '[]',
  primary key (channel, day)
);

create table report (
  opening_id  uuid not null references opening (id) on delete cascade,
  reason      text not null,
  reporter    bytea not null,
  day         date not null,
  primary key (opening_id, reporter)
);

-- Dialogue state and repeats never reach WAL or backups.
create unlogged table dialogue (
  key         bytea primary key,
  sealed      bytea not null,
  expires_at  timestamptz not null
);

create unlogged table seen_update (
  key         bytea primary key,
  seen_at     timestamptz not null default clock_timestamp(),
  expires_at  timestamptz not null
);
create index dialogue_expiry on dialogue (expires_at);
create index seen_update_expiry on seen_update (expires_at);

-- Says which key file this database was written with, without saying anything about the key.
create table vault_check (
  id           smallint primary key default 1 check (id = 1),
  fingerprint  bytea not null
);
