package io.mehari.monitoring.sample;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Reads the figures of this process from the JVM and from {@code /proc}. Takes a few milliseconds: a walk over the
 * processes of the machine. For one thread.
 */
final class SystemProbe implements Supplier<SystemFigures> {
    private static final double NONE = -1;

    private final MemoryFiles files;
    private final DoubleSupplier systemCpu;
    private long cpuNanos = -1;
    private long atNanos;

    /**
     * A probe of this process.
     *
     * @param files of the operating system
     * @param systemCpu how busy the machine is, from 0 to 1; negative where it is not known
     */
    SystemProbe(MemoryFiles files, DoubleSupplier systemCpu) {
        this.files = files;
        this.systemCpu = systemCpu;
    }

    @Override
    public SystemFigures get() {
        Runtime runtime = Runtime.getRuntime();
        OperatingSystemMXBean system =
                ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean known ? known : null;
        UnixOperatingSystemMXBean unix = system instanceof UnixOperatingSystemMXBean known ? known : null;
        return new SystemFigures(
                share(systemCpu.getAsDouble()),
                system == null ? NONE : processCpu(system.getProcessCpuTime(), runtime.availableProcessors()),
                Math.max(files.used(), heapAfterCollection(runtime.maxMemory())),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                files.rss(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                unix == null ? -1 : unix.getOpenFileDescriptorCount(),
                unix == null ? -1 : unix.getMaxFileDescriptorCount(),
                ProcessHandle.current().descendants().count());
    }

    /** Between the last look and this one, whoever else looks: the JDK's own load begins anew with each. */
    private double processCpu(long cpu, int processors) {
        long now = System.nanoTime();
        double load = cpuNanos < 0 || now == atNanos ? NONE : (cpu - cpuNanos) / (double) (now - atNanos) / processors;
        cpuNanos = cpu;
        atNanos = now;
        return load < 0 ? NONE : share(load);
    }

    /** What is in use before a collection is mostly garbage, and tells nothing. */
    private static double heapAfterCollection(long max) {
        long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(pool -> pool.getCollectionUsage())
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        return max <= 0 ? NONE : share((double) used / max);
    }

    private static double share(double value) {
        return value >= 0 ? Math.min(1, value) : NONE;
    }
}
