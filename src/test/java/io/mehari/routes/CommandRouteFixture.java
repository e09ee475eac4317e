package io.mehari.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.component.gatewayapi.GatewayOperations;
import io.mehari.component.websocket.Command;
import io.mehari.component.websocket.CommandCall;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.support.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A route file that is a command, called as the live plane calls it; operations of the gateway are stand-ins. */
abstract class CommandRouteFixture extends RouteFixture {
    static final Caller CALLER_OF_COMMAND = new Caller("ops", Set.of(Scope.MONITOR, Scope.ADMIN));

    /** What the gateway's paths are asked, and who asks. */
    static final class Operations implements GatewayOperations {
        final List<String> asked = new CopyOnWriteArrayList<>();
        volatile JsonNode answer = Tools.json("{'answered': true}");
        private final String documented = read(Path.of("docs/reference/rest-paths.md"));

        /** Only what the reference lists; a name in the path stands for what the reference says there, too. */
        @Override
        public boolean has(String operation) {
            int colon = operation.indexOf(':');
            String method = operation.substring(0, colon).toUpperCase(Locale.ROOT);
            String path = Arrays.stream(operation.substring(colon + 1).split("/"))
                    .map(part -> part.startsWith("{") ? "(?:" + Pattern.quote(part) + "|[a-z-]+)" : Pattern.quote(part))
                    .collect(Collectors.joining("/"));
            Pattern line = Pattern.compile(method + ".*" + path + "`");
            return documented.lines().anyMatch(each -> line.matcher(each).find());
        }

        @Override
        public CompletableFuture<JsonNode> run(String operation, ObjectNode params, Caller caller) {
            asked.add(operation + " " + params + " " + caller.name());
            return CompletableFuture.completedFuture(answer);
        }

        private static String read(Path page) {
            try {
                return Files.readString(page);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    void replaceNeighbours() throws Exception {
        context.getRegistry().bind("commands", CommandRegistry.class, new CommandRegistry());
        context.getRegistry().bind("operations", GatewayOperations.class, new Operations());
        beans().forEach(this::standInBean);
    }

    /** The beans that the file names. */
    List<String> beans() {
        return List.of();
    }

    final Operations operations() {
        return context.getRegistry().findSingleByType(Operations.class);
    }

    final Command command(String name) {
        return context.getRegistry()
                .findSingleByType(CommandRegistry.class)
                .find(name)
                .orElseThrow(() -> new AssertionError("no command " + name));
    }

    final List<String> names() {
        return context.getRegistry().findSingleByType(CommandRegistry.class).all().stream()
                .map(Command::name)
                .toList();
    }

    /** The result of a command. */
    final JsonNode call(String name, String params) throws Exception {
        CommandCall call = new CommandCall(name, CALLER_OF_COMMAND, null, progress -> {});
        return command(name).run().of(call, Tools.json(params)).get(10, TimeUnit.SECONDS);
    }
}
