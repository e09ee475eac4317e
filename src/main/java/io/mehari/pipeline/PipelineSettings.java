package io.mehari.pipeline;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the pipeline itself; those of calls stand with each server.
 *
 * @param watchdogGrace how long after its total deadline a call that no stage has answered is abandoned
 * @param eventQueue most call events kept for those who look at calls afterwards; the oldest go first
 * @param toolThreads threads that run tool routes, which may block
 * @param toolQueue tool calls that wait for such a thread; more are refused
 */
@ConfigurationProperties(prefix = "mehari.pipeline", ignoreUnknownFields = false)
record PipelineSettings(
        @DefaultValue("2s") Duration watchdogGrace,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int eventQueue,
        @DefaultValue("16") @Min(1) @Max(1000) int toolThreads,
        @DefaultValue("1000") @Min(1) @Max(100_000) int toolQueue) {

    PipelineSettings {
        if (watchdogGrace.isNegative()) {
            throw new IllegalArgumentException("mehari.pipeline.watchdog-grace must not be negative");
        }
    }
}
