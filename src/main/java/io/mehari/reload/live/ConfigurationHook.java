package io.mehari.reload.live;

import io.mehari.component.generation.FixedContext;
import io.mehari.component.generation.HookRoute;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.ChangedKey;
import io.mehari.configuration.ConfigurationListener;
import io.mehari.text.Causes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the beans that are a {@link ConfigurationListener}, and the route from {@code direct:config-changed} where there is
 * one, of a change. Blocks until they have ended; safe for concurrent use.
 */
final class ConfigurationHook implements Consumer<List<ChangedKey>> {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationHook.class);

    private static final HookRoute ROUTE = new HookRoute("config-changed");

    private final RunningGeneration running;
    private final FixedContext fixed;

    ConfigurationHook(RunningGeneration running, FixedContext fixed) {
        this.running = running;
        this.fixed = fixed;
    }

    @Override
    public void accept(List<ChangedKey> keys) {
        if (running.current().isPresent()) {
            running.run(context -> {
                context.getRegistry().findByType(ConfigurationListener.class).forEach(listener -> tell(listener, keys));
                send(context, keys);
                return CompletableFuture.completedFuture(null);
            });
        }
        send(fixed.get(), keys);
    }

    private static void tell(ConfigurationListener listener, List<ChangedKey> keys) {
        for (ChangedKey key : keys) {
            try {
                listener.changed(key.path(), key.before(), key.after());
            } catch (RuntimeException e) {
                LOG.warn("{} has failed for {}: {}", listener.getClass().getName(), key.path(), Causes.of(e));
            }
        }
    }

    private static void send(CamelContext context, List<ChangedKey> keys) {
        ROUTE.send(
                context,
                () -> List.of(keys.stream().map(ConfigurationHook::asMap).toList()));
    }

    /** As simple and jq read it. */
    private static Map<String, String> asMap(ChangedKey key) {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("path", key.path());
        map.put("before", key.before());
        map.put("after", key.after());
        return map;
    }
}
