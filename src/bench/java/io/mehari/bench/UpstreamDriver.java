package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.Upstream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls an upstream's tool from many callers in a closed loop, without any HTTP. */
final class UpstreamDriver {
    private final Upstream upstream;
    private final String tool;
    private final ObjectNode arguments;

    UpstreamDriver(Upstream upstream, String tool, ObjectNode arguments) {
        this.upstream = upstream;
        this.tool = tool;
        this.arguments = arguments;
    }

    /** Measures; the CPU time stays unknown, as the upstream lives in this process. */
    Measurement run(int callers, Duration length) throws InterruptedException {
        Run run = new Run(System.nanoTime(), length, callers);
        for (int i = 0; i < callers; i++) {
            run.call();
        }
        return run.await(length);
    }

    /** Callers of one measurement; answers may arrive on several threads. */
    private final class Run {
        private final Latencies latencies = new Latencies();
        private final long begin;
        private final long end;
        private final CountDownLatch done;

        Run(long begin, Duration length, int callers) {
            this.begin = begin;
            this.end = begin + length.toNanos();
            this.done = new CountDownLatch(callers);
        }

        private void call() {
            long sent = System.nanoTime();
            if (sent - end >= 0) {
                done.countDown();
                return;
            }
            upstream.callTool(tool, arguments, progress -> {}).result().whenComplete((result, failure) -> {
                count(System.nanoTime() - sent, failure == null);
                call();
            });
        }

        private synchronized void count(long took, boolean answered) {
            if (answered) {
                latencies.answered(took);
            } else {
                latencies.failed();
            }
        }

        private Measurement await(Duration length) throws InterruptedException {
            if (!done.await(length.toMillis() + 30_000, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("A caller of " + upstream.name() + " never got its last answer");
            }
            synchronized (this) {
                return latencies.over((System.nanoTime() - begin) / 1e9);
            }
        }
    }
}
