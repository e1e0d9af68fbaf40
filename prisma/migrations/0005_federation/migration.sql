-- When the newest feed that was taken had been issued: an older one, though signed, is a replay.
alter table federation add column taken_at timestamptz;
