package io.mehari.upstream.stdio;

import io.mehari.thread.GatewayThread;
import io.mehari.upstream.UpstreamSettings;
import io.netty.util.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of a server with the three threads that serve its streams: started once, ended once.
 *
 * <p>Streams are closed by their own threads only: closing one while another thread is inside it could block.
 */
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final int SIGNALLED = 128;

    private final UpstreamSettings settings;
    private final StdioLimits limits;
    private final Timer timer;
    private final OutgoingQueue queue;
    private final LineReader.Lines lines;
    private final Runnable onStarted;
    private final Consumer<String> onEnd;
    private final CompletableFuture<Void> readerEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> writerEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> loggerEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final ProcessMark mark = new ProcessMark();
    private final StderrLog stderr;
    private Process process;
    private ProcessTree tree;
    private boolean stopping;
    private boolean ended;
    private boolean tornDown;

    /**
     * A process that is not started yet.
     *
     * @param lines receives the lines of stdout, on the reader thread
     * @param onStarted run once it lives, on the reader thread
     * @param onEnd notified once of why it ended: a cause to stand behind the server's name
     */
    ServerProcess(
            UpstreamSettings settings,
            StdioLimits limits,
            Timer timer,
            OutgoingQueue queue,
            LineReader.Lines lines,
            Runnable onStarted,
            Consumer<String> onEnd) {
        this.settings = settings;
        this.limits = limits;
        this.timer = timer;
        this.queue = queue;
        this.lines = lines;
        this.onStarted = onStarted;
        this.onEnd = onEnd;
        this.stderr = new StderrLog(settings.name(), System::nanoTime);
    }

    /** Starts the process on a thread of its own. */
    void open() {
        try {
            start("out", this::run, readerEnded);
        } catch (OutOfMemoryError e) { // how the JDK says that there may be no more threads
            readerEnded.complete(null);
            neverStarted("could not be started: no thread could be created; raise the limit or stop other servers");
        }
    }

    /** What it writes on its stderr. */
    StderrLog stderr() {
        return stderr;
    }

    /** Ends when neither process nor thread is left. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Remembers the processes the server has started so far. */
    void remember() {
        ProcessTree known = tree();
        if (known != null) {
            known.snapshot();
        }
    }

    /** Ends it in an orderly way: the queue has been closed, so stdin is closed next. */
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        tearDown();
    }

    /** Ends it because it failed. Only the first reason counts. */
    void end(String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        try {
            onEnd.accept(reason);
        } finally {
            tearDown();
        }
    }

    private synchronized ProcessTree tree() {
        return tree;
    }

    private void run() {
        try {
            Process started = ProcessLauncher.launch(settings.stdio(), mark);
            boolean wanted = adopt(started);
            start("in", () -> write(started.getOutputStream()), writerEnded);
            start("err", () -> log(started.getErrorStream()), loggerEnded);
            started.onExit().thenRun(() -> endSoon("exited"));
            if (wanted) {
                onStarted.run();
            } else {
                tearDown();
            }
            read(started);
        } catch (IOException e) {
            neverStarted(e.getMessage());
        } finally {
            end("could not be served any longer because of a defect of the gateway; see its log");
        }
    }

    private void neverStarted(String reason) {
        writerEnded.complete(null);
        loggerEnded.complete(null);
        end(reason);
        finish(CompletableFuture.completedFuture(null));
    }

    private synchronized boolean adopt(Process started) {
        process = started;
        tree = new ProcessTree(started.toHandle(), mark, timer, limits);
        return !stopping && !ended;
    }

    private void read(Process from) {
        try (InputStream stdout = from.getInputStream()) {
            new LineReader(stdout, limits.maxLineBytes(), limits.budget(), lines).readAll();
            from.waitFor(limits.exitDrain().toMillis(), TimeUnit.MILLISECONDS);
            loggerEnded.get(limits.exitDrain().toMillis(), TimeUnit.MILLISECONDS); // its last words
        } catch (IOException e) {
            LOG.debug("Upstream {}: stdout could not be read", settings.name(), e);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Upstream {}: stderr is held open", settings.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(describeEnd("closed its standard output"));
    }

    private void write(OutputStream stdin) {
        try (stdin) {
            new LineWriter(queue, stdin).writeAll();
        } catch (IOException e) {
            LOG.debug("Upstream {}: stdin could not be written", settings.name(), e);
            endSoon("closed its standard input");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void log(InputStream stream) {
        try (stream) {
            stderr.readAll(stream);
        } catch (IOException e) {
            LOG.debug("Upstream {}: stderr could not be read", settings.name(), e);
        }
    }

    /** Leaves the reader a moment for answers that are on their way. */
    private void endSoon(String reason) {
        timer.newTimeout(timeout -> end(describeEnd(reason)), limits.exitDrain().toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized String describeEnd(String otherwise) {
        if (process.isAlive()) {
            return otherwise;
        }
        int code = process.exitValue();
        return "exited with code " + code + (code > SIGNALLED ? " (signal " + (code - SIGNALLED) + ")" : "");
    }

    private void tearDown() {
        ProcessTree owned;
        synchronized (this) {
            if (tree == null || tornDown) {
                return;
            }
            tornDown = true;
            owned = tree;
        }
        finish(owned.end());
    }

    /** A thread may be held by a process that escaped with our pipes: not waited for beyond a bound. */
    private void finish(CompletableFuture<Void> processes) {
        processes.thenRun(() -> {
            CompletableFuture<Void> threads = CompletableFuture.allOf(readerEnded, writerEnded, loggerEnded);
            threads.thenRun(() -> gone.complete(null));
            if (!gone.isDone()) {
                timer.newTimeout(timeout -> abandon(), limits.terminateGrace().toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private void abandon() {
        if (gone.complete(null)) {
            LOG.warn(
                    "Upstream {} has ended, but a process that is no longer its child holds its streams open",
                    settings.name());
        }
    }

    private void start(String stream, Runnable work, CompletableFuture<Void> ending) {
        Runnable task = () -> {
            try {
                work.run();
            } finally {
                ending.complete(null);
            }
        };
        new GatewayThread(task, "mehari-stdio-" + settings.name() + "-" + stream).start();
    }
}
