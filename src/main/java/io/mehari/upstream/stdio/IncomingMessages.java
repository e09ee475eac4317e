package io.mehari.upstream.stdio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what each line of the server's stdout is and gives it to where it belongs. For the reader thread. */
final class IncomingMessages implements LineReader.Lines {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingMessages.class);

    private final String server;
    private final StdioConnection connection;
    private final ServerRequests serverRequests;
    private final SkippedLines skippedLines;

    IncomingMessages(String server, StdioConnection connection) {
        this.server = server;
        this.connection = connection;
        this.serverRequests = new ServerRequests(server);
        this.skippedLines = new SkippedLines(server);
    }

    @Override
    public void line(byte[] buffer, int offset, int length) {
        int first = firstVisible(buffer, offset, offset + length);
        if (first == offset + length) {
            return;
        }
        if (buffer[first] != '{') {
            skippedLines.skipped("is not a JSON object", length, buffer, offset, length);
            return;
        }
        try {
            JsonNode tree = Json.MAPPER.readTree(buffer, offset, length);
            message(JsonRpcMessage.of((ObjectNode) tree));
        } catch (JsonProcessingException e) {
            skippedLines.skipped("is not valid JSON", length, buffer, offset, length);
            byte[] tail = Arrays.copyOfRange(buffer, Math.max(offset, offset + length - 256), offset + length);
            byte[] head = Arrays.copyOfRange(buffer, offset, offset + Math.min(256, length));
            blame(head, tail, "is not valid JSON, or is nested deeper than " + Json.MAX_DEPTH + " levels");
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory could not be read", e);
        }
    }

    @Override
    public void overlong(byte[] head, byte[] tail, long length) {
        skippedLines.skipped("is over the limit", length, head, 0, head.length);
        blame(head, tail, "is " + length + " bytes long, over the limit of one line");
    }

    private void blame(byte[] head, byte[] tail, String reason) {
        OptionalLong id = BrokenAnswer.idOf(head, tail);
        if (id.isPresent()) {
            connection.unreadable(id.getAsLong(), reason);
        }
    }

    private static int firstVisible(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && buffer[at] >= 0 && buffer[at] <= ' ') {
            at++;
        }
        return at;
    }

    private void message(JsonRpcMessage message) {
        switch (message.kind()) {
            case REQUEST -> connection.send(serverRequests.answer(message));
            case NOTIFICATION -> notification(message);
            case RESPONSE, ERROR_RESPONSE, INVALID -> answer(message);
        }
    }

    private void answer(JsonRpcMessage message) {
        if (message.id().isIntegralNumber() && message.id().canConvertToLong()) {
            connection.answered(message.id().asLong(), message);
        } else {
            LOG.debug("Upstream {}: dropped a message that answers no request of ours", server);
        }
    }

    private void notification(JsonRpcMessage message) {
        switch (message.method()) {
            case McpMethod.PROGRESS -> progress(message);
            case McpMethod.TOOLS_LIST_CHANGED -> connection.toolsChanged();
            default -> LOG.debug("Upstream {}: a notification was left unused", server);
        }
    }

    private void progress(JsonRpcMessage message) {
        if (message.params() instanceof ObjectNode params) {
            connection.progressed(params.path("progressToken"), params);
        }
    }
}
