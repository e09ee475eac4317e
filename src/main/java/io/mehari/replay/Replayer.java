package io.mehari.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.deadletter.DeadLetter;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DeadLetters;
import io.mehari.deadletter.ReplayClaim;
import io.mehari.deadletter.ReplayRefusal;
import io.mehari.deadletter.ReplayRefusedException;
import io.mehari.protocol.Json;
import io.mehari.upstream.CallSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * Makes the call of a dead letter once more: through the pipeline like any other, under an id and a caller of its own. The
 * letter is claimed before and says afterwards how that ended. Safe for concurrent use, does not wait.
 */
public final class Replayer {
    /** How much longer than the longest time of its call a claim lasts. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final DeadLetters letters;
    private final DeadLetterReplays replays;
    private final ToolCatalog catalog;
    private final ReplayRule rule;
    private final ReplayEnds ends;
    private final BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline;
    private final Executor threads;
    private final Clock clock;

    /**
     * A replayer of the letters of one store.
     *
     * @param letters the store
     * @param replays claims of the store
     * @param catalog knows the tools as they are now
     * @param ends makes records of results
     * @param pipeline runs calls; never ends exceptionally
     * @param threads where calls begin and answers leave, such as event loops
     * @param clock tells when claims end
     */
    Replayer(
            DeadLetters letters,
            DeadLetterReplays replays,
            ToolCatalog catalog,
            ReplayEnds ends,
            BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline,
            Executor threads,
            Clock clock) {
        this.letters = letters;
        this.replays = replays;
        this.catalog = catalog;
        this.rule = new ReplayRule(catalog);
        this.ends = ends;
        this.pipeline = pipeline;
        this.threads = threads;
        this.clock = clock;
    }

    /**
     * Replays one letter. The call goes on whether or not anybody waits for the answer.
     *
     * @param id of the letter
     * @param caller in whose name the call is made
     * @param force whether the caller answers for a tool that may run twice
     * @return ends with a {@link ReplayRefusedException} if the letter is not replayed and nothing was done; with a {@link
     *     ReplayNotRecordedException} if it was and that could not be written down; otherwise exceptionally if the letter
     *     cannot be read
     */
    public CompletableFuture<Replayed> replay(String id, Caller caller, boolean force) {
        String requestId = UUID.randomUUID().toString();
        return letters.find(id)
                .thenCompose(found -> {
                    Instant now = clock.instant();
                    Instant until = now.plus(longest(found)).plus(GRACE);
                    ReplayClaim claim = new ReplayClaim(requestId, caller.name(), now, until);
                    return replays.claim(id, claim, letter -> rule.refusal(letter, force))
                            .thenApply(letter -> inTime(letter, now));
                })
                .thenComposeAsync(letter -> run(letter, requestId, caller), threads);
    }

    /** The call must have ended before its claim does, or another gateway might make it as well. */
    private DeadLetter inTime(DeadLetter letter, Instant asked) {
        if (clock.instant().isAfter(asked.plus(GRACE))) {
            throw new ReplayRefusedException(ReplayRefusal.late(letter.id()));
        }
        return letter;
    }

    private Duration longest(Optional<DeadLetter> letter) {
        return letter.flatMap(known -> catalog.find(known.server(), known.tool()))
                .map(Tool::calls)
                .orElse(CallSettings.DEFAULTS)
                .total();
    }

    private CompletableFuture<Replayed> run(DeadLetter letter, String requestId, Caller caller) {
        CallContext context = new CallContext(requestId, caller, clock.instant(), System.nanoTime()).asReplay();
        CompletableFuture<ToolCallResult> call;
        try {
            ToolCall again = new ToolCall(
                    letter.server(), letter.tool(), arguments(letter), context, letter.mode(), null, false);
            call = pipeline.apply(again, new CallControl(params -> {}, threads));
        } catch (JsonProcessingException e) {
            call = CompletableFuture.completedFuture(
                    Failed.internal("The arguments of the letter are not JSON: " + e.getOriginalMessage()));
        }
        return call.thenCompose(result -> replays.end(letter.id(), ends.of(letter, requestId, result, clock.instant()))
                .handleAsync(
                        (after, failure) -> {
                            if (failure != null) {
                                throw new ReplayNotRecordedException(letter.id(), requestId, result.outcome(), failure);
                            }
                            return new Replayed(requestId, result, after);
                        },
                        threads));
    }

    private static ObjectNode arguments(DeadLetter letter) throws JsonProcessingException {
        return Json.read(letter.arguments()) instanceof ObjectNode object ? object : Json.object();
    }
}
