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
import static io.mehari.reliability.Transport.STDIO;
import static io.mehari.reliability.Transport.STREAMABLE_HTTP;

import io.mehari.call.Outcome;
import io.mehari.reliability.StdioScene.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Faults of real processes, over all transports, and of names. */
final class ProcessFaults {
    private final FaultMatrix matrix;
    private final Path directory;

    ProcessFaults(FaultMatrix matrix, Path directory) {
        this.matrix = matrix;
        this.directory = directory;
    }

    void add() throws IOException {
        for (Transport transport : List.of(STREAMABLE_HTTP, SSE)) {
            http(transport);
            String name = transport.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".mehari.test";
            matrix.add(
                    "name gone, then back",
                    transport,
                    UNAVAILABLE,
                    AT_ONCE,
                    new NamedScene(transport, matrix.names(), name),
                    name,
                    "resolved");
            matrix.add(
                    "name cannot be resolved",
                    transport,
                    UNAVAILABLE,
                    AT_ONCE,
                    new UnresolvedScene(transport),
                    "no-such-host.invalid",
                    "resolved");
        }
        stdioProcesses();
        stdioAnswers();
    }

    private void http(Transport transport) throws IOException {
        matrix.add(
                "process frozen", transport, TIMED_OUT, BY_ATTEMPT, process(transport, HttpProcessScene.Kind.FROZEN));
        matrix.add(
                "server down, then restarted",
                transport,
                UNAVAILABLE,
                AT_ONCE,
                process(transport, HttpProcessScene.Kind.KILLED),
                "refuses connections");
        matrix.add(
                "server killed during a call, then restarted",
                transport,
                OUTCOME_UNKNOWN,
                AT_ONCE,
                process(transport, HttpProcessScene.Kind.KILLED_DURING_A_CALL),
                "may have run");
    }

    private HttpProcessScene process(Transport transport, HttpProcessScene.Kind kind) throws IOException {
        return new HttpProcessScene(transport, kind, directory);
    }

    private void stdioProcesses() throws IOException {
        stdio("process frozen", TIMED_OUT, BY_ATTEMPT, new StdioScene(Kind.FROZEN, "ok", directory));
        stdio(
                "crash loop",
                UNAVAILABLE,
                AT_ONCE,
                new StdioScene(Kind.CRASH_LOOP, "ok", directory),
                "exited with code 7");
        call("process exits during a call", OUTCOME_UNKNOWN, AT_ONCE, "dies", "exited with code 3", "may have run");
        call("closes its stdout", OUTCOME_UNKNOWN, AT_ONCE, "closes-stdout", "standard output", "may have run");
    }

    private void stdioAnswers() throws IOException {
        call("garbage on stdout", SUCCESS, AT_ONCE, "noise");
        call("truncated JSON", BAD_UPSTREAM, AT_ONCE, "truncated", "not valid JSON");
        call("JSON-RPC error", UPSTREAM_ERROR, AT_ONCE, "errors", "out of paper");
        call("number with a huge exponent", BAD_UPSTREAM, AT_ONCE, "huge-exponent", "exponent is too large");
        call("answer that is not UTF-8", BAD_UPSTREAM, AT_ONCE, "not-utf8", "not UTF-8", "0xE9");
        call("byte order mark before an answer", SUCCESS, AT_ONCE, "byte-order-mark");
        call("id as text", SUCCESS, AT_ONCE, "id-as-text");
        call("duplicate answer", SUCCESS, AT_ONCE, "duplicate");
        call("answer to another id", TIMED_OUT, BY_ATTEMPT, "other-id-only");
        call("no answer", TIMED_OUT, BY_ATTEMPT, "silent-call");
    }

    private void call(String name, Outcome outcome, Noticed noticed, String tool, String... told) throws IOException {
        stdio(name, outcome, noticed, new StdioScene(Kind.NONE, tool, directory), told);
    }

    private void stdio(String name, Outcome outcome, Noticed noticed, Scene scene, String... told) {
        matrix.add(name, STDIO, outcome, noticed, scene, told);
    }
}
