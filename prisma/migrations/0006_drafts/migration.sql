-- Drafts of openings: of which organisation, and whether somebody else must look at one. Nothing wrote any before.
alter table draft
  add column organisation_id  uuid not null references organisation (id) on delete cascade,
  -- Waits for another person since then; NULL is still being written.
  add column submitted_at     timestamptz,
  -- Why another person must look at it: kinds of findings, and that its poster is new.
  add column review           text[] not null default '{}',
  -- Somebody sent it back.
  add column refused          boolean not null default false;
create index draft_waiting on draft (organisation_id, submitted_at) where submitted_at is not null;
