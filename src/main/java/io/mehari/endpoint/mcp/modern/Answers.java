package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.text.Causes;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the responses of calls: results, questions, and what errors of servers become in this era. Immutable. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int GATEWAY_ERRORS_FROM = ErrorCode.UNSUPPORTED_VERSION;
    private static final int GATEWAY_ERRORS_TO = ErrorCode.HEADER_MISMATCH;

    private final Stamps stamps;
    private final StateSeal seal;
    private final Clock clock;
    private final Duration expiry;
    private final int missingCapabilityStatus;

    /**
     * Responses of one gateway.
     *
     * @param clock tells when states expire
     * @param expiry how long a state can be used
     * @param missingCapabilityStatus HTTP status of -32021: 400 as the protocol says, or 200
     */
    Answers(Stamps stamps, StateSeal seal, Clock clock, Duration expiry, int missingCapabilityStatus) {
        this.stamps = stamps;
        this.seal = seal;
        this.clock = clock;
        this.expiry = expiry;
        this.missingCapabilityStatus = missingCapabilityStatus;
    }

    String newName() {
        return seal.newName();
    }

    /** Asks the client what servers have asked. */
    Response inputRequired(ModernRequest request, String park, Collection<Question> questions) {
        ObjectNode requests = Json.object();
        questions.forEach(question -> requests.set(question.key(), question.toClient()));
        return inputRequired(request, park, requests);
    }

    private Response inputRequired(ModernRequest request, String park, ObjectNode requests) {
        SealedState state = new SealedState(
                seal.node(), park, RequestDigest.of(request), clock.instant().plus(expiry));
        ObjectNode result = Json.object().put("resultType", "input_required");
        result.set("inputRequests", requests);
        result.put(InputRound.STATE, seal.seal(state));
        return stamps.response(request, result);
    }

    /**
     * The last response of a call.
     *
     * @param result what the work has ended with; null if it failed
     * @param failure what it failed with; null if it did not
     * @param lacking what the client would have had to declare to be asked something during the call; null if nothing
     */
    Response last(ModernRequest request, ObjectNode result, Throwable failure, ObjectNode lacking) {
        boolean failed = failure != null || result.path("isError").asBoolean();
        if (failed && lacking != null) {
            return JsonRpcResponses.error(request.id(), missingCapability(lacking));
        }
        return failure == null ? stamps.response(request, result) : failed(request, failure);
    }

    private Response failed(ModernRequest request, Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        if (!(cause instanceof McpErrorException error)) {
            String id = request.exchange().context().requestId();
            LOG.error("Request {}: {} failed", id, request.method(), cause);
            return JsonRpcResponses.error(
                    request.id(),
                    McpErrorException.inBand(
                            ErrorCode.INTERNAL_ERROR,
                            "The gateway failed; its log has the cause under request " + id,
                            null));
        }
        if (error.code() == ErrorCode.URL_ELICITATION_REQUIRED) {
            return urlRequired(request, error);
        }
        return JsonRpcResponses.error(request.id(), inThisEra(request, error));
    }

    /** Codes that have another meaning here, or none. */
    private static McpErrorException inThisEra(ModernRequest request, McpErrorException error) {
        if (error.code() == ErrorCode.RESOURCE_NOT_FOUND) {
            ObjectNode data = error.data() instanceof ObjectNode given ? given.deepCopy() : Json.object();
            if (request.method().equals(McpMethod.RESOURCES_READ)) {
                data.set("uri", request.params().path("uri"));
            }
            return McpErrorException.inBand(ErrorCode.INVALID_PARAMS, error.getMessage(), data.isEmpty() ? null : data);
        }
        if (error.code() >= GATEWAY_ERRORS_FROM && error.code() <= GATEWAY_ERRORS_TO) {
            return McpErrorException.inBand(ErrorCode.INTERNAL_ERROR, error.getMessage(), error.data());
        }
        return error;
    }

    /** A server of the legacy era wants the user to visit addresses first: asked in this era's way, and made again. */
    private Response urlRequired(ModernRequest request, McpErrorException error) {
        ObjectNode requests = Json.object();
        JsonNode elicitations =
                error.data() == null ? Json.object() : error.data().path("elicitations");
        for (JsonNode elicitation : elicitations) {
            if (elicitation.isObject()) {
                ObjectNode params = Json.object().put("mode", "url");
                params.setAll((ObjectNode) elicitation);
                params.remove("elicitationId");
                String key = "url-" + (requests.size() + 1);
                requests.putObject(key)
                        .put("method", McpMethod.ELICITATION_CREATE)
                        .set("params", params.put("mode", "url"));
            }
        }
        if (requests.isEmpty()) {
            return JsonRpcResponses.error(
                    request.id(), McpErrorException.inBand(ErrorCode.INTERNAL_ERROR, error.getMessage(), null));
        }
        return new ClientAbilities(request.envelope().capabilities())
                .missingFor(McpMethod.ELICITATION_CREATE, Json.object().put("mode", "url"))
                .map(lacking -> JsonRpcResponses.error(request.id(), missingCapability(lacking)))
                .orElseGet(() -> inputRequired(request, SealedState.REPEAT, requests));
    }

    /** The client does not declare what the request needs. */
    McpErrorException missingCapability(ObjectNode required) {
        ObjectNode data = Json.object();
        data.set("requiredCapabilities", required);
        return new McpErrorException(
                missingCapabilityStatus,
                ErrorCode.MISSING_CAPABILITY,
                "The request cannot be carried out: a server asks for something that its clientCapabilities do not declare;"
                        + " a tool may have done a part of its work before it asked",
                data,
                Map.of());
    }

    /** The result of a call came while its client was away, and there was no memory to keep it. */
    McpErrorException dropped() {
        return McpErrorException.inBand(
                ErrorCode.INTERNAL_ERROR,
                "The call has been carried out, but its result came while nobody waited for it and was larger than what is"
                        + " left to be held (mehari.memory.max-held); check its effect before you call again",
                null);
    }

    /** The call has ended without the client. */
    Response ended(ModernRequest request, Parks.End end) {
        return JsonRpcResponses.error(request.id(), notWaiting(end));
    }

    /** The state's call does not wait any more. */
    McpErrorException notWaiting(Parks.End end) {
        String why = switch (end) {
            case ANSWERED -> "used: the call it belongs to has ended, and its result was sent";
            case EXPIRED -> "expired: the call it belongs to was cancelled, because no answer came in time";
            case STOPPED -> "of no use any more: the call it belongs to was cancelled, because the gateway stops";
        };
        return stateError(end.name().toLowerCase(Locale.ROOT), "The requestState is " + why, true, seal.node());
    }

    /** Another request has come with the same state. */
    Response replaced(ModernRequest request) {
        return JsonRpcResponses.error(
                request.id(),
                stateError(
                        "replaced",
                        "Another request with the same requestState has come, and gets the result of the call",
                        true,
                        seal.node()));
    }

    /**
     * A state that cannot be used.
     *
     * @param reason for programs
     * @param owner the instance that knows of the call; null if none does
     * @param mayHaveRun whether the call may have had an effect
     */
    static McpErrorException stateError(String reason, String message, boolean mayHaveRun, String owner) {
        ObjectNode data = Json.object();
        ObjectNode detail = data.putObject("io.mehari/requestState").put("reason", reason);
        detail.put("mayHaveRun", mayHaveRun);
        if (owner != null) {
            detail.put("owner", owner);
        }
        String effect = mayHaveRun
                ? ". What was called may have run, in part or as a whole: check its effect before you call again without"
                        + " requestState"
                : "";
        return McpErrorException.inBand(ErrorCode.INVALID_PARAMS, message + effect, data);
    }

    /** For a client that is gone. */
    Response nobody() {
        return Response.empty(HttpResponseStatus.NO_CONTENT, Map.of());
    }
}
