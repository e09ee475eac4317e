package io.mehari.learning;

import io.mehari.instance.SingletonLock;
import io.mehari.redis.RedisScript;
import io.mehari.redis.ServerScripts;
import io.mehari.text.LogThrottle;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways on one Redis tell each other of what they have learnt: of each journal its sums and the number up to which they go, both
 * written by one step and only after the database has them, so that they can be written again, late, or never, and are right. What of
 * others was read stays known while Redis is away. Used by one thread, which it makes wait for Redis.
 */
final class LearningShare {
    /** Begins the key of a journal; node and epoch follow. */
    static final String PREFIX = "mcp:learning:of:";

    /** Key of the list of journals, by when they were written. */
    static final String INDEX = "mcp:learning:journals";

    /** Key of the sums over all journals, for readers that are no gateways. */
    static final String TOTALS = "mcp:learning:totals";

    /** Journals that are known. */
    static final int MOST = 1_000;

    /** What a gateway has learnt is kept that long after it was last there. */
    static final Duration KEEP = Duration.ofDays(30);

    /** Begins the key of a context, for readers that are no gateways; its text follows. */
    static final String CONTEXT = "mcp:learning:context:";

    /** Longest sums of one journal, about 40,000 tools; and longest ones of its contexts, as many tools in them. */
    private static final int LONGEST = 4 << 20;

    /** About so many scores are written by one step. */
    private static final int SCORES = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LearningShare.class);
    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final int PER_JOURNAL = 4;

    private static final RedisScript WRITE = RedisScript.of(LearningShare.class, "write-journal.lua");

    private static final RedisScript LIST = RedisScript.of(LearningShare.class, "list-journals.lua");

    private static final RedisScript READ = RedisScript.of(LearningShare.class, "read-journal.lua");

    private final ServerScripts redis;
    private final Optional<SingletonLock> lock;
    private final Map<Origin, Read> known = new LinkedHashMap<>();
    private final LogThrottle failures = new LogThrottle();
    private volatile Optional<String> problem = Optional.empty();
    private volatile Optional<String> tooLong = Optional.empty();
    private volatile int unreadable;

    /**
     * A journal that was read.
     *
     * @param contexts length of the value with its contexts; -1 if that was none of a gateway, and is read again
     */
    private record Read(OriginSums sums, long contexts) {}

    /**
     * Knows nothing yet.
     *
     * @param redis runs scripts
     * @param lock of the gateway that writes the sums over all; empty where gateways do not know each other, and nobody does
     */
    LearningShare(ServerScripts redis, Optional<SingletonLock> lock) {
        this.redis = redis;
        this.lock = lock;
    }

    /** The token that {@link #writeTotals} asks for; to be taken before the sums are read. */
    OptionalLong token() {
        return lock.map(SingletonLock::token).orElse(OptionalLong.empty());
    }

    /**
     * Writes journals of this gateway and reads those of others that have changed.
     *
     * @param own as they are in the database
     * @return journals of all gateways, as far as they are known
     */
    Collection<OriginSums> exchange(Collection<OriginSums> own) {
        try {
            tooLong = Optional.empty();
            for (OriginSums sums : own) {
                write(sums);
            }
            read();
            if (problem.isPresent()) {
                LOG.info("What was learnt is shared with other gateways again");
            }
            problem = Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return known.values().stream().map(Read::sums).toList();
    }

    /**
     * Writes the sums over all journals, unless another gateway does that by now.
     *
     * @param token as {@link #token} said before they were read
     */
    void writeTotals(long token, String text) {
        try {
            lock.orElseThrow().write(token, TOTALS, text, KEEP).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Writes the scores of tools in contexts, unless another gateway does that by now.
     *
     * @param token as {@link #token} said before they were read
     * @param contexts sorted
     */
    void writeScores(long token, Map<ContextTool, ToolSums> contexts) {
        try {
            Map<String, Map<String, String>> some = new LinkedHashMap<>();
            int scores = 0;
            boolean mine = true;
            for (Map.Entry<ContextTool, ToolSums> each : contexts.entrySet()) {
                String key = CONTEXT + each.getKey().context();
                if (scores >= SCORES && !some.containsKey(key)) {
                    mine = mine && writeHashes(token, some);
                    some.clear();
                    scores = 0;
                }
                ToolName tool = each.getKey().tool();
                some.computeIfAbsent(key, missing -> new LinkedHashMap<>())
                        .put(
                                tool.server() + "/" + tool.tool(),
                                BigDecimal.valueOf(each.getValue().score()).toPlainString());
                scores++;
            }
            if (mine && !some.isEmpty()) {
                writeHashes(token, some);
            }
        } catch (ExecutionException | TimeoutException e) {
            failed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean writeHashes(long token, Map<String, Map<String, String>> hashes)
            throws ExecutionException, InterruptedException, TimeoutException {
        return lock.orElseThrow().writeHashes(token, hashes, KEEP).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write(OriginSums sums) throws ExecutionException, InterruptedException, TimeoutException {
        String text = SharedSumsText.of(sums.sums().tools());
        if (text.length() > LONGEST) {
            throw new ExecutionException("The sums of a journal are too long to be shared", null);
        }
        run(
                WRITE,
                List.of(INDEX, PREFIX + member(sums.origin())),
                member(sums.origin()),
                sums.stored(),
                text,
                KEEP.toMillis(),
                contextsOf(sums));
    }

    /** Where they are too long tools are shared all the same. */
    private String contextsOf(OriginSums sums) {
        String text = SharedContextsText.of(sums.sums().contexts());
        boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
        if (!fits) {
            tooLong = Optional.of("Sums by context are not shared with other gateways: they are longer than " + LONGEST
                    + " bytes; lower mehari.learning.max-contexts");
        }
        return fits ? text : "";
    }

    private void read() throws ExecutionException, InterruptedException, TimeoutException {
        List<Object> listed = run(LIST, List.of(INDEX), MOST, PREFIX);
        int foreign = 0;
        for (int i = 0; i + PER_JOURNAL <= listed.size(); i += PER_JOURNAL) {
            String journal = String.valueOf(listed.get(i));
            long contexts = (Long) listed.get(i + 3);
            Optional<Origin> origin = (Long) listed.get(i + 2) <= LONGEST ? origin(journal) : Optional.empty();
            boolean there = origin.isPresent()
                    && (isKnown(origin.get(), String.valueOf(listed.get(i + 1)), contexts)
                            || read(origin.get(), contexts <= LONGEST));
            foreign += there ? 0 : 1;
        }
        unreadable = foreign;
    }

    private boolean isKnown(Origin origin, String stored, long contexts) {
        Read before = known.get(origin);
        return before != null && Long.toString(before.sums().stored()).equals(stored) && before.contexts() == contexts;
    }

    /**
     * Reads one journal.
     *
     * @param withContexts whether those of its contexts are not too long
     * @return whether all of it is that of a gateway; its tools count without its contexts
     */
    private boolean read(Origin origin, boolean withContexts)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<Object> answer = run(READ, List.of(PREFIX + member(origin)), withContexts ? 1 : 0);
        String stored = String.valueOf(answer.get(0));
        Optional<Map<ToolName, ToolSums>> tools =
                stored.matches("\\d{1,18}") ? SharedSumsText.read(String.valueOf(answer.get(1))) : Optional.empty();
        if (tools.isEmpty()) {
            return false;
        }
        Optional<Map<ContextTool, ToolSums>> contexts =
                withContexts ? SharedContextsText.read(String.valueOf(answer.get(2))) : Optional.empty();
        LearnedSums sums = new LearnedSums(tools.get(), contexts.orElse(Map.of()));
        known.put(
                origin,
                new Read(
                        new OriginSums(origin, Long.parseLong(stored), sums),
                        contexts.isPresent() ? (Long) answer.get(3) : -1));
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
        return contexts.isPresent();
    }

    private List<Object> run(RedisScript script, List<String> keys, Object... values)
            throws ExecutionException, InterruptedException, TimeoutException {
        return redis.run(script, keys, values).get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void failed() {
        String why = redis.problem().orElse("it answered with an error");
        problem = Optional.of("What was learnt is not shared with other gateways: Redis: " + why);
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn("{} ({} times so far)", problem.get(), times);
        }
    }

    private static String member(Origin origin) {
        return origin.node() + ":" + origin.epoch();
    }

    private static Optional<Origin> origin(String member) {
        String[] parts = member.split(":", -1);
        try {
            return parts.length == 2 ? Optional.of(new Origin(parts[0], parts[1])) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is wrong now; may be asked by any thread. */
    Optional<String> problem() {
        return problem.or(() -> tooLong)
                .or(() -> unreadable == 0
                        ? Optional.empty()
                        : Optional.of(
                                "Values under " + PREFIX + " that are none of a gateway are left out: " + unreadable));
    }
}
