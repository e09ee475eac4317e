package io.mehari.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Does the same many times, some of them at the same time. */
final class Together {
    private static final long LIMIT_SECONDS = 120;

    private Together() {}

    /**
     * Does something so many times, and waits for all.
     *
     * @param atOnce at most so many at the same time, each on a thread of its own
     * @param what is given its number, from 0
     * @return what came of each, in the order of their numbers, in a list that may be changed
     */
    static <T> List<T> run(int atOnce, int times, IntFunction<T> what) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int number = i;
                running.add(threads.submit(() -> what.apply(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
