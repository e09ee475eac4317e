package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.method.LogLevels;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs what clients ask for, and lets requests that bring a {@code requestState} take up the call it belongs to. Safe for
 * concurrent use.
 */
final class ModernCalls {
    /** Methods during which servers may ask the client something. */
    private static final Set<String> MAY_PARK =
            Set.of(McpMethod.TOOLS_CALL, McpMethod.PROMPTS_GET, McpMethod.RESOURCES_READ);

    private static final ObjectNode NONE = Json.object();

    private final Function<McpCall, CompletableFuture<ObjectNode>> methods;
    private final LogLevels logLevels;
    private final Parks parks;
    private final Answers answers;
    private final StateSeal seal;
    private final Clock clock;

    ModernCalls(Served served, Parks parks, Answers answers, StateSeal seal, Clock clock) {
        this.methods = served.run();
        this.logLevels = served.logLevels();
        this.parks = parks;
        this.answers = answers;
        this.seal = seal;
        this.clock = clock;
    }

    /**
     * Serves one request.
     *
     * @throws McpErrorException if it cannot be served
     */
    CompletableFuture<Response> serve(ModernRequest request) {
        boolean mayPark = MAY_PARK.contains(request.method());
        InputRound round = InputRound.of(mayPark ? request.params() : NONE);
        String state = mayPark ? InputRound.stateOf(request.params()) : null;
        Leg leg = new Leg(request);
        wantLogs(leg);
        if (state == null) {
            begin(leg, mayPark, round);
        } else {
            takeUp(leg, round, open(request, state));
        }
        return leg.response();
    }

    private void wantLogs(Leg leg) {
        String level = leg.request().envelope().logLevel();
        if (level != null) {
            Runnable enough = logLevels.want(leg.request().exchange().view(), level);
            leg.response().whenComplete((response, never) -> enough.run());
        }
    }

    private void begin(Leg leg, boolean mayPark, InputRound round) {
        McpExchange exchange = leg.request().exchange();
        OpenCall call = new OpenCall(parks, answers, leg, mayPark, round);
        CompletableFuture<ObjectNode> work;
        try {
            work = methods.apply(new McpCall(
                    leg.request().id(),
                    leg.request().method(),
                    InputRound.toServer(leg.request().params()),
                    exchange.view(),
                    exchange.context(),
                    call.control(),
                    exchange.request()));
        } catch (RuntimeException e) { // whatever it is, the request is answered
            work = CompletableFuture.failedFuture(e);
        }
        work.whenComplete(call::ended);
    }

    private SealedState open(ModernRequest request, String text) {
        Optional<SealedState> opened = seal.open(text);
        if (opened.isEmpty() || !MessageDigest.isEqual(opened.get().digest(), RequestDigest.of(request))) {
            throw Answers.stateError(
                    "invalid",
                    "The requestState is not one that this gateway has given to this caller for this method and these params",
                    false,
                    null);
        }
        return opened.get();
    }

    private void takeUp(Leg leg, InputRound round, SealedState state) {
        if (state.park().equals(SealedState.REPEAT)) {
            repeat(leg, round, state);
            return;
        }
        if (!state.node().equals(seal.node())) {
            throw Answers.stateError(
                    "other_instance",
                    "The requestState belongs to a call that waits at another instance of the gateway, " + state.node()
                            + ", which ended or must be reached for the answer",
                    true,
                    state.node());
        }
        OpenCall call = parks.find(state.park())
                .orElseThrow(() -> answers.notWaiting(parks.endOf(state.park()).orElse(Parks.End.EXPIRED)));
        call.attach(leg, round);
    }

    private void repeat(Leg leg, InputRound round, SealedState state) {
        if (!clock.instant().isBefore(state.expiry())) {
            throw Answers.stateError("expired", "The requestState has expired", false, null);
        }
        round.requireConsent();
        begin(leg, true, round);
    }
}
