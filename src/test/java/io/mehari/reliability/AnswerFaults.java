package io.mehari.reliability;

import static io.mehari.call.Outcome.BAD_UPSTREAM;
import static io.mehari.call.Outcome.OUTCOME_UNKNOWN;
import static io.mehari.call.Outcome.SUCCESS;
import static io.mehari.call.Outcome.TIMED_OUT;
import static io.mehari.call.Outcome.UNAVAILABLE;
import static io.mehari.call.Outcome.UPSTREAM_ERROR;
import static io.mehari.reliability.Noticed.AT_ONCE;
import static io.mehari.reliability.Noticed.BY_ATTEMPT;
import static io.mehari.reliability.Transport.SSE;
import static io.mehari.reliability.Transport.STREAMABLE_HTTP;
import static io.mehari.upstream.http.FaultyHttpServer.status;

import io.mehari.call.Outcome;
import io.mehari.reliability.HttpScene.Step;
import io.mehari.reliability.Replies.Reply;
import java.io.IOException;
import java.util.List;

/** Faults of what servers answer, over both transports on HTTP. */
final class AnswerFaults {
    private static final Step NOTHING = scene -> {};
    private static final List<Transport> BOTH = List.of(STREAMABLE_HTTP, SSE);
    private static final String UNKNOWN = "may have run";

    private final FaultMatrix matrix;

    AnswerFaults(FaultMatrix matrix) {
        this.matrix = matrix;
    }

    void add() throws IOException {
        sessions();
        refusals();
        contents();
        streams();
        eventsOfSse();
        redirects();
    }

    private void sessions() throws IOException {
        for (Transport transport : BOTH) {
            HttpScene scene = new HttpScene(transport, null, HttpScene::forgetSessions, NOTHING);
            matrix.add("404 with a session", transport, SUCCESS, AT_ONCE, scene);
        }
        Step begin = scene -> scene.onCall((request, out) -> status(out, "404 Not Found", "", ""));
        HttpScene scene = new HttpScene(STREAMABLE_HTTP, null, begin, NOTHING);
        scene.offerNoSession();
        for (Transport transport : BOTH) {
            add(transport, "404 that answers the request", SUCCESS, AT_ONCE, Replies.answering("404 Not Found"));
            add(transport, "429 that answers the request", SUCCESS, AT_ONCE, Replies.answering("429 Too Many"));
            Reply known = Replies.running("404 Not Found", "no such tool");
            add(transport, "404 in a session that is known", BAD_UPSTREAM, AT_ONCE, known, "404", "no such tool");
        }
        matrix.add("404 without a session", STREAMABLE_HTTP, BAD_UPSTREAM, AT_ONCE, scene, "404", "check its url");
    }

    private void refusals() throws IOException {
        refusal("400 Bad Request", "", BAD_UPSTREAM, "400");
        refusal("401 Unauthorized", "", BAD_UPSTREAM, "401", "credentials");
        refusal("403 Forbidden", "", BAD_UPSTREAM, "403", "credentials");
        refusal("429 Too Many Requests", "Retry-After: 1\r\n", UNAVAILABLE, "429", "did not run");
        refusal("429 Too Many Requests", "", UNAVAILABLE, "429", "did not run");
        refusal("500 Internal Server Error", "", BAD_UPSTREAM, "500");
        refusal("502 Bad Gateway", "", BAD_UPSTREAM, "502");
        refusal("503 Service Unavailable", "", BAD_UPSTREAM, "503");
    }

    private void refusal(String status, String header, Outcome outcome, String... told) throws IOException {
        String name = status.substring(0, 3) + (header.isEmpty() ? "" : " with Retry-After");
        for (Transport transport : BOTH) {
            add(transport, name, outcome, AT_ONCE, Replies.refusal(status, header), told);
        }
    }

    private void contents() throws IOException {
        streamable("HTML instead of JSON", BAD_UPSTREAM, Replies::page, "text/html");
        streamable("truncated JSON", BAD_UPSTREAM, Replies.response(Replies::truncated), "not valid JSON");
        streamable("answer to another id", BAD_UPSTREAM, Replies.response(Replies::toAnotherId), "another request");
        streamable("JSON-RPC error", UPSTREAM_ERROR, Replies.response(Replies::error), "out of paper");
        streamable("gzip", SUCCESS, Replies::gzip);
        streamable("gzip of 100 MB", BAD_UPSTREAM, Replies::gzipBomb, "over the limit");
        streamable("Content-Encoding that is not known", BAD_UPSTREAM, Replies::brotli, "Content-Encoding br");
        streamable("500 without end", BAD_UPSTREAM, Replies::endless, "500");
        streamable("103 before the answer", SUCCESS, Replies::earlyHints);
        streamable("id as text", SUCCESS, Replies.response(Replies::idAsText));
    }

    private void streams() throws IOException {
        streamable("duplicate answer", SUCCESS, Replies::twice);
        streamable("other events around the answer", SUCCESS, Replies::amongOthers);
        streamable("SSE ends within its last event", SUCCESS, Replies::unfinished);
        streamable("SSE cut before the answer", OUTCOME_UNKNOWN, Replies::cut, UNKNOWN);
        streamable("SSE ends without an answer", OUTCOME_UNKNOWN, Replies::endWithoutAnswer, UNKNOWN);
        streamable("SSE cut, resume offered", SUCCESS, Replies::cutAndResumed);
        streamable("SSE cut, resume refused", OUTCOME_UNKNOWN, Replies::cutResumable, UNKNOWN, "taken up again");
    }

    private void eventsOfSse() throws IOException {
        sse("reset before the headers", OUTCOME_UNKNOWN, AT_ONCE, Replies::resetBeforeHeaders, UNKNOWN);
        sse("reset within the headers", OUTCOME_UNKNOWN, AT_ONCE, Replies::resetInHeaders, UNKNOWN);
        sse("truncated JSON", BAD_UPSTREAM, AT_ONCE, Replies.event(Replies::truncated), "not valid JSON");
        sse("answer to another id", TIMED_OUT, BY_ATTEMPT, Replies.event(Replies::toAnotherId));
        sse("JSON-RPC error", UPSTREAM_ERROR, AT_ONCE, Replies.event(Replies::error), "out of paper");
        sse("duplicate answer", SUCCESS, AT_ONCE, Replies::twiceOnSse);
        sse("id as text", SUCCESS, AT_ONCE, Replies.event(Replies::idAsText));
        sse("answer in the response", SUCCESS, AT_ONCE, Replies.answering("200 OK"));
        sse("event over the limit", BAD_UPSTREAM, AT_ONCE, Replies.event(Replies::tooLong), "the limit");
        sse("SSE cut before the answer", OUTCOME_UNKNOWN, AT_ONCE, Replies::cutOnSse, UNKNOWN);
        sse("SSE ends without an answer", OUTCOME_UNKNOWN, AT_ONCE, Replies::endOnSse, UNKNOWN);
    }

    private void redirects() throws IOException {
        Reply within = Replies.redirect(scene -> "");
        Reply away =
                Replies.redirect(scene -> "http://127.0.0.1:" + scene.http().port());
        for (Transport transport : BOTH) {
            Reply answering = Replies.answering("307 Temporary Redirect");
            add(transport, "redirect that answers the request", SUCCESS, AT_ONCE, answering);
            add(transport, "redirect within the origin", SUCCESS, AT_ONCE, within);
            add(transport, "redirect to another origin", BAD_UPSTREAM, AT_ONCE, away, "another origin");
        }
    }

    private void streamable(String name, Outcome outcome, Reply reply, String... told) throws IOException {
        add(STREAMABLE_HTTP, name, outcome, AT_ONCE, reply, told);
    }

    private void sse(String name, Outcome outcome, Noticed noticed, Reply reply, String... told) throws IOException {
        add(SSE, name, outcome, noticed, reply, told);
    }

    /** The fault ends with the first call that is answered well. */
    private void add(Transport transport, String name, Outcome outcome, Noticed noticed, Reply reply, String... told)
            throws IOException {
        Step begin = scene -> scene.onCall((request, out) -> reply.write(scene, request, out));
        matrix.add(name, transport, outcome, noticed, new HttpScene(transport, null, begin, NOTHING), told);
    }
}
