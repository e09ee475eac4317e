-- What was learnt of tools in contexts, as in learning_tools: sums of one journal, changed by the same commit as its place.
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
