package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.protocol.Json;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is answered. Stateless. */
final class CommandAnswer {
    /** Longest answer, in characters. */
    static final int LONGEST = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CommandAnswer.class);

    private CommandAnswer() {}

    static String result(JsonNode id, JsonNode result) {
        ObjectNode answer = Json.object();
        answer.set("id", id);
        answer.set("result", result == null ? NullNode.getInstance() : result);
        String text = Json.text(answer);
        return text.length() <= LONGEST
                ? text
                : error(
                        id,
                        new CommandFailedException(
                                CommandError.INVALID_PARAMS,
                                "The result is larger than 16 million characters: ask for a part of it, by limit and offset"));
    }

    /**
     * The answer to what went wrong. What is no answer by itself is told in the log only.
     *
     * @param id of the message
     * @param failure anything
     */
    static String error(JsonNode id, Throwable failure) {
        Throwable cause = cause(failure);
        ObjectNode answer = Json.object();
        answer.set("id", id);
        if (cause instanceof CommandFailedException known) {
            ObjectNode error =
                    answer.putObject("error").put("code", known.error().code()).put("message", known.getMessage());
            known.data().ifPresent(data -> error.set("data", data));
        } else {
            LOG.warn("Command with id {} failed", id, cause);
            answer.putObject("error")
                    .put("code", CommandError.INTERNAL.code())
                    .put("message", "The command failed; the log of the gateway has the cause");
        }
        return Json.text(answer);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof CamelExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
