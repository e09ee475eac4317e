package io.mehari.monitoring.sample;

import io.mehari.text.LogThrottle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all collectors: beans, and routes from {@code direct:collect-<name>} in the folders that are loaded once. A route
 * leaves a number, or a map of numbers, as its body. One that fails, hangs or leaves something else costs its own values
 * only. For one thread.
 */
final class CustomCollectors implements Supplier<Map<String, Double>> {
    /** How long all routes together may take. */
    static final long LIMIT_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(CustomCollectors.class);
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
    private static final String PREFIX = "direct://collect-";

    private final Supplier<Stream<Collector>> beans;
    private final Supplier<CamelContext> context;
    private final long limitMillis;
    private final LogThrottle throttle = new LogThrottle();
    private final Map<String, CompletableFuture<Object>> running = new TreeMap<>();
    /** Made for the first route of a context: it brings threads. Ends with the context. */
    private ProducerTemplate template;

    CustomCollectors(Supplier<Stream<Collector>> beans, Supplier<CamelContext> context, long limitMillis) {
        this.beans = beans;
        this.context = context;
        this.limitMillis = limitMillis;
    }

    @Override
    public Map<String, Double> get() {
        Map<String, Double> values = new TreeMap<>();
        beans.get().forEach(bean -> collect(bean, values));
        CamelContext now = context.get();
        List<String> routes = now.getRoutes().stream()
                .map(Route::getEndpoint)
                .map(Endpoint::getEndpointUri)
                .filter(uri -> uri.startsWith(PREFIX))
                .toList();
        if (!routes.isEmpty()) {
            begin(now, routes);
            await(values);
        }
        return Map.copyOf(values);
    }

    private static void collect(Collector bean, Map<String, Double> values) {
        try {
            bean.collect().forEach((name, value) -> put(values, name, value));
        } catch (RuntimeException e) {
            LOG.warn(
                    "Collector {} has failed, and its values are missing",
                    bean.getClass().getName(),
                    e);
        }
    }

    private void begin(CamelContext now, List<String> routes) {
        if (template == null || template.getCamelContext() != now) {
            running.clear(); // what the former routes have not answered yet ends with them
            template = now.createProducerTemplate();
        }
        for (String uri : routes) {
            running.computeIfAbsent(uri, route -> template.asyncRequestBody(route, null, Object.class));
        }
    }

    private void await(Map<String, Double> values) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        running.entrySet().removeIf(route -> done(route.getKey(), route.getValue(), end - System.nanoTime(), values));
    }

    /** Whether the route has ended; one that hangs is asked again when it has. */
    private boolean done(String uri, CompletableFuture<Object> answer, long nanos, Map<String, Double> values) {
        String name = uri.substring(PREFIX.length());
        try {
            read(name, answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS), values);
            return true;
        } catch (TimeoutException e) {
            warn(name, "has not ended within " + limitMillis + " ms");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException | RuntimeException e) {
            warn(name, "has failed: " + e.getMessage());
            return true;
        }
    }

    private void read(String name, Object body, Map<String, Double> values) {
        if (body instanceof Number number) {
            put(values, name, number);
        } else if (body instanceof String text && NUMBER.matcher(text.trim()).matches()) {
            put(values, name, Double.valueOf(text.trim()));
        } else if (body instanceof Map<?, ?> map) {
            map.forEach((key, value) -> put(values, name + "." + key, value));
        } else {
            warn(name, "has left neither a number nor a map of numbers as its body");
        }
    }

    private static void put(Map<String, Double> values, String name, Object value) {
        boolean room = values.size() < SystemSample.MOST_CUSTOM || values.containsKey(name);
        if (room && value instanceof Number number && Double.isFinite(number.doubleValue())) {
            values.put(name, number.doubleValue());
        }
    }

    private void warn(String name, String what) {
        long times = throttle.occurred();
        if (times > 0) {
            LOG.warn("The route from direct:collect-{} {} ({} so far): its values are missing", name, what, times);
        }
    }
}
