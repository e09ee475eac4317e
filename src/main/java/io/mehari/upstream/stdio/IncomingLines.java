package io.mehari.upstream.stdio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.JsonWeight;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.mehari.upstream.session.BrokenAnswer;
import io.mehari.upstream.session.JsonProblem;
import io.mehari.upstream.session.Session;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads each line of the server's stdout as a message, or as several in an array. What is wrong with a line costs the
 * request that it answers, and nothing else. For the reader thread.
 */
final class IncomingLines implements LineReader.Lines {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Session session;
    private final SkippedLines skippedLines;
    private final ByteBudget budget;
    private final ByteBudget.Share trees;

    IncomingLines(Session session, SkippedLines skippedLines, ByteBudget budget) {
        this.session = session;
        this.skippedLines = skippedLines;
        this.budget = budget;
        this.trees = budget.share();
    }

    @Override
    public void line(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int first = firstVisible(buffer, offset, end);
        if (first == end) {
            return;
        }
        if (buffer[first] != '{' && buffer[first] != '[') {
            skippedLines.skipped("is not a JSON object", length, buffer, offset, length);
            return;
        }
        try {
            held(buffer, first, end - first);
        } finally {
            trees.release();
        }
    }

    /** Small lines are not counted, and not weighed either. */
    private void held(byte[] buffer, int offset, int length) {
        if (length > ByteBudget.UNCOUNTED && !trees.hold(JsonWeight.of(buffer, offset, length))) {
            skippedLines.skipped("cannot be held", length, buffer, offset, length);
            drop(BrokenAnswer.idOf(buffer, offset, length), length);
            return;
        }
        JsonNode tree;
        try {
            tree = Json.read(buffer, offset, length);
        } catch (IOException e) {
            skippedLines.skipped("is not valid JSON", length, buffer, offset, length);
            blame(BrokenAnswer.idOf(buffer, offset, length), JsonProblem.of(e, buffer, offset, length));
            return;
        }
        received(tree, buffer, offset, length);
    }

    /** A batch is what servers of 2025-03-26 may send. */
    private void received(JsonNode tree, byte[] buffer, int offset, int length) {
        if (tree instanceof ObjectNode message) {
            session.received(JsonRpcMessage.of(message));
            return;
        }
        boolean any = false;
        for (JsonNode element : tree) {
            if (element instanceof ObjectNode message) {
                session.received(JsonRpcMessage.of(message));
                any = true;
            }
        }
        if (!any) {
            skippedLines.skipped("is not a JSON object", length, buffer, offset, length);
        }
    }

    /** Reported when it passes the limit: its end may never come. */
    @Override
    public void endless(byte[] head) {
        skippedLines.skipped("is over the limit, and goes on", head.length, head, 0, head.length);
    }

    @Override
    public void overlong(byte[] head, byte[] tail, long length) {
        blame(BrokenAnswer.idOf(head, tail), "is " + length + " bytes long, over the limit of one line");
    }

    @Override
    public void unaffordable(byte[] head, byte[] tail, long length) {
        skippedLines.skipped("cannot be held", length, head, 0, head.length);
        drop(BrokenAnswer.idOf(head, tail), length);
    }

    private void blame(OptionalLong id, String reason) {
        if (id.isPresent()) {
            session.unreadable(id.getAsLong(), reason);
        }
    }

    private void drop(OptionalLong id, long length) {
        if (id.isPresent()) {
            session.failed(
                    id.getAsLong(),
                    RequestFailure.dropped("answered with " + length + " bytes, which were dropped: "
                            + budget.held() + " of " + budget.limit() + " bytes that calls may hold together were"
                            + " held (mehari.memory.max-held); the tool has run, check its effect before you repeat"
                            + " the call"));
        }
    }

    private static int firstVisible(byte[] buffer, int from, int to) {
        int at = from;
        if (to - from >= BYTE_ORDER_MARK.length
                && buffer[from] == BYTE_ORDER_MARK[0]
                && buffer[from + 1] == BYTE_ORDER_MARK[1]
                && buffer[from + 2] == BYTE_ORDER_MARK[2]) {
            at += BYTE_ORDER_MARK.length;
        }
        while (at < to && buffer[at] >= 0 && buffer[at] <= ' ') {
            at++;
        }
        return at;
    }
}
