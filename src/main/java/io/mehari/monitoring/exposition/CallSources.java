package io.mehari.monitoring.exposition;

import io.mehari.component.generation.CallWatchdog;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.monitoring.metric.MetricSamples;

/** Calls under way, the generation they are in, and the events of those that have ended. */
record CallSources(CallWatchdog calls, RunningGeneration generation, GatewayEvents events) implements GaugeSource {
    @Override
    public void read(MetricSamples samples) {
        samples.add(GatewayMetric.CALLS_IN_FLIGHT, calls.size());
        generation.current().ifPresent(running -> {
            samples.add(GatewayMetric.GENERATION, running.number());
            samples.add(GatewayMetric.GENERATION_CALLS, running.calls());
        });
        for (EventQueue<?> queue : events.listeners()) {
            samples.add(GatewayMetric.QUEUE_EVENTS, queue.size(), queue.eventName());
            samples.add(GatewayMetric.QUEUE_DROPPED, queue.dropped(), queue.eventName());
        }
    }
}
