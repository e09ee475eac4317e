package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.recording.RecordingRequest;
import io.mehari.recording.Recordings;
import io.mehari.recording.RecordingsFullException;
import io.mehari.security.AccessLevel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** {@code /api/v1/admin/recordings}: calls that are recorded, to be looked at step by step. Safe for concurrent use. */
final class RecordingsHandler implements RestRoute.Provider {
    private static final String PATH = "/api/v1/admin/recordings";
    private static final Set<String> MEMBERS = Set.of("server", "tool", "calls", "seconds");
    private static final int LONGEST_NAME = 256;
    private static final int DEFAULT_SECONDS = 60;
    private static final int ID = 4;
    private static final int CALL = 6;

    private final Recordings recordings;

    /** @param recordings that there are */
    RecordingsHandler(Recordings recordings) {
        this.recordings = recordings;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get(
                        PATH,
                        AccessLevel.MONITOR,
                        RestHandler.of((target, context) -> answer(context, "Recordings", recordings.list()))),
                RestRoute.post(PATH, AccessLevel.ADMIN, this::start),
                RestRoute.post(
                        PATH + "/{id}/stop",
                        AccessLevel.ADMIN,
                        RestHandler.of((target, context) -> answer(
                                context,
                                "It has ended",
                                found(recordings.stop(target.segments().get(ID)))))),
                RestRoute.get(
                        PATH + "/{id}/calls/{call}",
                        AccessLevel.MONITOR,
                        RestHandler.of((target, context) -> answer(
                                context,
                                "Recorded call",
                                found(recordings.call(
                                        target.segments().get(ID),
                                        number(target.segments().get(CALL))))))));
    }

    private CompletableFuture<Response> start(Request request, RequestTarget target, CallContext context) {
        ObjectNode body = BodyReader.object(request);
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw invalid(name, "There is no " + name + " here; there is server, tool, calls, seconds");
            }
        });
        RecordingRequest asked = new RecordingRequest(
                name(body, "server"),
                name(body, "tool"),
                number(body, "calls", 1, RecordingRequest.MOST_CALLS),
                Duration.ofSeconds(number(body, "seconds", DEFAULT_SECONDS, RecordingRequest.LONGEST_SECONDS)),
                context.caller().name());
        try {
            return CompletableFuture.completedFuture(answer(context, "It records", recordings.start(asked)));
        } catch (RecordingsFullException e) {
            throw RequestRejectedException.of(RejectionReason.OVERLOADED, e.getMessage());
        }
    }

    private static Response answer(CallContext context, String message, ObjectNode data) {
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(data));
    }

    private static ObjectNode found(Optional<ObjectNode> recording) {
        return recording.orElseThrow(() -> RequestRejectedException.notFound(
                "There is no such recording, or call in it: they are kept for a quarter of an hour, and " + PATH
                        + " lists them"));
    }

    private static Optional<String> name(ObjectNode body, String member) {
        JsonNode name = body.path(member);
        if (name.isMissingNode() || name.isNull()) {
            return Optional.empty();
        }
        if (!name.isTextual() || name.textValue().isEmpty() || name.textValue().length() > LONGEST_NAME) {
            throw invalid(member, "Expected the name of a " + member);
        }
        return Optional.of(name.textValue());
    }

    private static int number(ObjectNode body, String member, int absent, int most) {
        JsonNode number = body.path(member);
        if (number.isMissingNode() || number.isNull()) {
            return absent;
        }
        if (!number.isInt() || number.intValue() < 1 || number.intValue() > most) {
            throw invalid(member, "Expected a number from 1 to " + most);
        }
        return number.intValue();
    }

    private static int number(String text) {
        return text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    }

    private static RequestRejectedException invalid(String member, String message) {
        return RequestRejectedException.invalid("/" + member, message, "member");
    }
}
