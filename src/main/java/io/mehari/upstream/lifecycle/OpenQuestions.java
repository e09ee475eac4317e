package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientErrorException;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.text.Causes;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one server has asked clients and was not answered yet, bounded in number, time and bytes. Safe for concurrent use. */
final class OpenQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenQuestions.class);

    /** Questions of one server that may be open at the same time. */
    static final int MOST = 100;

    private final String server;
    private final Duration longest;
    private final Timer timer;
    private final ByteBudget budget;
    private final Set<Question> open = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

    /**
     * No questions yet.
     *
     * @param longest how long one may stay open
     * @param budget of what they hold
     */
    OpenQuestions(String server, Duration longest, Timer timer, ByteBudget budget) {
        this.server = server;
        this.longest = longest;
        this.timer = timer;
        this.budget = budget;
    }

    int size() {
        return open.size();
    }

    /**
     * Passes a question on.
     *
     * @param call on account of which it is asked; null if of none
     * @param ask asks; what it throws is a defect
     * @return the message that answers the server; null if it is not to be answered. Never fails
     */
    CompletableFuture<ObjectNode> ask(
            JsonRpcMessage request, PendingCall call, Supplier<CompletableFuture<ObjectNode>> ask) {
        Question question = new Question(request, call, budget.share());
        if (!admit(question)) {
            return question.answer();
        }
        question.answer().whenComplete((message, never) -> remove(question));
        open.add(question);
        if (call != null && !call.asks(question)) {
            question.callEnded();
            return question.answer();
        }
        try {
            question.limit(timer.newTimeout(timeout -> late(question), longest.toMillis(), TimeUnit.MILLISECONDS));
            CompletableFuture<ObjectNode> asked = ask.get();
            question.asked(asked);
            asked.whenComplete((result, failure) -> answered(question, result, failure));
        } catch (RejectedExecutionException e) {
            question.fail("The gateway has no room for another question");
        } catch (RuntimeException e) { // of whoever is asked, on our reader thread
            answered(question, null, e);
        }
        return question.answer();
    }

    private boolean admit(Question question) {
        if (open.size() >= MOST) {
            question.fail("The gateway has too many requests of this server open");
        } else if (!question.holds(budget.limit())) {
            question.fail("The gateway has no memory left for this request (mehari.memory.max-held)");
        }
        return !question.isEnded();
    }

    private void answered(Question question, ObjectNode result, Throwable failure) {
        if (failure == null) {
            question.end(JsonRpcMessage.response(question.request().id(), result));
            return;
        }
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof ClientErrorException refused) {
            question.end(JsonRpcMessage.errorResponse(
                    question.request().id(), refused.code(), refused.getMessage(), refused.data()));
        } else if (question.fail("The gateway could not answer")) {
            String method = DeclinedRequests.printable(question.request().method());
            LOG.error("Upstream {}: its request {} could not be answered", server, method, cause);
        }
    }

    /** The server gets an error, and the call does not go on for want of the answer. */
    private void late(Question question) {
        String time = longest.toSeconds() + " s";
        if (!question.fail("The client did not answer within " + time) || question.call() == null) {
            return;
        }
        String method = DeclinedRequests.printable(question.request().method());
        question.call()
                .giveUp(
                        RequestFailure.dropped("asked the caller for " + method + " and got no answer within " + time
                                        + "; the call was cancelled and may have had an effect, check it before you"
                                        + " repeat the call")
                                .failed(server, question.call().method()),
                        "its client did not answer " + method + " in time");
    }

    /** The server wants no answer any more. */
    void withdrawn(JsonNode id) {
        open.stream()
                .filter(question -> question.request().id().equals(id))
                .findFirst()
                .ifPresent(question -> question.end(null));
    }

    /** The connection is over: nobody would get the answers. */
    void endAll() {
        open.forEach(question -> question.end(null));
    }

    /**
     * Waits until no question is open that belongs to no call.
     *
     * @param atMost longest wait
     * @return ends then, or when the time is over
     */
    CompletableFuture<Void> settled(Duration atMost) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        synchronized (waiting) {
            if (isSettled()) {
                return CompletableFuture.completedFuture(null);
            }
            waiting.add(settled);
        }
        timer.newTimeout(timeout -> settled.complete(null), atMost.toMillis(), TimeUnit.MILLISECONDS);
        wakeIfSettled();
        return settled;
    }

    private boolean isSettled() {
        return open.stream().noneMatch(question -> question.call() == null);
    }

    private void remove(Question question) {
        open.remove(question);
        wakeIfSettled();
    }

    private void wakeIfSettled() {
        List<CompletableFuture<Void>> woken = new ArrayList<>();
        synchronized (waiting) {
            if (!waiting.isEmpty() && isSettled()) {
                woken.addAll(waiting);
                waiting.clear();
            }
        }
        woken.forEach(settled -> settled.complete(null));
    }
}
