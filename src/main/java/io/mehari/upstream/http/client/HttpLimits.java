package io.mehari.upstream.http.client;

import io.mehari.network.ByteBudget;
import io.mehari.upstream.lifecycle.ConnectionLimits;
import io.mehari.upstream.lifecycle.RequestFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds of one server that is reached by HTTP.
 *
 * @param session those that hold whatever the transport
 * @param maxResponseBytes longest answer, and longest event of a stream, decompressed
 * @param connections most requests on their way at the same time, each on a connection of its own; as many as callers of one
 *     server usually are, so that slow tools do not hold up quick ones
 * @param queued most requests that wait for one of them
 * @param tcpConnect longest time to open a connection, TLS included
 * @param connectionIdle how long an unused connection is kept: shorter than the 5 s after which many servers close
 *     theirs, since a request written into a closing connection ends in an unknown outcome
 * @param checkAfter time without anything from the server after which its liveness is checked before a call is sent
 * @param checkWithin longest wait for the answer to that check
 * @param reopenBase pause before a lost event stream is opened again, doubled while that brings no message; also the
 *     shortest where the server names one
 * @param reopenMax longest such pause, also where the server names one
 * @param resumes most attempts in a row to take up the stream of one call that bring nothing new
 * @param refusedPause shortest pause before a server is tried again that refused the handshake
 * @param stopGrace how long calls may go on when the upstream is stopped, and the end of the session may take
 */
public record HttpLimits(
        ConnectionLimits session,
        int maxResponseBytes,
        int connections,
        int queued,
        Duration tcpConnect,
        Duration connectionIdle,
        Duration checkAfter,
        Duration checkWithin,
        Duration reopenBase,
        Duration reopenMax,
        int resumes,
        Duration refusedPause,
        Duration stopGrace) {
    private static final int SERVER_ERROR = 500;
    private static final int MAX_DOUBLINGS = 10;

    /**
     * What holds where nothing is configured: 10,000 calls in flight, 64 MiB waiting for a joining server, 20 s to
     * connect, 1,000 pages of tools, 5 s wait for a joining server, attempts after 0 s, 100 ms ... 1 s, stable after
     * 30 s; answers of 32 MiB, 64 connections, 10,000 requests queued, 5 s to open a connection, 4 s idle, a check
     * after 30 s within 5 s, streams opened again after 1 s ... 30 s, 5 attempts to resume, 10 s after a refusal, 2 s
     * to stop, any number of bytes.
     */
    public static final HttpLimits DEFAULTS = new HttpLimits(
            new ConnectionLimits(
                    10_000,
                    64L * 1024 * 1024,
                    Duration.ofSeconds(20),
                    1_000,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    ByteBudget.unlimited()),
            32 * 1024 * 1024,
            64,
            10_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            5,
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));

    /**
     * How long to wait before a lost event stream is opened again.
     *
     * @param wanted by the server, if it said so; never less than {@link #reopenBase}
     * @param before how often it was opened again without bringing a message; each doubles the pause
     * @return at most {@link #reopenMax}
     */
    public Duration reopenAfter(Optional<Duration> wanted, int before) {
        Duration least = wanted.filter(pause -> pause.compareTo(reopenBase) > 0).orElse(reopenBase);
        Duration pause = least.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
        return pause.compareTo(reopenMax) > 0 ? reopenMax : pause;
    }

    /** The shortest pause before a server is tried again that refused the handshake with this status. */
    public Duration pauseAfter(int status, RequestFailure refusal) {
        return refusal.retryAfter().orElse(status >= SERVER_ERROR ? Duration.ZERO : refusedPause);
    }

    /** The same limits with another budget of bytes. */
    public HttpLimits with(ByteBudget budget) {
        return new HttpLimits(
                session.with(budget),
                maxResponseBytes,
                connections,
                queued,
                tcpConnect,
                connectionIdle,
                checkAfter,
                checkWithin,
                reopenBase,
                reopenMax,
                resumes,
                refusedPause,
                stopGrace);
    }

    /** The same limits with another number of connections. */
    public HttpLimits withConnections(int most) {
        return new HttpLimits(
                session,
                maxResponseBytes,
                most,
                queued,
                tcpConnect,
                connectionIdle,
                checkAfter,
                checkWithin,
                reopenBase,
                reopenMax,
                resumes,
                refusedPause,
                stopGrace);
    }

    /** The same limits with another longest time for connecting. */
    public HttpLimits withConnect(Duration longest) {
        return new HttpLimits(
                session.withConnect(longest),
                maxResponseBytes,
                connections,
                queued,
                tcpConnect,
                connectionIdle,
                checkAfter,
                checkWithin,
                reopenBase,
                reopenMax,
                resumes,
                refusedPause,
                stopGrace);
    }
}
