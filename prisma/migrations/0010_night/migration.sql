-- Broadcasts may be set for a time.

-- The time that was chosen; NULL: as soon as may be.
alter table broadcast add column set_for timestamptz;
