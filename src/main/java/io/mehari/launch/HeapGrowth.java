package io.mehari.launch;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the heap grow when load begins. The serial collector gives new objects more room in a whole collection only, and calls that leave
 * nothing behind may never cause one: then it collects fifty times a second in the room that is enough for an idle gateway. Where that is
 * seen, one whole collection is made, some 60 ms long; where the heap cannot grow, none any more. Of no effect where
 * {@code -XX:+DisableExplicitGC} is set. For one timer.
 */
final class HeapGrowth implements TimerTask {
    /** Collections within a period from which on their room is too small. */
    static final long MANY = 15;

    /** Periods that a heap has to grow before it is looked at again. */
    static final int REST = 10;

    private static final long PERIOD_SECONDS = 1;
    private static final String SERIAL = "Copy";
    private static final Logger LOG = LoggerFactory.getLogger(HeapGrowth.class);

    private final LongSupplier collections;
    private final LongSupplier heap;
    private final Runnable collect;
    private long before;
    private long heapBefore;
    private int rest;

    /**
     * Nothing seen yet.
     *
     * @param collections of new objects so far
     * @param heap its bytes now
     * @param collect makes a whole collection
     */
    HeapGrowth(LongSupplier collections, LongSupplier heap, Runnable collect) {
        this.collections = collections;
        this.heap = heap;
        this.collect = collect;
        this.before = collections.getAsLong();
    }

    /** That of this process; empty where another collector serves, which needs no help. */
    static Optional<HeapGrowth> ofThisProcess() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> collector.getName().equals(SERIAL))
                .findFirst()
                .map(serial -> new HeapGrowth(
                        serial::getCollectionCount,
                        () -> memory.getHeapMemoryUsage().getCommitted(),
                        memory::gc));
    }

    /** That of this process, at work until the timer stops; empty where another collector serves. */
    static Optional<HeapGrowth> startedOn(Timer timer) {
        Optional<HeapGrowth> growth = ofThisProcess();
        growth.ifPresent(started -> started.lookLater(timer));
        return growth;
    }

    private void lookLater(Timer timer) {
        timer.newTimeout(this, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void run(Timeout timeout) {
        if (look()) {
            lookLater(timeout.timer());
        }
    }

    /**
     * Looks once, and has the heap grow if its new objects have too little room.
     *
     * @return whether to look again
     */
    boolean look() {
        long now = collections.getAsLong();
        boolean many = now - before >= MANY;
        before = now;
        if (rest > 0) {
            rest--;
            return true;
        }
        if (!many) {
            return true;
        }
        long size = heap.getAsLong();
        if (size == heapBefore) {
            return false; // it was helped at this size before
        }
        heapBefore = size;
        collect.run();
        rest = REST;
        LOG.debug("The heap had {} bytes, and has {} since a whole collection", size, heap.getAsLong());
        return true;
    }
}
