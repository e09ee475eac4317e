package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Client;
import io.mehari.call.ClientErrorException;
import io.mehari.endpoint.http.Response;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.TreeWeight;
import io.mehari.text.Sha256;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * One call of a client of the modern era. When a server asks the client something, the HTTP response ends with the
 * questions and the call goes on without one ("parks"), until the client comes back with answers in another request,
 * which then waits for the next questions or the result. Safe for concurrent use; no method waits, and nothing is
 * completed under the lock.
 */
final class OpenCall implements Client {
    /** Questions that follow each other so closely reach the client together. */
    static final Duration TOGETHER = Duration.ofMillis(30);

    /** Questions of one call that may be open at the same time. */
    private static final int MOST_QUESTIONS = 20;

    private final Parks parks;
    private final Answers answers;
    private final ModernRequest first;
    private final boolean mayPark;
    private final ClientAbilities abilities;
    private ByteBudget.Share kept;
    private final CallControl control;
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private InputRound round;
    private Leg leg;
    private String name;
    private Timeout asking;
    private Timeout expiry;
    private int asked;
    private ObjectNode missing;
    private Outcome outcome;
    private boolean over;

    /** How the work ended; the responses of it differ by who gets it. */
    private record Outcome(ObjectNode result, Throwable failure) {}

    /**
     * A call that is about to begin.
     *
     * @param mayPark whether servers may ask its client anything: only some methods allow it
     * @param round answers that the client gives without having been asked
     */
    OpenCall(Parks parks, Answers answers, Leg leg, boolean mayPark, InputRound round) {
        this.parks = parks;
        this.answers = answers;
        this.first = leg.request();
        this.mayPark = mayPark;
        this.round = round;
        this.leg = leg;
        this.abilities = new ClientAbilities(first.envelope().capabilities());
        this.control = new CallControl(
                this::progressed, first.exchange().request().channel().executor(), this);
        onDisconnect(leg);
    }

    CallControl control() {
        return control;
    }

    String principal() {
        return first.principal();
    }

    @Override
    public String key() {
        return isAsked() ? Sha256.hexOf(principal() + "\n" + capabilities()) : "";
    }

    @Override
    public ObjectNode capabilities() {
        return isAsked() ? abilities.toServers() : Json.object();
    }

    @Override
    public boolean isAsked() {
        return mayPark && !abilities.isNone();
    }

    @Override
    public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
        if (!mayPark) {
            return CompletableFuture.failedFuture(ClientErrorException.notOffered(method));
        }
        Question question;
        ObjectNode known;
        synchronized (this) {
            var lacking = abilities.missingFor(method, params);
            if (lacking.isPresent()) {
                missing = lacking.get();
                return CompletableFuture.failedFuture(ClientErrorException.notOffered(method));
            }
            if (over || questions.size() >= MOST_QUESTIONS) {
                return CompletableFuture.failedFuture(noAnswer("The client cannot be asked any more during this call"));
            }
            question = new Question(newKey(params), server, method, params, new CompletableFuture<>());
            known = round.take(question.key());
            if (known == null || !Question.isAnswer(method, known)) {
                known = null;
                questions.put(question.key(), question);
                askSoon();
            }
        }
        return known == null ? waitFor(question) : CompletableFuture.completedFuture(known);
    }

    private CompletableFuture<ObjectNode> waitFor(Question question) {
        question.answer().whenComplete((answer, failure) -> forget(question));
        return question.answer();
    }

    private synchronized void forget(Question question) {
        questions.remove(question.key(), question);
    }

    private String newKey(ObjectNode params) {
        String wish = Question.wishedKey(params);
        asked++;
        return wish != null && !questions.containsKey(wish) ? wish : "input-" + asked;
    }

    /** Under the lock. */
    private void askSoon() {
        if (asking == null && leg != null) {
            try {
                asking = parks.later(this::askClient, TOGETHER);
            } catch (RejectedExecutionException e) {
                asking = null; // the gateway is stopping, and ends this call
            }
        }
    }

    /** Ends the response with the questions that are open. On the timer's thread. */
    private void askClient() {
        Leg asks;
        Response response;
        List<Question> refused = List.of();
        synchronized (this) {
            asking = null;
            if (leg == null || questions.isEmpty() || outcome != null || over) {
                return;
            }
            if (name == null && !parked()) {
                refused = new ArrayList<>(questions.values());
                asks = null;
                response = null;
            } else {
                asks = leg;
                leg = null;
                response = answers.inputRequired(asks.request(), name, questions.values());
                expireLater();
            }
        }
        refused.forEach(question -> question.answer()
                .completeExceptionally(noAnswer("The gateway holds too many calls that wait for answers")));
        if (asks != null) {
            asks.finishLater(response);
        }
    }

    private boolean parked() {
        String unused = answers.newName();
        if (parks.admit(unused, this)) {
            name = unused;
        }
        return name != null;
    }

    private void expireLater() {
        try {
            expiry = parks.later(() -> expire(), parks.expiry());
        } catch (RejectedExecutionException e) {
            expiry = null; // the gateway is stopping, and ends this call
        }
    }

    private void expire() {
        synchronized (this) {
            if (leg != null) {
                return; // the client has come back
            }
        }
        giveUp(Parks.End.EXPIRED);
    }

    /** Ends the call: whoever waits for its client gets an error, and its server is told that nobody wants its answer. */
    void giveUp(Parks.End end) {
        List<Question> unanswered;
        Leg last;
        synchronized (this) {
            over = true;
            unanswered = new ArrayList<>(questions.values());
            last = leg;
            forgetResult();
            if (name != null) {
                parks.remove(name, end);
            }
        }
        unanswered.forEach(
                question -> question.answer().completeExceptionally(noAnswer("The client did not answer in time")));
        control.cancel(CancelCause.CALLER);
        if (last != null) {
            last.finishLater(answers.ended(last.request(), end));
        }
    }

    private static ClientErrorException noAnswer(String why) {
        return new ClientErrorException(ErrorCode.INTERNAL_ERROR, why, null);
    }

    /**
     * The client has come back.
     *
     * @param next its request, whose response now ends the wait
     * @param given its answers
     * @throws io.mehari.endpoint.mcp.message.McpErrorException if an answer is not one, or the request does not declare
     *     what is still asked for; nothing has changed then
     */
    void attach(Leg next, InputRound given) {
        List<Question> answered = new ArrayList<>();
        List<ObjectNode> with = new ArrayList<>();
        Leg replaced;
        Outcome known;
        synchronized (this) {
            check(next, given);
            replaced = leg;
            leg = next;
            round = given;
            stopExpiry();
            for (Question question : questions.values()) {
                ObjectNode answer = given.take(question.key());
                if (answer != null) {
                    answered.add(question);
                    with.add(answer);
                }
            }
            answered.forEach(question -> questions.remove(question.key()));
            known = outcome;
            if (!questions.isEmpty()) {
                askSoon();
            }
        }
        if (replaced != null) {
            replaced.finishLater(answers.replaced(replaced.request()));
        }
        onDisconnect(next);
        for (int i = 0; i < answered.size(); i++) {
            answered.get(i).answer().complete(with.get(i));
        }
        if (known != null) {
            deliver(next, known);
        }
    }

    private void check(Leg next, InputRound given) {
        if (over) {
            throw answers.notWaiting(parks.endOf(name).orElse(Parks.End.EXPIRED));
        }
        ClientAbilities now = new ClientAbilities(next.request().envelope().capabilities());
        for (Question question : questions.values()) {
            ObjectNode answer = given.look(question.key());
            if (answer != null) {
                Question.check(question.method(), question.key(), answer);
            } else {
                now.missingFor(question.method(), question.params()).ifPresent(lacking -> {
                    throw answers.missingCapability(lacking);
                });
            }
        }
    }

    private void stopExpiry() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }

    /** Before anything was asked, a client that disconnects cancels its call; afterwards the call waits for it. */
    private void onDisconnect(Leg of) {
        of.request().exchange().request().channel().onDisconnect(() -> disconnected(of));
    }

    private void disconnected(Leg of) {
        boolean cancels;
        synchronized (this) {
            if (leg != of || over) {
                return;
            }
            cancels = name == null;
            if (!cancels) {
                leg = null;
                expireLater();
            }
        }
        if (cancels) {
            control.cancel(CancelCause.CALLER);
        } else {
            of.finish(answers.nobody());
        }
    }

    /** The work has ended. Where no client waits for the result, it is kept as long as there is memory for it. */
    void ended(ObjectNode result, Throwable failure) {
        Leg last;
        Outcome now = new Outcome(result, failure);
        synchronized (this) {
            last = leg;
            if (last == null && !over && result != null && !keeps(result)) {
                now = new Outcome(null, answers.dropped());
            }
            outcome = now;
        }
        if (last != null) {
            deliver(last, now);
        }
    }

    private boolean keeps(ObjectNode result) {
        kept = parks.share();
        return kept.hold(TreeWeight.of(result, parks.mostKept()));
    }

    private void forgetResult() {
        if (kept != null) {
            kept.close();
        }
    }

    private void deliver(Leg last, Outcome known) {
        String done;
        ObjectNode lacking;
        synchronized (this) {
            over = true;
            done = name;
            lacking = missing;
            stopExpiry();
            forgetResult();
        }
        if (done != null) {
            parks.remove(done, Parks.End.ANSWERED);
        }
        Response response = answers.last(last.request(), known.result(), known.failure(), lacking);
        if (done == null) {
            last.finish(response);
        } else {
            last.finishLater(response);
        }
    }

    /** Whether it waits for an answer to a question of this server. */
    synchronized boolean waitsFor(String server) {
        return leg == null
                && questions.values().stream()
                        .anyMatch(question -> question.server().equals(server));
    }

    private void progressed(ObjectNode params) {
        Leg now = current();
        if (now != null) {
            now.progressed(params);
        }
    }

    @Override
    public void notified(String server, String method, ObjectNode params) {
        Leg now = current();
        if (now != null && method.equals(McpMethod.MESSAGE)) {
            now.logged(params);
        }
    }

    private synchronized Leg current() {
        return leg;
    }
}
