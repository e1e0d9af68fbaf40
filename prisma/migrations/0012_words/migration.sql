-- What coordinators are still to be told of each other's doings: a row goes before its message is sent.
create table desk_word (
  coordinator_id  uuid not null references coordinator (id) on delete cascade,
  -- asked, agreed, refused: of a broadcast; confirmed: they may do everything now.
  kind            text not null check (kind in ('asked', 'agreed', 'refused', 'confirmed')),
  -- The code of the broadcast, or nothing.
  subject         text not null default '',
  said_at         timestamptz not null,
  primary key (coordinator_id, kind, subject)
);
