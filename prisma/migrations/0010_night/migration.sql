-- Broadcasts may be set for a time, and urgent ones may wake whoever wants that.

-- The time that was chosen; NULL: as soon as may be.
alter table broadcast add column set_for timestamptz;

-- NULL: not said, which is no.
alter table subscriber add column wake_urgent boolean;
