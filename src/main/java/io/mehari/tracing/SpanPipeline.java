package io.mehari.tracing;

import io.mehari.text.Version;
import io.mehari.thread.GatewayThread;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What OpenTelemetry consists of here: sampler, bounded queue, exporter. Stateless. */
final class SpanPipeline {
    private static final int BATCH = 512;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration SENDING = Duration.ofSeconds(10);
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final long IDLE_SECONDS = 30;
    private static final int LONGEST_VALUE = 256;

    private SpanPipeline() {}

    /**
     * Makes it.
     *
     * @param target where spans go
     * @param counts is told what becomes of them
     * @param threads on which requests to the collector run
     * @return to be shut down, with the threads
     */
    static SdkTracerProvider of(ExportTarget target, SpanCounts counts, ExecutorService threads) {
        SpanExporter exporter = new CountedExporter(
                otlp(target, threads), counts, target.endpoint().toString());
        BatchSpanProcessor queue = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(target.queue() + BATCH)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(PERIOD)
                .setExporterTimeout(SENDING)
                .build();
        return SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(target.samplingRatio())))
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_VALUE)
                        .build())
                .setResource(resource(target))
                .addSpanProcessor(new BoundedSpans(queue, counts, target.queue()))
                .build();
    }

    /**
     * The threads of the exporter: one, which ends when it has nothing to do.
     *
     * @return to be shut down
     */
    static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new GatewayThread(work, "mehari-traces"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static SpanExporter otlp(ExportTarget target, ExecutorService threads) {
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(target.endpoint().toString())
                .setHeaders(target::headers)
                .setCompression("gzip")
                .setTimeout(SENDING)
                .setConnectTimeout(CONNECTING)
                .setRetryPolicy(null)
                .setExecutorService(threads)
                .build();
    }

    private static Resource resource(ExportTarget target) {
        AttributesBuilder attributes = Attributes.builder();
        target.resource().forEach(attributes::put);
        attributes.put("service.name", target.serviceName());
        attributes.put("service.version", Version.current());
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }
}
