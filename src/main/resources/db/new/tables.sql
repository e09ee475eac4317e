-- A new database as the migrations beside this file leave it, without their way there: a start with a new file takes a
-- tenth of the time. What has to be added to either is found by DatabaseTablesTest. The history is renamed last, in one
-- step: without it nothing here is finished, and the next start begins again.
create table dead_letters (
    id                varchar(64)              not null primary key,
    request_id        varchar(255)             not null,
    occurred_at       timestamp with time zone not null,
    server            varchar(255)             not null,
    tool              varchar(255)             not null,
    caller            varchar(255)             not null,
    outcome           varchar(32)              not null,
    category          varchar(64)              not null,
    message           varchar(16384)           not null,
    upstream_error    varchar(262144),
    arguments         varchar(262144)          not null,
    size              integer default 0        not null,
    state             varchar(16) default 'waiting' not null,
    mode              varchar(16),
    withheld          varchar(16) default 'nothing' not null,
    may_have_run      boolean default true     not null,
    attempts          integer default 0        not null,
    next_replay_at    timestamp with time zone,
    replay_request_id varchar(255),
    replay_caller     varchar(255),
    replay_at         timestamp with time zone,
    replay_outcome    varchar(32),
    replay_message    varchar(1024),
    owner             varchar(64),
    lease_until       timestamp with time zone,
    trace_id          varchar(32)
);

create index dead_letters_by_time on dead_letters (occurred_at);
create index dead_letters_by_size on dead_letters (id, size);
create index dead_letters_by_state on dead_letters (state, id);

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
    solved_at   timestamp with time zone,
    traces      varchar(256) default '[]' not null
);

create table cached_results (
    cache_key  varchar(128) not null primary key,
    scope      varchar(16)  not null,
    expires_at bigint       not null,
    size       integer      not null,
    content    bytea        not null
);

create index cached_results_by_time on cached_results (expires_at, size);
create index cached_results_by_scope on cached_results (scope);

create table learning_positions (
    node   varchar(64) not null,
    epoch  varchar(64) not null,
    stored bigint      not null,
    primary key (node, epoch)
);

create table learning_tools (
    node             varchar(64)                not null,
    epoch            varchar(64)                not null,
    server           varchar(255)               not null,
    tool             varchar(255)               not null,
    total_calls      bigint                     not null,
    success_count    bigint                     not null,
    total_latency_us bigint                     not null,
    total_cost       double precision default 0 not null,
    total_quality    double precision default 0 not null,
    last_call        timestamp with time zone   not null,
    primary key (node, epoch, server, tool)
);

create table learning_contexts (
    node             varchar(64)                not null,
    epoch            varchar(64)                not null,
    context          varchar(255)               not null,
    server           varchar(255)               not null,
    tool             varchar(255)               not null,
    total_calls      bigint                     not null,
    success_count    bigint                     not null,
    total_latency_us bigint                     not null,
    total_cost       double precision default 0 not null,
    total_quality    double precision default 0 not null,
    last_call        timestamp with time zone   not null,
    primary key (node, epoch, context, server, tool)
);

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

create table new_history (
    installed_rank integer       not null constraint flyway_schema_history_pk primary key,
    version        varchar(50),
    description    varchar(200)  not null,
    type           varchar(20)   not null,
    script         varchar(1000) not null,
    checksum       integer,
    installed_by   varchar(100)  not null,
    installed_on   timestamp default current_timestamp not null,
    execution_time integer       not null,
    success        boolean       not null
);

create index flyway_schema_history_s_idx on new_history (success);

insert into new_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
values
    (1, '1', 'dead letters', 'SQL', 'V1__dead_letters.sql', -1454133447, 'sa', 0, true),
    (2, '2', 'dead letter sizes', 'SQL', 'V2__dead_letter_sizes.sql', 487882637, 'sa', 0, true),
    (3, '3', 'dead letter replay', 'SQL', 'V3__dead_letter_replay.sql', 334928386, 'sa', 0, true),
    (4, '5', 'error memory', 'SQL', 'V5__error_memory.sql', 1980905792, 'sa', 0, true),
    (5, '7', 'trace ids', 'SQL', 'V7__trace_ids.sql', -2074074348, 'sa', 0, true),
    (6, '8', 'cached results', 'SQL', 'V8__cached_results.sql', 965830884, 'sa', 0, true),
    (7, '9', 'learning', 'SQL', 'V9__learning.sql', 1418452538, 'sa', 0, true),
    (8, '10', 'configuration changes', 'SQL', 'V10__configuration_changes.sql', 702563259, 'sa', 0, true),
    (9, '11', 'learning contexts', 'SQL', 'V11__learning_contexts.sql', 789408336, 'sa', 0, true);

alter table new_history rename to flyway_schema_history;
