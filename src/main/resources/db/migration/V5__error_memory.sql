-- What failed calls had in common: one row for each template of an error's text. Lists and counts are JSON.
create table error_templates (
    id          varchar(16)              not null primary key,
    template    varchar(4096)            not null,
    category    varchar(64)              not null,
    outcome     varchar(32)              not null,
    occurrences bigint                   not null,
    first_seen  timestamp with time zone not null,
    last_seen   timestamp with time zone not null,
    servers     varchar(8192)            not null,
    tools       varchar(8192)            not null,
    examples    varchar(16384)           not null,
    recoveries  varchar(4096)            not null,
    solution    varchar(8192),
    known_error varchar(64),
    solved_by   varchar(255),
    solved_at   timestamp with time zone
);
