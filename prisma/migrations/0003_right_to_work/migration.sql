-- The right to work, seasons, and openings that stay true: what people answer, what openings state, what changed since.

alter table subscriber
  add column permit_basis   text,
  add column permit_region  text,
  add column new_permit     boolean,
  add column seasons        text[],
  -- NULL is "not said", and nobody can tell why.
  add check (permit_basis is not null or permit_region is null),
  add check (cardinality(seasons) > 0);

alter table opening
  add column activity      text,
  add column permit_payer  text,
  add column quota         boolean,
  add column vouched_by    text,
  add column pledge        text[] not null default '{}',
  add column harvest       jsonb,
  add column places_at     timestamptz,
  -- What must still be said to those who were told: the kind of a push; NULL is nothing.
  add column correction    text,
  -- Places left at its end were counted for the page of barred places.
  add column counted       boolean not null default false;
create index opening_correction on opening (id) where correction is not null;

-- Reports that were decided count no more.
alter table report add column decided boolean not null default false;

-- What a push had still to say to somebody who moved to another chat, a push of their own says there.
alter table push
  add column moved boolean not null default false,
  drop constraint push_announcement_id_channel_kind_revision_key;
create unique index push_once on push (announcement_id, channel, kind, revision) where not moved;

-- Who was shown an opening, as a bitmap over ordinals, and who waits to hear what became of a report.
create table told (
  opening_id  uuid primary key references opening (id) on delete cascade,
  bits        bytea not null default '',
  journal     jsonb not null default '[]',
  reporters   integer[] not null default '{}'
);

-- What keepers of the rules say of a row of the country's package; the row itself stays as it is.
create table rule_change (
  id           uuid primary key,
  rule_id      text not null,
  -- The whole row as it shall be; NULL where the row was only confirmed.
  row          jsonb,
  source       text,
  proposed_by  text not null,
  proposed_on  date not null,
  seconded_by  text,
  -- In force since; NULL until a second keeper agrees.
  seconded_at  timestamptz,
  check (seconded_by <> proposed_by)
);

-- What coordinators know of this year's seasons.
create table season_shift (
  season_id  text not null,
  region     text not null,
  year       smallint not null,
  days       smallint not null default 0,
  over       boolean not null default false,
  revision   integer not null default 1,
  shifted_by text not null,
  shifted_at timestamptz not null default clock_timestamp(),
  primary key (season_id, region, year)
);

-- Something to say of a season to those who asked to hear of it: an announcement that is no opening.
create table season_notice (
  id         uuid primary key,
  kind       text not null,
  season_id  text not null,
  region     text not null,
  year       smallint not null,
  revision   integer not null default 0,
  made_at    timestamptz not null default clock_timestamp(),
  unique (kind, season_id, region, year, revision)
);

-- Places that stayed empty because of a permit alone, by month and pair of regions: counts.
create table barred_places (
  month          date not null,
  permit_region  text not null,
  region         text not null,
  places         integer not null,
  primary key (month, permit_region, region)
);

-- Wrong codes of openings that a chat typed: ten minutes, never in WAL or backups.
create unlogged table guess (
  key         bytea primary key,
  tries       smallint not null default 0,
  expires_at  timestamptz not null
);
create index guess_expiry on guess (expires_at);

-- Few at a time, in a table that keeps what closed for a year.
create index opening_uncounted on opening (id) where not counted and places_at is not null;
