-- Copies of what each gateway keeps of changes of its files: who changed what, when, and what came of it. The files of the gateway
-- itself are what counts; secrets are not in here. A content is that of a file that was added or changed.
create table configuration_changes (
    gateway        varchar(64)              not null,
    number         integer                  not null,
    host           varchar(255)             not null,
    occurred_at    timestamp with time zone not null,
    author_kind    varchar(32)              not null,
    author_name    varchar(255)             not null,
    author_comment varchar(4096)            not null,
    accepted       boolean                  not null,
    problems       varchar(16384)           not null,
    digest         varchar(64)              not null,
    primary key (gateway, number)
);
create index configuration_changes_by_time on configuration_changes (occurred_at);

create table configuration_files (
    gateway varchar(64)   not null,
    number  integer       not null,
    name    varchar(1024) not null,
    change  varchar(16)   not null,
    content text,
    primary key (gateway, number, name)
);
