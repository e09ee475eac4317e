-- What became of each entry, and what is needed to run its call once more. Entries of before are taken for what they are:
-- only an unavailable call surely did not run, and what was replaced or cut is known by its marks.
alter table dead_letters add column state varchar(16) default 'waiting' not null;
alter table dead_letters add column mode varchar(16);
alter table dead_letters add column withheld varchar(16) default 'nothing' not null;
alter table dead_letters add column may_have_run boolean default true not null;
alter table dead_letters add column attempts integer default 0 not null;
alter table dead_letters add column next_replay_at timestamp with time zone;

-- The last replay. An owner and a lease are there while it runs.
alter table dead_letters add column replay_request_id varchar(255);
alter table dead_letters add column replay_caller varchar(255);
alter table dead_letters add column replay_at timestamp with time zone;
alter table dead_letters add column replay_outcome varchar(32);
alter table dead_letters add column replay_message varchar(1024);
alter table dead_letters add column owner varchar(64);
alter table dead_letters add column lease_until timestamp with time zone;

update dead_letters set may_have_run = false where outcome = 'unavailable';
update dead_letters set withheld = 'cut' where arguments like '%[cut]%';
update dead_letters set withheld = 'redacted' where arguments like '%[redacted]%';

create index dead_letters_by_state on dead_letters (state, id);
