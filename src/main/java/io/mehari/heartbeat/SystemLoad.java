package io.mehari.heartbeat;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** How busy the processors of the machine, or of the container, are. Looked at every two seconds at most. */
final class SystemLoad implements DoubleSupplier {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final LongSupplier nanoTime;
    private final DoubleSupplier look;
    private boolean looked;
    private long at;
    private double load;

    SystemLoad(LongSupplier nanoTime, DoubleSupplier look) {
        this.nanoTime = nanoTime;
        this.look = look;
    }

    /** The load that the JDK sees. */
    static SystemLoad ofMachine() {
        return new SystemLoad(
                System::nanoTime,
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                        ? machine::getCpuLoad
                        : () -> 0);
    }

    /** From 0 to 1; 0 where it is not known. */
    @Override
    public synchronized double getAsDouble() {
        long now = nanoTime.getAsLong();
        if (!looked || now - at >= FRESH_NANOS) {
            looked = true;
            at = now;
            double seen = look.getAsDouble();
            load = seen >= 0 && seen <= 1 ? seen : 0;
        }
        return load;
    }
}
