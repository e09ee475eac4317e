package io.mehari.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Large results, kept for a while in this process: whose caller gets a head and a handle instead, and reads the whole in parts.
 * Bounded in number, memory and time; the oldest leave first. Nothing is made while it is off. Safe for concurrent use.
 */
public final class LargeResults {
    /** Key of {@code _meta} under which the head says what programs want to know of the whole. */
    public static final String META = "io.mehari/result";

    private static final int HANDLE_BYTES = 16;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final LongAdder shortened = new LongAdder();
    private volatile Held held;

    /** What holds now; {@code kept} is null while it is off. */
    private record Held(ResultSettings settings, Map<String, Integer> byTool, KeptResults kept) {
        int over(String tool) {
            return byTool.getOrDefault(tool, settings.over());
        }
    }

    /**
     * Nothing is kept.
     *
     * @param settings what holds at first
     * @param clock for the time that callers are told
     */
    public LargeResults(ResultSettings settings, Clock clock) {
        this(settings, clock, System::nanoTime);
    }

    LargeResults(ResultSettings settings, Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.held = held(settings, null);
    }

    /**
     * Lets other settings hold. What is kept stays as far as there is room; switched off, all of it goes.
     *
     * @param settings all of them
     */
    public void replace(ResultSettings settings) {
        held = held(settings, held.kept());
    }

    private static Held held(ResultSettings settings, KeptResults before) {
        if (!settings.enabled()) {
            return new Held(settings, Map.of(), null);
        }
        Map<String, Integer> byTool = new HashMap<>();
        settings.tools().forEach(own -> byTool.put(own.tool(), own.over()));
        long room = settings.maxWeight().toBytes();
        KeptResults kept = before == null ? new KeptResults(settings.maxEntries(), room) : before;
        kept.resize(settings.maxEntries(), room);
        return new Held(settings, byTool, kept);
    }

    /**
     * Whether large results are shortened.
     *
     * @return false where every caller gets everything
     */
    public boolean isOn() {
        return held.kept() != null;
    }

    /**
     * Shortens a result if it is large. Never without saying so: one that cannot be kept is not shortened.
     *
     * @param tool {@code server/tool}
     * @param caller who may read the rest
     * @param result of the tool; not changed
     * @param promised whether the tool has an {@code outputSchema}
     * @return what the caller gets instead; empty if it gets all
     */
    public Optional<ObjectNode> shortened(String tool, String caller, ObjectNode result, boolean promised) {
        Held now = held;
        int over = now.kept() == null ? 0 : now.over(tool);
        if (over == 0) {
            return Optional.empty();
        }
        return WholeResult.of(result, promised, over).flatMap(whole -> head(now, caller, whole, over));
    }

    private Optional<ObjectNode> head(Held now, String caller, WholeResult whole, int over) {
        KeptResult kept = new KeptResult(
                caller,
                whole.format(),
                whole.text(),
                clock.instant().plus(now.settings().ttl()).truncatedTo(ChronoUnit.SECONDS));
        String handle = handle();
        if (!now.kept()
                .put(handle, kept, nanoTime.getAsLong(), now.settings().ttl().toNanos())) {
            return Optional.empty();
        }
        shortened.increment();
        ResultPage head =
                ResultPage.of(handle, kept, 0, Math.min(over, now.settings().head()));
        ObjectNode result = whole.with(head.text() + note(head));
        ObjectNode about = head.json();
        about.remove("text");
        result.putObject("_meta").set(META, about);
        return Optional.of(result);
    }

    private static String note(ResultPage head) {
        return "\n\n[The gateway shows the first " + head.text().length() + " of " + head.total() + " characters"
                + ("json".equals(head.format()) ? " of the result as JSON" : "") + ". Read on until " + head.expires()
                + " with the tool read_result of server camel, {\"handle\": \"" + head.handle() + "\", \"offset\": "
                + head.next() + "}, or GET /api/v1/results/" + head.handle() + "?offset=" + head.next() + "]";
    }

    private String handle() {
        byte[] bytes = new byte[HANDLE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * A part of a result.
     *
     * @param handle as the head has it
     * @param caller who asks
     * @param offset where the part begins, at least 0
     * @param limit its length, 1 to {@link ResultPage#MOST}
     * @return empty if there is no such result, or it is another caller's
     */
    public Optional<ResultPage> page(String handle, String caller, int offset, int limit) {
        KeptResults kept = held.kept();
        return Optional.ofNullable(kept == null ? null : kept.get(handle, nanoTime.getAsLong()))
                .filter(result -> result.caller().equals(caller))
                .map(result -> ResultPage.of(handle, result, offset, limit));
    }

    /**
     * How many are kept.
     *
     * @return at the moment
     */
    public int size() {
        KeptResults kept = held.kept();
        return kept == null ? 0 : kept.size(nanoTime.getAsLong());
    }

    /**
     * How many were shortened.
     *
     * @return since the start
     */
    public long shortenings() {
        return shortened.sum();
    }
}
