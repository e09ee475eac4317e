package io.mehari.acceptance;

import io.mehari.support.PostgresProgram;
import io.mehari.support.RedisProgram;
import java.util.function.Consumer;

/** What becomes of the Redis and the PostgreSQL beside a gateway. */
@SuppressWarnings("ImmutableEnumChecker") // what is done is written as lambdas, which have no state
enum SharedFault {
    REDIS_STANDS_STILL(on -> on.redis().pause(), on -> on.redis().resume()),
    REDIS_IS_KILLED(on -> on.redis().stop(), on -> on.redis().start()),
    POSTGRES_STANDS_STILL(on -> on.postgres().pause(), on -> on.postgres().resume()),
    POSTGRES_IS_RESTARTED(on -> on.postgres().stop(), on -> on.postgres().start()),
    POSTGRES_IS_KILLED(on -> on.postgres().kill(), on -> on.postgres().start()),
    BOTH_ARE_GONE(
            on -> {
                on.redis().stop();
                on.postgres().stop();
            },
            on -> {
                on.redis().start();
                on.postgres().start();
            }),
    /** Stands still for a moment, again and again. */
    REDIS_IS_SLOW(on -> on.redis().pause(), on -> on.redis().resume(), on -> {
        on.redis().resume();
        on.redis().pause();
    }),
    POSTGRES_IS_SLOW(on -> on.postgres().pause(), on -> on.postgres().resume(), on -> {
        on.postgres().resume();
        on.postgres().pause();
    }),
    REDIS_IS_FULL(
            on -> on.redis().command("CONFIG", "SET", "maxmemory", "1"),
            on -> on.redis().command("CONFIG", "SET", "maxmemory", "64mb")),
    /** The one that is asked has become the replica of another one, and takes no writes. */
    REDIS_HAS_FAILED_OVER(
            on -> on.redis().command("REPLICAOF", "127.0.0.1", "1"),
            on -> on.redis().command("REPLICAOF", "NO", "ONE")),
    POSTGRES_HAS_FAILED_OVER(
            on -> {
                on.postgres().execute("postgres", "alter database mehari set default_transaction_read_only = on");
                on.postgres().disconnect("mehari");
            },
            on -> {
                on.postgres().execute("postgres", "alter database mehari reset default_transaction_read_only");
                on.postgres().disconnect("mehari");
            }),
    REDIS_HAS_ANOTHER_PASSWORD(
            on -> {
                on.redis().command("CONFIG", "SET", "requirepass", "other");
                on.redis().command("AUTH", "other\r\nCLIENT", "KILL", "TYPE", "normal");
            },
            on -> on.redis().command("AUTH", "other\r\nCONFIG", "SET", "requirepass", "\"\"")),
    POSTGRES_LETS_NOBODY_IN(
            on -> {
                on.postgres().execute("postgres", "alter database mehari with allow_connections false");
                on.postgres().disconnect("mehari");
            },
            on -> on.postgres().execute("postgres", "alter database mehari with allow_connections true")),
    POSTGRES_ENDS_CONNECTIONS(
            on -> on.postgres().disconnect("mehari"),
            on -> {},
            on -> on.postgres().disconnect("mehari")),
    REDIS_IS_EMPTIED(
            on -> on.redis().command("FLUSHALL"), on -> {}, on -> on.redis().command("FLUSHALL")),
    /** Whatever stands under keys of the gateway is replaced, by values and by lists in turn. */
    REDIS_HAS_FOREIGN_VALUES(SharedFault::spoilRedis, on -> {}, SharedFault::spoilRedis),
    /** Found since Redis is emptied as well. */
    POSTGRES_HAS_DAMAGED_ROWS(SharedFault::spoilRows, on -> {}, SharedFault::spoilRows);

    private static final String FOREIGN = "\"for i,k in ipairs(redis.call('KEYS','mcp:*')) do redis.call('DEL',k)"
            + " if i%2==0 then redis.call('SET',k,'foreign') else redis.call('RPUSH',k,'foreign') end end return 1\"";

    private final Consumer<Beside> begin;
    private final Consumer<Beside> end;
    private final Consumer<Beside> again;

    SharedFault(Consumer<Beside> begin, Consumer<Beside> end) {
        this(begin, end, on -> {});
    }

    SharedFault(Consumer<Beside> begin, Consumer<Beside> end, Consumer<Beside> again) {
        this.begin = begin;
        this.end = end;
        this.again = again;
    }

    /**
     * What stands beside the gateway.
     *
     * @param postgres has its database under the name {@code mehari}
     */
    record Beside(RedisProgram redis, PostgresProgram postgres) {}

    void begin(Beside beside) {
        begin.accept(beside);
    }

    /** What goes on while it lasts. */
    void again(Beside beside) {
        again.accept(beside);
    }

    void end(Beside beside) {
        end.accept(beside);
    }

    /** Whether the gateway must have counted something of it; what it makes good at once needs not be. */
    boolean isNoticed() {
        return this != REDIS_IS_EMPTIED && this != POSTGRES_ENDS_CONNECTIONS;
    }

    private static void spoilRedis(Beside beside) {
        beside.redis().command("EVAL", FOREIGN, "0");
    }

    private static void spoilRows(Beside beside) {
        beside.redis().command("FLUSHALL");
        beside.postgres().execute("mehari", "update cached_results set content = 'foreign'::bytea");
    }
}
