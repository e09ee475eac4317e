-- Bytes of text in each entry, so that their sum can be kept within a bound. The index answers for the oldest ids and
-- their sizes without a look at the entries themselves.
alter table dead_letters add column size integer default 0 not null;

update dead_letters
    set size = 512 + octet_length(message) + coalesce(octet_length(upstream_error), 0) + octet_length(arguments);

create index dead_letters_by_size on dead_letters (id, size);
