package io.mehari.monitoring.sample;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is measured, and where it is kept. */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {
    @Bean
    CallTally callTally() {
        return new CallTally();
    }

    @Bean
    SampleHistory sampleHistory() {
        return new SampleHistory(Duration.ofHours(24));
    }

    @Bean
    CpuLoad cpuLoad() {
        return CpuLoad.ofMachine();
    }

    @Bean
    SystemSampler systemSampler(
            CpuLoad load,
            CallTally calls,
            SampleHistory history,
            Clock clock,
            ObjectProvider<Collector> beans,
            ObjectProvider<Supplier<CamelContext>> fixed) {
        return new SystemSampler(
                new SystemProbe(MemoryFiles.ofMachine(), load::sinceLastSample),
                calls,
                new CustomCollectors(
                        beans::orderedStream, () -> fixed.getObject().get(), CustomCollectors.LIMIT_MILLIS),
                history,
                clock);
    }
}
