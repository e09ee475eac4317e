-- The third tier of the result cache. The scope names server and tool by their hashes, so that either can be removed alone; times are
-- milliseconds since 1970.
create table cached_results (
    cache_key  varchar(128) not null primary key,
    scope      varchar(16)  not null,
    expires_at bigint       not null,
    size       integer      not null,
    content    bytea        not null
);
create index cached_results_by_time on cached_results (expires_at, size);
create index cached_results_by_scope on cached_results (scope);
