package io.mehari.monitoring.exposition;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The registry of Micrometer behind {@code /metrics/prometheus}: meters of route files, of an application around the gateway, of
 * the JVM and the process; and the gateway's own metrics, which are read from where they are counted. Made when it is first
 * asked for, since its classes cost a tenth of a second. Safe for concurrent use.
 */
final class GatewayRegistry extends PrometheusMeterRegistry {
    /** Most meters that route files make, whatever tags they give. */
    static final int MOST_METERS = 2_000;

    /** Camel's name for the set of route files, another one after each reload: counters would begin anew. */
    private static final String OF_CAMEL = "camelContext";

    /** Against the conventions of Prometheus: one ends as histograms do, one counts nanoseconds. */
    private static final Set<String> ILL_NAMED = Set.of("system.cpu.count", "process.cpu.time");

    /** Has a reader of its own, which would cut short what others measure: replaced. */
    private static final String SYSTEM_CPU = "system.cpu.usage";

    /** Names of the gateway's own metrics begin so; no one else's may. */
    private static final String OWN = "mehari";

    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** While the meters of Micrometer are taken, of which one is replaced. */
    private volatile boolean binding;

    /**
     * A registry that reads these parts.
     *
     * @param systemCpu how busy the machine is, from 0 to 1
     */
    GatewayRegistry(MetricSources sources, DoubleSupplier systemCpu) {
        super(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
        config().meterFilter(MeterFilter.deny(GatewayRegistry::isOwn));
        config().meterFilter(MeterFilter.deny(GatewayRegistry::isIllNamed));
        config().meterFilter(MeterFilter.deny(id -> binding && id.getName().equals(SYSTEM_CPU)));
        config().meterFilter(MeterFilter.ignoreTags(OF_CAMEL));
        config().meterFilter(MeterFilter.maximumAllowableMetrics(MOST_METERS));
        getPrometheusRegistry().register(new SampleCollector(sources));
        bindProcess();
        Gauge.builder(SYSTEM_CPU, systemCpu, DoubleSupplier::getAsDouble)
                .description("How busy the processors of the machine, or of the container, are")
                .strongReference(true)
                .register(this);
    }

    private static boolean isOwn(Meter.Id id) {
        return id.getConventionName(NamingConvention.snakeCase)
                .toLowerCase(Locale.ROOT)
                .startsWith(OWN);
    }

    private static boolean isIllNamed(Meter.Id id) {
        return ILL_NAMED.contains(id.getName());
    }

    private void bindProcess() {
        MeterRegistry registry = this;
        binding = true;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder(
                            "process.cpu.seconds",
                            system,
                            bean -> bean.getProcessCpuTime() / (double) TimeUnit.SECONDS.toNanos(1))
                    .description("Processor time of this process")
                    .register(registry);
        }
        binding = false;
    }

    @Override
    public void close() {
        collections.close();
        super.close();
    }
}
