package io.mehari.history.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.history.Places;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import io.mehari.servers.ServerRegistry;
import io.mehari.upstream.UpstreamSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.camel.Route;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/** What holds now, whatever the files say: settings, servers, routes. Safe for concurrent use. */
public final class EffectiveState {
    private static final String OWN = "mehari.";
    private static final Pattern SEPARATORS = Pattern.compile("[^a-z0-9]");
    private static final Pattern SECRET =
            Pattern.compile("pass|secret|token|statekey|apikey|securitykeys\\d|authorization|credential|headers");

    private final ConfigurableEnvironment settings;
    private final ServerRegistry servers;
    private final RunningGeneration running;

    /**
     * A view of what holds.
     *
     * @param settings of the gateway
     * @param servers its servers
     * @param running its routes
     */
    EffectiveState(ConfigurableEnvironment settings, ServerRegistry servers, RunningGeneration running) {
        this.settings = settings;
        this.servers = servers;
        this.running = running;
    }

    /**
     * What holds.
     *
     * @param root {@code routes} or {@code config}
     * @return {@code settings} that are not defaults and {@code servers}, or {@code generation} and {@code routes}
     */
    public CompletableFuture<ObjectNode> of(String root) {
        return CompletableFuture.completedFuture(Places.ROUTES.equals(root) ? routes() : configuration());
    }

    private ObjectNode configuration() {
        ObjectNode json = Json.object();
        Map<String, String> named = new TreeMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(settings)) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .map(Object::toString)
                        .filter(name -> name.startsWith(OWN))
                        .forEach(name -> named.computeIfAbsent(name, this::shown));
            }
        }
        ObjectNode values = json.putObject("settings");
        named.forEach(values::put);
        ArrayNode list = json.putArray("servers");
        for (UpstreamSettings server : servers.settings()) {
            ObjectNode entry = list.addObject().put("name", server.name()).put("fingerprint", server.fingerprint());
            server.problem().ifPresent(problem -> entry.put("problem", SecretValues.hide(problem)));
        }
        return json;
    }

    private String shown(String name) {
        String letters = SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return SECRET.matcher(letters).find() ? Redaction.REDACTED : SecretValues.hide(settings.getProperty(name, ""));
    }

    private ObjectNode routes() {
        ObjectNode json = Json.object();
        running.current().ifPresent(generation -> describe(generation, json));
        return json;
    }

    private static void describe(Generation generation, ObjectNode json) {
        json.put("generation", generation.number()).put("fingerprint", generation.fingerprint());
        ArrayNode list = json.putArray("routes");
        List<Route> routes = generation.context().getRoutes();
        for (Route route : routes) {
            list.addObject()
                    .put("id", route.getRouteId())
                    .put("group", route.getGroup())
                    .put("description", route.getDescription())
                    .put("from", SecretValues.hide(route.getEndpoint().getEndpointBaseUri()));
        }
    }
}
