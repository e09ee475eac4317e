package io.mehari.upstream.stdio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.lifecycle.CallFailures;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.session.ControlMessage;
import io.mehari.upstream.session.EncodedCall;
import io.mehari.upstream.session.Joining;
import io.mehari.upstream.session.Ping;
import io.mehari.upstream.session.Session;
import io.mehari.upstream.session.Wire;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests and answers that pass over one live process. Ends every request that waits for an answer when the
 * process is lost.
 */
final class StdioConnection implements Connection, Wire {
    private static final Logger LOG = LoggerFactory.getLogger(StdioConnection.class);

    /** How long a server that wrote something that cannot be understood may still become ready. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String server;
    private final Timer timer;
    private final ConnectionOwner owner;
    private final OutgoingQueue queue;
    private final Session session;
    private final ServerProcess process;
    private final Joining joining;
    private final JoinLimit joinLimit;
    private final SkippedLines skippedLines;
    private final AtomicBoolean mistaken = new AtomicBoolean();
    private volatile boolean joined;
    private volatile Duration pause = Duration.ZERO;

    StdioConnection(
            UpstreamSettings settings, StdioLimits limits, Timer timer, LongSupplier ids, ConnectionOwner owner) {
        this.server = settings.name();
        this.timer = timer;
        this.owner = owner;
        this.queue = new OutgoingQueue(limits.queuedMessages(), limits.queuedBytes());
        this.session = new Session(server, limits.session(), timer, ids, this, owner);
        this.skippedLines = new SkippedLines(server, this::mistaken);
        IncomingLines lines = new IncomingLines(session, skippedLines, limits.budget());
        this.process = new ServerProcess(settings, limits, timer, queue, lines, this::connect, this::lost);
        this.joining = new Joining(this, session, owner, this::refused);
        Duration first = settings.connect().orElse(limits.connect());
        this.joinLimit =
                new JoinLimit(server, first, owner.memory(), timer, System::nanoTime, process.stderr()::lastSign);
    }

    /** Starts the process and the handshake. */
    @Override
    public void open() {
        joining.limitedBy(joinLimit::end);
        joinLimit.start(reason -> process.end(reason + skippedLines.note()));
        process.open();
    }

    @Override
    public CompletableFuture<Void> stop() {
        session.ending();
        joining.end();
        queue.close();
        session.closing(new ConnectionLoss("was stopped", Duration.ZERO));
        process.stop();
        return process.gone();
    }

    /** Ends when neither process nor thread is left. */
    @Override
    public CompletableFuture<Void> gone() {
        return process.gone();
    }

    @Override
    public String lastWords() {
        return process.stderr().lastWords();
    }

    @Override
    public List<String> lastLines() {
        return process.stderr().lastLines();
    }

    @Override
    public CompletableFuture<Boolean> roundTrip() {
        return Ping.over(session);
    }

    @Override
    public boolean hasAnsweredCall() {
        return session.hasAnsweredCall();
    }

    @Override
    public boolean submit(PendingCall call) {
        if (!call.enqueue(this)) {
            return true;
        }
        return session.encode(call).map(this::offer).orElse(true);
    }

    private boolean offer(EncodedCall message) {
        PendingCall call = message.call();
        session.register(call);
        OutgoingQueue.Result offered = queue.offer(message);
        if (call.isEnded()) {
            session.forget(call.id());
        }
        return switch (offered) {
            case ACCEPTED -> true;
            case FULL -> refuse(call);
            case CLOSED -> !giveBack(call);
        };
    }

    private boolean refuse(PendingCall call) {
        session.forget(call.id());
        call.end(CallFailures.queueFull(server));
        return true;
    }

    /** False if the end of the connection has found the call and failed it. */
    private boolean giveBack(PendingCall call) {
        if (!session.forget(call.id())) {
            return false;
        }
        call.backToWaiting();
        return true;
    }

    @Override
    public void forget(long id) {
        session.forget(id);
    }

    @Override
    public void cancelled(long id, String reason) {
        session.cancelled(id, reason);
    }

    @Override
    public void send(ObjectNode message) {
        if (queue.offerSpare(new ControlMessage(message)) == OutgoingQueue.Result.FULL) {
            LOG.debug("Upstream {}: the queue is full, a message without an answer was dropped", server);
        }
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        return queue.offer(new ControlMessage(message)) == OutgoingQueue.Result.ACCEPTED;
    }

    private void connect() {
        joining.begin(identity -> {}, this::joined);
    }

    private void joined() {
        joined = true;
        skippedLines.joined();
        process.remember();
    }

    private void refused(String reason, Duration atLeast) {
        pause = atLeast;
        process.end(reason + skippedLines.note());
    }

    /** Some servers log a message before they send it: it may still come. */
    private void mistaken(String reason) {
        if (!mistaken.compareAndSet(false, true)) {
            return;
        }
        timer.newTimeout(timeout -> giveUp(reason), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(String reason) {
        if (!joined) {
            process.end(reason);
        }
    }

    private void lost(String reason) {
        queue.close();
        joining.end();
        session.lost(new ConnectionLoss(reason, owner.lost(this, reason, pause)));
    }
}
