package io.mehari.endpoint.rest.form;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.call.Violation;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.idempotency.KeyedAnswer;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The form of everything below {@code /api}: an envelope with success, data, message, request id and duration.
 * Immutable.
 */
public final class EnvelopeForm implements ResultForm {
    /** The only instance. */
    public static final EnvelopeForm INSTANCE = new EnvelopeForm();

    private EnvelopeForm() {}

    @Override
    public Response render(CallContext context, ToolCallResult result) {
        return Response.json(HttpStatuses.of(result), ResultForm.headers(result), json -> {
            json.writeStartObject();
            writeFields(json, context, result);
            json.writeEndObject();
        });
    }

    /**
     * The response to a call with an idempotency key.
     *
     * @param context id of the request that ran the call, time of the one that asks
     * @param answer how it is answered
     * @return never null
     */
    public Response render(CallContext context, KeyedAnswer answer) {
        ToolCallResult result = answer.result();
        return Response.json(HttpStatuses.of(result), ResultForm.headers(result), json -> {
            json.writeStartObject();
            writeFields(json, context, result);
            writeIdempotency(json, answer);
            json.writeEndObject();
        });
    }

    /**
     * Writes what became of the idempotency key of a call.
     *
     * @param json where to write, inside the envelope
     * @param answer how the call is answered
     * @throws IOException if it cannot be written
     */
    public void writeIdempotency(JsonGenerator json, KeyedAnswer answer) throws IOException {
        json.writeObjectFieldStart("idempotency");
        json.writeBooleanField("replayed", answer.replayed());
        json.writeBooleanField("kept", answer.kept());
        json.writeEndObject();
    }

    @Override
    public Response render(CallContext context, Rejection rejection) {
        return Response.json(rejection.reason().status(), rejection.headers(), json -> {
            json.writeStartObject();
            json.writeBooleanField("success", false);
            json.writeNullField("data");
            writeCommon(json, context, rejection.message(), null);
            json.writeObjectFieldStart("error");
            writeError(json, context, rejection.reason().code(), rejection.message());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /**
     * The response to a request that found what it asked for: status 200.
     *
     * @param context id and time of the request
     * @param message one sentence for people
     * @param data writes the value of the field {@code data}
     * @return never null
     */
    public Response data(CallContext context, String message, Response.JsonContent data) {
        return Response.json(HttpResponseStatus.OK, json -> {
            json.writeStartObject();
            json.writeBooleanField("success", true);
            json.writeFieldName("data");
            data.writeTo(json);
            writeCommon(json, context, message, null);
            json.writeEndObject();
        });
    }

    /**
     * Writes the fields of the envelope of one call into an object that the caller has opened.
     *
     * @param json where to write
     * @param context id and time of the call
     * @param result how it ended
     * @throws IOException if the fields cannot be written
     */
    public void writeFields(JsonGenerator json, CallContext context, ToolCallResult result) throws IOException {
        boolean success = result instanceof Success;
        json.writeBooleanField("success", success);
        writeData(json, dataOf(result));
        writeCommon(json, context, ResultForm.message(context, result), result instanceof Success given ? given : null);
        if (!success) {
            json.writeObjectFieldStart("error");
            writeError(json, context, result.outcome().code(), ResultForm.errorMessage(context, result));
            writeDetails(json, result);
            json.writeEndObject();
        }
    }

    private static Optional<ObjectNode> dataOf(ToolCallResult result) {
        if (result instanceof Success success) {
            return Optional.of(success.result());
        }
        if (result instanceof ToolError error) {
            return Optional.of(error.result());
        }
        return result instanceof InputRequired required ? Optional.of(required.result()) : Optional.empty();
    }

    private static void writeData(JsonGenerator json, Optional<ObjectNode> data) throws IOException {
        json.writeFieldName("data");
        if (data.isPresent()) {
            json.writeTree(data.get());
        } else {
            json.writeNull();
        }
    }

    /** The result is null where there is none. */
    private static void writeCommon(JsonGenerator json, CallContext context, String message, Success given)
            throws IOException {
        json.writeStringField("message", message);
        json.writeStringField("timestamp", Instant.now().toString());
        json.writeStringField("request_id", context.requestId());
        json.writeObjectFieldStart("performance");
        json.writeNumberField("duration_ms", millisSince(context.receivedNanos()));
        json.writeBooleanField("cache_hit", given != null && given.cacheHit());
        if (given != null && given.staleAge() != null) {
            json.writeNumberField("stale_age_ms", given.staleAge().toMillis());
        }
        json.writeEndObject();
    }

    /** Milliseconds, to the microsecond. */
    private static double millisSince(long nanos) {
        long micros = (System.nanoTime() - nanos) / 1_000;
        return micros / 1_000.0;
    }

    private static void writeError(JsonGenerator json, CallContext context, String code, String message)
            throws IOException {
        json.writeStringField("code", code);
        json.writeStringField("message", message);
        json.writeStringField("request_id", context.requestId());
    }

    private static void writeDetails(JsonGenerator json, ToolCallResult result) throws IOException {
        if (!ResultForm.upstream(result).isEmpty()) {
            json.writeStringField("upstream", ResultForm.upstream(result));
        }
        if (result instanceof InvalidArguments invalid) {
            writeViolations(json, invalid.violations());
        }
        ResultForm.writeAnsweredError(json, result);
        Optional<Long> retryAfter = ResultForm.retryAfter(result);
        if (retryAfter.isPresent()) {
            json.writeNumberField("retry_after", retryAfter.get());
        }
    }

    private static void writeViolations(JsonGenerator json, List<Violation> violations) throws IOException {
        json.writeArrayFieldStart("violations");
        for (Violation violation : violations) {
            json.writeStartObject();
            json.writeStringField("pointer", violation.pointer());
            json.writeStringField("message", violation.message());
            json.writeStringField("keyword", violation.keyword());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
