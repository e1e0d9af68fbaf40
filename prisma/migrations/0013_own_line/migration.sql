-- Whether the telephone is a line of the organisation that vouches: beside any other its name is never said.
alter table opening add column contact_own boolean not null default false;
update opening o set contact_own = true from organisation g where g.id = o.organisation_id and o.contact_phone = g.line;
