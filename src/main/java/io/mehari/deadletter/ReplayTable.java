package io.mehari.deadletter;

import io.mehari.call.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of replays, in what H2 and PostgreSQL have in common. Every method waits for the database. */
final class ReplayTable {
    /** Most letters discarded by one commit. */
    static final int AT_ONCE = 500;

    private static final String INTERRUPTED =
            "The replay was interrupted, by an end of the gateway: its call may have run";

    private static final String RELEASE = """
            update dead_letters set state = 'waiting', may_have_run = true, replay_outcome = :outcome,
                replay_message = :message, owner = null, lease_until = null
            where state = 'replaying' and""";

    private static final String CLAIM = """
            update dead_letters set state = 'replaying', attempts = attempts + 1, owner = :owner, lease_until = :until,
                replay_request_id = :request, replay_caller = :caller, replay_at = :at, replay_outcome = null,
                replay_message = null, next_replay_at = null
            where id = :id and state = 'waiting' and attempts = :attempts""";

    /** Letters of one call: where a gateway has answered 503, a balancer sends it to another one, under the same id. */
    private static final String SAME_CALL = """
            occurred_at between :from and :to and request_id = :request and server = :server and tool = :tool
                and caller = :caller and arguments = :arguments""";

    private static final Duration APART = Duration.ofMinutes(10);

    private static final String LOCK = "select id from dead_letters where " + SAME_CALL + " order by id for update";

    private static final String LEARN_OF_OTHERS = """
            update dead_letters set may_have_run = true where id = :id and exists
                (select 1 from dead_letters where id <> :id and (may_have_run or state in ('replaying', 'replayed')) and
            """ + SAME_CALL + ")";

    private static final String END = """
            update dead_letters set state = :state, may_have_run = (may_have_run or :ran), replay_at = :at,
                replay_outcome = :outcome, replay_message = :message, next_replay_at = :next, owner = null,
                lease_until = null
            where id = :id and replay_request_id = :request and state in ('replaying', 'waiting')""";

    private static final String DUE = """
            select * from dead_letters
            where state = 'waiting' and may_have_run = false and withheld = 'nothing' and attempts < :most
                and occurred_at > :newer and server in (:servers)
                and (next_replay_at <= :now or next_replay_at > :latest
                    or next_replay_at is null and (occurred_at <= :first or occurred_at > :latest))""";

    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final boolean shared;

    /**
     * The table of a database.
     *
     * @param shared whether other gateways replay letters of it as well: then its clock says when claims end, since theirs differ
     */
    ReplayTable(DataSource database, boolean shared) {
        this.shared = shared;
        this.client = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** Ends the claims of gateways that are gone; says how many. Of others that may run only those whose time is over. */
    int releaseAbandoned(String owner) {
        return shared ? releaseOverdue() : release("owner <> :key", owner);
    }

    /** Ends the claims whose time is over by the clock of the database; says how many. */
    int releaseOverdue() {
        return releaseOverdue(now());
    }

    /** Ends the claims whose time is over; says how many. */
    int releaseOverdue(Instant now) {
        return release("lease_until < :key", at(now));
    }

    private int release(String which, Object key) {
        return client.sql(RELEASE + ' ' + which)
                .param("outcome", Outcome.OUTCOME_UNKNOWN.code())
                .param("message", INTERRUPTED)
                .param("key", key)
                .update();
    }

    /**
     * Claims a letter, if it may be replayed. Where gateways share the table it may have run as soon as another letter of the same call
     * may have, or is or was replayed.
     *
     * @throws ReplayRefusedException if it may not
     */
    DeadLetter claim(String id, String owner, ReplayClaim asked, Function<DeadLetter, Optional<ReplayRefusal>> rule) {
        ReplayClaim claim = shared ? asked.from(now()) : asked;
        releaseOverdue(claim.at());
        Supplier<DeadLetter> judged = transaction.execute(status -> {
            try {
                DeadLetter letter = claimed(id, owner, claim, rule);
                return () -> letter;
            } catch (ReplayRefusedException e) {
                return () -> {
                    throw e; // after the commit: what was learnt of other letters stays
                };
            }
        });
        return judged.get();
    }

    private DeadLetter claimed(
            String id, String owner, ReplayClaim claim, Function<DeadLetter, Optional<ReplayRefusal>> rule) {
        if (shared) {
            find(id).ifPresent(this::learnOfOthers);
        }
        DeadLetter letter = require(id, found -> ReplayRefusal.of(found).or(() -> rule.apply(found)));
        int claimed = client.sql(CLAIM)
                .param("owner", owner)
                .param("until", at(claim.until()))
                .param("request", claim.requestId())
                .param("caller", claim.caller())
                .param("at", at(claim.at()))
                .param("id", id)
                .param("attempts", letter.replays().attempts()) // one that another has tried meanwhile may have run
                .update();
        return require(
                id,
                found -> claimed == 1
                        ? Optional.empty()
                        : ReplayRefusal.of(found).or(() -> Optional.of(ReplayRefusal.taken(id))));
    }

    private void learnOfOthers(DeadLetter letter) {
        Map<String, Object> call = Map.of(
                "from", at(letter.occurredAt().minus(APART)),
                "to", at(letter.occurredAt().plus(APART)),
                "request", letter.requestId(),
                "server", letter.server(),
                "tool", letter.tool(),
                "caller", letter.caller(),
                "arguments", letter.arguments());
        client.sql(LOCK).params(call).query(String.class).list();
        client.sql(LEARN_OF_OTHERS).params(call).param("id", letter.id()).update();
    }

    private Instant now() {
        return client.sql("select current_timestamp")
                .query((row, number) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .single();
    }

    private DeadLetter require(String id, Function<DeadLetter, Optional<ReplayRefusal>> rule) {
        DeadLetter letter = find(id).orElseThrow(() -> new ReplayRefusedException(ReplayRefusal.notFound(id)));
        rule.apply(letter).ifPresent(refusal -> {
            throw new ReplayRefusedException(refusal);
        });
        return letter;
    }

    /** Writes down how a replay ended, also where its claim has run out; the letter as it is then, if it is there. */
    Optional<DeadLetter> end(String id, ReplayEnd end) {
        client.sql(END)
                .param("state", (end.answered() ? LetterState.REPLAYED : LetterState.WAITING).code())
                .param("ran", end.mayHaveRun())
                .param("at", at(end.at()))
                .param("outcome", end.outcome().code())
                .param("message", end.message())
                .param("next", end.next().map(ReplayTable::at).orElse(null))
                .param("id", id)
                .param("request", end.requestId())
                .update();
        return find(id);
    }

    List<DeadLetter> due(DueLetters due) {
        if (due.servers().isEmpty()) {
            return List.of();
        }
        boolean any = due.categories().isEmpty();
        return client.sql(DUE + (any ? "" : " and category in (:categories)") + " order by id limit " + due.limit())
                .param("most", due.mostAttempts())
                .param("newer", at(due.newerThan()))
                .param("servers", due.servers())
                .param("now", at(due.now()))
                .param("first", at(due.firstBefore()))
                .param("latest", at(due.latest()))
                .params(any ? Map.of() : Map.of("categories", due.categories()))
                .query(DeadLetterRow::read)
                .list();
    }

    /** Discards waiting letters of a filter by one commit, {@value #AT_ONCE} at most; says how many. */
    int discard(DeadLetterFilter filter) {
        return client.sql("update dead_letters set state = 'discarded' where id in (select id from dead_letters where "
                        + filter.waiting().condition() + " order by id limit " + AT_ONCE + ")")
                .params(filter.waiting().bound())
                .update();
    }

    /**
     * Discards one letter that waits.
     *
     * @return the letter afterwards, in whatever state it is
     * @throws ReplayRefusedException if it is not there
     */
    DeadLetter discard(String id) {
        client.sql("update dead_letters set state = 'discarded' where id = :id and state = 'waiting'")
                .param("id", id)
                .update();
        return require(id, letter -> Optional.empty());
    }

    private Optional<DeadLetter> find(String id) {
        return client.sql("select * from dead_letters where id = :id")
                .param("id", id)
                .query(DeadLetterRow::read)
                .optional();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
