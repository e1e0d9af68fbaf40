-- What an opening says of hiring: on what paper, and whom the employer takes by their right to work.

alter table opening
  -- NULL: not stated; {any}: every right.
  add column accepts   text[] check (cardinality(accepts) > 0),
  add column contract  text;
