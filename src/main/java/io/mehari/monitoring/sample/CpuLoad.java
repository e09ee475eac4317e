package io.mehari.monitoring.sample;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How busy the processors of the machine, or of the container, are. The only reader there is: the JDK measures from one
 * reading to the next, whoever reads, so that several readers would cut each other's time short. Safe for concurrent use.
 */
public final class CpuLoad implements DoubleSupplier {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final LongSupplier nanoTime;
    private final DoubleSupplier look;
    private boolean looked;
    private long at;
    private double load = -1;
    private double sum;
    private int readings;

    /**
     * Nothing read yet.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @param look the load since the last look, from 0 to 1; anything else where it is not known
     */
    CpuLoad(LongSupplier nanoTime, DoubleSupplier look) {
        this.nanoTime = nanoTime;
        this.look = look;
    }

    /** The load that the JDK sees. */
    static CpuLoad ofMachine() {
        return new CpuLoad(
                System::nanoTime,
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                        ? machine::getCpuLoad
                        : () -> -1);
    }

    /**
     * The load of the last two seconds or so: read again if the last reading is older than that.
     *
     * @return from 0 to 1; 0 where it is not known
     */
    @Override
    public synchronized double getAsDouble() {
        read();
        return Math.max(0, load);
    }

    /**
     * The average of what was read since this was asked the last time, for whoever takes samples; by one alone.
     *
     * @return from 0 to 1; negative where it is not known
     */
    synchronized double sinceLastSample() {
        read();
        double average = readings == 0 ? load : sum / readings;
        sum = 0;
        readings = 0;
        return average;
    }

    private void read() {
        long now = nanoTime.getAsLong();
        if (looked && now - at < FRESH_NANOS) {
            return;
        }
        looked = true;
        at = now;
        double seen = look.getAsDouble();
        load = seen >= 0 && seen <= 1 ? seen : -1;
        if (load >= 0) {
            sum += load;
            readings++;
        }
    }
}
