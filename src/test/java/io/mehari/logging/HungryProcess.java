package io.mehari.logging;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A process of its own, one thread of which exhausts the heap while another would keep the process alive. */
final class HungryProcess {
    private HungryProcess() {}

    /** The first argument says whether the thread dies of it or logs it. */
    public static void main(String[] arguments) throws InterruptedException {
        FatalErrors.watchThreads();
        LogGuard.install();
        boolean logs = "logs".equals(arguments[0]);
        Thread hungry = new Thread(() -> {
            try {
                exhaust();
            } catch (OutOfMemoryError e) {
                if (!logs) {
                    throw e;
                }
                LoggerFactory.getLogger(HungryProcess.class).warn("caught", e);
            }
        });
        hungry.start();
        hungry.join();
        Thread.currentThread().join();
    }

    private static void exhaust() {
        List<long[]> held = new ArrayList<>();
        while (true) {
            held.add(new long[100_000]);
        }
    }
}
