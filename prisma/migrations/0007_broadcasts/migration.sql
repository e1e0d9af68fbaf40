-- Broadcasts announce an opening and have no words of their own; pushes may wait, so that they can be taken back.

alter table push
  -- Nothing leaves before, and until then the audience is not even looked for.
  add column not_before  timestamptz;

alter table broadcast
  drop column texts,
  drop column locale,
  drop constraint broadcast_opening_id_fkey,
  add foreign key (opening_id) references opening (id) on delete cascade,
  alter column opening_id set not null,
  alter column foreseen set not null,
  alter column send_at set not null,
  alter column state set default 'asked';
create index broadcast_opening on broadcast (opening_id);

-- A filter says by itself what was asked; how many it were is known by asking again.
alter table audience_question drop column people;
