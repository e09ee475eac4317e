-- What was learnt of calls: sums for each tool, and the highest number of a journal that is in them. Both belong to one journal
-- (node and epoch) and are changed by one commit, so that nothing is counted twice and several gateways can be added up.
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
