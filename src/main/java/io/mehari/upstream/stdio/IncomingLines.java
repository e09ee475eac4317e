package io.mehari.upstream.stdio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.upstream.session.BrokenAnswer;
import io.mehari.upstream.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** Reads each line of the server's stdout as a message. For the reader thread. */
final class IncomingLines implements LineReader.Lines {
    private final Session session;
    private final SkippedLines skippedLines;

    IncomingLines(String server, Session session) {
        this.session = session;
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
            JsonNode tree = Json.read(buffer, offset, length);
            session.received(JsonRpcMessage.of((ObjectNode) tree));
        } catch (JsonProcessingException e) {
            skippedLines.skipped("is not valid JSON", length, buffer, offset, length);
            blame(BrokenAnswer.idOf(buffer, offset, length), BrokenAnswer.NOT_JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory could not be read", e);
        }
    }

    @Override
    public void overlong(byte[] head, byte[] tail, long length) {
        skippedLines.skipped("is over the limit", length, head, 0, head.length);
        blame(BrokenAnswer.idOf(head, tail), "is " + length + " bytes long, over the limit of one line");
    }

    private void blame(OptionalLong id, String reason) {
        if (id.isPresent()) {
            session.unreadable(id.getAsLong(), reason);
        }
    }

    private static int firstVisible(byte[] buffer, int from, int to) {
        int at = from;
        while (at < to && buffer[at] >= 0 && buffer[at] <= ' ') {
            at++;
        }
        return at;
    }
}
