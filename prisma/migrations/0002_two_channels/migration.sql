-- What a second channel needs: reply windows, what a service says later of a message, and moving from one to another.

alter table subscriber
  add column window_until  timestamptz,
  add column held_until    date,
  add column held_days     smallint not null default 0,
  -- Whole hours: nobody can tell from it when somebody wrote.
  add check (extract(epoch from window_until)::bigint % 3600 = 0);
create index subscriber_window on subscriber (window_until) where window_until is not null;

-- A person who moves to another channel gets another ordinal, and both have changed.
create or replace function note_subscriber_change() returns trigger language plpgsql as $$
begin
  insert into subscriber_change (ordinal)
  select distinct o from unnest(array[new.ordinal, old.ordinal]) as o where o is not null
  on conflict do nothing;
  perform pg_notify('mehnat', 'subscriber');
  return null;
end $$;

-- A push stands below what was said last: numbers that are typed mean that no more.
alter table dialogue add column outdated boolean not null default false;

-- Statuses of a message come doubled and in any order: only a higher one counts.
alter table seen_update add column level smallint not null default 0;

-- `outside` and `beyond`: foreseen at the beginning. `afterwords`: what was heard later and is not worked in yet.
alter table push
  add column outside     integer,
  add column beyond      integer,
  add column delivered   integer not null default 0,
  add column read        integer not null default 0,
  add column afterwords  jsonb not null default '[]';

-- How many people were knocked at in an hour, outside their reply windows: counts alone.
create table channel_hour (
  channel  text not null,
  hour     timestamptz not null,
  knocks   integer not null,
  primary key (channel, hour)
);

-- Codes for moving to another channel, and wrong tries of a chat: ten minutes, never in WAL or backups.
create unlogged table move (
  key            bytea primary key,
  subscriber_id  uuid unique references subscriber (id) on delete cascade,
  tries          smallint not null default 0,
  expires_at     timestamptz not null
);
create index move_expiry on move (expires_at);
