-- Calls that failed through no fault of their caller. Ids are UUIDs of version 7: their order is the order of time.
create table dead_letters (
    id             varchar(64)              not null primary key,
    request_id     varchar(255)             not null,
    occurred_at    timestamp with time zone not null,
    server         varchar(255)             not null,
    tool           varchar(255)             not null,
    caller         varchar(255)             not null,
    outcome        varchar(32)              not null,
    category       varchar(64)              not null,
    message        varchar(16384)           not null,
    upstream_error varchar(262144),
    arguments      varchar(262144)          not null
);

create index dead_letters_by_time on dead_letters (occurred_at);
