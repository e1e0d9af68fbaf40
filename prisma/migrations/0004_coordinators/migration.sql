-- Those who post: organisations, their coordinators, what they may do and did, drafts and broadcasts.

create table organisation (
  id             uuid primary key,
  slug           text not null unique,
  -- By locale; at least one.
  titles         jsonb not null,
  line           text,
  url            text,
  -- Regions it speaks for; {any} is all.
  regions        text[] not null,
  -- People whom urgent broadcasts may reach in a week.
  urgent_budget  integer not null default 0,
  -- Nothing of it is sent while this is set.
  stopped_at     timestamptz,
  -- Signs its feed of openings: sealed; NULL is no feed.
  feed_secret    bytea,
  feed_key       text,
  created_on     date not null,
  check (cardinality(regions) > 0)
);

create table coordinator (
  id               uuid primary key,
  -- NULL: the host's operators.
  organisation_id  uuid references organisation (id) on delete cascade,
  channel          text not null,
  lookup           bytea not null,
  sealed           bytea not null,
  locale           text not null,
  -- A name for the role, chosen by themselves.
  alias        text not null,
  roles            text[] not null,
  -- The secret of their one-time codes, sealed, and the last step that was used.
  totp             bytea,
  totp_step        integer not null default 0,
  totp_tries       smallint not null default 0,
  stepped_up_until timestamptz,
  -- Reads only until then: a new device, or new roles.
  trusted_from     timestamptz not null,
  approved_openings integer not null default 0,
  joined_on        date not null,
  unique (channel, lookup),
  check (cardinality(roles) > 0)
);
create index coordinator_organisation on coordinator (organisation_id);

-- A link that can be used once, as a keyed hash.
create table invitation (
  key              bytea primary key,
  organisation_id  uuid references organisation (id) on delete cascade,
  roles            text[] not null,
  invited_by       text not null,
  expires_at       timestamptz not null
);

-- Who in which role did what to what, when: no subscriber in it.
create table audit (
  id               integer generated always as identity primary key,
  at               timestamptz not null default clock_timestamp(),
  organisation_id  uuid,
  alias        text not null,
  role             text not null,
  action           text not null,
  subject          text,
  detail           jsonb not null default '{}'
);
create index audit_organisation on audit (organisation_id, id);

-- An opening on its way: what a coordinator has said so far.
create table draft (
  id              uuid primary key,
  coordinator_id  uuid not null references coordinator (id) on delete cascade,
  content         jsonb not null,
  updated_at      timestamptz not null,
  -- Of the opening it changes; NULL for a new one.
  opening_id      uuid references opening (id) on delete cascade
);
create index draft_coordinator on draft (coordinator_id);

alter table opening
  add column organisation_id  uuid references organisation (id) on delete set null,
  add column posted_by        uuid references coordinator (id) on delete set null,
  -- Why a moderator must look at it: kinds of lints, in status 'review'.
  add column review           text[] not null default '{}',
  -- By locale: translations of the note.
  add column notes            jsonb not null default '{}',
  -- The poster was asked whether it goes on.
  add column asked_on         date;
create index opening_organisation on opening (organisation_id) where organisation_id is not null;

create table broadcast (
  id               uuid primary key,
  code             text not null unique,
  organisation_id  uuid not null references organisation (id) on delete cascade,
  posted_by        uuid references coordinator (id) on delete set null,
  urgent           boolean not null,
  -- By locale.
  texts            jsonb not null,
  locale           text not null,
  -- Whom it is for: kinds, works, regions, crops, locales, and an opening it is about.
  audience         jsonb not null,
  opening_id       uuid references opening (id) on delete set null,
  state            text not null default 'draft',
  -- People foreseen when it was asked for.
  foreseen         integer,
  approved_by      uuid references coordinator (id) on delete set null,
  send_at          timestamptz,
  expires_at       timestamptz not null,
  created_at       timestamptz not null default clock_timestamp()
);
create index broadcast_organisation on broadcast (organisation_id, created_at);

-- A message in a coordinator's chat that shows how a push fares: its mark, sealed.
create table push_watch (
  announcement_id  uuid not null,
  coordinator_id   uuid not null references coordinator (id) on delete cascade,
  mark             bytea,
  shown            text not null default '',
  primary key (announcement_id, coordinator_id)
);

-- What was asked of audiences in an hour, so that no two answers single anybody out: filters and counts, no people.
create table audience_question (
  id               integer generated always as identity primary key,
  organisation_id  uuid not null references organisation (id) on delete cascade,
  filter           jsonb not null,
  people           integer not null,
  asked_at         timestamptz not null default clock_timestamp()
);
create index audience_question_asked on audience_question (organisation_id, asked_at);

-- Everything rests while a row is here; one row.
create table standstill (
  id     smallint primary key default 1 check (id = 1),
  since  timestamptz not null,
  by     text not null
);

-- Openings that another exchange vouches for: whose feed, and the key it must be signed with.
create table federation (
  slug          text primary key,
  url           text not null,
  public_key    text not null,
  added_on      date not null,
  -- Everything it vouched for is closed.
  revoked_at    timestamptz
);
