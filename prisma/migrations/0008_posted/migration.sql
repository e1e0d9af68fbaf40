-- What is published waits a minute in which it can be taken back, and is a draft until then; posters are written to.
alter table draft
  -- Becomes an opening then; NULL is still being written, or waits for another person.
  add column publish_at  timestamptz,
  -- The opening that it becomes.
  add column becomes     jsonb,
  -- Another person approved it.
  add column approved    boolean not null default false;

-- Posters who are still to be told what was decided on a draft of theirs.
create table poster_word (
  draft_id        uuid primary key,
  coordinator_id  uuid not null references coordinator (id) on delete cascade,
  approved        boolean not null,
  decided_at      timestamptz not null
);
