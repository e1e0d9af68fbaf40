-- Who keeps the rules hears at most once a week that some need a look.
alter table coordinator add column rules_told_on date;
